import { buddyProvider } from "../../../lib/adapters/buddy/provider.ts";
import { systemClock } from "../../../lib/adapters/clock.ts";
import { fileState } from "../../../lib/adapters/state/file.ts";
import { DEFAULT_LIMITS } from "../../../lib/core/plan/limits.ts";
import { reconcile } from "../../../lib/reconcile/reconcile.ts";
import { cpuClock, perform, type Role } from "../fresh-process.ts";
import { bareManifest } from "../manifests.ts";

/** A whole pass as the command makes it, with the clock of the machine and the inventory on the disk. */
export type CreateRole = Role<
  {
    readonly url: string;
    readonly distributions: number;
    readonly concurrency: number;
    readonly stateFolder: string;
  },
  {
    readonly verdict: string;
    readonly applied: number;
    readonly passMs: number;
    readonly applyMs: number;
    /** Of the pass, in user and system mode together. */
    readonly cpuMs: number;
  }
>;

await perform<CreateRole>(async ({ url, distributions, concurrency, stateFolder }) => {
  const workspace = { api: url, name: "my-company" };
  const manifests = Array.from({ length: distributions }, (_, index) => ({
    path: `distributions/shop-${index}.yaml`,
    content: new TextEncoder().encode(bareManifest(index)),
  }));
  let planned = Number.NaN;
  const cpu = cpuClock();
  const begun = performance.now();
  const report = await reconcile({
    instance: "bench",
    workspace,
    policy: "create-only",
    onRemove: "retain",
    quarantineMs: 0,
    drift: "correct",
    windows: [],
    limits: { ...DEFAULT_LIMITS, creates: distributions },
    source: { read: async () => ({ files: manifests, problems: [] }) },
    state: fileState(stateFolder, { instance: "bench", api: url, workspace: workspace.name }, systemClock),
    provider: buddyProvider({
      endpoint: url,
      workspace: workspace.name,
      tokens: { token: async () => "emulator-token" },
      clock: systemClock,
      random: Math.random,
      log: () => {},
      concurrency,
    }),
    clock: systemClock,
    log: () => {},
    concurrency,
    mode: {
      apply: {
        approve: async () => {
          planned = performance.now();
          return true;
        },
      },
    },
  });
  const ended = performance.now();
  return {
    verdict: report.verdict,
    applied: report.outcomes.filter(({ status }) => status === "applied").length,
    passMs: ended - begun,
    applyMs: ended - planned,
    cpuMs: cpu.milliseconds(),
  };
});
