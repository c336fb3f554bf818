import { describe, expect, it } from "vitest";
import type { Desired, Permissions } from "../../../lib/core/domain/distribution.ts";
import { placeInScopes, resolvePermissions, type Unresolved } from "../../../lib/core/plan/resolve.ts";
import { desired, environment } from "../../support/builders.ts";

/** What a name that Buddy does not know leaves, and what is said of it: found by breaking the code (docs/mutation.md). */

const said = ({ code, path, message, remedy }: Unresolved) =>
  `${code} at ${path.join(".")}: ${message}; ${remedy}`;

describe("resolvePermissions", () => {
  const users = [{ email: "nobody@example.com", access_level: "MANAGE" as const }];
  const groups = [{ name: "admin", access_level: "MANAGE" as const }];
  const directory = {
    users: new Map(),
    groups: new Map([
      ["staff", 2],
      ["admins", 1],
    ]),
  };
  const resolve = (permissions: Permissions) =>
    resolvePermissions({ source: desired().source, permissions }, directory);

  it("keeps nothing of whom Buddy does not know", () => {
    expect(resolve({ users, groups }).permissions).toStrictEqual({ users: [], groups: [] });
  });

  it("has no key for what the manifest does not say", () => {
    expect(resolve({}).permissions).toStrictEqual({});
  });

  it("says who is not known, and what to do", () => {
    expect(resolve({ users, groups }).unresolved.map(said)).toMatchInlineSnapshot(`
      [
        "UNKNOWN_USER at permissions.users.0.email: no member of the workspace has nobody@example.com; invite the user in Buddy, or correct the address",
        "UNKNOWN_GROUP at permissions.groups.0.name: the workspace has no group "admin"; the workspace has: admins, staff",
      ]
    `);
  });
});

describe("placeInScopes", () => {
  const staging = { kind: "environment", environment: "staging", project: "web" } as const;
  const place = (wanted: readonly Desired[], ...listed: readonly (readonly [string, string])[]) => {
    const entries = listed.map(([id, identifier]) => ({ id, identifier }));
    return placeInScopes(wanted, new Map([["web", entries]])).unresolved.map(said);
  };

  it("says which environment is not known or not the only one, and which manifests meet in one", () => {
    const byName: Desired = { ...desired(), scope: staging };
    const byId = desired({ scope: environment("e1"), source: { file: "by-id.yaml", line: 7, path: [] } });
    expect([
      ...place([byName], ["e1", "production"], ["e2", "development"]),
      ...place([byName], ["e1", "staging"], ["e2", "staging"]),
      ...place([byName, byId], ["e1", "staging"]),
    ]).toMatchInlineSnapshot(`
      [
        "UNKNOWN_ENVIRONMENT at environment: project web has no environment "staging"; project web has: development, production",
        "UNKNOWN_ENVIRONMENT at environment: project web lists several environments "staging"; name one by environment_id: e1, e2",
        "DUPLICATE_IDENTIFIER at identifier: shop is also declared in shop.yaml:1, for the same environment; keep one of the two",
        "DUPLICATE_IDENTIFIER at identifier: shop is also declared in by-id.yaml:7, for the same environment; keep one of the two",
      ]
    `);
  });
});
