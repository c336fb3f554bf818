import type { Finding, Path } from "../manifest/fault.ts";
import type { Config, WorkspaceConfig } from "./schema.ts";

type SettingFinding = Omit<Finding, "source">;

/** What the schema cannot say, or not in words that help. */
export function settingFindings({ workspaces = [], schedule }: Config): readonly SettingFinding[] {
  return [
    ...workspaces.flatMap(ofWorkspace),
    ...ofNames(workspaces),
    ...misspelt(["schedule"], schedule, SCHEDULE, "schedule: rate(15 minutes)"),
  ];
}

const PERCENTAGE = /^(?:100|[1-9]?\d)%$/;
const SCHEDULE = /^(?:rate|cron)\([^()]{1,200}\)$/;
const VARIABLE = /^[A-Za-z_]\w{0,254}$/;

function ofWorkspace(
  { limits, token, region, api }: WorkspaceConfig,
  index: number,
): readonly SettingFinding[] {
  const at = (...path: string[]) => ["workspaces", index, ...path];
  return [
    ...misspelt(at("limits", "removals"), limits?.removals, PERCENTAGE, "removals: 20%"),
    ...misspelt(at("limits", "updates"), limits?.updates, PERCENTAGE, "updates: 30%"),
    ...misspelt(at("token", "env"), token?.env, VARIABLE, "env: BUDDY_TOKEN"),
    ...(region === undefined || api === undefined ? [] : [twoAddresses(at("api"))]),
  ];
}

/** A command chooses a workspace by its handle alone, so that each handle has to stand for one entry. */
function ofNames(workspaces: readonly WorkspaceConfig[]): readonly SettingFinding[] {
  if (workspaces.length < 2) return [];
  return workspaces.flatMap(({ workspace }, index) => {
    if (workspace === undefined) return [unnamed(["workspaces", index])];
    const first = workspaces.findIndex((other) => other.workspace === workspace);
    return first === index ? [] : [repeated(["workspaces", index, "workspace"], workspace)];
  });
}

function misspelt(
  path: Path,
  value: string | undefined,
  form: RegExp,
  example: string,
): readonly SettingFinding[] {
  if (value === undefined || form.test(value)) return [];
  return [
    {
      path,
      part: "value",
      words: "file",
      code: "INVALID_SETTING",
      message: `${path.at(-1)} is ${JSON.stringify(value)}, which it cannot be`,
      remedy: `write it as in: ${example}`,
    },
  ];
}

function twoAddresses(path: Path): SettingFinding {
  return {
    path,
    part: "key",
    words: "file",
    code: "CONFLICTING_KEYS",
    message: "a workspace has either a region or an api",
    remedy: "keep one of the two",
  };
}

function unnamed(path: Path): SettingFinding {
  return {
    path,
    part: "value",
    words: "file",
    code: "MISSING_KEY",
    message: "of several workspaces each has to be named",
    remedy: "add `workspace:` with the handle in its URL",
  };
}

function repeated(path: Path, workspace: string): SettingFinding {
  return {
    path,
    part: "value",
    words: "file",
    code: "INVALID_SETTING",
    message: `the workspace ${workspace} is here for the second time`,
    remedy: "keep one; one of the same handle in another region needs a file of its own, and --config",
  };
}
