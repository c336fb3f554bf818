import { hostname } from "node:os";
import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { fileState } from "../adapters/state/file.ts";
import { reportStore } from "../adapters/state/reports.ts";
import type { PassRecord, Report } from "../core/report/report.ts";
import { statePrefix } from "../deployment.ts";
import type { State } from "../ports.ts";
import { type OpenRecord, openRecord } from "../reconcile/pass-record.ts";
import type { Pass } from "../reconcile.ts";
import { redactor } from "../redact.ts";
import { bucketObjects } from "./cloud.ts";
import type { PassFlags, Surroundings } from "./pass.ts";
import { progress } from "./progress.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { explained } from "./state-folder.ts";
import type { Terminal } from "./terminal.ts";

/** What a pass needs of the world, and a terminal that cannot show the token. */
export async function equip(
  flags: PassFlags,
  { env, cwd, terminal, signal }: Surroundings,
): Promise<Equipped> {
  const settings = await settingsFor(flags, env, cwd);
  const token = await settings.tokens.token({ fresh: false });
  const discreet = terminal.redacting(redactor([token]));
  const { instance, api, workspace } = settings;
  const clock = systemClock;
  const record = openRecord({
    instance,
    workspace: { api, name: workspace },
    trigger: "command",
    clock,
    random: Math.random(),
  });
  const { state, keep } = await stateAt(settings);
  return {
    equipment: equipmentOf(flags, { ...settings, state }, { terminal: discreet, record, signal }),
    terminal: discreet,
    account: async (report) => keep?.(record.sign(report)),
  };
}

type Equipped = {
  readonly equipment: Omit<Pass, "mode">;
  readonly terminal: Terminal;
  /** Leaves the report where passes of the deployed function leave theirs, if the state is shared with it. */
  readonly account: (report: Report) => Promise<void>;
};

/** How long a pass that says nothing keeps the right to write in a shared state; it goes on for as long as it works. */
const LEASE_MS = 300_000;

type Recorded = Report & { readonly pass: PassRecord };

async function stateAt({ state, instance, api, workspace }: Settings): Promise<{
  readonly state: State;
  readonly keep?: (report: Recorded) => Promise<void>;
}> {
  const owner = { instance, api, workspace };
  if ("folder" in state) {
    return { state: explained(fileState(state.folder, owner, systemClock), state.folder) };
  }
  const { s3State } = await import("../adapters/state/s3.ts");
  const objects = await bucketObjects(state);
  const reports = reportStore(objects, statePrefix(owner));
  return {
    state: s3State(objects, owner, {
      clock: systemClock,
      holder: `process ${process.pid} on ${hostname()}`,
      leaseMs: () => LEASE_MS,
    }),
    keep: async (report) => void (await reports.keep(report, report.pass)),
  };
}

function equipmentOf(
  { concurrency, verbose, deadline }: PassFlags,
  settings: Omit<Settings, "state"> & { readonly state: State },
  {
    terminal,
    record,
    signal,
  }: { readonly terminal: Terminal; readonly record: OpenRecord; readonly signal: AbortSignal },
): Omit<Pass, "mode"> {
  const { instance, workspace, api, manifests, state, tokens, limits } = settings;
  const clock = systemClock;
  const log = record.counting(progress(terminal, { verbose: verbose === true }));
  return {
    instance,
    workspace: { api, name: workspace },
    limits,
    source: directorySource(manifests.folder, { shownAs: manifests.shownAs }),
    state,
    provider: buddyProvider({
      endpoint: api,
      workspace,
      tokens,
      clock,
      random: Math.random,
      concurrency,
      log,
      ...(deadline === undefined ? {} : { deadline: clock.now() + deadline * 1000 }),
    }),
    clock,
    log,
    concurrency,
    signal,
  };
}
