import { join } from "node:path";
import { buddyProvider } from "../../lib/adapters/buddy/provider.ts";
import { directorySource } from "../../lib/adapters/source/directory.ts";
import { fileState } from "../../lib/adapters/state/file.ts";
import { loadConfig } from "../../lib/command/config.ts";
import { passRules } from "../../lib/core/config/workspace.ts";
import { reconcile } from "../../lib/reconcile/reconcile.ts";
import { TOKEN } from "../support/memory-buddy.ts";
import { ADDRESS } from "./buddy.ts";
import { time } from "./time.ts";
import type { Pass } from "./world.ts";

/** A pass as the deployed function makes it, over the manifests and the state that the command uses in the folder. */
export async function makePass(folder: string, { pass, scheduled, generation }: Pass): Promise<unknown> {
  const config = (await loadConfig(undefined, folder)).value;
  const owner = { instance: config.instance ?? "default", api: ADDRESS, workspace: "my-company" };
  const source = directorySource(join(folder, "distributions"), { shownAs: "distributions" });
  const origin = generation === undefined ? {} : { origin: { generation, commit: "c".repeat(40) } };
  return reconcile({
    instance: owner.instance,
    workspace: { api: ADDRESS, name: owner.workspace },
    ...passRules(config.workspaces?.[0] ?? {}, config, { scheduled }),
    source: { read: async () => ({ ...(await source.read()), ...origin }) },
    state: fileState(join(folder, ".state", "distro-sync"), owner, time),
    provider: buddyProvider({
      endpoint: ADDRESS,
      workspace: owner.workspace,
      tokens: { token: async () => TOKEN },
      clock: time,
      random: () => 0.5,
      log: () => {},
      concurrency: 1,
    }),
    clock: time,
    log: () => {},
    concurrency: 1,
    mode: pass === "plan" ? { plan: true } : { apply: { approve: async () => true } },
  });
}
