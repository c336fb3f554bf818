import { describe, expect, it } from "vitest";
import type { LiveGrant, LivePermissions } from "../../../lib/core/domain/distribution.ts";
import { compareAccess } from "../../../lib/core/plan/compare.ts";
import type { PlannedPermissions } from "../../../lib/core/plan/plan.ts";

function compare(
  wanted: PlannedPermissions | undefined,
  live: LivePermissions | undefined,
  ...bases: readonly (LivePermissions | undefined)[]
) {
  const applied = bases.map((permissions) => {
    return { name: "shop", ...(permissions === undefined ? {} : { permissions }) };
  });
  return compareAccess(wanted, live, applied).filter((one) => one !== undefined);
}

const MANAGES: LiveGrant = { id: 1, access_level: "MANAGE" };
const READS: LiveGrant = { id: 5, access_level: "READ_ONLY" };

describe("compareAccess", () => {
  it("compares nothing where the manifest does not manage access, or where Buddy does not show it", () => {
    expect(compare(undefined, { others: "MANAGE" }, { others: "DENIED" })).toEqual([]);
    expect(compare({ others: "DENIED", users: [], groups: [] }, undefined, { others: "MANAGE" })).toEqual([]);
  });

  it("compares only what the manifest has a key for", () => {
    const live = { others: "MANAGE", users: [MANAGES], groups: [MANAGES] };
    expect(compare({}, live, { others: "DENIED", users: [], groups: [] })).toEqual([]);
    expect(compare({ groups: [] }, live, {})).toMatchObject([{ field: "groups" }]);
  });

  it.each([
    ["MANAGE", "MANAGE", "ours"],
    ["DENIED", "MANAGE", "theirs"],
    ["READ_ONLY", "MANAGE", "conflict"],
  ])("others: %s was applied and %s is live, which is %s", (applied, from, moved) => {
    expect(compare({ others: "DENIED" }, { others: from }, { others: applied })).toEqual([
      { field: "others", from, to: "DENIED", moved },
    ]);
  });

  it("takes others that Buddy does not show for a difference: nobody has given them what is declared", () => {
    expect(compare({ others: "DENIED" }, {}, { others: "DENIED" })).toEqual([
      { field: "others", to: "DENIED", moved: "theirs" },
    ]);
  });

  it("finds no difference in another order, and none in what people are called", () => {
    const wanted: PlannedPermissions = {
      users: [
        { id: 5, email: "dev@example.com", access_level: "READ_ONLY" },
        { id: 1, access_level: "MANAGE" },
      ],
      groups: [
        { id: 5, name: "admins", access_level: "READ_ONLY" },
        { id: 1, access_level: "MANAGE" },
      ],
    };
    const live = { users: [MANAGES, READS], groups: [MANAGES, READS] };
    expect(compare(wanted, live, { users: [READS, MANAGES], groups: [READS, MANAGES] })).toEqual([]);
  });

  it.each(["users", "groups"] as const)("compares %s as a set of ids with levels", (field) => {
    const to = [{ id: 1, access_level: "MANAGE" as const }];
    const known = [{ id: 1, access_level: "MANAGE" }];
    expect(compare({ [field]: to }, { [field]: [READS] }, { [field]: [READS] })).toEqual([
      { field, from: [READS], to, moved: "ours" },
    ]);
    expect(compare({ [field]: to }, { [field]: [MANAGES, READS] }, { [field]: known })).toMatchObject([
      { moved: "theirs" },
    ]);
    expect(
      compare({ [field]: to }, { [field]: [{ id: 1, access_level: "DENIED" }] }, { [field]: [] }),
    ).toMatchObject([{ moved: "conflict" }]);
    expect(compare({ [field]: to }, { [field]: known }, { [field]: [] })).toEqual([field]);
  });

  it("takes users and groups that Buddy does not show for none", () => {
    const grants = [{ id: 1, access_level: "MANAGE" as const }];
    expect(compare({ users: grants, groups: grants }, {}, undefined)).toMatchObject([
      { field: "users", from: [], moved: "ours" },
      { field: "groups", from: [], moved: "ours" },
    ]);
    expect(compare({ users: [], groups: [] }, {}, undefined)).toEqual([]);
  });

  it("takes what was never declared before for ours to change", () => {
    const wanted: PlannedPermissions = { others: "DENIED", users: [], groups: [] };
    const live = { others: "MANAGE", users: [MANAGES], groups: [MANAGES] };
    for (const base of [undefined, {}]) {
      expect(compare(wanted, live, base)).toMatchObject([
        { moved: "ours" },
        { moved: "ours" },
        { moved: "ours" },
      ]);
    }
  });

  it("keeps a level that nobody here knows, and finds it different", () => {
    expect(compare({ others: "DENIED" }, { others: "OMNIPOTENT" }, { others: "DENIED" })).toMatchObject([
      { from: "OMNIPOTENT", moved: "theirs" },
    ]);
  });

  it("tells two grants from one grant of which the id looks like both", () => {
    const wanted: PlannedPermissions = { users: [{ id: 15, access_level: "MANAGE" }] };
    const live = { users: [MANAGES, READS] };
    expect(compare(wanted, live, live)).toMatchObject([{ moved: "ours" }]);
  });
});
