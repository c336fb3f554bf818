import { describe, expect, it } from "vitest";
import { decodeGroups, decodeMembers } from "../../../lib/adapters/buddy/lookups.ts";
import {
  decodeCreated,
  decodeDistribution,
  decodeDistributions,
  decodeEnvironments,
  decodePermissions,
  decodeUpdated,
} from "../../../lib/adapters/buddy/wire.ts";
import {
  decodeCreatedRoute,
  decodeRouteList,
  decodeRoutes,
  decodeUpdatedRoute,
} from "../../../lib/adapters/buddy/wire-route.ts";
import { live, route, WORKSPACE } from "./provider.ts";

/** What is absent has no key at all, and what is wrong is named: found by breaking the code (docs/mutation.md). */

describe("what Buddy does not say", () => {
  it("is no field of a distribution", () => {
    expect(decodeDistributions({ distributions: [{ id: "x" }] })).toStrictEqual([{ id: "x", name: "x" }]);
    expect(decodeDistribution({ id: "x", name: "Shop" }, "x")).toStrictEqual({
      id: "x",
      name: "Shop",
      routes: undefined,
    });
  });

  it.each([null, "", undefined, [], "web", 7, {}, { name: null, id: null }, { name: "", id: "" }])(
    "is no project and no environment, told as %j",
    (told) => {
      const read = decodeDistribution({ id: "x", project: told, environment: told }, "x");
      expect(read).not.toHaveProperty("project");
      expect(read).not.toHaveProperty("environmentId");
    },
  );

  it("is no field of a distribution's access", () => {
    expect(decodePermissions({})).toStrictEqual({});
    expect(decodePermissions({ others: null, users: [] })).toStrictEqual({ users: [] });
  });

  it("is nothing that a PUT of a route has to send back", () => {
    expect(decodeRouteList([{ id: "r1", ...route(), note: null }])).toStrictEqual([live()]);
  });

  it("is no field of an environment, whose project is its own or none", () => {
    const environments = [
      { id: "a", identifier: "a" },
      { id: "b", identifier: "b", url: "https://api.buddy.works/x/b?environment_id=b" },
    ];
    expect(decodeEnvironments({ environments })).toStrictEqual([
      { id: "a", identifier: "a" },
      { id: "b", identifier: "b" },
    ]);
  });

  it("is no group: one without a name is left out, also without an id", () => {
    const groups = [{ id: 7, name: null }, { name: "" }, { id: 8, name: "admins" }];
    expect([...decodeGroups({ groups })]).toEqual([["admins", 8]]);
  });

  it("does not keep the address of the object's own scope from being read", () => {
    const url = "https://api.buddy.works/workspaces/my-company/distributions/x?project_name=web";
    expect(decodeDistributions({ distributions: [{ id: "x", url }] })).toMatchObject([
      { home: { kind: "project", project: "web" } },
    ]);
  });
});

describe("routes as an answer of their own", () => {
  it("are read from the list that is there", () => {
    const routes = [{ id: "r1", ...route() }];
    expect(decodeRoutes({ routes })).toStrictEqual({ routes: [live()] });
    expect(decodeRoutes({ routes: [] })).toStrictEqual({ routes: [] });
  });

  it("are told apart from those that answer for no host, of which only the ids are kept", () => {
    const routes = [
      { id: 7, domain: null },
      { id: "r1", ...route() },
      { id: "r3", domain: "" },
    ];
    expect(decodeRoutes({ routes })).toStrictEqual({ routes: [live()], unaddressed: ["7", "r3"] });
    expect(() => decodeRoutes({ routes: [{ domain: null }] })).toThrow("a route has no id");
  });

  it("are created when the answer has an id", () => {
    expect(() => decodeCreatedRoute({ id: 7 })).not.toThrow();
    expect(() => decodeCreatedRoute({ domain: "example.com" })).toThrow("the new route has no id");
  });
});

describe("access as it is answered", () => {
  const answered = (permissions: unknown) => () =>
    decodeUpdated({ id: "x", permissions }, "x", {
      permissions: { users: [{ id: 1, access_level: "MANAGE" }] },
    });

  it("may say of others what was not sent", () => {
    expect(
      answered({ others: "USE_ONLY", users: [{ id: 1, access_level: "MANAGE" }], groups: [] }),
    ).not.toThrow();
  });
});

