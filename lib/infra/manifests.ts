import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { type ConfigFault, configFaults, readConfig } from "../core/config/read.ts";
import type { Config, WorkspaceConfig } from "../core/config/schema.ts";
import { apiOf, DEFAULT_FOLDER, isHandle } from "../core/config/workspace.ts";
import { compareText } from "../core/domain/order.ts";
import { compareProblems, formatProblem, type Problem } from "../core/domain/problem.ts";
import { examplesIn, readManifests } from "../core/manifest/read.ts";
import { isLoopback } from "../core/trust/trust.ts";
import { CONFIG_FILE, deployedWorkspaces } from "../deployment.ts";
import type { AssetFile } from "./bundle.ts";

/** The manifests that are deployed with the function. */
type DeployedManifests = {
  /** Where they are in the asset; problems call them by it. */
  readonly folder: string;
  readonly files: readonly AssetFile[];
};

/**
 * The YAML files of a folder and of the folders in it, as the function will read them: checked, because a mistake in them is
 * better found before they are deployed than after.
 * @param start what the path of the folder is relative to
 * @param elsewhere where they go in the asset when the folder is not below `start`
 * @param examples whether those that come with this program may be among them
 * @throws ProblemsError with every problem at its place
 */
function deployedManifests(
  path: string,
  {
    start,
    elsewhere,
    examples,
  }: { readonly start: string; readonly elsewhere: string; readonly examples: boolean },
): DeployedManifests {
  const root = resolve(start, path);
  const shown = relative(start, root).split(sep).join("/");
  const folder = shown.startsWith("..") || isAbsolute(shown) ? elsewhere : shown || ".";
  if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ProblemsError([
      `${root} is not a folder: make it one, or correct \`manifests\` in the configuration`,
    ]);
  }
  const problems: Problem[] = [];
  const files = below(root, folder === "." ? "" : `${folder}/`, problems);
  if (files.length === 0 && problems.length === 0) {
    throw new ProblemsError([
      `${root} holds no manifest: add a .yaml file, with [] in it when nothing is wanted`,
    ]);
  }
  const all = [...problems, ...readManifests(files).problems, ...(examples ? [] : examplesIn(files))];
  if (all.length > 0) throw new ProblemsError(all.toSorted(compareProblems).map(formatProblem));
  return { folder, files };
}

const IGNORED = /^\.|^node_modules$/;
const MANIFEST = /\.ya?ml$/i;

function below(folder: string, prefix: string, problems: Problem[]): readonly AssetFile[] {
  const names = readdirSync(folder).filter((name) => !IGNORED.test(name));
  return names.toSorted(compareText).flatMap((name) => {
    const path = `${prefix}${name}`;
    const stats = lstatSync(join(folder, name));
    if (stats.isSymbolicLink()) problems.push(at(path, LINK));
    else if (stats.isDirectory() && !MANIFEST.test(name))
      return below(join(folder, name), `${path}/`, problems);
    else if (MANIFEST.test(name) && !stats.isFile()) problems.push(at(path, NOT_A_FILE));
    else if (MANIFEST.test(name)) return [{ path, content: readFileSync(join(folder, name)) }];
    return [];
  });
}

function at(file: string, what: Pick<Problem, "code" | "message" | "remedy">): Problem {
  return { file, line: 1, column: 1, ...what };
}

const LINK = {
  code: "LINK",
  message: "it is a symbolic link, and links could lead out of the folder",
  remedy: "put the file or folder itself here",
} as const;

const NOT_A_FILE = {
  code: "NOT_A_FILE",
  message: "it has the name of a manifest and is not a file",
  remedy: "rename it, or take it out of the folder",
} as const;

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

export type DeployedWorkspace = ReturnType<typeof deployedWorkspaces>[number];

/**
 * The workspaces of a configuration that a function can work with: the command can do things that a function cannot.
 * @throws ProblemsError with all that stands in the way. The type of a configuration keeps an app in TypeScript from most of it;
 *   what others pass, or read from somewhere, is checked as `distro-sync.yaml` is
 */
export function deployable(config: Config): readonly DeployedWorkspace[] {
  const faults = configFaults(config);
  if (
    faults.some(
      ({ code, path }) => code === "TOO_MANY_ITEMS" && path[0] === "workspaces" && path.length === 1,
    )
  )
    throw new ProblemsError([TOO_MANY_WORKSPACES]);
  if (faults.length > 0) throw new ProblemsError(faults.map(faultText));
  const { workspaces = [] } = config;
  const problems = [...(workspaces.length === 0 ? [NO_WORKSPACE] : []), ...workspaces.flatMap(ofWorkspace)];
  if (problems.length > 0) throw new ProblemsError(problems);
  return deployedWorkspaces(config);
}

/** `config.workspaces[0].limits.removls UNKNOWN_KEY ...`: problems of a file have its name, line and column there. */
function faultText({ path, code, message, remedy }: ConfigFault): string {
  const place = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return `config${place} ${code} ${message}${remedy === undefined ? "" : ` — ${remedy}`}`;
}

const TOO_MANY_WORKSPACES =
  "the configuration has more workspaces than a function reads: deploy some of them with a file of their own, and another `instance:`";
const NO_WORKSPACE =
  "no workspace is configured: write `workspaces: [{ workspace: HANDLE, token: { ssm: /distro-sync/HANDLE/token } }]`";

function ofWorkspace({ workspace, token }: WorkspaceConfig, index: number): readonly string[] {
  const called = workspace ?? `number ${index + 1}`;
  const problems: string[] = [];
  if (workspace !== undefined && !isHandle(workspace)) {
    problems.push(
      `workspace ${called} is not named by the handle in its URL: that has letters, digits, hyphens and underscores only`,
    );
  }
  if (workspace === undefined) {
    problems.push(
      `workspace ${called} has no name, and a function has no BUDDY_WORKSPACE: add \`workspace:\` with the handle in its URL`,
    );
  }
  if (token?.ssm === undefined && token?.oidc === undefined) {
    const parameter = `/distro-sync/${workspace ?? "HANDLE"}/token`;
    problems.push(
      `the token of workspace ${called} is in the environment variable ${token?.env ?? "BUDDY_TOKEN"}, where a function cannot keep it: ` +
        `put it into Parameter Store with \`aws ssm put-parameter --type SecureString --name ${parameter} --value ...\`, ` +
        `and write \`token: { ssm: ${parameter} }\``,
    );
  }
  return problems;
}

/** What has to be put right before anything can be deployed: one line each, with the remedy in it. */
export class ProblemsError extends Error {
  override readonly name = "ProblemsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
