import { readConfig } from "../core/config/read.ts";
import type { Config } from "../core/config/schema.ts";
import { apiOf, DEFAULT_FOLDER } from "../core/config/workspace.ts";
import { formatProblem } from "../core/problem.ts";
import { isLoopback } from "../core/trust/trust.ts";
import { CONFIG_FILE } from "../deployment.ts";
import type { AssetFile } from "./bundle.ts";
import { type DeployedWorkspace, TOO_MANY_WORKSPACES } from "./deployable.ts";
import { deployedManifests } from "./manifests.ts";
import { ProblemsError } from "./problems-error.ts";

type Deployment = {
  readonly config: Config;
  readonly workspaces: readonly DeployedWorkspace[];
  /** What relative paths in the configuration start from. */
  readonly folder: string;
};

/**
 * The configuration and the manifests, as the function finds them beside its bundle.
 * @throws ProblemsError when the function could not use them
 */
export function deployedFiles({ config, workspaces, folder }: Deployment): readonly AssetFile[] {
  const files = new Map<string, AssetFile>();
  const entries = workspaces.map((entry, index) => {
    const { manifests = DEFAULT_FOLDER, ...others } = entry;
    const { source = "bundle" } = entry;
    if (source === "github") return entry;
    if (source !== "bundle") return others;
    const deployed = deployedManifests(manifests, {
      start: folder,
      elsewhere: `manifests-${index + 1}`,
      examples: isLoopback(apiOf(entry)),
    });
    for (const file of deployed.files) files.set(file.path, file);
    return deployed.folder === DEFAULT_FOLDER ? others : { ...others, manifests: deployed.folder };
  });
  return [deployedConfig({ ...config, workspaces: entries }), ...files.values()];
}

/**
 * The configuration as the function reads it: without what is the stack's or the command's business, and as strictly checked
 * as the function will.
 */
function deployedConfig({ instance, workspaces, windows, github }: Config): AssetFile {
  const needed = { instance, workspaces, windows, github };
  const file = { path: CONFIG_FILE, content: Buffer.from(`${JSON.stringify(needed)}\n`, "utf8") };
  const reading = readConfig(file);
  if ("config" in reading) return file;
  const { problems } = reading;
  if (problems.some(({ code }) => code === "FILE_TOO_LARGE")) throw new ProblemsError([TOO_MANY_WORKSPACES]);
  throw new ProblemsError(problems.map(formatProblem));
}