describe("an answer of the wrong shape", () => {
  const sent = { scope: WORKSPACE, identifier: "shop", name: "Shop" } as const;
  const created = (body: object) => () => decodeCreated(body, sent);
  const access = (permissions: unknown) => () => decodeDistribution({ id: "x", permissions }, "x");
  const updated = (body: object, fields: Parameters<typeof decodeUpdated>[2]) => () =>
    decodeUpdated(body, "x", fields);
  const manage = [{ id: 1, access_level: "MANAGE" }];

  it.each([
    ["the answer is not an object", () => decodeDistributions([])],
    ["`distributions` is missing", () => decodeDistributions({})],
    ["`distributions` is not a list", () => decodeDistributions({ distributions: {} })],
    ["a distribution is not an object", () => decodeDistributions({ distributions: [1] })],
    ["a distribution has no id", () => decodeDistributions({ distributions: [{}] })],
    ["the answer is not an object", () => decodeDistribution([], "x")],
    ["the answer is about another distribution", () => decodeDistribution({ id: "y" }, "x")],
    ["`id` has no id", () => decodeDistribution({ id: "x", environment: { id: {} } }, "x")],
    ["`name` has no id", () => decodeDistribution({ id: "x", project: { name: [] } }, "x")],
    ["the answer is not an object", created([])],
    ["the new distribution has no id", created({})],
    ['`identifier` was sent as "shop" and answered as "shop-1"', created({ id: "x", identifier: "shop-1" })],
    ['`scope` was sent as "WORKSPACE" and answered as "PROJECT"', created({ id: "x", scope: "PROJECT" })],
    ["the answer is not an object", updated([], {})],
    ["the answer has no id", updated({ id: null }, {})],
    ["the answer is about another distribution", updated({ id: "y" }, {})],
    ["`name` is missing", updated({}, { name: "Shop" })],
    ["`disabled` was sent as true and answered as false", updated({ disabled: false }, { disabled: true })],
    ["the answer is not an object", () => decodeEnvironments([])],
    ["`environments` is missing", () => decodeEnvironments({})],
    ["an environment is not an object", () => decodeEnvironments({ environments: [1] })],
    ["an environment has no id", () => decodeEnvironments({ environments: [{}] })],
    ["the answer is not an object", () => decodeMembers([])],
    ["`members` is missing", () => decodeMembers({})],
    ["a member is not an object", () => decodeMembers({ members: [1] })],
    ["a member has no numeric id", () => decodeMembers({ members: [{}] })],
    ["the answer is not an object", () => decodeGroups([])],
    ["`groups` is missing", () => decodeGroups({})],
    ["a group is not an object", () => decodeGroups({ groups: [1] })],
    ["a group has no numeric id", () => decodeGroups({ groups: [{ name: "admins" }] })],
    ["`permissions` is not an object", access([])],
    ["`permissions.users` is not a list", access({ users: {} })],
    ["`permissions.groups` is not a list", access({ groups: {} })],
    ["an entry of `permissions.users` is not an object", access({ users: [1] })],
    ["an entry of `permissions.groups` has no numeric id", access({ groups: [{}] })],
    [
      "`permissions.others` was sent as DENIED and answered otherwise",
      updated({}, { permissions: { others: "DENIED" } }),
    ],
    [
      "`permissions.users` was sent with 1 as MANAGE, and answered otherwise",
      updated({}, { permissions: { users: manage } }),
    ],
    [
      "`permissions.groups` was sent with 1 as MANAGE, and answered otherwise",
      updated({ permissions: { users: manage } }, { permissions: { groups: manage } }),
    ],
  ])("is told: %s", (message, decode) => {
    expect(decode).toThrow(expect.objectContaining({ name: "ShapeError", message }));
  });

  it.each([
    ["the answer is not an object", () => decodeRoutes([])],
    ["`routes` is missing", () => decodeRoutes({})],
    ["a route is not an object", () => decodeRouteList([1])],
    ["a route has no id", () => decodeRouteList([{}])],
    [
      "`targets` of a route is not an object",
      () => decodeRouteList([{ id: "r1", domain: "example.com", targets: [] }]),
    ],
    [
      "a target is not an object",
      () => decodeRouteList([{ id: "r1", domain: "example.com", targets: { Default: 1 } }]),
    ],
    ["the answer is not an object", () => decodeCreatedRoute([])],
  ])("is told of routes: %s", (message, decode) => {
    expect(decode).toThrow(expect.objectContaining({ name: "ShapeError", message }));
  });

  it.each([
    ["the answer is not an object", []],
    ["`domain` is missing", { id: "r1" }],
    ["the answer is about another route", live({ id: "r2" })],
    ["the answer is about another address", live({ path: "/" })],
    ["`type` was sent as DIRECT_PROXY and answered otherwise", live({ type: "REDIRECT" })],
    ["`targets` were sent and answered otherwise", live({ targets: {} })],
  ])("is told of a route that was changed: %s", (message, body) => {
    expect(() => decodeUpdatedRoute(body, live(), route())).toThrow(
      expect.objectContaining({ name: "ShapeError", message }),
    );
  });
});
