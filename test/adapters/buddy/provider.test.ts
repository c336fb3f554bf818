import { describe, expect, it } from "vitest";
import { buddyProvider } from "../../../lib/adapters/buddy/provider.ts";
import type { Scope, Summary } from "../../../lib/core/domain/distribution.ts";
import type { Provider } from "../../../lib/ports.ts";
import { HELD } from "../../support/write-right.ts";
import { against, bodies, calls, ENVIRONMENT, live, PROJECT, route, WORKSPACE } from "./provider.ts";
import { type Received, type Reply, serve } from "./server.ts";
import { failureOf, world } from "./world.ts";

const items = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({ id: `id${from + n}`, identifier: `shop-${from + n}` }));

/** Pages of `length` out of `total`; without paging everything, whatever is asked. */
function paged(total: number, length: number, { ignoring = false } = {}) {
  return ({ url }: Received): Reply => {
    const page = Number(new URL(url, "http://x").searchParams.get("page") ?? "1");
    const from = ignoring ? 0 : (page - 1) * length;
    return { body: { distributions: items(from, Math.max(from, Math.min(total, from + length))) } };
  };
}

describe("buddyProvider: reading", () => {
  it("gives an object that has no method to write with", async () => {
    const { provider } = await against(() => ({}));
    expect(Object.keys(provider.reading()).toSorted()).toEqual([
      "environments",
      "get",
      "groups",
      "list",
      "rest",
      "users",
    ]);
  });

  it.each([
    ["the workspace", WORKSPACE, ""],
    ["a project", PROJECT, "?project_name=web"],
    ["an environment", ENVIRONMENT, "?environment_id=3a4KbBQl"],
  ])("addresses the list and the objects of %s alike", async (_, scope, query) => {
    const { provider, received } = await against(({ method, url }) => {
      if (method === "POST") return { status: 201, body: { id: "r1" } };
      if (method === "PUT") return { body: { ...route(), id: "r1" } };
      if (method === "DELETE") return { status: 204, body: "" };
      return { body: url.includes("x1") ? { id: "x1", routes: [], disabled: false } : { distributions: [] } };
    });
    const writing = provider.writing(HELD);
    await writing.list(scope);
    await writing.get(scope, "x1");
    await writing.updateDistribution(scope, "x1", { disabled: false });
    await writing.createRoute(scope, "x1", route());
    await writing.updateRoute(scope, "x1", live(), route());
    await writing.deleteRoute(scope, "x1", "r1");
    await writing.deleteDistribution(scope, "x1");
    expect(calls(received)).toEqual([
      `GET /distributions${query}`,
      `GET /distributions/x1${query}`,
      `PATCH /distributions/x1${query}`,
      `POST /distributions/x1/routes${query}`,
      `PUT /distributions/x1/routes/r1${query}`,
      `DELETE /distributions/x1/routes/r1${query}`,
      `DELETE /distributions/x1${query}`,
    ]);
  });

  it.each([
    "{}",
    "null",
    "[]",
    "<html></html>",
    '"none"',
    '{"distributions":null}',
    '{"distributions":{}}',
    "",
  ])("never takes %j for an empty list", async (body) => {
    const { provider } = await against(() => ({ body }));
    const error = await failureOf(provider.reading().list(PROJECT));
    expect(error).toMatchObject({ failure: "malformed", effect: "none" });
  });

  it("says nothing is live when the list is empty", async () => {
    const { provider } = await against(() => ({ body: { distributions: [] } }));
    expect(await provider.reading().list(WORKSPACE)).toEqual([]);
  });

  it("finds no distribution where Buddy answers 404", async () => {
    const { provider } = await against(() => ({ status: 404, body: { errors: [{ message: "Not found" }] } }));
    expect(await provider.reading().get(WORKSPACE, "x1")).toBeUndefined();
  });

  it("finds no distribution where a 404 says nothing", async () => {
    const { provider } = await against(() => ({ status: 404, body: "" }));
    expect(await provider.reading().get(WORKSPACE, "x1")).toBeUndefined();
  });

  it("does not take a proxy's 404 for Buddy's", async () => {
    const { provider } = await against(() => ({ status: 404, body: "<html>nginx</html>" }));
    expect(await failureOf(provider.reading().get(WORKSPACE, "x1"))).toMatchObject({ status: 404 });
  });

  it("does not take the 404 of a list for an empty one", async () => {
    const { provider } = await against(() => ({ status: 404 }));
    expect(await failureOf(provider.reading().list(PROJECT))).toMatchObject({ failure: "not-found" });
  });

  it("asks for the routes when the distribution does not tell them", async () => {
    const { provider, received } = await against(({ url }) => ({
      body: url.endsWith("/routes")
        ? { routes: [{ id: 1, domain: "example.com", targets: {} }] }
        : { id: "x1", routes: null },
    }));
    expect((await provider.reading().get(WORKSPACE, "x1"))?.routes).toHaveLength(1);
    expect(calls(received)).toEqual(["GET /distributions/x1", "GET /distributions/x1/routes"]);
  });

  it("sends nothing for an id that would lead elsewhere", async () => {
    const { provider, received } = await against(() => ({}));
    expect(await failureOf(provider.reading().get(WORKSPACE, "../../x"))).toMatchObject({
      failure: "refused",
      effect: "none",
    });
    expect(received).toEqual([]);
  });
});

