import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type GithubOptions, githubSource } from "../../../lib/adapters/source/github.ts";
import { SourceError, TokenError } from "../../../lib/errors.ts";
import type { TokenSource } from "../../../lib/ports.ts";
import { virtualClock } from "../../support/virtual-clock.ts";
import { type Received, type Reply, serve } from "../buddy/server.ts";
import { COMMIT, inTop, MADE_BY_GIT, tarball } from "./archive.ts";

const TOKEN = "github_pat_canary0123456789";
const KEY = "temporary-key-0123456789";
const HEAD = "/repos/my-company/routing/commits/heads/main";
const TARBALL = `/repos/my-company/routing/tarball/${COMMIT}`;

type Answer = (request: Received, nth: number, response: ServerResponse) => Reply | Uint8Array | undefined;

/** What GitHub answers in a test, by path. What is not given goes well. */
type World = { readonly head?: Answer; readonly tarball?: Answer; readonly archive?: Answer };

/** GitHub's API and its host of archives, on two servers on loopback: two origins, as they are. */
async function github({ head, tarball: pointer, archive }: World = {}) {
  const codeload = await serve((request, nth, response) =>
    sent(archive?.(request, nth, response) ?? (archive === undefined ? MADE_BY_GIT : undefined), response),
  );
  const api = await serve((request, nth, response) => {
    if (request.url.startsWith("/repos/my-company/routing/commits/"))
      return sent(head === undefined ? { body: COMMIT } : head(request, nth, response), response);
    if (pointer !== undefined) return sent(pointer(request, nth, response), response);
    return {
      status: 302,
      headers: { location: `${codeload.url}/my-company/routing/legacy.tar.gz/${COMMIT}?token=${KEY}` },
    };
  });
  const read = (options: Partial<GithubOptions> = {}) =>
    githubSource({
      repository: "my-company/routing",
      branch: "main",
      folder: "distributions/",
      clock: virtualClock(),
      api: api.url,
      codeload: codeload.url,
      ...options,
    }).read();
  return { api, codeload, read };
}

/** Bytes are sent as the archive; everything else as `serve` sends it. */
function sent(reply: Reply | Uint8Array | undefined, response: ServerResponse): Reply | undefined {
  if (!(reply instanceof Uint8Array)) return reply;
  response.writeHead(200, { "content-type": "application/x-gzip" }).end(reply);
  return undefined;
}

function tokens(...all: readonly string[]): TokenSource & { readonly asked: boolean[] } {
  const asked: boolean[] = [];
  return {
    asked,
    token: async ({ fresh }) => {
      asked.push(fresh);
      return all[asked.length - 1] ?? all.at(-1) ?? "";
    },
  };
}

async function failure(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((thrown: unknown) => thrown);
  if (!(error instanceof SourceError)) return `no SourceError: ${String(error)}`;
  const everything = inspect(error, { depth: 10 });
  expect(everything).not.toContain(TOKEN);
  expect(everything).not.toContain(KEY);
  return error.message;
}

