import { describe, expect, it } from "vitest";
import type { Permissions } from "../../../lib/core/domain/distribution.ts";
import type { AppliedFields } from "../../../lib/core/domain/inventory.ts";
import { isNewToGit } from "../../../lib/core/plan/git-moved.ts";
import { desired, route } from "../../support/builders.ts";

const row = (applied: Partial<AppliedFields> = {}) => ({ applied: { name: "shop", ...applied } });
const access = (permissions: Permissions) => desired({ permissions });

describe("isNewToGit", () => {
  it("says no of what was never applied: nothing is known of it", () => {
    expect(isNewToGit(desired({ name: "Shop" }), undefined)).toBe(false);
    expect(isNewToGit(desired({ name: "Shop" }), {})).toBe(false);
  });

  it("says no where the manifest asks for what was applied", () => {
    const routes = [route(), route({ path: "/api" })];
    const wanted = desired({ name: "Shop", disabled: true, routes, permissions: { others: "DENIED" } });
    const applied = { name: "Shop", disabled: true, routes, permissions: { others: "DENIED" } };
    expect(isNewToGit(wanted, row(applied))).toBe(false);
  });

  it("does not count what the manifest does not declare", () => {
    const applied = { name: "Shop", disabled: true, routes: [route()], permissions: { others: "DENIED" } };
    expect(isNewToGit(desired(), row(applied))).toBe(false);
    expect(isNewToGit(access({}), row(applied))).toBe(false);
  });

  it("says yes where an update was cut short, or where the manifest has come back", () => {
    expect(isNewToGit(desired(), { ...row(), pending: { name: "shop" } })).toBe(true);
    expect(isNewToGit(desired(), { ...row(), quarantinedAt: 1 })).toBe(true);
  });

  it("says yes of another name, and of another switch", () => {
    expect(isNewToGit(desired({ name: "Shop" }), row())).toBe(true);
    expect(isNewToGit(desired({ disabled: true }), row())).toBe(true);
    expect(isNewToGit(desired({ disabled: false }), row({ disabled: true }))).toBe(true);
  });

  it("takes one that was never switched for enabled", () => {
    expect(isNewToGit(desired({ disabled: false }), row())).toBe(false);
  });

  it.each([
    ["a further one", [route(), route({ path: "/api" })]],
    ["one less", []],
    ["another address", [route({ path: "/api" })]],
    ["another type", [route({ type: "REDIRECT" })]],
    [
      "another target",
      [route({ targets: { Default: { type: "EXTERNAL", external_url: "https://x.example.com" } } })],
    ],
  ])("says yes of routes that have %s", (_, routes) => {
    expect(isNewToGit(desired({ routes }), row({ routes: [route()] }))).toBe(true);
  });

  it("takes an older name of a type and another split of the host for the same route", () => {
    const applied = [{ ...route(), domain: "www.example.com", subdomain: "", type: "PROXY_NO_CACHE" }];
    expect(isNewToGit(desired({ routes: [route()] }), row({ routes: applied }))).toBe(false);
  });

  it("compares routes with none where none were applied", () => {
    expect(isNewToGit(desired({ routes: [] }), row())).toBe(false);
    expect(isNewToGit(desired({ routes: [route()] }), row())).toBe(true);
  });

  it("compares access by id, and in any order", () => {
    const users = [
      { id: 1, access_level: "MANAGE" as const },
      { id: 5, access_level: "DENIED" as const },
    ];
    expect(isNewToGit(access({ users }), row({ permissions: { users: users.toReversed() } }))).toBe(false);
    const others = [{ id: 2, access_level: "MANAGE" as const }, ...users.slice(1)];
    expect(isNewToGit(access({ users }), row({ permissions: { users: others } }))).toBe(true);
    expect(isNewToGit(access({ groups: users }), row({ permissions: { groups: others } }))).toBe(true);
  });

  it("compares those that are named otherwise than by id by number and level: their ids cost a call", () => {
    const wanted = access({ users: [{ email: "dev@example.com", access_level: "MANAGE" }] });
    const applied = (access_level: string) => row({ permissions: { users: [{ id: 1, access_level }] } });
    expect(isNewToGit(wanted, applied("MANAGE"))).toBe(false);
    expect(isNewToGit(wanted, applied("DENIED"))).toBe(true);
    const mixed = access({
      users: [
        { id: 5, access_level: "DENIED" },
        { email: "dev@example.com", access_level: "MANAGE" },
      ],
    });
    const users = [
      { id: 1, access_level: "MANAGE" },
      { id: 5, access_level: "DENIED" },
    ];
    expect(isNewToGit(mixed, row({ permissions: { users } }))).toBe(false);
  });

  it("compares access with nobody where none was applied", () => {
    expect(isNewToGit(access({ users: [], groups: [] }), row())).toBe(false);
    expect(isNewToGit(access({ users: [{ id: 1, access_level: "MANAGE" }] }), row())).toBe(true);
    expect(isNewToGit(access({ groups: [{ id: 7, access_level: "MANAGE" }] }), row())).toBe(true);
    expect(isNewToGit(access({ others: "DENIED" }), row())).toBe(true);
  });
});
