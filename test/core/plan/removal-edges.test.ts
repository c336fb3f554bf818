import { describe, expect, it } from "vitest";
import { EMPTY_INVENTORY } from "../../../lib/core/inventory.ts";
import { diff } from "../../../lib/core/plan/diff.ts";
import { unmentioned } from "../../../lib/core/plan/left.ts";
import { removalsOf } from "../../../lib/core/plan/removals.ts";
import { sliceOf } from "../../../lib/core/plan/slice.ts";
import { actual, desired, liveRoute, owned, project, route, summary } from "../../support/builders.ts";

/** Small differences that decide what is removed, finished or read: found by breaking the code (docs/mutation.md). */

describe("what is to be disabled when its manifest is gone", () => {
  it("is not deleted, also where there is no quarantine", () => {
    const { changes } = removalsOf([owned()], new Map([["rm1P93jG", { actual: actual() }]]), {
      policy: "sync",
      onRemove: "disable",
      quarantineMs: 0,
      now: 0,
      unread: undefined,
      commit: undefined,
    });
    expect(changes.map(({ action }) => action)).toEqual(["disable"]);
  });
});

describe("what an earlier pass began", () => {
  it("needs nothing more when its routes are there and nothing is said of disabling it", () => {
    const wanted = desired({ routes: [route()] });
    const reads = new Map([["rm1P93jG", { actual: actual({ disabled: false, routes: [liveRoute()] }) }]]);
    const { missing, unchanged } = diff([wanted], () => ({ as: "unfinished", id: "rm1P93jG" }), reads, {
      policy: "create-only",
      inventory: EMPTY_INVENTORY,
      adopts: () => false,
      foreign: new Map(),
      settledAt: 0,
    });
    expect(missing).toEqual([]);
    expect(unchanged).toHaveLength(1);
  });
});

describe("what no manifest mentions", () => {
  it("is told of, also when a manifest of another bucket has its identifier", () => {
    const elsewhere = summary({ id: "x", home: project("web") });
    const left = unmentioned([desired()], new Map([["workspace", [elsewhere]]]), new Set());
    expect(left).toMatchObject([{ key: "project:web#shop", reason: "not-in-manifests" }]);
  });
});

describe("a turn of which git takes all", () => {
  it("goes on after the last that was read", () => {
    const objects = ["a", "b", "c", "d", "e"].map((key) => ({ key, newToGit: true }));
    const first = sliceOf(objects, 3, undefined);
    expect([[...first.keys], first.through]).toEqual([["a", "b", "c"], "c"]);
    expect([...sliceOf(objects, 3, first.through).keys]).toEqual(["d", "e", "a"]);
  });
});
