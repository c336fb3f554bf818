import { type Applied, apply } from "../apply/apply.ts";
import type { KnownHolds } from "../core/decide/decide.ts";
import { type Hold, parseHoldsText } from "../core/decide/hold.ts";
import type { Window } from "../core/decide/window-rules.ts";
import { defined } from "../core/domain/defined.ts";
import { compareProblems, type Problem } from "../core/domain/problem.ts";
import { examplesIn, locator, readManifests } from "../core/manifest/read.ts";
import type { Limits } from "../core/plan/limits.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Unresolved } from "../core/plan/resolve.ts";
import { type Failure, type Report, reportOf, type SourceRecord } from "../core/report/report.ts";
import { isLoopback } from "../core/trust/trust.ts";
import { interruption, unlessInterrupted } from "../interrupt.ts";
import type { Clock, HoldStore, Ledger, Log, Provider, Source, State } from "../ports.ts";
import { confirmPlan, type PlanConfirmation } from "./confirm.ts";
import { intend, recordOf, rememberQuota, supersession } from "./generation.ts";
import { makePlan, type Planned, type PlanRules } from "./make-plan.ts";
import { describe, interrupted } from "./record.ts";

export type Pass = Omit<PlanRules, "state"> & {
  readonly limits: Limits;
  /** When passes may write. */
  readonly windows: readonly Window[];
  /** Holds that are set without a commit. */
  readonly holds?: HoldStore;
  readonly source: Source;
  readonly state: State;
  readonly provider: Provider;
  readonly clock: Clock;
  readonly log: Log;
  readonly concurrency: number;
  /** What to do with the plan: show it, or carry it out once `approve` has seen it. */
  readonly mode: { readonly plan: true } | { readonly apply: PlanConfirmation };
  /**
   * Fires when the process is told to end: the pass waits for nothing any more, and begins no further change. Give the
   * provider the same.
   */
  readonly signal?: AbortSignal;
};

/**
 * One pass: reads the manifests, reads what Buddy has, plans, and, when asked to, carries the plan out. It always ends
 * in a report, whatever happened; nothing is thrown.
 */
export async function reconcile(pass: Pass): Promise<Report> {
  const held: { ledger?: Ledger } = {};
  const report = await makePass(pass, held);
  const { ledger } = held;
  if (ledger === undefined) return report;
  const notices = [
    ...(await noticeOf("what is left of Buddy's quota could not be recorded", () =>
      rememberQuota(report, ledger, pass.clock),
    )),
    ...(await noticeOf("the inventory could not be closed", () => ledger.close())),
  ];
  return notices.length === 0 ? report : { ...report, notices: [...report.notices, ...notices] };
}

async function noticeOf(what: string, work: () => Promise<void>): Promise<readonly string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [`${what}: ${describe(error).message}`];
  }
}

/** The pass itself, which leaves the ledger that it opened to be closed. */
async function makePass(pass: Pass, held: { ledger?: Ledger }): Promise<Report> {
  const mode = "apply" in pass.mode ? "apply" : "plan";
  const account: Account = { problems: [], notices: [] };
  const patiently = <T>(what: string, work: Promise<T>) => unlessInterrupted(what, work, pass);
  try {
    const snapshot = await patiently("reading the manifests", pass.source.read());
    if (snapshot.origin !== undefined) account.source = recordOf(snapshot.origin);
    const { desired, problems, decided } = readManifests(snapshot.files);
    const examples = isLoopback(pass.workspace.api) ? [] : examplesIn(snapshot.files);
    account.problems = [...snapshot.problems, ...problems, ...examples].toSorted(compareProblems);
    if (account.problems.length > 0) return reportOf({ mode, ...account });

    if ("apply" in pass.mode) held.ledger = await openState(pass);
    const { ledger } = held;
    const known = ledger ?? (await patiently("reading the state", pass.state.read()));
    if (known.notice !== undefined) account.notices.push(known.notice);
    const older = supersession(snapshot.origin, known.inventory);
    if (older !== undefined) return reportOf({ mode, ...account, failure: older });
    if (ledger !== undefined) await intend(snapshot.origin, ledger, pass.clock);

    const reader = pass.provider.reading(known.inventory.exhaustion);
    const planNow = async (): Promise<Planned> => {
      const now = pass.clock.now();
      const holds = await patiently("reading the holds", readHolds(pass.holds, decided.holds));
      const commit = snapshot.origin?.commit;
      // An inventory that cannot be trusted proves nothing, so nothing that exists is touched.
      const policy = known.notice === undefined ? pass.policy : "create-only";
      const state = {
        foreign: () => patiently("reading what other instances own", pass.state.foreign()),
      };
      return makePlan({ ...pass, policy, state }, desired, known, reader, {
        now,
        decisions: { limits: pass.limits, windows: pass.windows, holds, approvals: decided.approvals },
        ...(commit === undefined ? {} : { commit }),
      });
    };
    const planned = await planNow();
    account.notices.push(...planned.notices);
    account.problems = positioned(planned.unresolved, snapshot.files);
    if (account.problems.length > 0) return reportOf({ mode, ...account });
    account.plan = planned.plan;

    if ("plan" in pass.mode || ledger === undefined) return reportOf({ mode, ...account });

    const { refusal, notices } = await confirmPlan(pass.clock, pass.mode.apply, planned, planNow);
    account.notices.push(...notices.filter((notice) => !account.notices.includes(notice)));
    if (refusal?.kind === "declined" && pass.signal?.aborted === true) throw interruption("the question");
    if (refusal !== undefined) return reportOf({ mode, ...account, failure: refusal });

    const applied = await applyPlan(pass, ledger, planned, snapshot.origin?.commit);
    account.outcomes = applied.outcomes;
    return reportOf({ mode, ...account, ...failureOf(applied) });
  } catch (error) {
    return reportOf({ mode, ...account, failure: failureBy(error) });
  }
}

