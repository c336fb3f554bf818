import { textFault } from "../../core/manifest/text.ts";
import { type Clock, type Source, SourceError, type TokenSource } from "../../ports.ts";
import { systemClock } from "../clock.ts";
import { githubApi } from "./github-api.ts";
import { readTarball } from "./tarball.ts";

export type GithubOptions = {
  /** OWNER/NAME, on github.com. */
  readonly repository: string;
  readonly branch: string;
  /** The folder of manifests, from the top of the repository. */
  readonly folder: string;
  /** For a private repository: may read its contents, and nothing else. */
  readonly token?: TokenSource;
  /** The commit that an event names. A hint: see {@link githubSource}. */
  readonly pushed?: string;
  readonly clock?: Pick<Clock, "sleep">;
  readonly fetch?: typeof globalThis.fetch;
  readonly api?: string;
  readonly codeload?: string;
  /** Gives each request, with its answer, its time: `AbortSignal.timeout` by default. */
  readonly timeout?: (milliseconds: number) => AbortSignal;
};

/**
 * The manifests of the commit that a branch on GitHub is at, as one archive of exactly that commit. What `.gitattributes`
 * keeps out of archives (`export-ignore`) is not there.
 *
 * Which commit that is, GitHub's API says and nobody else. The one that an event names never chooses what is fetched, so
 * that an event that is late, forged or replayed cannot bring back what has been taken out since. It says only that the
 * API may be behind (as it can be for seconds after a push): a head that is another commit is asked for once more, and
 * then wins.
 */
export function githubSource(options: GithubOptions): Source {
  const { branch, pushed, clock = systemClock } = options;
  return {
    read: async () => {
      const repository = checkRepository(options.repository);
      checkBranch(branch);
      const folder = normalFolder(options.folder);
      const api = githubApi({ ...options, repository });
      let commit = await api.head(branch);
      if (pushed !== undefined && pushed !== commit) {
        await clock.sleep(BEHIND_MS);
        commit = await api.head(branch);
      }
      const shown = `${repository} at ${commit.slice(0, 12)}`;
      const { packed, signal } = await api.archive(commit);
      const { files, problems } = await readTarball(packed, { shown, folder, commit }, signal);
      if (files.length === 0 && problems.length === 0) throw empty(shown, folder);
      return { files, problems, origin: { commit } };
    },
  };
}

const BEHIND_MS = 2_000;

/** It becomes a part of an address. */
function checkRepository(repository: string): string {
  if (/^[\w-]+\/(?!\.{1,2}$)[\w.-]+$/.test(repository)) return repository;
  throw new SourceError("`github: repository` in the configuration is not OWNER/NAME: write it so");
}

function checkBranch(branch: string): void {
  const parts = branch.split("/");
  if (textFault(branch) === undefined && !parts.some((part) => part === "" || part === "." || part === ".."))
    return;
  throw new SourceError(
    "`github: branch` in the configuration is not the name of a branch: write it without refs/heads/",
  );
}

/** `./distributions/` is `distributions`, and `.` is the top of the repository. */
function normalFolder(folder: string): string {
  const parts = folder
    .replace(/\/$/, "")
    .split("/")
    .filter((part) => part !== ".");
  const isOdd = parts.some((part) => part === "..") || (parts.includes("") && parts.length > 1);
  if (!isOdd && textFault(folder) === undefined && !folder.includes("\\")) return parts.join("/");
  throw new SourceError(
    "`manifests` in the configuration is not a folder of the repository: write its path from the top, as distributions/",
  );
}

function empty(shown: string, folder: string): SourceError {
  const where = folder === "" ? shown : `${folder} in ${shown}`;
  return new SourceError(
    `there is no manifest in ${where}: correct \`manifests\` in the configuration, or add a .yaml file, with [] in it \
when nothing is wanted`,
  );
}
