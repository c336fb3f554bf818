import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { redactedState } from "../adapters/state/redacted.ts";
import { reportStore } from "../adapters/state/reports.ts";
import type { PassRecord, Report } from "../core/report/report.ts";
import { statePrefix } from "../deployment.ts";
import { type OpenRecord, openRecord } from "../reconcile/pass-record.ts";
import type { Pass } from "../reconcile.ts";
import type { Redactor } from "../redact.ts";
import { bucketObjects } from "./cloud.ts";
import type { PassFlags, Surroundings } from "./pass.ts";
import { progress } from "./progress.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { type Stores, storesAt } from "./stores.ts";
import type { Terminal } from "./terminal.ts";

/** What a pass needs of the world. */
export async function equip(
  flags: PassFlags,
  { env, cwd, terminal, signal, redactor }: Surroundings,
): Promise<Equipped> {
  const found = await settingsFor(flags, env, cwd);
  const settings = { ...found, tokens: redactor.watch(found.tokens) };
  // Whether there is a token is found out before anything else.
  await settings.tokens.token({ fresh: false });
  const { instance, api, workspace } = settings;
  const clock = systemClock;
  const record = openRecord({
    instance,
    workspace: { api, name: workspace },
    trigger: "command",
    clock,
    random: Math.random(),
  });
  const stores = await storesAt(settings);
  return {
    equipment: equipmentOf(flags, settings, { stores, terminal, record, signal, redactor }),
    terminal,
    account: (report) => keep(redactor.data(record.sign(report)), settings),
  };
}

export type Equipped = {
  readonly equipment: Omit<Pass, "mode">;
  readonly terminal: Terminal;
  /** Leaves the report where passes of the deployed function leave theirs, if the state is shared with it. */
  readonly account: (report: Report) => Promise<void>;
};

/** In a bucket only: the command's own folder has no reports. */
async function keep(
  report: Report & { readonly pass: PassRecord },
  { state, instance, api, workspace }: Settings,
): Promise<void> {
  if ("folder" in state) return;
  const objects = await bucketObjects(state);
  await reportStore(objects, statePrefix({ instance, api, workspace })).keep(report, report.pass);
}

type Kit = {
  readonly stores: Stores;
  readonly terminal: Terminal;
  readonly record: OpenRecord;
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
};

function equipmentOf(
  { concurrency, verbose, deadline }: PassFlags,
  { instance, workspace, api, manifests, tokens, rules }: Settings,
  { stores, terminal, record, signal, redactor }: Kit,
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
      ...(deadline === undefined ? {} : { deadline: clock.now() + deadline * 1000 }),
    }),
    clock,
    log,
    concurrency,
    signal,
  };
}