/** The holds of git and of the store. A store that cannot be read leaves the rest unknown. */
async function readHolds(store: HoldStore | undefined, inGit: readonly Hold[]): Promise<KnownHolds> {
  try {
    const text = await store?.read();
    if (text === undefined) return { kind: "known", holds: inGit };
    const { holds, problems } = parseHoldsText(text, "what `distro-sync hold --list` shows");
    const [first] = problems;
    if (first === undefined) return { kind: "known", holds: [...inGit, ...holds] };
    return { kind: "unreadable", holds: inGit, why: `${first.message} (line ${first.line})` };
  } catch (error) {
    return { kind: "unreadable", holds: inGit, why: describe(error).message };
  }
}

/** Carries the plan out, after the inventory has learned what planning found out about what is ours. */
async function applyPlan(
  pass: Pass,
  ledger: Ledger,
  { plan, findings, verifiedThrough: through }: Planned,
  commit: string | undefined,
): Promise<Applied> {
  const { provider, clock } = pass;
  for (const finding of findings) await ledger.record({ ...finding, at: clock.now() });
  const applied = await apply(plan, {
    ...defined({ signal: pass.signal, asKept: pass.asKept, commit }),
    writer: provider.writing(ledger),
    ledger,
    inventory: ledger.inventory,
    clock,
    log: pass.log,
    concurrency: pass.concurrency,
  });
  if (through !== undefined && applied.stoppedBy === undefined)
    await ledger.record({ event: "verified", at: clock.now(), through });
  return applied;
}

/** A state that opens too late is closed again, so that the right to write is not kept by nobody. */
async function openState({ state, clock, signal }: Pass): Promise<Ledger> {
  const opening = state.open();
  try {
    return await unlessInterrupted("opening the state", opening, { clock, signal });
  } catch (error) {
    if (signal?.aborted === true) void opening.then((late) => late.close()).catch(() => {});
    throw error;
  }
}

type Account = {
  problems: readonly Problem[];
  readonly notices: string[];
  source?: SourceRecord;
  plan?: Plan;
  outcomes?: Applied["outcomes"];
};

function positioned(
  unresolved: readonly Unresolved[],
  files: Parameters<typeof locator>[0],
): readonly Problem[] {
  const locate = locator(files);
  return unresolved
    .map(({ source, path, code, message, remedy }) => ({
      ...locate(source, path, "value"),
      code,
      message,
      remedy,
    }))
    .toSorted(compareProblems);
}

function failureOf({ stoppedBy, outcomes }: Applied): { readonly failure?: Failure } {
  return stoppedBy === undefined ? {} : { failure: failureBy(stoppedBy, outcomes) };
}

function failureBy(error: unknown, outcomes: Applied["outcomes"] = []): Failure {
  const failure = describe(error);
  return failure.kind === "interrupted" ? interrupted(outcomes) : failure;
}
