import { describe, expect, it } from "vitest";
import { decodeGroups, decodeMembers } from "../../../lib/adapters/buddy/lookups.ts";
import {
  decodeCreated,
  decodeDistribution,
  decodeDistributions,
  decodeEnvironments,
  decodeUpdated,
  homeOf,
} from "../../../lib/adapters/buddy/wire.ts";
import {
  decodeRoutes,
  decodeUpdatedRoute,
  encodeDistribution,
  encodeRoute,
} from "../../../lib/adapters/buddy/wire-route.ts";
import { ShapeError } from "../../../lib/adapters/http/fields.ts";
import type { ActualRoute, Route } from "../../../lib/core/domain/distribution.ts";
import type { DistributionFields, NewDistribution } from "../../../lib/ports.ts";

const API = "https://api.buddy.works/workspaces/my-company/distributions";
const APP = "https://app.buddy.works/my-company";

describe("decodeDistributions", () => {
  it("reads the example of Buddy's page", () => {
    const body = {
      url: API,
      html_url: `${APP}/-/routing`,
      distributions: [
        {
          url: `${API}/rm1P93jG`,
          html_url: `${APP}/-/routing/rm1P93jG/routes`,
          id: "rm1P93jG",
          identifier: "test",
          name: "test",
          disabled: false,
        },
      ],
    };
    expect(decodeDistributions(body)).toEqual([
      { id: "rm1P93jG", identifier: "test", name: "test", disabled: false, home: { kind: "workspace" } },
    ]);
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a list", []],
    ["a text", "distributions"],
    ["a number", 1],
    ["an object without the list", {}],
    ["null instead of the list", { distributions: null }],
    ["an object instead of the list", { distributions: {} }],
    ["a text instead of the list", { distributions: "none" }],
    ["an item that is null", { distributions: [null] }],
    ["an item that is a text", { distributions: ["shop"] }],
    ["an item without an id", { distributions: [{ identifier: "shop" }] }],
    ["an item whose id is null", { distributions: [{ id: null }] }],
    ["an item whose id is empty", { distributions: [{ id: "" }] }],
    ["an item whose id JSON has rounded", { distributions: [{ id: 2 ** 53 }] }],
    ["an item whose id is a fraction", { distributions: [{ id: 1.5 }] }],
  ])("never takes %s for an empty list", (_, body) => {
    expect(() => decodeDistributions(body)).toThrow(ShapeError);
  });

  it("takes an id as a number or as a text", () => {
    const distributions = [
      { id: 12345, name: "a" },
      { id: "12346", name: "b" },
    ];
    expect(decodeDistributions({ distributions }).map(({ id }) => id)).toEqual(["12345", "12346"]);
  });

  it("leaves out an identifier that is missing, null or empty", () => {
    const distributions = [{ id: "1" }, { id: "2", identifier: null }, { id: "3", identifier: "" }];
    for (const summary of decodeDistributions({ distributions }))
      expect(summary).not.toHaveProperty("identifier");
  });

  it("takes fields that it does not know, and values of another type, for absent", () => {
    const distributions = [
      { id: "1", identifier: "a", name: 7, disabled: "yes", note: {}, url: 5, html_url: [] },
    ];
    expect(decodeDistributions({ distributions })).toEqual([{ id: "1", identifier: "a", name: "a" }]);
  });

  it("sees only own fields, whatever their names", () => {
    const body: unknown = JSON.parse(
      '{"__proto__":{"distributions":[]},"distributions":[{"id":"1","__proto__":{"identifier":"evil","id":"2"}}]}',
    );
    expect(decodeDistributions(body)).toEqual([{ id: "1", name: "1" }]);
    expect(() => decodeDistributions(JSON.parse('{"__proto__":{"distributions":[]}}'))).toThrow(ShapeError);
    expect(Reflect.get({}, "identifier")).toBeUndefined();
  });

  it("reads 100,000 of them", () => {
    const distributions = Array.from({ length: 100_000 }, (_, n) => ({
      id: `id${n}`,
      identifier: `shop-${n}`,
      url: `${API}/id${n}`,
      html_url: `${APP}/-/routing/id${n}/routes`,
    }));
    const decoded = decodeDistributions(JSON.parse(JSON.stringify({ distributions })));
    expect(decoded).toHaveLength(100_000);
    expect(decoded[99_999]).toMatchObject({ id: "id99999", home: { kind: "workspace" } });
  });
});

