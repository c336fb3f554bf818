import { describe, expect, it } from "vitest";
import type { Actual } from "../../../lib/core/domain/distribution.ts";
import type { AppliedFields } from "../../../lib/core/domain/inventory.ts";
import { appliedOf, type Base, compareLive, liveFields } from "../../../lib/core/plan/compare.ts";
import type { PlannedPermissions } from "../../../lib/core/plan/plan.ts";
import { actual, desired, liveRoute, route } from "../../support/builders.ts";

const applied = (fields: Partial<AppliedFields> = {}) => ({ applied: { name: "shop", ...fields } });

function fieldsOf(wanted: Parameters<typeof desired>[0], live: Partial<Actual>, base: Base) {
  return compareLive(desired(wanted), undefined, actual(live), base).fields;
}

describe("compareLive", () => {
  it("finds nothing where the manifest declares nothing but the identifier", () => {
    const live = actual({
      name: "Somebody's",
      disabled: true,
      permissions: { others: "MANAGE" },
      routes: [liveRoute()],
    });
    expect(compareLive(desired(), undefined, live, applied())).toEqual({ fields: [], routes: [], both: [] });
  });

  it("takes every difference for ours where nothing was applied", () => {
    const permissions: PlannedPermissions = {
      others: "DENIED",
      users: [{ id: 1, access_level: "MANAGE" }],
      groups: [{ id: 7, access_level: "MANAGE" }],
    };
    const wanted = desired({ name: "Shop", disabled: true, routes: [route(), route({ path: "/api" })] });
    const old = { Default: { type: "EXTERNAL", external_url: "https://old.example.com" } } as const;
    const live = actual({
      identifier: "old-shop",
      disabled: false,
      permissions: { others: "MANAGE", users: [], groups: [] },
      routes: [
        liveRoute({ targets: old }),
        liveRoute({ id: "b", targets: old }),
        liveRoute({ id: "c", path: "/x" }),
      ],
    });
    const { fields, routes, both } = compareLive(wanted, permissions, live, {});
    expect(fields.map(({ field }) => field)).toEqual([
      "identifier",
      "name",
      "disabled",
      "others",
      "users",
      "groups",
    ]);
    expect(routes.map(({ kind }) => kind)).toEqual(["update", "add", "remove", "remove"]);
    expect([...fields, ...routes].map(({ moved }) => moved)).toEqual(
      Array.from({ length: 10 }, () => "ours"),
    );
    expect(both).toEqual([]);
  });

  it("names what both sides have moved to the same value, and takes it for no difference", () => {
    const wanted = desired({ name: "Shop", disabled: true, routes: [route()] });
    const permissions: PlannedPermissions = { others: "DENIED", users: [], groups: [] };
    const live = actual({
      name: "Shop",
      disabled: true,
      permissions: { others: "DENIED", users: [], groups: [] },
      routes: [liveRoute()],
    });
    const grants = [{ id: 1, access_level: "MANAGE" }];
    const base = {
      identifier: "old-shop",
      ...applied({
        disabled: false,
        permissions: { others: "MANAGE", users: grants, groups: grants },
        routes: [],
      }),
    };
    expect(compareLive(wanted, permissions, live, base)).toEqual({
      fields: [],
      routes: [],
      both: ["identifier", "name", "disabled", "others", "users", "groups", "route www.example.com/"],
    });
  });

  it("takes any update that was cut short for what we may have written", () => {
    const base: Base = {
      ...applied({ name: "One" }),
      pendingBefore: [{ name: "Two" }],
      pending: { name: "Three" },
    };
    for (const name of ["One", "Two", "Three"]) {
      expect(fieldsOf({ name: "Four" }, { name }, base)).toEqual([
        { field: "name", from: name, to: "Four", moved: "ours" },
      ]);
    }
    expect(fieldsOf({ name: "Four" }, { name: "Theirs" }, base)).toMatchObject([{ moved: "conflict" }]);
    expect(fieldsOf({ name: "Three" }, { name: "Theirs" }, base)).toMatchObject([{ moved: "theirs" }]);
  });
});

describe("the identifier", () => {
  it.each([
    ["is ours to change where git has renamed it", "old-shop", "old-shop", "ours"],
    ["was changed by them where git has not", "shop", "somebodys", "theirs"],
    ["is in conflict where both have, and differently", "old-shop", "somebodys", "conflict"],
  ])("%s", (_, identifier, live, moved) => {
    expect(fieldsOf({}, { identifier: live }, { identifier })).toEqual([
      { field: "identifier", from: live, to: "shop", moved },
    ]);
  });

  it("is not compared where Buddy shows none", () => {
    const { identifier: _, ...nameless } = actual();
    expect(compareLive(desired(), undefined, nameless, { identifier: "old-shop" }).fields).toEqual([]);
  });
});

