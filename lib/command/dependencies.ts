import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { redactedState } from "../adapters/state/redacted.ts";
import { reportStore } from "../adapters/state/reports.ts";
import type { PassRecord, Report } from "../core/report/report.ts";
import { statePrefix } from "../deployment.ts";
import type { Pass } from "../reconcile/reconcile.ts";
import { openRecord } from "../reconcile/record.ts";
import { bucketObjects } from "./aws.ts";
import { type CommandContext, untilInterrupted } from "./context.ts";
import type { PassFlags } from "./options.ts";
import { progress, type Waiting, waiting } from "./requests.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { storesAt } from "./stores.ts";

/** What a command needs to make a pass. */
export type Dependencies = {
  readonly pass: Omit<Pass, "mode">;
  readonly waiting: Waiting;
  /** Leaves the report where the deployed function leaves its own, if the state is shared with the function. */
  readonly keepReport: (report: Report) => Promise<void>;
};

/** Reads the settings and the token, and connects a pass to Buddy, the manifests and the state. */
export async function dependencies(
  flags: PassFlags,
  context: CommandContext,
  options: { readonly stateOptional?: boolean } = {},
): Promise<Dependencies> {
  const { env, cwd, terminal, signal, redactor } = context;
  const clock = systemClock;
  const settings = await settingsFor(flags, env, cwd, options);
  const tokens = redactor.watch(settings.tokens);
  const wait = waiting(flags, clock);
  // A missing token ends the command before anything else is begun.
  await untilInterrupted(context, "reading the token", tokens.token({ fresh: false }));
  const { instance, api, workspace, manifests, rules } = settings;
  const record = openRecord({
    instance,
    workspace: { api, name: workspace },
    trigger: "command",
    clock,
    random: Math.random(),
  });
  const log = record.counting(progress(terminal, { verbose: flags.verbose === true }));
  const { state, holds } = await storesAt(settings);
  const { concurrency } = flags;
  return {
    pass: {
      instance,
      workspace: { api, name: workspace },
      ...rules,
      holds,
      source: directorySource(manifests.folder, { shownAs: manifests.shownAs }),
      state: redactedState(state, redactor),
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
        ...wait.limits,
      }),
      clock,
      log,
      concurrency,
      signal,
    },
    waiting: wait,
    keepReport: (report) =>
      untilInterrupted(context, "keeping it", keep(redactor.data(record.sign(report)), settings)),
  };
}

/** Only a bucket has a place for reports; the command's own folder has none. */
async function keep(
  report: Report & { readonly pass: PassRecord },
  { state, instance, api, workspace }: Settings,
): Promise<void> {
  if (!("bucket" in state)) return;
  const objects = await bucketObjects(state);
  await reportStore(objects, statePrefix({ instance, api, workspace })).keep(report, report.pass);
}