describe("homeOf", () => {
  it.each([
    ["the workspace", `${API}/rm1P93jG`, `${APP}/-/routing/rm1P93jG/routes`, { kind: "workspace" }],
    [
      "a project, by the query",
      `${API}/gNYmaWYw?project_name=my-project`,
      undefined,
      { kind: "project", project: "my-project" },
    ],
    [
      "a project, by the page",
      undefined,
      `${APP}/my-project/routing/x`,
      { kind: "project", project: "my-project" },
    ],
    [
      "an environment before its project",
      `${API}/x?project_name=my-project&environment_id=3a4KbBQl`,
      `${APP}/my-project/routing/x`,
      { kind: "environment", environmentId: "3a4KbBQl" },
    ],
    [
      "a project called routing",
      undefined,
      `${APP}/routing/routing/x`,
      { kind: "project", project: "routing" },
    ],
  ])("finds %s", (_, url, htmlUrl, home) => {
    expect(homeOf(url, htmlUrl)).toEqual(home);
  });

  it.each([
    ["nothing", undefined, undefined],
    ["no URL", "distributions/1", "routing"],
    ["an address that says nothing", `${API}/x`, undefined],
    ["an empty query", `${API}/x?project_name=`, undefined],
    ["another page", `${API}/x`, `${APP}/-/sandboxes/x`],
    ["a broken escape", undefined, `${APP}/%E0%A4%A/routing/x`],
  ])("leaves it open for %s", (_, url, htmlUrl) => {
    expect(homeOf(url, htmlUrl)).toBeUndefined();
  });
});

