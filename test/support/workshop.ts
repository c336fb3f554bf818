import { buddyProvider } from "../../lib/adapters/buddy/provider.ts";
import { EXPOSURES } from "../../lib/core/plan/block.ts";
import type { Limits } from "../../lib/core/plan/limits.ts";
import type { Report } from "../../lib/core/report/report.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../lib/emulator/emulator.ts";
import type { Personality } from "../../lib/emulator/personality.ts";
import type { Seed } from "../../lib/emulator/seed.ts";
import type { Log, Origin, State } from "../../lib/ports.ts";
import { type Pass, reconcile } from "../../lib/reconcile/reconcile.ts";
import { impatientFetch, mortalFetch } from "./fetches.ts";
import { type MemoryState, memoryState } from "./memory-state.ts";
import { type VirtualClock, virtualClock } from "./virtual-clock.ts";

/** Everything that a pass needs, against an emulator over real HTTP and in virtual time. */
export type Workshop = {
  readonly emulator: Emulator;
  readonly clock: VirtualClock;
  readonly state: MemoryState;
  /** One pass that applies whatever it plans, unless `mode` says otherwise. */
  pass(options?: PassOptions): Promise<Report>;
  /** A pass that dies at its n-th call; resolves when it has died, or to its report when it had fewer calls. */
  killedPass(
    at: { readonly call: number; readonly when: "before" | "after" },
    options?: PassOptions,
  ): Promise<Report | "killed">;
  close(): Promise<void>;
};

type PassOptions = {
  readonly mode?: Pass["mode"];
  readonly manifests?: Manifests;
  readonly origin?: Origin;
  readonly creates?: number;
  readonly policy?: Pass["policy"];
  readonly onRemove?: Pass["onRemove"];
  /** Zero by default: what is to be deleted is deleted at once. */
  readonly quarantineMs?: number;
  readonly drift?: Pass["drift"];
  readonly deepCheck?: number;
  readonly adopting?: Pass["adopting"];
  readonly holds?: Pass["holds"];
  readonly windows?: Pass["windows"];
  /** Without any by default: a test that is about one names it. */
  readonly limits?: Partial<Limits>;
  readonly concurrency?: number;
  readonly deadline?: number;
  readonly token?: string;
  readonly workspace?: string;
  readonly log?: Log;
  readonly state?: State;
  readonly signal?: AbortSignal;
  /** Through another address than the emulator's own, as through a proxy. */
  readonly endpoint?: string;
  readonly random?: () => number;
};

/** YAML by file name. */
type Manifests = Readonly<Record<string, string>>;

export type WorkshopOptions = {
  readonly manifests: Manifests;
  readonly personality?: Partial<Personality>;
  readonly seed?: Seed;
  readonly token?: string;
  readonly tokenPermissions?: EmulatorOptions["tokenPermissions"];
  /** Stands between the passes and the emulator, as a proxy does: makes the fetch that passes use of the one to its URL. */
  readonly between?: (url: string, fetch: typeof globalThis.fetch) => typeof globalThis.fetch;
};

export async function workshop(options: WorkshopOptions): Promise<Workshop> {
  const clock = virtualClock();
  const state = memoryState();
  const { fetch: straight, onStall } = impatientFetch();
  const token = options.token ?? "emulator-token";
  const emulator = await startEmulator({
    token,
    clock,
    onStall,
    ...(options.personality === undefined ? {} : { personality: options.personality }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.tokenPermissions === undefined ? {} : { tokenPermissions: options.tokenPermissions }),
  });
  const fetch = options.between?.(emulator.url, straight) ?? straight;

  const run = (through: typeof globalThis.fetch, given: PassOptions): Promise<Report> => {
    const workspace = given.workspace ?? "my-company";
    const concurrency = given.concurrency ?? 4;
    const log = given.log ?? (() => {});
    const endpoint = given.endpoint ?? emulator.url;
    return reconcile({
      instance: "test",
      workspace: { api: "https://buddy.test", name: workspace },
      policy: given.policy ?? "create-only",
      onRemove: given.onRemove ?? "retain",
      quarantineMs: given.quarantineMs ?? 0,
      drift: given.drift ?? "correct",
      windows: given.windows ?? [],
      limits: { ...NO_LIMITS, creates: given.creates ?? 100_000, ...given.limits },
      ...(given.deepCheck === undefined ? {} : { deepCheck: given.deepCheck }),
      ...(given.adopting === undefined ? {} : { adopting: given.adopting }),
      ...(given.holds === undefined ? {} : { holds: given.holds }),
      source: manifestSource(given.manifests ?? options.manifests, given.origin),
      state: given.state ?? state,
      provider: buddyProvider({
        endpoint,
        workspace,
        tokens: { token: async () => given.token ?? token },
        clock,
        random: given.random ?? (() => 0.5),
        concurrency,
        log,
        fetch: through,
        ...(given.deadline === undefined ? {} : { deadline: given.deadline }),
        ...(given.signal === undefined ? {} : { signal: given.signal }),
      }),
      clock,
      log,
      concurrency,
      mode: given.mode ?? { apply: { approve: async () => true } },
      ...(given.signal === undefined ? {} : { signal: given.signal }),
    });
  };

  return {
    emulator,
    clock,
    state,
    pass: (given = {}) => run(fetch, given),
    killedPass: async (at, given = {}) => {
      const death = mortalFetch(fetch, at);
      const mortal: State = {
        read: () => state.read(),
        foreign: () => state.foreign(),
        open: async () => {
          const ledger = await state.open();
          const record: typeof ledger.record = (event) =>
            death.isDead() ? new Promise(() => {}) : ledger.record(event);
          return { ...ledger, record };
        },
      };
      const report = await Promise.race([run(death.fetch, { ...given, state: mortal }), death.died]);
      state.release();
      return report ?? "killed";
    },
    close: () => emulator.close(),
  };
}

const NO_LIMITS: Limits = {
  creates: 100_000,
  removalShare: 100,
  removals: 100_000,
  updateShare: 100,
  routeRemovalShare: 100,
  routeRemovals: 100_000,
  allow: EXPOSURES,
};

function manifestSource(manifests: Manifests, origin?: Origin): Pass["source"] {
  const files = Object.entries(manifests).map(([path, text]) => ({
    path,
    content: new TextEncoder().encode(text),
  }));
  return { read: async () => ({ files, problems: [], ...(origin === undefined ? {} : { origin }) }) };
}