/** As whoever must not miss anything reads a scope. */
async function listWhole(provider: Provider, scope: Scope): Promise<readonly Summary[]> {
  const reading = provider.reading();
  const listed = await reading.list(scope);
  return [...listed, ...(await reading.rest(scope, listed))];
}

describe("buddyProvider: hidden pages", () => {
  it("lists with one call, whatever the length", async () => {
    const { provider, received } = await against(paged(1_000, 30));
    expect(await provider.reading().list(PROJECT)).toHaveLength(30);
    expect(received).toHaveLength(1);
  });

  it.each([
    [0, 1_000, 1],
    [1, 1, 2],
    [3, 1, 4],
    [19, 30, 2],
    [1_000, 1_000, 2],
    [45, 30, 2],
    [40, 20, 3],
    [60, 30, 3],
    [1_000, 30, 34],
    [250, 7, 36],
  ])("finds all of %i by %i with %i calls", async (total, length, expected) => {
    const { provider, received } = await against(paged(total, length));
    const list = await listWhole(provider, PROJECT);
    expect(new Set(list.map(({ id }) => id)).size).toBe(total);
    expect(list).toHaveLength(total);
    expect(received).toHaveLength(expected);
  });

  it("stops when the server ignores the page", async () => {
    const { provider, received } = await against(paged(30, 30, { ignoring: true }));
    expect(await listWhole(provider, PROJECT)).toHaveLength(30);
    expect(calls(received)).toEqual([
      "GET /distributions?project_name=web",
      "GET /distributions?project_name=web&page=2",
    ]);
  });

  it("stops when the server does not know of pages", async () => {
    const { provider } = await against((request, nth) =>
      nth === 1 ? paged(30, 30)(request) : { status: 400 },
    );
    expect(await listWhole(provider, WORKSPACE)).toHaveLength(30);
  });

  it("has no list when a later page fails", async () => {
    const { provider } = await against((request, nth) =>
      nth === 1 ? paged(60, 30)(request) : { status: 404 },
    );
    expect(await failureOf(listWhole(provider, WORKSPACE))).toMatchObject({ status: 404 });
  });

  it("takes an object that moved to a later page once", async () => {
    const { provider } = await against((_, nth) => ({
      body: { distributions: nth === 1 ? items(0, 20) : items(19, 25) },
    }));
    expect(await listWhole(provider, WORKSPACE)).toHaveLength(25);
  });
});

const members = (pages: readonly (readonly object[])[]) => (_: Received, nth: number) => ({
  body: { members: pages[nth - 1] ?? [] },
});

describe("buddyProvider: lookups", () => {
  it("asks for the environments of a project, or of the workspace", async () => {
    const { provider, received } = await against(() => ({
      body: { environments: [{ id: "e1", identifier: "staging", scope: "PROJECT" }] },
    }));
    const reading = provider.reading();
    expect(await reading.environments("web")).toEqual([
      { id: "e1", identifier: "staging", scope: "PROJECT" },
    ]);
    await reading.environments(undefined);
    expect(calls(received)).toEqual(["GET /environments?project_name=web", "GET /environments"]);
  });

  it("asks for the groups", async () => {
    const { provider } = await against(() => ({ body: { groups: [{ id: 7, name: "admins" }] } }));
    expect([...(await provider.reading().groups())]).toEqual([["admins", 7]]);
  });

  it("stops turning pages as soon as everybody is found", async () => {
    const { provider, received } = await against(
      members([[{ id: 1, email: "A@example.com" }], [{ id: 2, email: "b@example.com" }], [{ id: 3 }]]),
    );
    const found = await provider.reading().users(new Set(["a@example.com", "b@example.com"]));
    expect([...found]).toEqual([
      ["a@example.com", 1],
      ["b@example.com", 2],
    ]);
    expect(calls(received)).toEqual(["GET /members?page=1&per_page=100", "GET /members?page=2&per_page=100"]);
  });

  it("leaves out an address that no member has, after the empty page", async () => {
    const { provider, received } = await against(members([[{ id: 1, email: "a@example.com" }, { id: 2 }]]));
    expect([...(await provider.reading().users(new Set(["b@example.com"])))]).toEqual([]);
    expect(received).toHaveLength(2);
  });

  it("stops when a page repeats", async () => {
    const same = [{ id: 1, email: "a@example.com" }];
    const { provider, received } = await against(members([same, same, same, same]));
    await provider.reading().users(new Set(["b@example.com"]));
    expect(received).toHaveLength(2);
  });

  it("asks nothing when nobody is looked for", async () => {
    const { provider, received } = await against(members([]));
    await provider.reading().users(new Set());
    expect(received).toEqual([]);
  });

  it("names the scope when the members come without addresses", async () => {
    const { provider } = await against(members([[{ id: 1 }, { id: 2, email: null }]]));
    const error = await failureOf(provider.reading().users(new Set(["a@example.com"])));
    expect(error).toMatchObject({ failure: "forbidden", effect: "none" });
    expect(error.remedy).toContain("MEMBER_EMAIL");
  });
});

