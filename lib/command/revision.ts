import { commitOf, findRepository } from "../adapters/git/git.ts";
import { isAuthor, isCommit } from "../adapters/source/release-parse.ts";
import { defined } from "../core/domain/defined.ts";
import { isCi, type Variables } from "../core/trust/trust.ts";
import type { SourceFile } from "../ports.ts";
import { UsageError } from "./errors.ts";

/** Where a release comes from. */
export type Revision = {
  readonly commit?: string;
  readonly author?: string;
  /** Grows from run to run. It is absent on a laptop, where the release gets the next number. */
  readonly generation?: number;
};

/** The manifests that were read, and the folders that may belong to their repository. */
export type CheckedOut = {
  readonly folder: string;
  /** Their paths are relative to the folder. */
  readonly files: readonly SourceFile[];
  /** The repository is searched from here upwards: the folder of the configuration, then the one the command was started in. */
  readonly start: readonly string[];
};

/**
 * What flags state, else the variables of GitHub Actions, Buddy and GitLab, else the commit that is checked out, if it has
 * these manifests. A variable with a value that no release can hold is ignored, so that an odd name keeps nobody from
 * publishing. In CI the generation is the number of the run, and not the time of the commit: clocks differ, and a repeated run
 * keeps its number, so that repeating an old run does not bring back its manifests.
 */
export async function revisionOf(stated: Revision, env: Variables, manifests: CheckedOut): Promise<Revision> {
  const commit = statedCommit(stated) ?? first(env, COMMITS, isCommit) ?? (await checkedOut(manifests));
  const author = statedAuthor(stated) ?? first(env, AUTHORS, isAuthor);
  const generation = stated.generation ?? generationIn(env);
  return defined({ commit, author, generation });
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

function statedCommit({ commit }: Revision): string | undefined {
  const digits = commit?.toLowerCase();
  if (digits === undefined || isCommit(digits)) return digits;
  throw new UsageError(
    `--commit: ${JSON.stringify(commit)} is not a commit`,
    "use 7 to 64 hexadecimal digits, or leave it out",
  );
}

function statedAuthor({ author }: Revision): string | undefined {
  if (author === undefined || isAuthor(author)) return author;
  throw new UsageError(
    `--author: ${JSON.stringify(author)} cannot be an author`,
    "use a line of up to 200 printable characters, or leave it out",
  );
}

/**
 * The number of the run in CI. It is required there: two runs may end in the wrong order, and the later one must win.
 * @throws UsageError in CI when no variable has the number of the run
 */
function generationIn(env: Variables): number | undefined {
  const run = first(env, RUNS, (value) => /^[1-9]\d{0,14}$/.test(value));
  if (run !== undefined) return Number(run);
  if (!isCi(env)) return undefined;
  throw new UsageError(
    "this is CI, and no variable has the number of its run",
    "use --generation with a whole number that grows from run to run",
  );
}

/** No commit if there is no repository, or if the manifests are not as they were committed. */
async function checkedOut({ start, folder, files }: CheckedOut): Promise<string | undefined> {
  for (const place of start) {
    const repository = await findRepository(place);
    if (repository !== undefined) return commitOf(repository, folder, files);
  }
  return undefined;
}
