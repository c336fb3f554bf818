import { buddyProvider } from "../../../lib/adapters/buddy/provider.ts";
import { EXPOSURES } from "../../../lib/core/plan/block.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../lib/core/plan/limits.ts";
import type { Plan, Policy } from "../../../lib/core/plan/plan.ts";
import type { Report } from "../../../lib/core/report/report.ts";
import type { Fault } from "../../../lib/emulator/faults.ts";
import type { Personality } from "../../../lib/emulator/personality.ts";
import type { SourceFile } from "../../../lib/ports.ts";
import { reconcile } from "../../../lib/reconcile/reconcile.ts";
import { ENDPOINT, type MemoryBuddy, memoryBuddy, TOKEN } from "../../support/memory-buddy.ts";
import { type MemoryState, memoryState } from "../../support/memory-state.ts";
import { type VirtualClock, virtualClock } from "../../support/virtual-clock.ts";
import { type Edit, makeEdit } from "./edits.ts";
import { broken, type Memory, type Observed, remember } from "./model.ts";
import { type Death, mortality } from "./mortality.ts";
import { committed, type Move, moved } from "./moving.ts";
import { isRefusedForAnother, refusedInVain } from "./refusals.ts";
import { fileOf, filesOf, keyAt, type Manifests, PLACES, type Wanted } from "./source.ts";

/** All that does not change within one story. */
export type Setting = {
  readonly personality: Partial<Personality>;
  readonly lax: boolean;
  readonly onRemove: "retain" | "disable" | "delete";
  readonly quarantineDays: number;
  readonly concurrency: number;
};

export type Step =
  | { readonly do: "commit"; readonly at: number; readonly wanted: Wanted | undefined }
  | ({ readonly do: "move" } & Move)
  | { readonly do: "there-and-back"; readonly at: number }
  | { readonly do: "edit"; readonly edit: Edit }
  | { readonly do: "policy"; readonly policy: Policy }
  | { readonly do: "wait"; readonly hours: number }
  | { readonly do: "hold"; readonly at: number; readonly hours: number }
  | { readonly do: "approve" | "forget" | "plan" }
  | {
      readonly do: "pass";
      readonly scheduled: boolean;
      readonly fault?: Fault;
      /** After so many calls and records the process dies. */
      readonly dies?: number;
      /** Between the plan and its application. */
      readonly meanwhile: readonly Edit[];
    };

const QUIETLY = { do: "pass", scheduled: false, meanwhile: [] } as const;

const LAX: Limits = {
  creates: 100,
  removalShare: 100,
  removals: 100,
  updateShare: 100,
  routeRemovalShare: 100,
  routeRemovals: 100,
  allow: EXPOSURES,
};

/** The world in which a story takes place: Buddy, the repository, the state, the time; and the model that watches. */
class Driver {
  readonly clock: VirtualClock = virtualClock();
  readonly buddy: MemoryBuddy;
  readonly foreign = new Map<string, string>();
  readonly memory: Memory = { ours: new Map(), lost: new Set(), protectedIds: new Set(), used: new Map() };
  readonly #setting: Setting;
  #state: MemoryState = memoryState();
  #manifests: Manifests;
  #policy: Policy;
  #generation = 1;
  #further = new Map<string, SourceFile>();
  #holds: { readonly at: number; readonly until: number }[] = [];
  /** Routes that a fault refused while they were on their way: the tool does not try again what it has put back for that. */
  readonly #inVain = new Set<string>();
  #lastWrite = Number.NEGATIVE_INFINITY;

