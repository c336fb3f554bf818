import { describe, expect, it } from "vitest";
import type { ToCompare } from "../../../lib/core/plan/classify.ts";
import { type DriftRule, diff } from "../../../lib/core/plan/diff.ts";
import type { PlannedPermissions } from "../../../lib/core/plan/plan.ts";
import { actual, desired, environment, liveRoute, owned, route } from "../../support/builders.ts";

const NOBODY: ReadonlyMap<string, PlannedPermissions> = new Map();

function compare(one: ToCompare, drift: DriftRule = "correct", permissions = NOBODY) {
  return diff([one], permissions, drift);
}

/** Each side has moved something: the name is ours, the switch theirs, one route in conflict, one theirs. */
function mixed(): ToCompare {
  const other = { Default: { type: "EXTERNAL", external_url: "https://other.example.com" } } as const;
  const older = { Default: { type: "EXTERNAL", external_url: "https://older.example.com" } } as const;
  return {
    desired: desired({ name: "Shop", disabled: true, routes: [route()] }),
    actual: actual({
      name: "Old",
      disabled: false,
      routes: [liveRoute({ id: "a", targets: other }), liveRoute({ id: "b", path: "/added" })],
    }),
    row: owned({ applied: { name: "Old", disabled: true, routes: [route({ targets: older })] } }),
  };
}

describe("compareAll", () => {
  it("finds what is as its manifest says verified and unchanged", () => {
    const one = { desired: desired({ name: "shop" }), actual: actual(), row: owned() };
    expect(compare(one)).toEqual({
      changes: [],
      unchanged: [expect.objectContaining({ key: "workspace#shop", id: "rm1P93jG", verified: true })],
      leftAlone: [],
    });
  });

  it("says what both sides have moved alike", () => {
    const one = {
      desired: desired({ name: "Shop" }),
      actual: actual({ name: "Shop" }),
      row: owned({ applied: { name: "Old" } }),
    };
    expect(compare(one).unchanged).toMatchObject([{ both: ["name"] }]);
  });

  it("corrects what somebody has changed, and shows who has moved what", () => {
    const { changes, leftAlone } = compare(mixed(), "correct");
    expect(leftAlone).toEqual([]);
    expect(changes).toMatchObject([
      {
        action: "update",
        fields: [
          { field: "name", moved: "ours" },
          { field: "disabled", moved: "theirs" },
        ],
        routes: [
          { kind: "update", moved: "conflict" },
          { kind: "remove", moved: "theirs" },
        ],
      },
    ]);
  });

  it("only reports what somebody has changed where that is the rule, and changes the rest", () => {
    const { changes, leftAlone } = compare(mixed(), "report");
    expect(changes).toMatchObject([
      {
        action: "update",
        fields: [{ field: "name", moved: "ours" }],
        routes: [{ kind: "update", moved: "conflict" }],
      },
    ]);
    expect(changes[0]?.fields).toHaveLength(1);
    expect(changes[0]?.routes).toHaveLength(1);
    expect(leftAlone).toMatchObject([
      {
        reason: "drift",
        id: "rm1P93jG",
        source: "shop.yaml:1",
        fields: [{ field: "disabled", moved: "theirs" }],
        routes: [{ kind: "remove", moved: "theirs" }],
      },
    ]);
    expect(leftAlone[0]?.fields).toHaveLength(1);
    expect(leftAlone[0]?.routes).toHaveLength(1);
  });

  it("changes nothing where somebody has changed everything and that is only reported", () => {
    const one = {
      desired: desired({ routes: [] }),
      actual: actual({ routes: [liveRoute()] }),
      row: owned({ applied: { name: "shop", routes: [] } }),
    };
    const { changes, unchanged, leftAlone } = compare(one, "report");
    expect({ changes, unchanged }).toEqual({ changes: [], unchanged: [] });
    expect(leftAlone).toMatchObject([{ reason: "drift", fields: [], routes: [{ kind: "remove" }] }]);
  });

  it("reports no drift where there is none", () => {
    const one = {
      desired: desired({ name: "Shop" }),
      actual: actual(),
      row: owned({ applied: { name: "shop" } }),
    };
    expect(compare(one, "report")).toMatchObject({
      changes: [{ fields: [{ moved: "ours" }] }],
      leftAlone: [],
    });
  });

  it("renames with the identifier as one of the fields", () => {
    const one = {
      desired: desired(),
      actual: actual({ identifier: "old-shop" }),
      row: owned({ identifier: "old-shop" }),
    };
    expect(compare(one).changes).toMatchObject([
      {
        key: "workspace#shop",
        renames: "old-shop",
        fields: [{ field: "identifier", from: "old-shop", to: "shop", moved: "ours" }],
      },
    ]);
  });

  it("makes a change of what is renamed already, so that the inventory learns of it", () => {
    const one = { desired: desired(), actual: actual(), row: owned({ identifier: "old-shop" }) };
    const { changes, unchanged } = compare(one, "report");
    expect(changes).toMatchObject([{ action: "update", renames: "old-shop", fields: [], routes: [] }]);
    expect(unchanged).toEqual([]);
  });

  it("adopts what is not ours, also where nothing differs, and says what differs", () => {
    const same = { desired: desired(), actual: actual() };
    expect(compare(same).changes).toEqual([
      {
        action: "adopt",
        key: "workspace#shop",
        scope: { kind: "workspace" },
        identifier: "shop",
        where: "workspace",
        name: "shop",
        id: "rm1P93jG",
        fields: [],
        routes: [],
        declared: {},
        protect: false,
        source: "shop.yaml:1",
      },
    ]);
    const other = {
      desired: desired({ name: "Shop", routes: [route()], onRemove: "disable" }),
      actual: actual(),
    };
    expect(compare(other, "report")).toMatchObject({
      changes: [
        {
          action: "adopt",
          name: "Shop",
          declared: { name: "Shop", routes: [route()] },
          onRemove: "disable",
          fields: [{ field: "name", moved: "ours" }],
          routes: [{ kind: "add", moved: "ours" }],
        },
      ],
      leftAlone: [],
    });
  });

  it("compares access with the ids that were found for its manifest", () => {
    const permissions = new Map<string, PlannedPermissions>([["environment:e1#shop", { others: "DENIED" }]]);
    const one = {
      desired: desired({
        scope: environment("e1"),
        environmentName: "web/staging",
        permissions: { others: "DENIED" },
      }),
      actual: actual({ name: "Live", permissions: { others: "MANAGE" } }),
      row: owned({ scope: environment("e1"), applied: { name: "Live", permissions: { others: "MANAGE" } } }),
    };
    expect(compare(one, "report", permissions).changes).toMatchObject([
      {
        where: "environment web/staging",
        name: "Live",
        fields: [{ field: "others", from: "MANAGE", to: "DENIED", moved: "ours" }],
      },
    ]);
  });
});
