import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseUrl } from "../../core/domain/url.ts";
import { textFault } from "../../core/yaml/text.ts";
import { SourceError, TokenError } from "../../errors.ts";
import type { Clock, Source, TokenSource } from "../../ports.ts";
import { VERSION } from "../../version.ts";
import { systemClock } from "../clock.ts";
import { checkToken } from "../http/token.ts";
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

type GithubApiOptions = {
  /** OWNER/NAME, checked. */
  readonly repository: string;
  readonly token?: TokenSource;
  readonly fetch?: typeof globalThis.fetch;
  readonly api?: string;
  readonly codeload?: string;
  readonly timeout?: (milliseconds: number) => AbortSignal;
};

/** The two questions that there are for GitHub. Both throw SourceErrors, in which no token is, nor an address from an answer. */
type GithubApi = {
  /** The commit that a branch is at. */
  head(branch: string): Promise<string>;
  /** The archive of a commit, still on its way. The signal is that of its time: whoever reads it has to heed it. */
  archive(commit: string): Promise<{ readonly packed: Readable; readonly signal: AbortSignal }>;
};

function githubApi(options: GithubApiOptions): GithubApi {
  const { repository, api = "https://api.github.com", codeload = "https://codeload.github.com" } = options;
  const { token: tokens, fetch = globalThis.fetch } = options;
  const { timeout = (milliseconds: number) => AbortSignal.timeout(milliseconds) } = options;

  async function send(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
    try {
      return await fetch(url, {
        headers: { "User-Agent": `distro-sync/${VERSION}`, ...headers },
        redirect: "manual",
        signal,
      });
    } catch (error) {
      throw githubLoss(repository, error, signal); // Made anew: the request must not be in it.
    }
  }

  /** With the token, if there is one; one that is refused is fetched again once, past every cache. */
  async function ask(path: string, accept: string, signal: AbortSignal): Promise<Response> {
    const url = `${api}/repos/${repository}/${path}`;
    const headers = { Accept: accept, "X-GitHub-Api-Version": "2022-11-28" };
    if (tokens === undefined) return send(url, headers, signal);
    const token = await tokenOf(tokens, false);
    const response = await send(url, { ...headers, Authorization: `Bearer ${token}` }, signal);
    if (response.status !== 401) return response;
    const another = await tokenOf(tokens, true);
    if (another === token) return response;
    discard(response);
    return send(url, { ...headers, Authorization: `Bearer ${another}` }, signal);
  }

  /** Never shown: for a private repository it holds a key. The archive comes from there, and no token goes there. */
  function addressOf(response: Response): string {
    const location = response.headers.get("location") ?? "";
    const url = parseUrl(location);
    if (url?.origin !== new URL(codeload).origin || url.username !== "" || url.password !== "")
      throw githubStrange(repository, "redirects to another place than its host of archives");
    return url.href;
  }

  return {
    async head(branch) {
      const signal = timeout(TIMEOUT_MS);
      const ref = branch.split("/").map(encodeURIComponent).join("/");
      const response = await ask(`commits/heads/${ref}`, "application/vnd.github.sha", signal);
      if (response.status !== 200) throw refused(response);
      const commit = await shortText(response, signal).catch((error: unknown) => {
        throw githubLoss(repository, error, signal);
      });
      if (!/^[0-9a-f]{40}$/.test(commit)) throw githubStrange(repository, "names no commit");
      return commit;
    },

    async archive(commit) {
      const signal = timeout(TIMEOUT_MS);
      const pointer = await ask(`tarball/${commit}`, "application/vnd.github+json", signal);
      if (pointer.status !== 302) throw refused(pointer);
      const address = addressOf(pointer);
      discard(pointer);
      const response = await send(address, {}, signal);
      if (response.status !== 200) throw refused(response);
      const type = response.headers.get("content-type") ?? "";
      if (!/^application\/(?:x-)?gzip\b/.test(type) || response.body === null) {
        discard(response);
        throw githubStrange(repository, "is no gzip archive");
      }
      return { packed: Readable.fromWeb(response.body), signal };
    },
  };

  function refused(response: Response): SourceError {
    discard(response);
    return githubRefusal(repository, response, { withToken: tokens !== undefined });
  }
}

