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

/** A file of an asset; the path is relative to its root, with forward slashes. */
export type AssetFile = { readonly path: string; readonly content: Uint8Array };

/** The manifests of one workspace that are deployed with the function. */
type DeployedManifests = {
  /** Their folder in the asset. Problems name files by it. */
  readonly folder: string;
  readonly files: readonly AssetFile[];
};

/**
 * Reads the YAML files of a folder and of its folders as the function will, and checks them: a mistake is better found before
 * the deployment than after.
 * @param options.start what the path is relative to
 * @param options.elsewhere the folder in the asset, if the path is not below `start`
 * @param options.examples whether the examples of this program are allowed
 * @throws ProblemsError with every problem and its position
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
      `${root} is not a folder: create it, or correct \`manifests\` in the configuration`,
    ]);
  }
  const problems: Problem[] = [];
  const files = below(root, folder === "." ? "" : `${folder}/`, problems);
  if (files.length === 0 && problems.length === 0) {
    throw new ProblemsError([
      `${root} contains no manifest: add a .yaml file, which contains [] if there is to be no distribution`,
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
  message: "this is a symbolic link, which could lead out of the folder",
  remedy: "replace it by the file or the folder itself",
} as const;

const NOT_A_FILE = {
  code: "NOT_A_FILE",
  message: "this has the name of a manifest, and is not a file",
  remedy: "rename it, or move it out of the folder",
} as const;

type Deployment = {
  readonly config: Config;
  readonly workspaces: readonly DeployedWorkspace[];
  /** Paths in the configuration are relative to this folder. */
  readonly folder: string;
};

/**
 * The configuration and the manifests that are deployed beside the bundle of the function.
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

/** The configuration that the function reads, without the parts for the stack and the command. Checked as the function does. */
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
 * The workspaces of a configuration that a function can serve: the command accepts more than a function can. A configuration that
 * an app builds is checked as strictly as `distro-sync.yaml`.
 * @throws ProblemsError with everything that prevents the deployment
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

/** `config.workspaces[0].limits.removls UNKNOWN_KEY ...`, where a problem of a file has its name, line and column. */
function faultText({ path, code, message, remedy }: ConfigFault): string {
  const place = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return `config${place} ${code} ${message}${remedy === undefined ? "" : ` — ${remedy}`}`;
}

const TOO_MANY_WORKSPACES =
  "the configuration has more workspaces than one function can read: move some of them to another file with another `instance:`, and deploy that too";
const NO_WORKSPACE =
  "no workspace is configured: write `workspaces: [{ workspace: HANDLE, token: { ssm: /distro-sync/HANDLE/token } }]`";

function ofWorkspace({ workspace, token }: WorkspaceConfig, index: number): readonly string[] {
  const called = workspace ?? `number ${index + 1}`;
  const problems: string[] = [];
  if (workspace !== undefined && !isHandle(workspace)) {
    problems.push(
      `workspace ${called}: the name must be the handle in the URL of the workspace, which has letters, digits, hyphens and underscores`,
    );
  }
  if (workspace === undefined) {
    problems.push(
      `workspace ${called} has no name: add \`workspace:\` with the handle in its URL, since a function does not read BUDDY_WORKSPACE`,
    );
  }
  if (token?.ssm === undefined && token?.oidc === undefined) {
    const parameter = `/distro-sync/${workspace ?? "HANDLE"}/token`;
    problems.push(
      `workspace ${called} has its token in the environment variable ${token?.env ?? "BUDDY_TOKEN"}, which a function cannot keep secret: ` +
        `put it into Parameter Store with \`aws ssm put-parameter --type SecureString --name ${parameter} --value ...\`, ` +
        `and write \`token: { ssm: ${parameter} }\``,
    );
  }
  return problems;
}

/** Nothing can be deployed until these problems are fixed. One line each, with the remedy. */
export class ProblemsError extends Error {
  override readonly name = "ProblemsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}