describe("githubSource", () => {
  it("reads the manifests of the commit that the branch is at", async () => {
    const { api, codeload, read } = await github();
    const snapshot = await read();
    expect(snapshot.files.map(({ path }) => path)).toEqual([
      "distributions/eu/blog.yml",
      "distributions/shop.yaml",
    ]);
    expect(snapshot.problems).toMatchObject([{ file: "distributions/link", code: "LINK" }]);
    expect(snapshot.origin).toEqual({ commit: COMMIT });
    expect(api.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${HEAD}`,
      `GET ${TARBALL}`,
    ]);
    expect(codeload.received.map(({ url }) => url)).toEqual([
      `/my-company/routing/legacy.tar.gz/${COMMIT}?token=${KEY}`,
    ]);
  });

  it("asks as GitHub wants to be asked", async () => {
    const { api, codeload, read } = await github();
    await read();
    for (const { headers } of [...api.received, ...codeload.received])
      expect(headers["user-agent"]).toMatch(/^distro-sync\/\d/);
    expect(api.received.map(({ headers }) => [headers.accept, headers["x-github-api-version"]])).toEqual([
      ["application/vnd.github.sha", "2022-11-28"],
      ["application/vnd.github+json", "2022-11-28"],
    ]);
  });

  it("shows the token to the API, and to nobody else", async () => {
    const { api, codeload, read } = await github();
    await read({ token: tokens(TOKEN) });
    expect(api.received.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${TOKEN}`,
      `Bearer ${TOKEN}`,
    ]);
    expect(codeload.received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
    expect(JSON.stringify(codeload.received)).not.toContain(TOKEN);
  });

  it("takes the branch for a branch, also when it has slashes or is called like something else", async () => {
    const { api, read } = await github();
    await read({ branch: "feature/a b#1" });
    expect(api.received[0]?.url).toBe("/repos/my-company/routing/commits/heads/feature/a%20b%231");
  });

  it("takes the head of the branch, whatever commit an event names", async () => {
    const { api, read } = await github();
    const pushed = "0".repeat(40);
    const clock = virtualClock(0);
    expect((await read({ pushed, clock })).origin).toEqual({ commit: COMMIT });
    expect(clock.now()).toBe(2_000);
    expect(api.received.map(({ url }) => url)).toEqual([HEAD, HEAD, TARBALL]);
  });

  it("asks for the head once more when the API is behind the push", async () => {
    const { read } = await github({ head: (_, nth) => ({ body: nth === 1 ? "0".repeat(40) : COMMIT }) });
    expect((await read({ pushed: COMMIT })).origin).toEqual({ commit: COMMIT });
  });

  it("asks once when the head is the commit that was pushed", async () => {
    const { api, read } = await github();
    const clock = virtualClock(0);
    await read({ pushed: COMMIT, clock });
    expect(api.received).toHaveLength(2);
    expect(clock.now()).toBe(0);
  });

  it("fetches a token that is refused once more, past every cache", async () => {
    const { api, read } = await github({
      head: ({ headers }) =>
        headers.authorization === `Bearer ${TOKEN}` ? { status: 401 } : { body: COMMIT },
    });
    const token = tokens(TOKEN, "another-token");
    await read({ token });
    expect(token.asked.slice(0, 2)).toEqual([false, true]);
    expect(api.received.slice(0, 2).map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${TOKEN}`,
      "Bearer another-token",
    ]);
  });

  it("does not repeat a request with the token that was refused", async () => {
    const { api, read } = await github({ head: () => ({ status: 401 }) });
    expect(await failure(read({ token: tokens(TOKEN) }))).toContain("the token has expired or was revoked");
    expect(api.received).toHaveLength(1);
  });

  it.each<[number, Readonly<Record<string, string>>, RegExp, RegExp]>([
    [401, {}, /store another in its place/, /expired or was revoked/],
    [
      403,
      {},
      /may not be read without a token; give it a token/,
      /give the token read access to its contents/,
    ],
    [
      403,
      { "x-ratelimit-remaining": "0" },
      /without a token is used up; give it a token/,
      /a later pass reads it/,
    ],
    [403, { "retry-after": "60" }, /without a token is used up/, /limit of requests is used up/],
    [429, {}, /without a token is used up/, /limit of requests is used up/],
    [
      404,
      {},
      /is private, or it or the branch is misspelt.*give it a token/,
      /misspelt or empty, or the token may not/,
    ],
    [409, {}, /misspelt or empty/, /misspelt or empty/],
    [422, {}, /misspelt or empty/, /misspelt or empty/],
    [
      301,
      { location: "https://api.github.com/repositories/1" },
      /it has moved; write its new name/,
      /has moved/,
    ],
    [500, {}, /the next pass asks again/, /the next pass asks again/],
    [204, {}, /the next pass asks again/, /the next pass asks again/],
  ])("says what to do about %i %j, with and without a token", async (status, headers, without, withToken) => {
    for (const at of ["head", "tarball"] as const) {
      const { codeload, read } = await github({ [at]: () => ({ status, headers, body: `no ${TOKEN}` }) });
      expect(await failure(read())).toMatch(without);
      expect(await failure(read({ token: tokens(TOKEN) }))).toMatch(withToken);
      expect(codeload.received).toEqual([]);
    }
  });

  it("says what to do when the archive cannot be had", async () => {
    const { read } = await github({ archive: () => ({ status: 502 }) });
    expect(await failure(read())).toBe(
      "GitHub answered 502 when it was asked for my-company/routing: the next pass asks again",
    );
  });

  it.each([
    ["another host", () => "https://codeload.github.com.example.com/x"],
    ["another scheme", (codeload: string) => codeload.replace("http:", "https:")],
    ["another port", (codeload: string) => `${codeload.replace(/\d+$/, "")}1`],
    ["a user and a password", (codeload: string) => codeload.replace("//", "//user:secret@")],
    ["a file", () => "file:///etc/passwd"],
    ["a relative address", () => "/my-company/routing/legacy.tar.gz/main"],
    ["nowhere", () => ""],
  ])("follows no redirect to %s", async (_, location) => {
    let codeloadUrl = "";
    const { codeload, read } = await github({
      tarball: () => ({ status: 302, headers: { location: `${location(codeloadUrl)}?token=${KEY}` } }),
    });
    codeloadUrl = codeload.url;
    expect(await failure(read({ token: tokens(TOKEN) }))).toContain(
      "redirects to another place than its host of archives: check that no proxy changes its answers",
    );
    expect(codeload.received).toEqual([]);
  });

  it("follows one redirect, and no second one", async () => {
    const { api, codeload, read } = await github({
      archive: (_, nth) =>
        nth === 1 ? { status: 302, headers: { location: `${codeload.url}/again` } } : MADE_BY_GIT,
    });
    expect(await failure(read({ token: tokens(TOKEN) }))).toContain("it has moved");
    expect([api.received.length, codeload.received.length]).toEqual([2, 1]);
  });

  it("takes an archive from nobody but the host of archives", async () => {
    const { read } = await github({ tarball: () => MADE_BY_GIT });
    expect(await failure(read())).toContain("GitHub answered 200");
  });

  it.each(["text/html", "application/json", "application/zip", "text/x-gzip; application/gzip"])(
    "takes no archive that is called %s",
    async (type) => {
      const { read } = await github({ archive: () => ({ headers: { "content-type": type } }) });
      expect(await failure(read())).toContain("is no gzip archive: check that no proxy changes its answers");
    },
  );

  it.each([
    "",
    "main",
    COMMIT.toUpperCase(),
    `${COMMIT}0`,
    "<html>",
    `${COMMIT}\n${COMMIT}`,
    "x".repeat(100_000),
  ])("takes nothing for a commit that is not one (%#)", async (body) => {
    const { api, read } = await github({ head: () => ({ body }) });
    expect(await failure(read())).toContain("names no commit");
    expect(api.received).toHaveLength(1);
  });

  it("refuses an archive that is cut short, and one of another commit", async () => {
    const short = await github({ archive: () => MADE_BY_GIT.subarray(0, 200) });
    expect(await failure(short.read())).toContain("is damaged, or was cut short");
    const other = await github({ head: () => ({ body: "0".repeat(40) }) });
    expect(await failure(other.read())).toContain("is of another commit");
  });

  it("refuses an archive whose connection ends early", async () => {
    const { read } = await github({
      archive: (_request, _nth, response) => {
        response.writeHead(200, { "content-type": "application/x-gzip", "content-length": "1000" });
        response.write(MADE_BY_GIT.subarray(0, 200), () => response.destroy());
        return undefined;
      },
    });
    expect(await failure(read())).toContain("is damaged, or was cut short");
  });

  it("refuses an archive whose paths lead out of it", async () => {
    const archive = await tarball([inTop("distributions/../../x.yaml")]);
    const { read } = await github({ archive: () => archive });
    expect(await failure(read())).toContain("which does not lead into it");
  });

  it("takes absence for an error, and says what to do", async () => {
    const { read } = await github();
    expect(await failure(read({ folder: "manifests" }))).toBe(
      "there is no manifest in manifests in my-company/routing at 77f1f253f8ac: correct `manifests` in the " +
        "configuration, or add a .yaml file, with [] in it when nothing is wanted",
    );
  });

  it("knows a folder by its usual spellings", async () => {
    const { read } = await github();
    for (const folder of ["distributions", "./distributions", "distributions/", "./distributions/"])
      expect((await read({ folder })).files).toHaveLength(2);
    for (const folder of [".", "./", ""]) expect((await read({ folder })).files).toHaveLength(3);
  });

  it.each(["../distributions", "/distributions", "a//b", "a\\b", "a\u0000"])(
    "asks nothing for the folder %j",
    async (folder) => {
      const { api, read } = await github();
      expect(await failure(read({ folder }))).toContain("is not a folder of the repository");
      expect(api.received).toEqual([]);
    },
  );

  it.each([
    "",
    "routing",
    "my-company/",
    "my-company/..",
    "a/b/c",
    "my-company/routing?x",
    "my company/routing",
  ])("asks nothing for the repository %j", async (repository) => {
    const { api, read } = await github();
    expect(await failure(read({ repository }))).toContain("is not OWNER/NAME");
    expect(api.received).toEqual([]);
  });

  it.each(["", "..", "a/../b", "a//b", "a\nb", "/main"])("asks nothing for the branch %j", async (branch) => {
    const { api, read } = await github();
    expect(await failure(read({ branch }))).toContain("is not the name of a branch");
    expect(api.received).toEqual([]);
  });

  it("asks nothing without the token that it was told to use", async () => {
    const { api, read } = await github();
    const missing: TokenSource = {
      token: async () => Promise.reject(new TokenError("the parameter /github does not exist: put it there")),
    };
    expect(await failure(read({ token: missing }))).toBe(
      "the parameter /github does not exist: put it there",
    );
    expect(await failure(read({ token: tokens(`${TOKEN}\nX: y`) }))).toContain("holds spaces, line breaks");
    expect(api.received).toEqual([]);
  });

  it("says that nobody is there, without showing what was sent", async () => {
    const { read } = await github();
    const message = await failure(read({ api: "http://127.0.0.1:1", token: tokens(TOKEN) }));
    expect(message).toMatch(
      /^GitHub could not be asked for my-company\/routing \((?:ECONNREFUSED|the connection was lost)\)/,
    );
  });

  it("repeats nothing of an error that holds the request", async () => {
    const { read } = await github();
    const fetch = async () =>
      Promise.reject(new TypeError(`invalid header: Bearer ${TOKEN}`, { cause: TOKEN }));
    expect(await failure(read({ fetch, token: tokens(TOKEN) }))).toContain("(the connection was lost)");
  });

  it.each(["head", "tarball", "archive"] as const)(
    "does not wait for ever for an answer (%s)",
    async (at) => {
      const time = new AbortController();
      const { read } = await github({
        [at]: () => {
          time.abort(new DOMException("The time is up", "TimeoutError"));
          return undefined;
        },
      });
      expect(await failure(read({ timeout: () => time.signal }))).toContain("no answer in time");
    },
  );

  it.each(["head", "archive"] as const)(
    "does not wait for ever for the rest of an answer (%s)",
    async (at) => {
      const time = new AbortController();
      const stuck: Answer = (_request, _nth, response) => {
        response.writeHead(200, { "content-type": "application/x-gzip" });
        response.write(MADE_BY_GIT.subarray(0, 30), () => {
          time.abort(new DOMException("The time is up", "TimeoutError"));
        });
        return undefined;
      };
      const { read } = await github({ [at]: stuck });
      expect(await failure(read({ timeout: () => time.signal }))).toMatch(
        /no answer in time|did not come in time/,
      );
    },
  );

  it("gives each of its requests thirty seconds", async () => {
    const times: number[] = [];
    const { read } = await github();
    await read({
      timeout: (milliseconds) => {
        times.push(milliseconds);
        return new AbortController().signal;
      },
    });
    expect(times).toEqual([30_000, 30_000]);
  });
});
