import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseUrl } from "../../core/url.ts";
import { SourceError, TokenError, type TokenSource } from "../../ports.ts";
import { VERSION } from "../../version.ts";
import { checkToken } from "../token/check.ts";
import { loss, refusal, strange } from "./github-explain.ts";

export type GithubApiOptions = {
  /** OWNER/NAME, checked. */
  readonly repository: string;
  readonly token?: TokenSource;
  readonly fetch?: typeof globalThis.fetch;
  readonly api?: string;
  readonly codeload?: string;
  readonly timeout?: (milliseconds: number) => AbortSignal;
};

/** The two questions that there are for GitHub. Both throw SourceErrors, in which no token is, nor an address from an answer. */
export type GithubApi = {
  /** The commit that a branch is at. */
  head(branch: string): Promise<string>;
  /** The archive of a commit, still on its way. The signal is that of its time: whoever reads it has to heed it. */
  archive(commit: string): Promise<{ readonly packed: Readable; readonly signal: AbortSignal }>;
};

export function githubApi(options: GithubApiOptions): GithubApi {
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
      throw loss(repository, error, signal); // Made anew: the request must not be in it.
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
      throw strange(repository, "redirects to another place than its host of archives");
    return url.href;
  }

  return {
    async head(branch) {
      const signal = timeout(TIMEOUT_MS);
      const ref = branch.split("/").map(encodeURIComponent).join("/");
      const response = await ask(`commits/heads/${ref}`, "application/vnd.github.sha", signal);
      if (response.status !== 200) throw refused(response);
      const commit = await shortText(response, signal).catch((error: unknown) => {
        throw loss(repository, error, signal);
      });
      if (!/^[0-9a-f]{40}$/.test(commit)) throw strange(repository, "names no commit");
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
        throw strange(repository, "is no gzip archive");
      }
      return { packed: Readable.fromWeb(response.body), signal };
    },
  };

  function refused(response: Response): SourceError {
    discard(response);
    return refusal(repository, response, { withToken: tokens !== undefined });
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
