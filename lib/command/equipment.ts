import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { fileState } from "../adapters/state/file.ts";
import type { Pass } from "../reconcile.ts";
import { redactor } from "../redact.ts";
import type { PassFlags, Surroundings } from "./pass.ts";
import { progress } from "./progress.ts";
import { type Settings, settingsFor } from "./settings.ts";
import { explained } from "./state-folder.ts";
import type { Terminal } from "./terminal.ts";

/** What a pass needs of the world, and a terminal that cannot show the token. */
export async function equip(
  flags: PassFlags,
  { env, cwd, terminal, signal }: Surroundings,
): Promise<{ readonly equipment: Omit<Pass, "mode">; readonly terminal: Terminal }> {
  const settings = await settingsFor(flags, env, cwd);
  const token = await settings.tokens.token({ fresh: false });
  const discreet = terminal.redacting(redactor([token]));
  return { equipment: equipmentOf(flags, settings, discreet, signal), terminal: discreet };
}

function equipmentOf(
  { concurrency, verbose, deadline }: PassFlags,
  { instance, workspace, api, manifests, stateFolder, tokens, limits }: Settings,
  terminal: Terminal,
  signal: AbortSignal,
): Omit<Pass, "mode"> {
  const clock = systemClock;
  const log = progress(terminal, { verbose: verbose === true });
  return {
    instance,
    workspace: { api, name: workspace },
    limits,
    source: directorySource(manifests.folder, { shownAs: manifests.shownAs }),
    state: explained(fileState(stateFolder, { instance, api, workspace }, clock), stateFolder),
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
