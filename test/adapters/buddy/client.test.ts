import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Call } from "../../../lib/adapters/buddy/call.ts";
import { type ClientOptions, connect } from "../../../lib/adapters/buddy/client.ts";
import { USER_AGENT } from "../../../lib/adapters/http/exchange.ts";
import { fields } from "../../../lib/adapters/http/fields.ts";
import { TokenError } from "../../../lib/errors.ts";
import { HELD } from "../../support/write-right.ts";
import { serve } from "./server.ts";
import { failureOf, NOON, TOKEN, world } from "./world.ts";

const LIST: Call = {
  segments: ["distributions"],
  scope: { kind: "workspace" },
  permission: "DISTRIBUTION_READ",
};
const ONE: Call = { ...LIST, segments: ["distributions", "x1"], distribution: "x1" };

/** Both clients of a pass that has the right to write. */
function clients(options: ClientOptions) {
  const { reading, writing } = connect(options);
  return { reading, writing: writing(HELD) };
}

const asIs = (body: unknown) => body;

/** A `fetch` that fails as Node's does. */
function failingFetch(cause: Error & { code?: string; syscall?: string }) {
  const state = { calls: 0 };
  const fetch = async (): Promise<Response> => {
    state.calls += 1;
    throw new TypeError("fetch failed", { cause });
  };
  return { state, fetch };
}

const systemError = (code: string, syscall?: string) =>
  Object.assign(new Error(code), { code, ...(syscall === undefined ? {} : { syscall }) });

describe("client: a request", () => {
  it("asks with token, name and query, and gives the decoded answer", async () => {
    const { url, received } = await serve(() => ({ body: { distributions: [1, 2] } }));
    const { reading } = clients(world({ endpoint: url }));
    const call = { ...LIST, query: { project_name: "a&b=ü", environment_id: "e1" } };
    expect(await reading.get(call, (body) => fields(body, "it")("distributions"))).toEqual([1, 2]);
    expect(received).toMatchObject([
      {
        method: "GET",
        url: "/workspaces/my-company/distributions?project_name=a%26b%3D%C3%BC&environment_id=e1",
        headers: { authorization: `Bearer ${TOKEN}`, "user-agent": USER_AGENT, accept: "application/json" },
        body: "",
      },
    ]);
    expect(received[0]?.headers).not.toHaveProperty("content-type");
  });

  it("is not sent when confirming the right to write, or the token, took until the deadline", async () => {
    const { url, received } = await serve(() => ({ status: 201, body: {} }));
    const options = world({ endpoint: url, deadline: NOON + 5_000 });
    const slowly = async () => options.clock.sleep(5_000);
    const { writing } = connect(options);
    expect(await failureOf(writing({ confirm: slowly }).post(LIST, {}, asIs))).toMatchObject({
      failure: "out-of-time",
      effect: "none",
    });
    const late = world({
      endpoint: url,
      deadline: NOON + 5_000,
      tokens: { token: async () => late.clock.sleep(5_000).then(() => TOKEN) },
    });
    expect((await failureOf(connect(late).reading.get(LIST, asIs))).failure).toBe("out-of-time");
    expect(received).toEqual([]);
  });

  it("is not sent when the right to write cannot be confirmed, whatever keeps it from being so", async () => {
    const { url, received } = await serve(() => ({ status: 201, body: {} }));
    const { writing } = connect(world({ endpoint: url }));
    const right = {
      confirm: () => Promise.reject(new Error("lease.json could not be read; try again later")),
    };
    expect(await failureOf(writing(right).post(LIST, {}, asIs))).toMatchObject({
      failure: "unrecorded",
      effect: "none",
      message: expect.stringContaining("lease.json could not be read; try again later"),
    });
    expect(received).toEqual([]);
  });

  it("sends a body as JSON", async () => {
    const { url, received } = await serve(() => ({ status: 201, body: { id: "x1" } }));
    const { writing } = clients(world({ endpoint: url }));
    await writing.post(LIST, { name: "Ünï" }, asIs);
    expect(received).toMatchObject([
      { method: "POST", headers: { "content-type": "application/json" }, body: '{"name":"Ünï"}' },
    ]);
  });

  it("keeps the path of a self-hosted API", async () => {
    const { url, received } = await serve(() => ({}));
    await clients(world({ endpoint: `${url}/api` })).reading.get(LIST, asIs);
    expect(received[0]?.url).toBe("/api/workspaces/my-company/distributions");
  });

  it("introduces itself with the version of the package", async () => {
    const manifest: unknown = JSON.parse(await readFile("package.json", "utf8"));
    expect(USER_AGENT).toBe(`distro-sync/${String(fields(manifest, "it")("version"))}`);
  });

  it("logs each request without query and token", async () => {
    const { url } = await serve((_, nth) => (nth === 1 ? { status: 503 } : {}));
    const options = world({ endpoint: url });
    await clients(options).reading.get({ ...LIST, query: { project_name: "web" } }, asIs);
    const path = "/workspaces/my-company/distributions";
    expect(options.lines).toEqual([
      ["request", { method: "GET", path, n: 1, status: 503, ms: 0 }],
      ["request", { method: "GET", path, n: 2, status: 200, ms: 0 }],
    ]);
  });

  it.each(["..", ".", "%2e%2e", "a/b", "a\\b", "a?x=1", "a#f", "", " ", "a\r\nX: y"])(
    "sends nothing for the workspace %j",
    async (workspace) => {
      const { url, received } = await serve(() => ({}));
      const error = await failureOf(clients(world({ endpoint: url, workspace })).reading.get(LIST, asIs));
      expect(error).toMatchObject({ failure: "refused", effect: "none" });
      expect(error.message).not.toMatch(/[\r\n]/);
      expect(received).toEqual([]);
    },
  );

  it("gives the reading client nothing that writes", () => {
    const { reading } = clients(world({ endpoint: "http://127.0.0.1:1" }));
    expect(Object.keys(reading).toSorted()).toEqual(["find", "get"]);
  });
});

