import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Environment } from "./settings.ts";
import { UsageError } from "./usage-error.ts";

/** What a release says of where it comes from. */
export type Revision = {
  readonly commit?: string;
  readonly author?: string;
  /** Grows from run to run. Absent on a laptop: the next one. */
  readonly generation?: number;
};

export type RevisionFlags = {
  readonly commit?: string;
  readonly author?: string;
  readonly generation?: number;
};

/**
 * From the flags, else from the variables of GitHub Actions, Buddy and GitLab, else the commit that is checked out. The
 * generation of CI is the number of its run and not the time of the commit: clocks differ, and a run that is repeated keeps
 * its number, so that repeating an old one does not bring its manifests back.
 */
export async function revisionOf(flags: RevisionFlags, env: Environment, folder: string): Promise<Revision> {
  const commit = flags.commit ?? first(env, COMMITS) ?? (await checkedOut(folder));
  const author = flags.author ?? first(env, AUTHORS);
  const generation = flags.generation ?? generationIn(env);
  return {
    ...(commit === undefined ? {} : { commit: checked(commit.toLowerCase(), /^[0-9a-f]{7,64}$/, "commit") }),
    ...(author === undefined ? {} : { author: checked(author, /^[\P{C}]{1,200}$/u, "author") }),
    ...(generation === undefined ? {} : { generation }),
  };
}

const COMMITS = ["GITHUB_SHA", "BUDDY_RUN_COMMIT", "BUDDY_EXECUTION_REVISION", "CI_COMMIT_SHA"];
const AUTHORS = ["GITHUB_ACTOR", "BUDDY_INVOKER_NAME", "GITLAB_USER_LOGIN"];
const RUNS = ["GITHUB_RUN_NUMBER", "BUDDY_RUN_ID", "BUDDY_EXECUTION_ID", "CI_PIPELINE_IID"];

function first(env: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => env[name] ?? "").find((value) => value !== "");
}

/**
 * CI has to say which run it is: two of its runs may end in the wrong order, and the later one must win.
 * @throws UsageError when this is CI and no variable tells the number of its run
 */
function generationIn(env: Environment): number | undefined {
  const run = RUNS.map((name) => env[name] ?? "").find((value) => /^[1-9]\d{0,14}$/.test(value));
  if (run !== undefined) return Number(run);
  if ((env.CI ?? "") === "" || env.CI === "false") return undefined;
  throw new UsageError(
    "this is CI, and no variable tells the number of its run",
    "give --generation a whole number that grows from run to run",
  );
}

function checked(value: string, form: RegExp, what: string): string {
  if (form.test(value)) return value;
  throw new UsageError(`${JSON.stringify(value)} cannot be a ${what}`, `correct --${what}, or leave it out`);
}

/** Where there is no git, or no commit, the release does not name one. */
async function checkedOut(folder: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", folder, "rev-parse", "--verify", "HEAD"], {
      timeout: 10_000,
    });
    return stdout.trim();
  } catch {
    return undefined;
  }
}