  constructor(setting: Setting, policy: Policy, manifests: Manifests) {
    this.#setting = setting;
    this.#policy = policy;
    this.#manifests = manifests;
    this.buddy = memoryBuddy(setting.personality, this.clock);
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case "commit":
        this.#commit(committed(this.#manifests, step.at, step.wanted));
        return;
      case "move":
        this.#commit(moved(this.#manifests, step));
        return;
      case "there-and-back":
        await this.#thereAndBack(step.at);
        return;
      case "edit":
        this.#edit(step.edit);
        return;
      case "policy":
        this.#policy = step.policy;
        return;
      case "wait":
        this.clock.advance(step.hours * 3_600_000);
        return;
      case "hold":
        this.#holds.push({ at: step.at, until: this.clock.now() + step.hours * 3_600_000 });
        return;
      case "forget":
        this.#state = memoryState();
        for (const id of this.memory.ours.keys()) this.memory.lost.add(id);
        this.memory.ours.clear();
        this.memory.protectedIds.clear();
        this.memory.used.clear();
        return;
      case "plan":
        await this.#look();
        return;
      case "approve":
        await this.#approve();
        return;
      case "pass":
        await this.pass(step);
        return;
      default:
        step satisfies never;
    }
  }

  /** Until nothing is left to be done, with every block approved: three passes at most, and one that writes nothing. */
  async settle(): Promise<void> {
    this.#holds = [];
    const verdicts: string[] = [];
    for (let passes = 0; passes <= 3; passes += 1) {
      // Reads show all that was written, and what was approved in vain can be approved again.
      this.clock.advance(2 * 3_600_000);
      await this.#approve();
      this.buddy.requests.length = 0;
      const seen = await this.pass(QUIETLY);
      const { report, plan } = seen;
      const writes = this.buddy.requests.filter((request) => !request.startsWith("GET"));
      const isAtRest = report?.verdict === "in-sync" && writes.length === 0;
      if (isAtRest || isRefusedForAnother(seen, this.#inVain)) return;
      verdicts.push(JSON.stringify({ writes, ...report, plan: { ...plan, unchanged: undefined } }));
    }
    throw new Error(`It does not come to rest:\n${verdicts.join("\n")}`);
  }

  async pass(step: Extract<Step, { do: "pass" }>): Promise<Observed> {
    const { fault, dies, meanwhile } = step;
    const lag = this.buddy.personality.lagSeconds * 1000;
    const known = lag === 0 || this.clock.now() - this.#lastWrite > lag;
    const shown: { plan?: Plan; before?: Observed["before"] } = {};
    if (fault !== undefined) this.buddy.fault(fault);
    const death = dies === undefined ? undefined : mortality(dies);
    const held = this.#heldKeys();
    const before = this.buddy.live();
    const approve = async (plan: Plan) => {
      const planned = plan.changes.flatMap((change) => (change.action === "create" ? [] : [change.id]));
      for (const edit of meanwhile) this.#edit(edit, planned);
      shown.plan = plan;
      shown.before = this.buddy.live();
      return true;
    };
    const work = this.#run({ apply: { approve } }, step.scheduled, death);
    const report = await (death === undefined ? work : Promise.race([work, death.died]));
    // What was sent before the process died still arrives.
    if (report === undefined) await this.buddy.idle();
    this.buddy.clearFaults();
    this.#state.release();
    const after = this.buddy.live();
    const seen: Observed = {
      policy: this.#policy,
      manifests: this.#manifests,
      before: shown.before ?? before,
      after,
      held,
      clear: known,
      now: this.clock.now(),
      foreign: new Set(this.foreign.keys()),
      unique: this.buddy.personality.uniqueness !== "none",
      quiet: known && fault === undefined && dies === undefined && meanwhile.length === 0,
      ...(shown.plan === undefined ? {} : { plan: shown.plan }),
      ...(report === undefined ? {} : { report }),
    };
    this.#lastWrite = this.clock.now();
    const faults = broken(this.memory, seen);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    remember(this.memory, seen);
    if (fault !== undefined) for (const one of refusedInVain(seen, fault)) this.#inVain.add(one);
    return seen;
  }

  #commit(manifests: Manifests): void {
    this.#manifests = manifests;
    this.#generation += 1;
  }

  /** Access is widened, narrowed and widened again within the hour, each time with an approval. */
  async #thereAndBack(at: number): Promise<void> {
    const wanted = this.#manifests[at];
    if (wanted === undefined) return;
    for (const others of ["DENIED", "MANAGE", "DENIED", "MANAGE"]) {
      this.#commit(this.#manifests.with(at, { ...wanted, others }));
      await this.#approve();
      await this.pass(QUIETLY);
      this.clock.advance(600_000);
    }
  }

  #edit(edit: Edit, likely: readonly string[] = []): void {
    const { foreign } = makeEdit(this.buddy, edit, new Set(likely));
    if (foreign !== undefined) this.foreign.set(foreign, "another-team");
  }

  /** A plan alone: it must not write, neither to Buddy nor to the state. */
  async #look(): Promise<Report> {
    const before = JSON.stringify([...this.buddy.live(), this.#state.events]);
    this.buddy.requests.length = 0;
    const report = await this.#run({ plan: true }, false, undefined);
    const writes = this.buddy.requests.filter((request) => !request.startsWith("GET"));
    if (writes.length > 0 || JSON.stringify([...this.buddy.live(), this.#state.events]) !== before)
      throw new Error(`Planning wrote: ${writes.join(", ")}`);
    return report;
  }

  /** As in a reviewed commit: all that the plan of this moment has blocked, once, for a day. */
  async #approve(): Promise<void> {
    const { plan } = await this.#look();
    if (plan === undefined || plan.blocks.length === 0) return;
    const path = `approvals/${plan.digest.replace(/^sha256:/, "")}.yaml`;
    const approval = {
      by: "a reviewer",
      reason: "looked at it",
      until: new Date(this.clock.now() + 23 * 3_600_000).toISOString(),
      lifts: [...new Set(plan.blocks.map(({ code }) => code))].filter(
        (code) => code !== "HELD" && code !== "HOLDS_UNREADABLE",
      ),
    };
    if (approval.lifts.length > 0) this.#further.set(path, fileOf(path, approval));
  }

  #heldKeys(): ReadonlySet<string> {
    const now = this.clock.now();
    return new Set(
      this.#holds
        .filter(({ until }) => until > now)
        .flatMap(({ at }) => {
          const place = PLACES[at] ?? PLACES[0];
          return place.identifiers.map((identifier) => keyAt(place, identifier));
        }),
    );
  }

  #files(): readonly SourceFile[] {
    const holds = this.#holds.flatMap(({ at, until }) => {
      const place = PLACES[at] ?? PLACES[0];
      const {
        scope: _scope,
        project_name: project,
        environment,
      } = { project_name: undefined, environment: undefined, ...place.at };
      return place.identifiers.map((identifier) => ({
        identifier,
        ...(project === undefined ? {} : { project }),
        ...(environment === undefined ? {} : { environment }),
        until: new Date(until).toISOString(),
        reason: "an incident",
      }));
    });
    return [
      ...filesOf(this.#manifests),
      ...this.#further.values(),
      ...(holds.length === 0 ? [] : [fileOf("holds.yaml", holds)]),
    ];
  }

  #run(
    mode: Parameters<typeof reconcile>[0]["mode"],
    scheduled: boolean,
    death: Death | undefined,
  ): Promise<Report> {
    const { lax, onRemove, quarantineDays, concurrency } = this.#setting;
    const { clock, buddy } = this;
    const files = this.#files();
    const origin = { generation: this.#generation, commit: `c${this.#generation}`.padEnd(40, "0") };
    const state = { ...this.#state, foreign: async () => this.foreign };
    return reconcile({
      instance: "model",
      workspace: { api: ENDPOINT, name: "my-company" },
      limits: lax ? LAX : DEFAULT_LIMITS,
      policy: this.#policy,
      onRemove,
      quarantineMs: quarantineDays * 86_400_000,
      windows: [],
      drift: scheduled ? "report" : "correct",
      source: { read: async () => ({ files, problems: [], origin }) },
      state: death === undefined ? state : death.state(state),
      provider: buddyProvider({
        endpoint: ENDPOINT,
        workspace: "my-company",
        tokens: { token: async () => TOKEN },
        clock,
        random: () => 0.5,
        concurrency,
        log: () => {},
        fetch: death === undefined ? buddy.fetch : death.fetch(buddy.fetch),
      }),
      clock,
      log: () => {},
      concurrency,
      mode,
    });
  }
}

export type Story = {
  readonly setting: Setting;
  readonly policy: Policy;
  readonly manifests: Manifests;
  readonly steps: readonly Step[];
};

/** Takes every step, and then lets it come to rest. @throws Error that names the rules that were broken */
export async function tell({ setting, policy, manifests, steps }: Story): Promise<void> {
  const driver = new Driver(setting, policy, manifests);
  for (const [at, step] of steps.entries()) {
    try {
      await driver.take(step);
    } catch (error) {
      throw new Error(`Step ${at + 1}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  await driver.settle();
}
