import { readFile, stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { foreignLinkOn } from "../adapters/git/git.ts";
import type { Config } from "../core/config/config.generated.ts";
import { readConfig, settingProblems } from "../core/config/read.ts";
import type { SettingFinding } from "../core/config/rules.ts";
import type { WorkspaceConfig } from "../core/config/schema.ts";
import { isHandle } from "../core/config/workspace.ts";
import type { Problem } from "../core/domain/problem.ts";
import type { Named } from "../core/trust/trust.ts";
import { ConfigError, systemCode, UsageError } from "./errors.ts";

/** `distro-sync.yaml` as it was read, or the defaults where there is none; and which of its workspaces is meant. */
export type LoadedConfig = {
  readonly value: Config;
  /** Relative paths in the file start here. */
  readonly folder: string;
  /** The path of the file, relative to where the command was started. */
  readonly shownAs: string;
  /** Finds the lines of findings that were made after the file was read. */
  readonly problems: (findings: readonly SettingFinding[]) => readonly Problem[];
};

/** The file that is read when `--config` names none. */
const DEFAULT_NAME = "distro-sync.yaml";

/** @throws ConfigError when a named file does not exist, or a file cannot be used */
export async function loadConfig(named: string | undefined, cwd: string): Promise<LoadedConfig> {
  const path = resolve(cwd, named ?? DEFAULT_NAME);
  const shownAs = relative(cwd, path);
  const content = await read(path, shownAs);
  const file = { path: shownAs, content: content ?? new Uint8Array() };
  const place = {
    folder: dirname(path),
    shownAs,
    problems: (findings: readonly SettingFinding[]) => settingProblems(file, findings),
  };
  if (content === undefined) {
    if (named === undefined) return { value: {}, ...place };
    throw new ConfigError(
      `the configuration ${shownAs} does not exist`,
      "correct --config, or create the file",
    );
  }
  const reading = readConfig(file);
  if ("config" in reading) return { value: reading.config, ...place };
  const remedy = "correct the lines above; `distro-sync schema config` prints every key";
  throw new ConfigError(`the configuration ${shownAs} cannot be used`, remedy, reading.problems);
}

/** The workspace of a pass, and its entry in the configuration. */
export function chooseWorkspace(
  config: LoadedConfig,
  named: Named | undefined,
): { readonly name: string; readonly entry: WorkspaceConfig } {
  if (named !== undefined) return { name: checkHandle(named.name), entry: entryFor(config, named) };
  const entries = workspaceEntries(config);
  if (entries.length > 1) {
    throw new UsageError(
      `${config.shownAs} names several workspaces (${handles(entries)}), and a pass handles one`,
      "choose one with --workspace",
    );
  }
  const [entry = {}] = entries;
  if (entry.workspace === undefined) {
    throw new UsageError(
      "no workspace is named",
      "set BUDDY_WORKSPACE to the handle in your workspace's URL, or use --workspace",
    );
  }
  return { name: checkHandle(entry.workspace), entry };
}

/** @throws UsageError for a workspace that the file does not name: another workspace's manifests would be applied to it */
export function entryFor(config: LoadedConfig, { name, from }: Named): WorkspaceConfig {
  const entries = workspaceEntries(config);
  const entry = entries.find(({ workspace = name }) => workspace === name);
  if (entry !== undefined) return entry;
  throw new UsageError(
    `${config.shownAs} has no workspace "${name}", which ${from} names; it has ${handles(entries)}`,
    `add it to the file, or correct ${from}`,
  );
}

/** At least one entry: without a file there is one, whose settings are all defaults. */
export function workspaceEntries({ value: { workspaces = [] } }: LoadedConfig): readonly WorkspaceConfig[] {
  return workspaces.length === 0 ? [{}] : workspaces;
}

/** The position in the file of an entry of {@link workspaceEntries}. */
export function indexOf(config: LoadedConfig, entry: WorkspaceConfig): number {
  return Math.max(0, workspaceEntries(config).indexOf(entry));
}

function handles(entries: readonly WorkspaceConfig[]): string {
  return entries.flatMap(({ workspace }) => workspace ?? []).join(", ");
}

function checkHandle(name: string): string {
  if (isHandle(name)) return name;
  throw new UsageError(
    `${JSON.stringify(name)} is not the handle of a workspace`,
    "use the handle in your workspace's URL: letters, digits, hyphens, underscores",
  );
}

/** A link in a commit could lead to any file of the machine, and the problems would then print the text of that file. */
async function read(path: string, shownAs: string): Promise<Uint8Array | undefined> {
  const link = await foreignLinkOn(path);
  if (link !== undefined) {
    const message = `the configuration is reached through the link ${link.path}, which a commit or another user may have created`;
    const remedy = "replace the link by the file, or name the file with --config";
    throw new ConfigError(`the configuration ${shownAs} was not read`, remedy, [
      { file: shownAs, line: 1, column: 1, code: "LINK", message },
    ]);
  }
  try {
    if ((await stat(path)).isFile()) return await readFile(path);
  } catch (cause) {
    const code = systemCode(cause) ?? "unknown";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigError(
      `the configuration ${shownAs} cannot be read (${code})`,
      "allow this program to read it",
    );
  }
  throw new ConfigError(`the configuration ${shownAs} is not a file`, "name the YAML file itself");
}