describe("buddyProvider: creating a distribution", () => {
  it.each([
    ["the workspace", WORKSPACE, { scope: "WORKSPACE" }],
    ["a project", PROJECT, { scope: "PROJECT", project_name: "web" }],
    ["an environment", ENVIRONMENT, { scope: "ENVIRONMENT", environment_id: "3a4KbBQl" }],
  ])("names %s in the body and not in the query", async (_, scope, fields) => {
    const { provider, received } = await against(() => ({
      status: 201,
      body: { id: "x1", identifier: "shop", scope: fields.scope },
    }));
    const id = await provider.writing(HELD).createDistribution({ scope, identifier: "shop", name: "Shop" });
    expect(id).toBe("x1");
    expect(calls(received)).toEqual(["POST /distributions"]);
    expect(bodies(received)).toEqual([{ identifier: "shop", name: "Shop", ...fields }]);
  });

  it.each([
    ["another identifier", { id: "x1", identifier: "shop-1", scope: "WORKSPACE" }],
    ["another scope", { id: "x1", identifier: "shop", scope: "PROJECT" }],
    ["no id", { identifier: "shop", scope: "WORKSPACE" }],
  ])("does not take an answer with %s for the object it asked for", async (_, body) => {
    const { provider } = await against(() => ({ status: 201, body }));
    const error = await failureOf(
      provider.writing(HELD).createDistribution({ scope: WORKSPACE, identifier: "shop", name: "Shop" }),
    );
    expect(error).toMatchObject({ failure: "malformed", effect: "unknown", status: 201 });
  });

  it.each([400, 409, 422])("passes a refusal on, asked once (%i)", async (status) => {
    const { provider, received } = await against(() => ({
      status,
      body: { errors: [{ message: "exists" }] },
    }));
    const error = await failureOf(
      provider.writing(HELD).createDistribution({ scope: WORKSPACE, identifier: "shop", name: "Shop" }),
    );
    expect(error).toMatchObject({ failure: "refused", status, effect: "none", reason: "exists" });
    expect(received).toHaveLength(1);
  });
});

/** How a route was spelled: `DIRECT_PROXY Default`. */
function spelledAs({ body }: Received): string {
  const { type, targets } = fieldsOf(body);
  return `${String(type)} ${Object.keys(targets ?? {}).join()}`;
}

function fieldsOf(body: string): { readonly type?: unknown; readonly targets?: object } {
  const json: unknown = JSON.parse(body);
  return typeof json === "object" && json !== null ? json : {};
}

const spelling = (received: readonly Received[]) => received.map(spelledAs);

/** Takes one spelling of types and of the default region, and refuses the others. */
const accepting = (types: readonly string[], region: string) => (request: Received, nth: number) =>
  types.some((type) => spelledAs(request) === `${type} ${region}`)
    ? { status: 201, body: { id: `r${nth}` } }
    : { status: 422, body: { errors: [{ message: `refusal ${nth}` }] } };

const NEW = ["DIRECT_PROXY", "CACHED_PROXY", "REDIRECT"];
const OLD = ["PROXY_NO_CACHE", "PROXY", "REDIRECT"];