describe("decodeDistribution", () => {
  it("reads routes in normal form, and keeps what it does not know", () => {
    const external = { type: "EXTERNAL", external_url: "https://a.example.com" };
    const body = {
      id: "x",
      name: "Shop",
      scope: "ENVIRONMENT",
      project: { name: "web" },
      environment: { id: "3a4KbBQl", identifier: "staging" },
      routes: [
        {
          url: `${API}/x/routes/5`,
          html_url: `${APP}/-/routing/x/route/5`,
          id: 5,
          type: "PROXY",
          subdomain: "www",
          domain: "example.com",
          path: "/api",
          zone_type: "INTERNAL",
          targets: { default: { ...external, region: null }, "COUNTRY-PL": { type: "TELEPORT", to: {} } },
        },
        { id: "r2", type: "TELEPORT", subdomain: null, domain: "example.com", path: "", targets: null },
        { id: "r3", type: null, domain: "example.org", targets: {} },
      ],
    };
    expect(decodeDistribution(body, "x")).toEqual({
      id: "x",
      name: "Shop",
      scope: "ENVIRONMENT",
      project: "web",
      environmentId: "3a4KbBQl",
      routes: [
        {
          id: "5",
          type: "CACHED_PROXY",
          subdomain: "www",
          domain: "example.com",
          path: "/api",
          targets: { Default: external, "COUNTRY-PL": { type: "TELEPORT", to: {} } },
        },
        { id: "r2", type: "TELEPORT", subdomain: "", domain: "example.com", path: "/", targets: {} },
        { id: "r3", type: "", subdomain: "", domain: "example.org", path: "/", targets: {} },
      ],
    });
  });

  it("keeps routes without a domain apart, in either way to read routes", () => {
    const routes = [
      { id: 5, type: "PROXY", domain: null, targets: {} },
      { id: "r2", type: "REDIRECT", domain: "example.com", targets: {} },
      { id: "r3", type: "REDIRECT", targets: {} },
    ];
    const apart = { routes: [{ id: "r2" }], unaddressed: ["5", "r3"] };
    expect(decodeDistribution({ id: "x", name: "Shop", routes }, "x")).toMatchObject(apart);
    expect(decodeRoutes({ routes })).toMatchObject(apart);
    expect(decodeRoutes({ routes: [] })).toEqual({ routes: [] });
  });

  it("keeps what a PUT of a route has to send back: fields of tomorrow, and the address as Buddy spells it", () => {
    const routes = [
      {
        id: "r1",
        domain: "Example.com",
        subdomain: "WWW",
        path: "api/",
        targets: {},
        note: "x",
        agent_note: null,
      },
      { id: "r2", domain: "example.com", path: "/", targets: {}, tags: [] },
    ];
    expect(decodeDistribution({ id: "x", routes }, "x").routes).toMatchObject([
      {
        domain: "example.com",
        subdomain: "www",
        path: "/api",
        further: { domain: "Example.com", subdomain: "WWW", path: "api/", note: "x" },
      },
      { further: { tags: [] } },
    ]);
  });

  it("reads permissions with ids of either type and levels of tomorrow", () => {
    const permissions = {
      others: "WATCH",
      users: [{ id: "1", access_level: "MANAGE", name: "Dev" }, { id: 2 }],
      groups: null,
      pipelines: [],
    };
    expect(decodeDistribution({ id: "x", routes: [], permissions }, "x").permissions).toEqual({
      others: "WATCH",
      users: [
        { id: 1, access_level: "MANAGE" },
        { id: 2, access_level: "" },
      ],
    });
    expect(decodeDistribution({ id: "x", permissions: { groups: [] } }, "x").permissions).toEqual({
      groups: [],
    });
  });

  it("does not take permissions that are not told for none", () => {
    expect(decodeDistribution({ id: "x" }, "x")).not.toHaveProperty("permissions");
    expect(decodeDistribution({ id: "x", permissions: null }, "x")).not.toHaveProperty("permissions");
  });

  it("leaves out a route without a domain", () => {
    const routes = [
      { id: "r1", domain: null },
      { id: "r2", domain: "example.com", targets: {} },
    ];
    expect(decodeDistribution({ id: "x", routes }, "x").routes).toMatchObject([{ id: "r2" }]);
  });

  it("does not take routes that are not told for none", () => {
    expect(decodeDistribution({ id: "x" }, "x").routes).toBeUndefined();
    expect(decodeDistribution({ id: "x", routes: null }, "x").routes).toBeUndefined();
    expect(decodeDistribution({ id: "x", routes: [] }, "x").routes).toEqual([]);
  });

  it.each([
    { routes: {} },
    { routes: "none" },
    { routes: [null] },
    { routes: [{ domain: "example.com", targets: {} }] },
    { routes: [{ id: "r1", domain: "example.com" }] },
    { routes: [{ id: "r1", domain: "example.com", targets: [] }] },
    { routes: [{ id: "r1", domain: "example.com", targets: { Default: "https://a.example.com" } }] },
    { permissions: "all" },
    { permissions: [] },
    { permissions: { users: {} } },
    { permissions: { users: [null] } },
    { permissions: { groups: [{ access_level: "MANAGE" }] } },
    { permissions: { users: [{ id: "dev@example.com", access_level: "MANAGE" }] } },
  ])("refuses %j", (fields) => {
    expect(() => decodeDistribution({ id: "x", ...fields }, "x")).toThrow(ShapeError);
  });

  it("refuses an answer about another distribution", () => {
    expect(() => decodeDistribution({ id: "y", routes: [] }, "x")).toThrow(ShapeError);
  });
});

describe("decodeCreated", () => {
  const sent: NewDistribution = { scope: { kind: "workspace" }, identifier: "shop", name: "Shop" };

  it("gives the id when the answer shows what was sent", () => {
    expect(decodeCreated({ id: 7, identifier: "shop", scope: "WORKSPACE", name: "else" }, sent)).toBe("7");
  });

  it("does not mind an answer that leaves identifier and scope out", () => {
    expect(decodeCreated({ id: "x" }, sent)).toBe("x");
  });

  it.each([
    { id: "x", identifier: "shop-2" },
    { id: "x", identifier: "Shop" },
    { id: "x", identifier: null },
    { id: "x", identifier: "shop", scope: "PROJECT" },
    { identifier: "shop" },
    [],
    undefined,
  ])("refuses %j", (body) => {
    expect(() => decodeCreated(body, sent)).toThrow(ShapeError);
  });
});