describe("the name", () => {
  it.each([
    ["ours", "Old", "Old"],
    ["theirs", "Shop", "Somebody's"],
    ["conflict", "Old", "Somebody's"],
  ])("is %s where %s was applied and %s is live", (moved, base, from) => {
    expect(fieldsOf({ name: "Shop" }, { name: from }, applied({ name: base }))).toEqual([
      { field: "name", from, to: "Shop", moved },
    ]);
  });
});

describe("the switch", () => {
  it.each([
    ["ours", true, false, false],
    ["theirs", true, false, true],
    ["ours", false, true, true],
    ["theirs", false, true, false],
  ])("is %s where %s is declared, %s is live, and %s was applied", (moved, to, from, disabled) => {
    expect(fieldsOf({ disabled: to }, { disabled: from }, applied({ disabled }))).toEqual([
      { field: "disabled", from, to, moved },
    ]);
  });

  it("is ours where it was never declared before", () => {
    expect(fieldsOf({ disabled: true }, { disabled: false }, applied())).toMatchObject([{ moved: "ours" }]);
  });

  it("is not compared where Buddy does not show it", () => {
    expect(fieldsOf({ disabled: true }, {}, applied({ disabled: false }))).toEqual([]);
  });
});

describe("a manifest that comes back", () => {
  const quarantined = { ...applied({ disabled: false }), quarantinedAt: 1 };

  it("enables what was disabled because it was gone", () => {
    const enabled = [{ field: "disabled", from: true, to: false, moved: "ours" }];
    expect(fieldsOf({}, { disabled: true }, quarantined)).toEqual(enabled);
    expect(fieldsOf({ disabled: false }, { disabled: true }, quarantined)).toEqual(enabled);
  });

  it("leaves it disabled where it says so", () => {
    expect(fieldsOf({ disabled: true }, { disabled: true }, quarantined)).toEqual([]);
  });

  it("agrees with whoever has enabled it meanwhile", () => {
    const comparison = compareLive(desired(), undefined, actual({ disabled: false }), quarantined);
    expect(comparison).toEqual({ fields: [], routes: [], both: ["disabled"] });
  });

  it("disables what somebody has enabled meanwhile, where it says so", () => {
    expect(fieldsOf({ disabled: true }, { disabled: false }, quarantined)).toMatchObject([
      { to: true, moved: "theirs" },
    ]);
  });
});

describe("appliedOf", () => {
  it("keeps what the manifest declares, with the ids alone, and nothing else", () => {
    const permissions: PlannedPermissions = {
      users: [{ id: 1, email: "dev@example.com", access_level: "MANAGE" }],
    };
    expect(appliedOf(desired({ disabled: false, routes: [route()] }), permissions, "Shop")).toEqual({
      name: "Shop",
      disabled: false,
      permissions: { users: [{ id: 1, access_level: "MANAGE" }] },
      routes: [route()],
    });
    expect(appliedOf(desired(), undefined, "shop")).toEqual({ name: "shop" });
  });
});

describe("liveFields", () => {
  const live = actual({
    name: "Somebody's",
    disabled: true,
    permissions: { others: "MANAGE", users: [{ id: 1, access_level: "MANAGE" }] },
    routes: [liveRoute({ id: "b", further: { note: "kept" } }), liveRoute({ id: "a", path: "/api" })],
  });

  it("keeps the live name where the manifest declares nothing", () => {
    expect(liveFields(desired(), live)).toEqual({ name: "Somebody's" });
  });

  it("keeps the live values of what the manifest declares", () => {
    const permissions = { others: "DENIED" as const, users: [], groups: [] };
    const wanted = desired({ disabled: false, permissions, routes: [] });
    expect(liveFields(wanted, live)).toEqual({
      name: "Somebody's",
      disabled: true,
      permissions: { others: "MANAGE", users: [{ id: 1, access_level: "MANAGE" }], groups: [] },
      routes: [route({ path: "/api" }), route()],
    });
  });

  it("keeps of access only what the manifest declares of it", () => {
    expect(liveFields(desired({ permissions: { others: "DENIED" } }), live).permissions).toEqual({
      others: "MANAGE",
    });
    const groups = [{ id: 7, access_level: "MANAGE" as const }];
    expect(liveFields(desired({ permissions: { groups } }), live).permissions).toEqual({ groups: [] });
  });

  it("takes users that Buddy does not show for none, and keeps nothing of others that it does not show", () => {
    const wanted = desired({ permissions: { others: "DENIED", users: [] } });
    expect(liveFields(wanted, actual({ permissions: {} })).permissions).toEqual({ users: [] });
  });

  it("keeps nothing of what Buddy does not show at all", () => {
    const wanted = desired({ disabled: true, permissions: { others: "DENIED" } });
    expect(liveFields(wanted, actual())).toEqual({ name: "shop" });
  });
});
