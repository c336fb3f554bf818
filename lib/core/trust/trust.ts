import type { SettingFinding } from "../config/rules.ts";
import type { WorkspaceConfig } from "../config/schema.ts";
import { API_REGIONS, apiOf } from "../config/workspace.ts";
import { parseUrl } from "../domain/url.ts";
import { cite } from "../domain/wording.ts";

/**
 * May it be used? Authority over where the token goes, where it comes from and where things are kept is given outside of the
 * tree that a pull request changes: by flags, by the environment, or by the stack that was deployed. The tree may repeat what
 * they say. What it alone names is beyond trust, and the remedy is the flag or the variable that would allow it. Only what a
 * run would use is asked about.
 */

/** The environment of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A name, and what said it: a flag, a variable, or a file. */
export type Named = { readonly name: string; readonly from: string };

/** What somebody said outside of the tree: the flag before the variable, which counts as not set while it is empty. */
export function either(
  flag: string | undefined,
  option: string,
  env: Variables,
  variable: string,
): Named | undefined {
  if (flag !== undefined) return { name: flag, from: option };
  const value = env[variable];
  return value === undefined || value === "" ? undefined : { name: value, from: variable };
}

/** What to use, or why the tree may not decide that. */
export type Judged<T> = { readonly use: T } | { readonly beyond: SettingFinding };

/** Whether this is CI, where the checkout may be somebody's pull request and nobody watches. The one place that says so. */
export function isCi(env: Variables): boolean {
  return CI_VARIABLES.some((name) => {
    const value = env[name] ?? "";
    return value !== "" && value.toLowerCase() !== "false";
  });
}

const CI_VARIABLES = [
  "CI",
  "TF_BUILD",
  "JENKINS_URL",
  "CIRCLECI",
  "BUDDY",
  "GITLAB_CI",
  "GITHUB_ACTIONS",
] as const;

/** This machine, in the ways in which an address can name it. */
export const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Where the token may go without a word: Buddy's three regions, and this machine. */
export function isBuiltIn(api: string): boolean {
  const url = parseUrl(api);
  if (url === undefined) return false;
  return isLoopback(api) || (url.protocol === "https:" && BUDDYS_HOSTS.has(url.host));
}

export function isLoopback(api: string): boolean {
  return LOOPBACK.has(parseUrl(api)?.hostname ?? "");
}

const BUDDYS_HOSTS: ReadonlySet<string> = new Set(Object.values(API_REGIONS).map((url) => new URL(url).host));

/** The address to which the token is sent. */
export function judgeApi(outside: Named | undefined, entry: WorkspaceConfig, index: number): Judged<string> {
  if (outside !== undefined) return { use: outside.name };
  const name = apiOf(entry);
  if (isBuiltIn(name)) return { use: name };
  return beyond(
    ["workspaces", index, "api"],
    `api is ${cite(name)}, which only this file names; without it, the token goes to ${API_REGIONS.us}`,
    `use --api ${cite(name)} or BUDDY_API_ENDPOINT=${cite(name)} if the token may go there`,
  );
}

/** Where a token is read from: a variable of the environment, or a parameter of Parameter Store. */
export type TokenPlace = { readonly env: string } | { readonly ssm: string };

/** What Buddy's own command line reads. */
export const TOKEN_VARIABLE = "BUDDY_TOKEN";
const TOKEN_SSM_VARIABLE = "DISTRO_SYNC_TOKEN_SSM";

/** A flag goes before BUDDY_TOKEN, that before DISTRO_SYNC_TOKEN_SSM. What the tree says is not asked while one of them is there. */
export function judgeToken(
  flags: { readonly tokenEnv?: string; readonly tokenSsm?: string },
  env: Variables,
  { token }: WorkspaceConfig,
  index: number,
): Judged<TokenPlace> {
  if (flags.tokenEnv !== undefined) return { use: { env: flags.tokenEnv } };
  if (flags.tokenSsm !== undefined) return { use: { ssm: flags.tokenSsm } };
  if ((env[TOKEN_VARIABLE] ?? "") !== "") return { use: { env: TOKEN_VARIABLE } };
  const parameter = env[TOKEN_SSM_VARIABLE] ?? "";
  if (parameter !== "") return { use: { ssm: parameter } };
  const path = ["workspaces", index, "token"];
  const instead = `which only this file names; without it, the token is in ${TOKEN_VARIABLE}, which is not set`;
  if (token?.ssm !== undefined) {
    return beyond(
      [...path, "ssm"],
      `the token is in the parameter ${cite(token.ssm)}, ${instead}`,
      `use --token-ssm ${cite(token.ssm)} or ${TOKEN_SSM_VARIABLE}=${cite(token.ssm)} if that holds a token for Buddy`,
    );
  }
  if (token?.env !== undefined && token.env !== TOKEN_VARIABLE) {
    return beyond(
      [...path, "env"],
      `the token is in the variable ${cite(token.env)}, ${instead}`,
      `use --token-env ${cite(token.env)} if that holds a token for Buddy`,
    );
  }
  return { use: { env: TOKEN_VARIABLE } };
}

/** The place for state that the tree names, when nobody outside names one. */
export function stateBeyond(place: string, allow: string): SettingFinding {
  return finding(
    ["state", "s3"],
    `the state is in ${cite(place)}, which only this file names`,
    `use ${allow} if you mean that bucket`,
  );
}

/** A folder of manifests that the tree names and that is not in it. */
export function manifestsBeyond(
  { manifests = "" }: WorkspaceConfig,
  index: number,
  { real, boundary, linked }: { readonly real: string; readonly boundary: string; readonly linked: boolean },
): SettingFinding {
  return finding(
    ["workspaces", index, "manifests"],
    `manifests is ${cite(manifests)}, which leads to ${cite(real)} ${linked ? "through a link in" : "outside of"} ${cite(boundary)}`,
    // Not the folder itself: a path can be written so that a shell that it is pasted into runs it.
    "name a folder of the repository, or give that one with --manifests if you mean it",
  );
}

/** What is known of a folder for state before it is used. */
export type StatePlace = {
  readonly folder: string;
  /** The work tree that it lies in, if any. */
  readonly workTree?: string;
  readonly tracked: boolean;
  /** A link on the way to it that somebody else made: it lies in a work tree, or neither root nor this user owns it. */
  readonly foreignLink?: string;
};

/** What keeps state from being kept there; undefined when nothing does. */
export function stateFault(
  { folder, workTree, tracked, foreignLink }: StatePlace,
  { ci }: { readonly ci: boolean },
): string | undefined {
  if (foreignLink !== undefined)
    return `the folder for state ${cite(folder)} is reached through the link ${cite(foreignLink)}, which a commit or another user may have made`;
  if (tracked)
    return `the folder for state ${cite(folder)} is tracked by git, so that a commit could say what is ours`;
  if (ci && workTree !== undefined)
    return `the folder for state ${cite(folder)} lies in the work tree ${cite(workTree)}, so that in CI a pull request could say what is ours`;
  return undefined;
}

function beyond(
  path: SettingFinding["path"],
  message: string,
  remedy: string,
): { readonly beyond: SettingFinding } {
  return { beyond: finding(path, message, remedy) };
}

function finding(path: SettingFinding["path"], message: string, remedy: string): SettingFinding {
  return { path, part: "value", words: "file", code: "BEYOND_TRUST", message, remedy };
}