describe("buddyProvider: creating a route", () => {
  it("writes the new names, and one request", async () => {
    const { provider, received } = await against(accepting(NEW, "Default"));
    await provider.writing(HELD).createRoute(WORKSPACE, "x1", route());
    expect(bodies(received)).toEqual([
      {
        type: "DIRECT_PROXY",
        domain: "example.com",
        subdomain: "www",
        path: "/api",
        targets: { Default: { type: "EXTERNAL", external_url: "https://backend.example.com" } },
      },
    ]);
  });

  it("tries the other spellings after a refusal, and remembers the one that is taken", async () => {
    const { provider, received } = await against(accepting(OLD, "default"));
    const writing = provider.writing(HELD);
    await writing.createRoute(WORKSPACE, "x1", route());
    await writing.createRoute(WORKSPACE, "x1", route({ type: "CACHED_PROXY" }));
    expect(spelling(received)).toEqual([
      "DIRECT_PROXY Default",
      "PROXY_NO_CACHE Default",
      "DIRECT_PROXY default",
      "PROXY_NO_CACHE default",
      "PROXY default",
    ]);
  });

  it("remembers it for the whole pass, whoever writes", async () => {
    const { provider, received } = await against(accepting(OLD, "Default"));
    await provider.writing(HELD).createRoute(WORKSPACE, "x1", route());
    await provider.writing(HELD).createRoute(PROJECT, "x2", route());
    expect(spelling(received).slice(2)).toEqual(["PROXY_NO_CACHE Default"]);
  });

  it("learns from a redirect only what it shows", async () => {
    const { provider, received } = await against(accepting(OLD, "default"));
    const writing = provider.writing(HELD);
    await writing.createRoute(WORKSPACE, "x1", route({ type: "REDIRECT" }));
    await writing.createRoute(WORKSPACE, "x1", route());
    expect(spelling(received)).toEqual([
      "REDIRECT Default",
      "REDIRECT default",
      "DIRECT_PROXY default",
      "PROXY_NO_CACHE default",
    ]);
  });

  it("throws the first refusal when all spellings are refused", async () => {
    const { provider, received } = await against(accepting([], "none"));
    const error = await failureOf(provider.writing(HELD).createRoute(WORKSPACE, "x1", route()));
    expect(error).toMatchObject({ failure: "refused", effect: "none", reason: "refusal 1" });
    expect(received).toHaveLength(4);
  });

  it("does not try another spelling once one is proven", async () => {
    const refusing = accepting(NEW, "Default");
    const { provider, received } = await against((request, nth) =>
      nth === 1 ? refusing(request, nth) : { status: 400, body: { errors: [{ message: "not routable" }] } },
    );
    const writing = provider.writing(HELD);
    await writing.createRoute(WORKSPACE, "x1", route());
    const error = await failureOf(writing.createRoute(WORKSPACE, "x1", route({ domain: "example.org" })));
    expect(error).toMatchObject({ failure: "refused", reason: "not routable" });
    expect(received).toHaveLength(2);
  });

  it.each([401, 403, 404, 409, 429, 500, 503])("does not try another spelling after %i", async (status) => {
    const { provider, received } = await against(() => ({ status }));
    expect(await failureOf(provider.writing(HELD).createRoute(WORKSPACE, "x1", route()))).toMatchObject({
      status,
    });
    expect(received).toHaveLength(1);
  });

  it("stops trying as soon as one try may have worked", async () => {
    const { provider, received } = await against((_, nth) => ({ status: nth === 1 ? 422 : 502 }));
    const error = await failureOf(provider.writing(HELD).createRoute(WORKSPACE, "x1", route()));
    expect(error).toMatchObject({ failure: "server", effect: "unknown" });
    expect(received).toHaveLength(2);
  });

  it("leaves open what a 201 of the wrong shape means", async () => {
    const { provider } = await against(() => ({ status: 201, body: [] }));
    const error = await failureOf(provider.writing(HELD).createRoute(WORKSPACE, "x1", route()));
    expect(error).toMatchObject({ failure: "malformed", effect: "unknown" });
  });
});

describe("buddyProvider: one pass", () => {
  it("keeps reading and writing together to four requests at a time", async () => {
    let inFlight = 0;
    let most = 0;
    const provider = buddyProvider({
      ...world({ endpoint: "https://api.buddy.works" }),
      fetch: async (_, init) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await new Promise((resolve) => setImmediate(resolve));
        inFlight -= 1;
        return Response.json(init?.method === "POST" ? { id: "x1" } : { distributions: [] });
      },
    });
    await Promise.all([
      ...Array.from({ length: 20 }, () => provider.reading().list(WORKSPACE)),
      ...Array.from({ length: 20 }, () =>
        provider.writing(HELD).createDistribution({ scope: WORKSPACE, identifier: "shop", name: "Shop" }),
      ),
    ]);
    expect(most).toBe(4);
  });

  it("fetches one token for reading and writing", async () => {
    let asked = 0;
    const { url } = await serve(({ method }) => ({
      body: method === "POST" ? { id: "x1" } : { distributions: [] },
    }));
    const tokens = {
      token: async () => {
        asked += 1;
        return "secret-token";
      },
    };
    const provider = buddyProvider(world({ endpoint: url, tokens }));
    await provider.reading().list(WORKSPACE);
    await provider.writing(HELD).createDistribution({ scope: WORKSPACE, identifier: "shop", name: "Shop" });
    expect(asked).toBe(1);
  });
});
