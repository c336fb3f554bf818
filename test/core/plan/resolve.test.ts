import { describe, expect, it } from "vitest";
import type { Desired } from "../../../lib/core/domain/distribution.ts";
import {
  namedEnvironments,
  namedSubjects,
  placeInScopes,
  resolvePermissions,
} from "../../../lib/core/plan/resolve.ts";
import { desired, environment, project } from "../../support/builders.ts";

function inEnvironment(name: string, inProject?: string, overrides: Partial<Desired> = {}): Desired {
  const scope = {
    kind: "environment",
    environment: name,
    ...(inProject === undefined ? {} : { project: inProject }),
  };
  return { ...desired(), ...overrides, scope: scope as Desired["scope"] };
}

const source = desired().source;

describe("placeInScopes", () => {
  it("leaves scopes that Buddy can address as they are", () => {
    const wanted = [desired(), desired({ scope: project("web") }), desired({ scope: environment("e1") })];
    expect(placeInScopes(wanted, new Map())).toEqual({ placed: wanted, unresolved: [] });
  });

  it("finds a project's environment by its identifier, and keeps its name for people", () => {
    const environments = new Map([
      ["web", [{ id: "e1", identifier: "staging", scope: "PROJECT", project: "web" }]],
    ]);
    const { placed } = placeInScopes([inEnvironment("staging", "web")], environments);
    expect(placed).toMatchObject([{ scope: environment("e1"), environmentName: "web/staging" }]);
  });

  it("finds an environment of the workspace, and none of a project that the list may show", () => {
    const listed = [
      { id: "e1", identifier: "shared", scope: "PROJECT" },
      { id: "e2", identifier: "shared", project: "web" },
      { id: "e3", identifier: "shared", scope: "WORKSPACE" },
    ];
    const { placed } = placeInScopes([inEnvironment("shared")], new Map([["", listed]]));
    expect(placed).toMatchObject([{ scope: environment("e3"), environmentName: "shared" }]);
  });

  it("takes no environment of another project, or of the workspace, for the project's", () => {
    const listed = [
      { id: "e1", identifier: "staging", project: "shop" },
      { id: "e2", identifier: "staging", scope: "WORKSPACE" },
      { id: "e3", identifier: "production", scope: "ANY" },
    ];
    const { unresolved } = placeInScopes([inEnvironment("staging", "web")], new Map([["web", listed]]));
    expect(unresolved).toEqual([
      {
        source,
        path: ["environment"],
        code: "UNKNOWN_ENVIRONMENT",
        message: 'project web has no environment "staging"',
        remedy: "project web has: production",
      },
    ]);
  });

  it("says so when there are no environments at all", () => {
    expect(placeInScopes([inEnvironment("staging")], new Map()).unresolved).toMatchObject([
      { remedy: "the workspace has no environments" },
    ]);
  });

  it("does not choose between two environments of one identifier", () => {
    const listed = [
      { id: "e1", identifier: "staging" },
      { id: "e2", identifier: "staging" },
    ];
    expect(
      placeInScopes([inEnvironment("staging", "web")], new Map([["web", listed]])).unresolved,
    ).toMatchObject([{ code: "UNKNOWN_ENVIRONMENT", remedy: "name one by environment_id: e1, e2" }]);
  });

  it("names both manifests that meet in one environment, one by its id and one by its identifier", () => {
    const byId = desired({ scope: environment("e1"), source: { file: "a.yaml", line: 3, path: [] } });
    const byName = inEnvironment("staging", "web", { source: { file: "b.yaml", line: 1, path: [0] } });
    const { unresolved } = placeInScopes(
      [byId, byName],
      new Map([["web", [{ id: "e1", identifier: "staging" }]]]),
    );
    expect(unresolved).toMatchObject([
      {
        code: "DUPLICATE_IDENTIFIER",
        source: byName.source,
        message: expect.stringContaining("a.yaml:3"),
      },
      {
        code: "DUPLICATE_IDENTIFIER",
        source: byId.source,
        message: expect.stringContaining("b.yaml:1"),
      },
    ]);
  });
});

describe("namedEnvironments", () => {
  it("names each project once, and the workspace by an empty text", () => {
    const wanted = [inEnvironment("a", "web"), inEnvironment("b", "web"), inEnvironment("c"), desired()];
    expect([...namedEnvironments(wanted)]).toEqual(["web", ""]);
  });
});

describe("namedSubjects", () => {
  it("collects addresses in lower case, and whether groups are named", () => {
    const users = [{ email: "Dev@Example.com", access_level: "MANAGE" as const }];
    const groups = [{ name: "admins", access_level: "MANAGE" as const }];
    expect(namedSubjects([{ permissions: { users } }, {}])).toEqual({
      emails: new Set(["dev@example.com"]),
      groups: false,
    });
    expect(namedSubjects([{ permissions: { groups } }])).toEqual({ emails: new Set(), groups: true });
  });

  it("asks for nobody where ids are given", () => {
    const permissions = {
      users: [{ id: 1, access_level: "MANAGE" as const }],
      groups: [{ id: 7, access_level: "MANAGE" as const }],
    };
    expect(namedSubjects([{ permissions }])).toEqual({ emails: new Set(), groups: false });
  });
});

describe("resolvePermissions", () => {
  const directory = { users: new Map([["dev@example.com", 1]]), groups: new Map([["admins", 7]]) };

  it("puts Buddy's ids beside the names, whatever the case of an address", () => {
    const permissions = {
      others: "READ_ONLY" as const,
      users: [
        { email: "Dev@Example.com", access_level: "MANAGE" as const },
        { id: 5, access_level: "DENIED" as const },
      ],
      groups: [
        { name: "admins", access_level: "MANAGE" as const },
        { id: 9, access_level: "DENIED" as const },
      ],
    };
    expect(resolvePermissions({ source, permissions }, directory)).toEqual({
      permissions: {
        others: "READ_ONLY",
        users: [
          { id: 1, email: "Dev@Example.com", access_level: "MANAGE" },
          { id: 5, access_level: "DENIED" },
        ],
        groups: [
          { id: 7, name: "admins", access_level: "MANAGE" },
          { id: 9, access_level: "DENIED" },
        ],
      },
      unresolved: [],
    });
  });

  it("manages only what the manifest names", () => {
    expect(resolvePermissions({ source, permissions: {} }, directory).permissions).toEqual({});
  });

  it("names each user and group that Buddy does not know, with its place", () => {
    const permissions = {
      users: [{ email: "nobody@example.com", access_level: "MANAGE" as const }],
      groups: [{ name: "admin", access_level: "MANAGE" as const }],
    };
    expect(resolvePermissions({ source, permissions }, directory).unresolved).toMatchObject([
      { code: "UNKNOWN_USER", path: ["permissions", "users", 0, "email"] },
      {
        code: "UNKNOWN_GROUP",
        path: ["permissions", "groups", 0, "name"],
        remedy: "the workspace has: admins",
      },
    ]);
  });

  it("says so when there are no groups at all", () => {
    const permissions = { groups: [{ name: "admin", access_level: "MANAGE" as const }] };
    const { unresolved } = resolvePermissions(
      { source, permissions },
      { users: new Map(), groups: new Map() },
    );
    expect(unresolved).toMatchObject([{ remedy: "the workspace has no groups" }]);
  });
});