describe("decodeUpdated", () => {
  const all: DistributionFields = {
    identifier: "shop",
    name: "Shop",
    disabled: false,
    permissions: {
      others: "DENIED",
      users: [{ id: 1, access_level: "MANAGE" }],
      groups: [{ id: 7, access_level: "READ_ONLY" }],
    },
  };

  it("is content with an answer that says what was sent, in any order, and more", () => {
    const permissions = {
      others: "DENIED",
      users: [
        { id: 9, access_level: "MANAGE" },
        { id: "1", access_level: "MANAGE" },
      ],
      groups: [{ id: 7, access_level: "READ_ONLY" }],
    };
    expect(() => decodeUpdated({ id: 7, scope: "PROJECT", ...all, permissions }, "7", all)).not.toThrow();
    expect(() => decodeUpdated({ disabled: true }, "x", { disabled: true })).not.toThrow();
  });

  it("wants nothing to be said of lists that are empty", () => {
    const permissions = { users: [], groups: [] };
    expect(() => decodeUpdated({ permissions: null }, "x", { permissions })).not.toThrow();
    expect(() => decodeUpdated({}, "x", { permissions })).not.toThrow();
  });

  it.each([
    [
      { disabled: true },
      [undefined, {}, null, [], { disabled: false }, { disabled: null }, { id: "y", disabled: true }],
    ],
    [
      { name: "Shop" },
      [{ identifier: "shop" }, { name: "shop" }, { name: null }, { id: null, name: "Shop" }],
    ],
    [{ identifier: "shop" }, [{ name: "Shop" }, { identifier: "shop-1" }]],
    [
      { permissions: { others: "DENIED" } },
      [{}, { permissions: null }, { permissions: {} }, { permissions: { others: "MANAGE" } }],
    ],
    [
      { permissions: { users: [{ id: 1, access_level: "MANAGE" }] } },
      [
        { permissions: {} },
        { permissions: { users: [] } },
        { permissions: { users: [{ id: 1, access_level: "READ_ONLY" }] } },
        { permissions: { users: [{ id: 2, access_level: "MANAGE" }] } },
        { permissions: { groups: [{ id: 1, access_level: "MANAGE" }] } },
        { permissions: { users: "all" } },
      ],
    ],
    [{ permissions: { groups: [{ id: 7, access_level: "MANAGE" }] } }, [{ permissions: { groups: null } }]],
  ] as const)("having sent %j it refuses each of %j", (sent, answers) => {
    for (const body of answers) expect(() => decodeUpdated(body, "x", sent)).toThrow(ShapeError);
  });
});

describe("decodeUpdatedRoute", () => {
  const live: ActualRoute = {
    id: "r1",
    domain: "example.com",
    subdomain: "www",
    path: "/api",
    type: "REDIRECT",
    targets: {},
  };
  const sent: Route = {
    domain: "www.example.com",
    subdomain: "",
    path: "/api",
    type: "DIRECT_PROXY",
    targets: { Default: { type: "EXTERNAL", external_url: "test.com" } },
  };
  const answer = {
    id: "r1",
    domain: "example.com",
    subdomain: "www",
    path: "/api",
    type: "DIRECT_PROXY",
    targets: sent.targets,
  };

  it.each([
    {},
    { type: "PROXY_NO_CACHE" },
    { targets: { default: { type: "EXTERNAL", external_url: "https://TEST.com/" } } },
    { domain: "Example.com", subdomain: "WWW", path: "api/" },
    { domain: "www.example.com", subdomain: null },
    { note: "x" },
  ])("is content when the answer is the same but for %j", (fields) => {
    expect(() => decodeUpdatedRoute({ ...answer, ...fields }, live, sent)).not.toThrow();
  });

  it.each([
    { id: "r2" },
    { id: null },
    { domain: null },
    { path: "" },
    { subdomain: null },
    { type: "CACHED_PROXY" },
    { type: null },
    { targets: null },
    { targets: undefined },
    { targets: {} },
    { targets: { Default: { type: "EXTERNAL", external_url: "https://test.com/other" } } },
    { targets: { ...sent.targets, "COUNTRY-PL": sent.targets.Default } },
  ])("refuses it when it is the same but for %j", (fields) => {
    expect(() => decodeUpdatedRoute({ ...answer, ...fields }, live, sent)).toThrow(ShapeError);
  });

  it.each([undefined, null, [], "done", {}])("refuses %j", (body) => {
    expect(() => decodeUpdatedRoute(body, live, sent)).toThrow(ShapeError);
  });
});

