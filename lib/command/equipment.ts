import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { redactedState } from "../adapters/state/redacted.ts";
import { reportStore } from "../adapters/state/reports.ts";
import type { PassRecord, Report } from "../core/report/report.ts";
import { statePrefix } from "../deployment.ts";
import { unlessInterrupted } from "../interrupt.ts";
import type { Pass } from "../reconcile/reconcile.ts";
import { type OpenRecord, openRecord } from "../reconcile/record.ts";
import type { Redactor } from "../redact.ts";
import { bucketObjects } from "./cloud.ts";
import type { CommandContext, PassFlags } from "./pass.ts";
import { type Patience, patience } from "./patience.ts";
import { progress } from "./progress.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { type Stores, storesAt } from "./stores.ts";
import type { Terminal } from "./terminal.ts";

/** What a pass needs of the world. */
export async function dependencies(
  flags: PassFlags,
  { env, cwd, terminal, signal, redactor }: CommandContext,
  options: { readonly stateOptional?: boolean } = {},
): Promise<Dependencies> {
  const found = await settingsFor(flags, env, cwd, options);
  const settings = { ...found, tokens: redactor.watch(found.tokens) };
  const clock = systemClock;
  const patient = patience(flags, clock);
  // Whether there is a token is found out before anything else.
  await unlessInterrupted("reading the token", settings.tokens.token({ fresh: false }), { clock, signal });
  const { instance, api, workspace } = settings;
  const record = openRecord({
    instance,
    workspace: { api, name: workspace },
    trigger: "command",
    clock,
    random: Math.random(),
  });
  const stores = await storesAt(settings);
  return {
    equipment: equipmentOf(flags, settings, { stores, terminal, record, signal, patient, redactor }),
    terminal,
    patience: patient,
    account: (report) =>
      unlessInterrupted("keeping it", keep(redactor.data(record.sign(report)), settings), { clock, signal }),
  };
}

export type Dependencies = {
  readonly equipment: Omit<Pass, "mode">;
  readonly terminal: Terminal;
  readonly patience: Patience;
  /** Leaves the report where passes of the deployed function leave theirs, if the state is shared with it. */
  readonly account: (report: Report) => Promise<void>;
};

/** In a bucket only: the command's own folder has no reports. */
async function keep(
  report: Report & { readonly pass: PassRecord },
  { state, instance, api, workspace }: Settings,
): Promise<void> {
  if (!("bucket" in state)) return;
  const objects = await bucketObjects(state);
  await reportStore(objects, statePrefix({ instance, api, workspace })).keep(report, report.pass);
}

type Kit = {
  readonly stores: Stores;
  readonly terminal: Terminal;
  readonly record: OpenRecord;
  readonly signal: AbortSignal;
  readonly patient: Patience;
  readonly redactor: Redactor;
};

function equipmentOf(
  { concurrency, verbose }: PassFlags,
  { instance, workspace, api, manifests, tokens, rules }: Settings,
  { stores, terminal, record, signal, patient, redactor }: Kit,
): Omit<Pass, "mode"> {
  const clock = systemClock;
  const log = record.counting(progress(terminal, { verbose: verbose === true }));
  return {
    instance,
    workspace: { api, name: workspace },
    ...rules,
    holds: stores.holds,
    source: directorySource(manifests.folder, { shownAs: manifests.shownAs }),
    state: redactedState(stores.state, redactor),
    asKept: redactor.data,
    provider: buddyProvider({
      endpoint: api,
      workspace,
      tokens,
      redactor,
      clock,
      random: Math.random,
      concurrency,
      log,
      signal,
      ...patient.limits,
    }),
    clock,
    log,
    concurrency,
    signal,
  };
}
