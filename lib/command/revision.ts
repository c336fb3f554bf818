import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isAuthor, isCommit } from "../adapters/source/release-parse.ts";
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
 * From the flags, else from the variables of GitHub Actions, Buddy and GitLab, else the commit that is checked out where the
 * manifests are. What CI says that no release can say is passed over: an odd name keeps nobody from publishing. The
 * generation of CI is the number of its run and not the time of the commit: clocks differ, and a run that is repeated keeps
 * its number, so that repeating an old one does not bring its manifests back.
 * @param folder of the manifests
 */
export async function revisionOf(flags: RevisionFlags, env: Environment, folder: string): Promise<Revision> {
  const commit = commitIn(flags) ?? first(env, COMMITS, isCommit) ?? (await checkedOut(folder));
  const author = authorIn(flags) ?? first(env, AUTHORS, isAuthor);
  const generation = flags.generation ?? generationIn(env);
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(author === undefined ? {} : { author }),
    ...(generation === undefined ? {} : { generation }),
  };
}

const COMMITS = ["GITHUB_SHA", "BUDDY_RUN_COMMIT", "BUDDY_EXECUTION_REVISION", "CI_COMMIT_SHA"];
const AUTHORS = ["GITHUB_ACTOR", "BUDDY_INVOKER_NAME", "GITLAB_USER_LOGIN"];
const RUNS = ["GITHUB_RUN_NUMBER", "BUDDY_RUN_ID", "BUDDY_EXECUTION_ID", "CI_PIPELINE_IID"];

function first(
  env: Environment,
  names: readonly string[],
  fits: (value: string) => boolean,
): string | undefined {
  return names.map((name) => env[name] ?? "").find(fits);
}

function commitIn({ commit }: RevisionFlags): string | undefined {
  const digits = commit?.toLowerCase();
  if (digits === undefined || isCommit(digits)) return digits;
  throw new UsageError(
    `--commit: ${JSON.stringify(commit)} is not a commit`,
    "give it 7 to 64 hexadecimal digits, or leave it out",
  );
}

function authorIn({ author }: RevisionFlags): string | undefined {
  if (author === undefined || isAuthor(author)) return author;
  throw new UsageError(
    `--author: ${JSON.stringify(author)} is not an author`,
    "give it a line of up to 200 printable characters, or leave it out",
  );
}

/**
 * CI has to say which run it is: two of its runs may end in the wrong order, and the later one must win.
 * @throws UsageError when this is CI and no variable tells the number of its run
 */
function generationIn(env: Environment): number | undefined {
  const run = first(env, RUNS, (value) => /^[1-9]\d{0,14}$/.test(value));
  if (run !== undefined) return Number(run);
  if ((env.CI ?? "") === "" || env.CI === "false") return undefined;
  throw new UsageError(
    "this is CI, and no variable tells the number of its run",
    "give --generation a whole number that grows from run to run",
  );
}

/** Where there is no git, or no commit, or the folder is not as it was committed, the release does not name one. */
async function checkedOut(folder: string): Promise<string | undefined> {
  try {
    const changed = await git(folder, ["status", "--porcelain", "--", "."]);
    return changed === "" ? await git(folder, ["rev-parse", "--verify", "HEAD"]) : undefined;
  } catch {
    return undefined;
  }
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", ["-C", folder, ...args], { timeout: 10_000 });
  return stdout.trim();
}