describe("client: what is repeated", () => {
  it.each([500, 502, 503, 504, 408, 429])("repeats a GET that is answered %i", async (status) => {
    const { url, received } = await serve((_, nth) => (nth === 1 ? { status } : { body: { ok: true } }));
    expect(await clients(world({ endpoint: url })).reading.get(LIST, asIs)).toEqual({ ok: true });
    expect(received).toHaveLength(2);
  });

  it("repeats a PATCH as it does a GET", async () => {
    const { url, received } = await serve((_, nth) => (nth < 4 ? { status: 502 } : {}));
    await clients(world({ endpoint: url })).writing.patch(ONE, { disabled: true }, asIs);
    expect(received.map(({ method }) => method)).toEqual(["PATCH", "PATCH", "PATCH", "PATCH"]);
  });

  it("repeats a PUT and a DELETE too, each try under the right to write", async () => {
    const { url, received } = await serve((_, nth) => (nth % 2 === 1 ? { status: 502 } : {}));
    let confirmed = 0;
    const confirm = async () => {
      confirmed += 1;
    };
    const writing = connect(world({ endpoint: url })).writing({ confirm });
    expect(await writing.put(ONE, { type: "REDIRECT" }, asIs)).toEqual({});
    expect(await writing.delete(ONE)).toBe("claimed");
    expect(received.map(({ method, body }) => `${method} ${body}`)).toEqual([
      'PUT {"type":"REDIRECT"}',
      'PUT {"type":"REDIRECT"}',
      "DELETE ",
      "DELETE ",
    ]);
    expect(confirmed).toBe(4);
  });

  it("does not repeat what is answered 501, since the method will not be served a moment later", async () => {
    const { url, received } = await serve(() => ({ status: 501 }));
    await failureOf(clients(world({ endpoint: url })).writing.put(ONE, {}, asIs));
    expect(received).toHaveLength(1);
  });

  it("gives up on a GET after four tries", async () => {
    const { url, received } = await serve(() => ({ status: 503, body: { errors: [{ message: "down" }] } }));
    const error = await failureOf(clients(world({ endpoint: url })).reading.get(LIST, asIs));
    expect(error).toMatchObject({ failure: "server", status: 503, effect: "none", reason: "down" });
    expect(received).toHaveLength(4);
  });

  it.each([400, 403, 404, 405, 409, 410, 415, 422, 451])(
    "does not repeat a GET answered %i",
    async (status) => {
      const { url, received } = await serve(() => ({ status }));
      await failureOf(clients(world({ endpoint: url })).reading.get(LIST, asIs));
      expect(received).toHaveLength(1);
    },
  );

  it.each([500, 502, 503, 504, 408, 429])(
    "sends a POST answered %i once and leaves open what it did",
    async (status) => {
      const { url, received } = await serve(() => ({ status }));
      const error = await failureOf(clients(world({ endpoint: url })).writing.post(LIST, {}, asIs));
      expect(error).toMatchObject({ effect: "unknown", status });
      expect(received).toHaveLength(1);
    },
  );

  it.each([
    [400, "refused"],
    [401, "token"],
    [403, "forbidden"],
    [404, "not-found"],
    [409, "refused"],
    [422, "refused"],
  ])("takes a POST answered %i for one that did nothing (%s)", async (status, failure) => {
    const { url } = await serve(() => ({ status }));
    const error = await failureOf(clients(world({ endpoint: url })).writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({ failure, effect: "none", status });
  });

  it("stops a pass in which everything fails at a tenth and ten more requests", async () => {
    const { url, received } = await serve(() => ({ status: 503 }));
    const { reading } = clients(world({ endpoint: url }));
    await Promise.all(Array.from({ length: 100 }, () => failureOf(reading.get(LIST, asIs))));
    expect(received.length).toBeLessThanOrEqual(120);
  });

  it("remembers that an earlier try of a PATCH may have worked", async () => {
    const { url } = await serve((_, nth) => ({ status: nth === 1 ? 502 : 400 }));
    const error = await failureOf(clients(world({ endpoint: url })).writing.patch(ONE, {}, asIs));
    expect(error).toMatchObject({ failure: "refused", status: 400, effect: "unknown" });
  });
});

describe("client: no answer", () => {
  it.each([
    ["ECONNREFUSED", undefined],
    ["ENOTFOUND", undefined],
    ["EAI_AGAIN", undefined],
    ["EHOSTUNREACH", "connect"],
    ["ENETUNREACH", "connect"],
    ["UND_ERR_CONNECT_TIMEOUT", undefined],
    ["ETIMEDOUT", "connect"],
  ])("repeats even a POST after %s, since it never left", async (code, syscall) => {
    const { state, fetch } = failingFetch(systemError(code, syscall));
    const { writing } = clients(world({ endpoint: "https://api.buddy.works", fetch }));
    const error = await failureOf(writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({ failure: "unreachable", effect: "none", reason: code });
    expect(state.calls).toBe(4);
  });

  it.each([
    ["EHOSTUNREACH", "read"],
    ["ENETUNREACH", "write"],
    ["ERR_TLS_RENEGOTIATION_DISABLED", undefined],
  ])("sends a POST once that was under way when %s came (%s)", async (code, syscall) => {
    const { state, fetch } = failingFetch(systemError(code, syscall));
    const { writing } = clients(world({ endpoint: "https://api.buddy.works", fetch }));
    expect(await failureOf(writing.post(LIST, {}, asIs))).toMatchObject({ effect: "unknown" });
    expect(state.calls).toBe(1);
  });

  it.each(["ECONNRESET", "UND_ERR_SOCKET", "EPIPE", "ETIMEDOUT", "EPROTO"])(
    "sends a POST that ends in %s once",
    async (code) => {
      const { state, fetch } = failingFetch(systemError(code));
      const { writing } = clients(world({ endpoint: "https://api.buddy.works", fetch }));
      expect(await failureOf(writing.post(LIST, {}, asIs))).toMatchObject({
        failure: "unreachable",
        effect: "unknown",
        reason: code,
      });
      expect(state.calls).toBe(1);
    },
  );

  it.each(["CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "ERR_TLS_CERT_ALTNAME_INVALID"])(
    "does not repeat a call after %s",
    async (code) => {
      const { state, fetch } = failingFetch(systemError(code));
      const { writing } = clients(world({ endpoint: "https://api.buddy.works", fetch }));
      const error = await failureOf(writing.post(LIST, {}, asIs));
      expect(error).toMatchObject({ failure: "unreachable", effect: "none" });
      expect(error.remedy).toContain("certificate");
      expect(state.calls).toBe(1);
    },
  );

  it("repeats a call to a port where nobody listens", async () => {
    const vacant = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
      });
    });
    const options = world({ endpoint: `http://127.0.0.1:${vacant}` });
    const error = await failureOf(clients(options).writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({ failure: "unreachable", effect: "none", reason: "ECONNREFUSED" });
    expect(options.lines).toHaveLength(4);
    expect(options.lines[0]).toMatchObject(["request", { failure: "connection" }]);
  });

  it("leaves open what a POST did whose connection was cut", async () => {
    const { url, received } = await serve((_request, _nth, response) => void response.destroy());
    const error = await failureOf(clients(world({ endpoint: url })).writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({ failure: "unreachable", effect: "unknown" });
    expect(received).toHaveLength(1);
  });

  it("gives a server that never answers its time and no more", async () => {
    const { url, received } = await serve(() => undefined);
    const { writing } = clients(world({ endpoint: url, timeoutMs: 30 }));
    const error = await failureOf(writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({
      failure: "unreachable",
      effect: "unknown",
      reason: "no answer within 30 ms",
    });
    expect(received).toHaveLength(1);
  });

  it("counts the body into the time", async () => {
    const { url } = await serve((_request, _nth, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"distributions":[');
      return undefined;
    });
    const { writing } = clients(world({ endpoint: url, timeoutMs: 30 }));
    const error = await failureOf(writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({
      failure: "malformed",
      effect: "unknown",
      reason: "the body is not finished in time",
    });
  });

  it.each([300, 301, 302, 303, 304, 307, 308])("follows no redirect (%i)", async (status) => {
    const elsewhere = await serve(() => ({ body: { distributions: [] } }));
    const { url, received } = await serve(() => ({ status, headers: { location: `${elsewhere.url}/x` } }));
    const { reading, writing } = clients(world({ endpoint: url }));
    expect(await failureOf(reading.get(LIST, asIs))).toMatchObject({ failure: "malformed", effect: "none" });
    expect(await failureOf(writing.post(LIST, {}, asIs))).toMatchObject({
      failure: "malformed",
      effect: "unknown",
    });
    expect(received).toHaveLength(2);
    expect(elsewhere.received).toEqual([]);
  });

  it("follows no redirect to itself either", async () => {
    const { url, received } = await serve(() => ({ status: 307, headers: { location: "/other" } }));
    await failureOf(clients(world({ endpoint: url })).writing.post(LIST, {}, asIs));
    expect(received.map((request) => request.url)).toEqual(["/workspaces/my-company/distributions"]);
  });
});

describe("client: an answer that cannot be read", () => {
  it.each([
    ["a page", "<html><body>Welcome</body></html>"],
    ["a text", "ok"],
    ["not UTF-8", "\uFFFF"],
  ])("takes %s for an error, and asks no second time", async (_, body) => {
    const { url, received } = await serve((_request, _nth, response) => {
      response.writeHead(200, { "content-type": "application/json; charset=iso-8859-1" });
      response.end(body === "\uFFFF" ? Buffer.from('{"name":"M\xfcller"}', "latin1") : body);
      return undefined;
    });
    const { reading, writing } = clients(world({ endpoint: url }));
    expect(await failureOf(reading.get(LIST, asIs))).toMatchObject({ failure: "malformed", effect: "none" });
    expect(await failureOf(writing.post(LIST, {}, asIs))).toMatchObject({
      failure: "malformed",
      effect: "unknown",
      status: 200,
    });
    expect(received).toHaveLength(2);
  });

  it("asks again when JSON breaks off", async () => {
    const { url, received } = await serve((_, nth) => ({
      body: nth === 1 ? '{"distributions":[{"id"' : "{}",
    }));
    expect(await clients(world({ endpoint: url })).reading.get(LIST, asIs)).toEqual({});
    expect(received).toHaveLength(2);
  });

  it("asks again when the connection breaks off in the body", async () => {
    const { url, received } = await serve((_request, nth, response) => {
      if (nth > 1) return {};
      response.writeHead(200, { "content-length": "1000" });
      response.write('{"distributions":[]}', () => response.destroy());
      return undefined;
    });
    expect(await clients(world({ endpoint: url })).reading.get(LIST, asIs)).toEqual({});
    expect(received).toHaveLength(2);
  });

  it("does not repeat a POST whose 201 breaks off", async () => {
    const { url, received } = await serve(() => ({ status: 201, body: '{"id":' }));
    const error = await failureOf(clients(world({ endpoint: url })).writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({ failure: "malformed", effect: "unknown", status: 201 });
    expect(received).toHaveLength(1);
  });

  it("takes the wrong shape for an error, and does not ask again", async () => {
    const { url, received } = await serve(() => ({ body: [] }));
    const error = await failureOf(
      clients(world({ endpoint: url })).reading.get(LIST, (body) => fields(body, "it")),
    );
    expect(error).toMatchObject({ failure: "malformed", reason: "it is not an object" });
    expect(received).toHaveLength(1);
  });

  it("stops reading at 20 MB, also where fewer bytes travel", async () => {
    const { url, received } = await serve((_request, _nth, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(gzipSync(Buffer.alloc(21 * 1024 * 1024, " ")));
      return undefined;
    });
    const error = await failureOf(clients(world({ endpoint: url })).reading.get(LIST, asIs));
    expect(error).toMatchObject({ failure: "malformed", reason: "the body is too large" });
    expect(received).toHaveLength(1);
  });
});

const rotating = (...tokens: string[]) => {
  const asked: boolean[] = [];
  const source = {
    token: async ({ fresh }: { fresh: boolean }) => {
      asked.push(fresh);
      return tokens[Math.min(asked.length, tokens.length) - 1] ?? "";
    },
  };
  return { asked, source };
};

describe("client: the token", () => {
  it("fetches another once when Buddy refuses the first, and goes on", async () => {
    const { asked, source } = rotating("old-token", "new-token");
    const { url, received } = await serve(({ headers }) => ({
      status: headers.authorization === "Bearer new-token" ? 200 : 401,
    }));
    const { reading, writing } = clients(world({ endpoint: url, tokens: source }));
    await Promise.all([reading.get(LIST, asIs), reading.get(LIST, asIs), writing.post(LIST, {}, asIs)]);
    expect(asked).toEqual([false, true]);
    expect(received.filter(({ headers }) => headers.authorization === "Bearer old-token")).toHaveLength(1);
    expect(received).toHaveLength(4);
  });

  it("stops the pass when the fresh token is the refused one", async () => {
    const { asked, source } = rotating("old-token");
    const { url, received } = await serve(() => ({
      status: 401,
      body: { errors: [{ message: "Bad token" }] },
    }));
    const { reading, writing } = clients(world({ endpoint: url, tokens: source }));
    const errors = await Promise.all(Array.from({ length: 6 }, () => failureOf(reading.get(LIST, asIs))));
    errors.push(await failureOf(writing.post(LIST, {}, asIs)));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ failure: "token", status: 401, effect: "none", reason: "Bad token" });
    expect(asked).toEqual([false, true]);
    expect(received).toHaveLength(1);
  });

  it("stops the pass when the fresh token is refused too", async () => {
    const { asked, source } = rotating("old-token", "new-token", "newer-token");
    const { url, received } = await serve(() => ({ status: 401 }));
    const { reading } = clients(world({ endpoint: url, tokens: source }));
    await Promise.all(Array.from({ length: 6 }, () => failureOf(reading.get(LIST, asIs))));
    expect(asked).toEqual([false, true]);
    expect(received).toHaveLength(2);
  });

  it("stops the pass when there is no other token to be had", async () => {
    let asked = 0;
    const tokens = {
      token: async () => {
        asked += 1;
        if (asked > 1) throw new TokenError("gone");
        return "old-token";
      },
    };
    const { url, received } = await serve(() => ({ status: 401 }));
    const { reading } = clients(world({ endpoint: url, tokens }));
    expect(await failureOf(reading.get(LIST, asIs))).toMatchObject({ failure: "token", status: 401 });
    expect(await failureOf(reading.get(LIST, asIs))).toMatchObject({ failure: "token", status: 401 });
    expect(received).toHaveLength(1);
  });

  it("sends nothing without a token, and asks for it once", async () => {
    let asked = 0;
    const tokens = {
      token: async () => {
        asked += 1;
        throw new TokenError("the environment variable BUDDY_TOKEN is not set");
      },
    };
    const { url, received } = await serve(() => ({}));
    const { reading } = clients(world({ endpoint: url, tokens }));
    const errors = await Promise.all([1, 2, 3].map(() => failureOf(reading.get(LIST, asIs))));
    expect(errors[0]).toMatchObject({ failure: "token", effect: "none" });
    expect(errors[0]?.message).toContain("BUDDY_TOKEN is not set");
    expect(asked).toBe(1);
    expect(received).toEqual([]);
  });

  it("sends nothing with a token that fetch would print", async () => {
    const tokens = { token: async () => "SEC\nRET" };
    const { url, received } = await serve(() => ({}));
    const error = await failureOf(clients(world({ endpoint: url, tokens })).reading.get(LIST, asIs));
    expect(error.failure).toBe("token");
    expect(inspect(error, { depth: null })).not.toMatch(/SEC|RET/);
    expect(received).toEqual([]);
  });
});

describe("client: what an error says", () => {
  it.each([
    ["Buddy's own shape", { errors: [{ message: "First" }, { message: "Second" }] }, "First; Second"],
    ["error", { error: "Just this" }, "Just this"],
    ["message", { message: "Just that" }, "Just that"],
    ["an empty list and a message", { errors: [], message: "That" }, "That"],
    ["another shape", { fault: 1 }, '{"fault":1}'],
    ["a page with control characters", "<b>\u001b[31mBad\u0000</b>\r\n", "<b>[31mBad</b>"],
    ["the beginning of a long text", "x".repeat(5_000), "x".repeat(200)],
  ])("quotes %s", async (_, body, reason) => {
    const { url } = await serve(() => ({ status: 400, body }));
    const error = await failureOf(clients(world({ endpoint: url })).reading.get(LIST, asIs));
    expect(error.reason).toBe(reason);
    expect(error.message).toContain(reason);
  });

  it("has no reason where nothing was said", async () => {
    const { url } = await serve(() => ({ status: 400, body: "" }));
    const error = await failureOf(clients(world({ endpoint: url })).reading.get(LIST, asIs));
    expect(error.reason).toBeUndefined();
  });

  it("reads as one sentence with call, status and reason, and has the remedy beside it", async () => {
    const { url } = await serve(() => ({
      status: 404,
      body: { errors: [{ message: "Project not found" }] },
    }));
    const call: Call = {
      ...LIST,
      scope: { kind: "project", project: "web" },
      query: { project_name: "web" },
    };
    const error = await failureOf(clients(world({ endpoint: url })).reading.get(call, asIs));
    expect(error.message).toMatchInlineSnapshot(
      `"GET /workspaces/my-company/distributions was answered 404: Project not found"`,
    );
    expect(error.remedy?.replace(url, "ENDPOINT")).toMatchInlineSnapshot(
      `"check the project web (its name in the URL, not its display name), the workspace my-company and the region (ENDPOINT)"`,
    );
  });

  it.each([
    ["WORKSPACE", { kind: "workspace" }, "my-company"],
    ["PROJECT", { kind: "project", project: "web" }, "project web"],
    ["ENVIRONMENT", { kind: "environment", environmentId: "e1" }, "environment id e1"],
  ] as const)("names what a 404 of a %s scope may mean", async (_, scope, part) => {
    const { url } = await serve(() => ({ status: 404 }));
    const error = await failureOf(clients(world({ endpoint: url })).reading.get({ ...LIST, scope }, asIs));
    expect(error).toMatchObject({ failure: "not-found", status: 404 });
    expect(error.remedy).toContain(part);
    expect(error.remedy).toContain(url);
  });

  it("does not take the 404 of one distribution for that of its scope", async () => {
    const { url } = await serve(() => ({ status: 404 }));
    const error = await failureOf(clients(world({ endpoint: url })).writing.patch(ONE, {}, asIs));
    expect(error).toMatchObject({ failure: "refused", status: 404, effect: "none" });
  });

  it.each([
    ["zero", "X-Accepted-0Auth-Scopes", "X-0Auth-Scopes"],
    ["O", "X-Accepted-OAuth-Scopes", "X-OAuth-Scopes"],
  ])("names the scopes of a 403, spelled with %s", async (_, accepted, granted) => {
    const { url } = await serve(() => ({
      status: 403,
      headers: { [accepted]: "DISTRIBUTION_WRITE", [granted]: "WORKSPACE" },
    }));
    const { remedy } = await failureOf(clients(world({ endpoint: url })).reading.get(LIST, asIs));
    expect(remedy).toContain("DISTRIBUTION_READ");
    expect(remedy).toContain("Buddy accepts: DISTRIBUTION_WRITE");
    expect(remedy).toContain("the token has: WORKSPACE");
    expect(remedy).toContain("Workspace Settings > Developer API");
  });

  it("says when to go on after a 429 on a POST, and holds the next call until then", async () => {
    const { url } = await serve((_, nth) =>
      nth === 1 ? { status: 429, headers: { "retry-after": "30" } } : {},
    );
    const options = world({ endpoint: url });
    const { writing } = clients(options);
    const error = await failureOf(writing.post(LIST, {}, asIs));
    expect(error).toMatchObject({ failure: "throttled", effect: "unknown", resumeAt: NOON + 30_000 });
    await writing.post(LIST, {}, asIs);
    expect(options.clock.sleeps).toEqual([30_000]);
  });

  it("ends a GET that is told to wait beyond the deadline, at once", async () => {
    const { url, received } = await serve(() => ({ status: 429, headers: { "retry-after": "3600" } }));
    const options = world({ endpoint: url, deadline: NOON + 100_000 });
    const error = await failureOf(clients(options).reading.get(LIST, asIs));
    expect(error).toMatchObject({ failure: "out-of-time", effect: "none", resumeAt: NOON + 3_600_000 });
    expect(received).toHaveLength(1);
    expect(options.clock.sleeps).toEqual([]);
  });

  it.each([
    ["as it is", (header: string) => header],
    ["in base64", (header: string) => Buffer.from(header).toString("base64")],
    ["percent-encoded", (header: string) => encodeURIComponent(header)],
    ["broken up by line ends", (header: string) => header.split("").join("\r\n")],
  ])("does not repeat an Authorization header that the answer echoes %s", async (_, form) => {
    const { url } = await serve(({ headers }) => ({
      status: 400,
      body: `Bad request: ${form(String(headers.authorization))}`,
    }));
    const options = world({ endpoint: url });
    const error = await failureOf(clients(options).reading.get(LIST, asIs));
    expect(error.reason).toContain("[redacted]");
    const shown = inspect([error, error.stack, options.lines], { depth: null, showHidden: true });
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain(TOKEN.slice(9));
    expect(shown).not.toContain(Buffer.from(TOKEN).toString("base64").slice(4, -4));
  });

  it("does not repeat either token after it was replaced", async () => {
    const tokens = {
      token: async ({ fresh }: { fresh: boolean }) => (fresh ? "second-secret" : "first-secret"),
    };
    const { url } = await serve((_, nth) => ({
      status: nth === 1 ? 401 : 400,
      body: { errors: [{ message: "first-secret and second-secret" }] },
    }));
    const error = await failureOf(clients(world({ endpoint: url, tokens })).reading.get(LIST, asIs));
    expect(error.reason).toBe("[redacted] and [redacted]");
  });

  it("carries nothing of the request in any failure", async () => {
    const { fetch } = failingFetch(systemError("ECONNRESET"));
    const error = await failureOf(
      clients(world({ endpoint: "https://api.buddy.works", fetch })).writing.post(LIST, {}, asIs),
    );
    expect(error.cause).toBeUndefined();
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/Bearer|f81d4fae/);
  });
});
