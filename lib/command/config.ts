import { readFile, stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { foreignLinkOn } from "../adapters/git/git.ts";
import { readConfig, settingProblems } from "../core/config/read.ts";
import type { SettingFinding } from "../core/config/rules.ts";
import type { Config } from "../core/config/schema.ts";
import type { Problem } from "../core/domain/problem.ts";

/** `distro-sync.yaml` as it was read, or the defaults where there is none. */
export type LoadedConfig = {
  readonly value: Config;
  /** What relative paths in it start from. */
  readonly folder: string;
  readonly shownAs: string;
  /** Where in the file something is, that was found after it was read. */
  readonly problems: (findings: readonly SettingFinding[]) => readonly Problem[];
};

/** The configuration is not there, or not usable. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly remedy: string;
  /** What is wrong inside of it; empty when it could not be read at all. */
  readonly problems: readonly Problem[];

  constructor(message: string, remedy: string, problems: readonly Problem[] = []) {
    super(message);
    this.remedy = remedy;
    this.problems = problems;
  }
}

/** The file that is looked for when none is named. */
const DEFAULT_NAME = "distro-sync.yaml";

/** @throws ConfigError when a named file is missing, or what is there cannot be used */
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
      "correct --config, or make the file",
    );
  }
  const reading = readConfig(file);
  if ("config" in reading) return { value: reading.config, ...place };
  const remedy = "mend it as said; `distro-sync schema config` has every key";
  throw new ConfigError(`the configuration ${shownAs} cannot be used`, remedy, reading.problems);
}

/** A link in a commit could lead to any file of the machine, whose text the problems in it would then print. */
async function read(path: string, shownAs: string): Promise<Uint8Array | undefined> {
  const link = await foreignLinkOn(path);
  if (link !== undefined) {
    const message = `the configuration is reached through the link ${link.path}, which a commit or another user may have made`;
    const remedy = "put the file itself there, or name the file that is meant with --config";
    throw new ConfigError(`the configuration ${shownAs} was not read`, remedy, [
      { file: shownAs, line: 1, column: 1, code: "LINK", message },
    ]);
  }
  try {
    if ((await stat(path)).isFile()) return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigError(
      `the configuration ${shownAs} cannot be read (${code})`,
      "give this program the right to read it",
    );
  }
  throw new ConfigError(`the configuration ${shownAs} is not a file`, "name the YAML file itself");
}