describe("lookups on the wire", () => {
  it("reads environments, without those that no manifest can name", () => {
    const environments = [
      { id: "a", identifier: "staging", scope: "PROJECT", project: { name: "web" }, name: "Staging" },
      { id: 7, identifier: "live" },
      { id: "b", identifier: "test", url: "https://api.buddy.works/x/b?project_name=api" },
      { id: "c", identifier: null },
    ];
    expect(decodeEnvironments({ environments })).toEqual([
      { id: "a", identifier: "staging", scope: "PROJECT", project: "web" },
      { id: "7", identifier: "live" },
      { id: "b", identifier: "test", project: "api" },
    ]);
  });

  it("reads members with addresses in lower case, and ids of either type", () => {
    const members = [{ id: 1, email: "Dev@Example.com" }, { id: "2", email: null }, { id: 3 }];
    expect(decodeMembers({ members })).toEqual([{ id: 1, email: "dev@example.com" }, { id: 2 }, { id: 3 }]);
  });

  it("reads groups by name, also by names that objects have of their own", () => {
    const groups = [
      { id: 7, name: "admins" },
      { id: 8, name: "__proto__" },
      { id: 9, name: "constructor" },
    ];
    expect([...decodeGroups({ groups })]).toEqual([
      ["admins", 7],
      ["__proto__", 8],
      ["constructor", 9],
    ]);
  });

  it.each([
    () => decodeEnvironments({}),
    () => decodeEnvironments({ environments: [{ identifier: "a" }] }),
    () => decodeMembers({ members: null }),
    () => decodeMembers({ members: [{ email: "dev@example.com" }] }),
    () => decodeMembers({ members: [{ id: "abc" }] }),
    () => decodeMembers({ members: [{ id: 2 ** 53 }] }),
    () => decodeGroups([]),
    () => decodeGroups({ groups: [{ name: "admins" }] }),
  ])("refuses the wrong shape (%#)", (decode) => {
    expect(decode).toThrow(ShapeError);
  });
});

describe("encodeDistribution", () => {
  it("puts the scope into the body", () => {
    const about = { identifier: "shop", name: "Shop" };
    const json = (scope: NewDistribution["scope"]): unknown =>
      JSON.parse(JSON.stringify(encodeDistribution({ scope, ...about })));
    expect(json({ kind: "workspace" })).toEqual({ ...about, scope: "WORKSPACE" });
    expect(json({ kind: "project", project: "web" })).toEqual({
      ...about,
      scope: "PROJECT",
      project_name: "web",
    });
    expect(json({ kind: "environment", environmentId: "e1" })).toEqual({
      ...about,
      scope: "ENVIRONMENT",
      environment_id: "e1",
    });
  });

  it("sends permissions as they are", () => {
    const permissions = { others: "READ_ONLY", users: [{ id: 1, access_level: "MANAGE" }] } as const;
    expect(
      encodeDistribution({ scope: { kind: "workspace" }, identifier: "a", name: "A", permissions }),
    ).toMatchObject({ permissions });
  });
});

describe("encodeRoute", () => {
  const route: Route = {
    domain: "example.com",
    subdomain: "",
    path: "/",
    type: "DIRECT_PROXY",
    targets: {
      Default: { type: "EXTERNAL", external_url: "https://a.example.com" },
      "COUNTRY-PL": { type: "EXTERNAL", external_url: "https://pl.example.com" },
    },
  };

  it("leaves out the root path and the empty subdomain", () => {
    expect(encodeRoute(route, { types: "new", region: "Default" })).toEqual({
      type: "DIRECT_PROXY",
      domain: "example.com",
      targets: route.targets,
    });
  });

  it("sends any other path and subdomain as they are", () => {
    const sent = encodeRoute(
      { ...route, subdomain: "www", path: "/api" },
      { types: "new", region: "Default" },
    );
    expect(sent).toMatchObject({ subdomain: "www", path: "/api" });
  });

  it.each([
    ["DIRECT_PROXY", "PROXY_NO_CACHE"],
    ["CACHED_PROXY", "PROXY"],
    ["REDIRECT", "REDIRECT"],
    ["CLOAKING", "CLOAKING"],
  ] as const)("knows %s by its older name %s", (type, older) => {
    expect(encodeRoute({ ...route, type }, { types: "old", region: "default" })).toMatchObject({
      type: older,
      targets: { default: route.targets.Default, "COUNTRY-PL": route.targets["COUNTRY-PL"] },
    });
  });
});