/** For one request and its answer. */
const TIMEOUT_MS = 30_000;

/** @throws SourceError with what the source of the token says of it, which is never the token */
async function tokenOf(tokens: TokenSource, fresh: boolean): Promise<string> {
  try {
    return checkToken(await tokens.token({ fresh }), "the token for GitHub");
  } catch (error) {
    throw error instanceof TokenError ? new SourceError(error.message) : error;
  }
}

/** What is not read any more is not worth waiting for, nor is how its end went. */
function discard(response: Response): void {
  response.body?.cancel().catch(() => {});
}

async function shortText(response: Response, signal: AbortSignal): Promise<string> {
  if (response.body === null) return "";
  const chunks: Uint8Array[] = [];
  await pipeline(
    Readable.fromWeb(response.body),
    async (body: AsyncIterable<Uint8Array>) => {
      let bytes = 0;
      for await (const chunk of body) {
        bytes += chunk.byteLength;
        if (bytes > SHORT) break;
        chunks.push(chunk);
      }
    },
    { signal },
  );
  return Buffer.concat(chunks).toString("latin1").trim();
}

/** In bytes; a commit has 40. */
const SHORT = 1_024;

/** An answer that is not the one that was asked for. Nothing of its text is repeated. */
function githubRefusal(
  repository: string,
  { status, headers }: Pick<Response, "status" | "headers">,
  { withToken }: { readonly withToken: boolean },
): SourceError {
  const exhausted =
    status === 429 || headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after");
  return new SourceError(
    `GitHub answered ${status} when it was asked for ${repository}: ${remedyOf(status, { withToken, exhausted })}`,
    { passing: status >= 500 || (exhausted && (status === 403 || status === 429)) },
  );
}

type Circumstances = { readonly withToken: boolean; readonly exhausted: boolean };

function remedyOf(status: number, { withToken, exhausted }: Circumstances): string {
  if (status === 401) return "the token has expired or was revoked; store another in its place";
  if ((status === 403 || status === 429) && exhausted)
    return withToken
      ? "the limit of requests is used up; a later pass reads it, or use a token that nothing else uses"
      : "the limit of requests without a token is used up; give it a token (`github: token`)";
  if (status === 403) return withToken ? MAY_NOT_READ : `it may not be read without a token; ${GIVE_TOKEN}`;
  if (status === 404 || status === 409 || status === 422)
    return withToken
      ? `the repository or the branch is misspelt or empty, or the token may not read it; correct \`github\` in the configuration, or give the token read access to its contents`
      : `the repository is private, or it or the branch is misspelt or empty; correct \`github\` in the configuration, or ${GIVE_TOKEN}`;
  if (status >= 300 && status < 400) return "it has moved; write its new name into `github: repository`";
  return "the next pass asks again";
}

const GIVE_TOKEN = "give it a token that may read its contents (`github: token: { ssm: … }`)";
const MAY_NOT_READ = "the token may not read it; give the token read access to its contents";

/** No answer, or none that came to its end. */
function githubLoss(repository: string, error: unknown, signal: AbortSignal): SourceError {
  const how = signal.aborted ? "no answer in time" : codeOf(error);
  return new SourceError(
    `GitHub could not be asked for ${repository} (${how}): check that it can be reached from here; the next pass asks again`,
    { passing: true },
  );
}

/** An answer that GitHub does not give. */
function githubStrange(repository: string, what: string): SourceError {
  return new SourceError(
    `what GitHub answered when it was asked for ${repository} ${what}: check that no proxy changes its answers`,
  );
}

/** The code of the system's or of fetch's error. Its text may repeat parts of the request. */
function codeOf(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < 10 && cause instanceof Error; depth += 1) {
    const code: unknown = "code" in cause ? cause.code : undefined;
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]*$/.test(code)) return code;
    cause = cause.cause;
  }
  return "the connection was lost";
}
