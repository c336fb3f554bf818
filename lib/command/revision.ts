import { commitOf, findRepository } from "../adapters/git/git.ts";
import { isAuthor, isCommit } from "../adapters/source/release-parse.ts";
import { isCi, type Variables } from "../core/trust/trust.ts";
import type { SourceFile } from "../ports.ts";
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

/** What was read, and where the repository of it may be. */
export type CheckedOut = {
  readonly folder: string;
  /** By paths relative to the folder. */
  readonly files: readonly SourceFile[];
  /** The folder of the configuration, then the one that the command was started in: above or at one of them. */
  readonly start: readonly string[];
};

/**
 * From the flags, else from the variables of GitHub Actions, Buddy and GitLab, else the commit that is checked out, if it has these
 * manifests. What CI says that no release can say is passed over: an odd name keeps nobody from publishing. The
 * generation of CI is the number of its run and not the time of the commit: clocks differ, and a run that is repeated keeps
 * its number, so that repeating an old one does not bring its manifests back.
 */
export async function revisionOf(
  flags: RevisionFlags,
  env: Variables,
  manifests: CheckedOut,
): Promise<Revision> {
  const commit = commitIn(flags) ?? first(env, COMMITS, isCommit) ?? (await checkedOut(manifests));
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
  env: Variables,
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
function generationIn(env: Variables): number | undefined {
  const run = first(env, RUNS, (value) => /^[1-9]\d{0,14}$/.test(value));
  if (run !== undefined) return Number(run);
  if (!isCi(env)) return undefined;
  throw new UsageError(
    "this is CI, and no variable tells the number of its run",
    "give --generation a whole number that grows from run to run",
  );
}

/** Where there is no repository, or no commit, or the manifests are not as they were committed, the release names none. */
async function checkedOut({ start, folder, files }: CheckedOut): Promise<string | undefined> {
  for (const place of start) {
    const repository = await findRepository(place);
    if (repository !== undefined) return commitOf(repository, folder, files);
  }
  return undefined;
}
