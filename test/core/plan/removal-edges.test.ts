import { describe, expect, it } from "vitest";
import { EMPTY_INVENTORY } from "../../../lib/core/domain/inventory.ts";
import { classifyAll } from "../../../lib/core/plan/classify.ts";
import { selectForDeepCheck } from "../../../lib/core/plan/deep-check.ts";
import { guard } from "../../../lib/core/plan/guard.ts";
import { unmanagedLive } from "../../../lib/core/plan/left-alone.ts";
import { DEFAULT_LIMITS } from "../../../lib/core/plan/limits.ts";
import { removalsOf } from "../../../lib/core/plan/removals.ts";
import { actual, desired, liveRoute, owned, project, route, summary } from "../../support/builders.ts";
import { disable, disown, names } from "./changes.ts";

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

describe("what is disowned", () => {
  it("has no commits where none are known", () => {
    const { changes } = removalsOf([owned()], new Map([["rm1P93jG", { actual: actual() }]]), {
      policy: "sync",
      onRemove: "retain",
      quarantineMs: 0,
      now: 0,
      unread: undefined,
      commit: undefined,
    });
    expect(changes).toStrictEqual([disown()]);
  });
});

describe("the remedy for too many removals", () => {
  const remedyOf = (removed: number, all: number) =>
    guard(
      names(removed).map((identifier) => disable(identifier)),
      DEFAULT_LIMITS,
      { owned: all, live: new Map(), removals: [] },
    ).map(({ remedy }) => /limits: \{ (.*) \}/.exec(remedy)?.[1]);

  it("names the limit that they are over, and not the other", () => {
    expect(remedyOf(5, 20)).toEqual(["removals: 25%"]);
    expect(remedyOf(6, 100)).toEqual(["max_removals: 6"]);
  });
});

describe("what an earlier pass began", () => {
  it("needs nothing more when its routes are there and nothing is said of disabling it", () => {
    const wanted = desired({ routes: [route()] });
    const reads = new Map([["rm1P93jG", { actual: actual({ disabled: false, routes: [liveRoute()] }) }]]);
    const { missing, unchanged } = classifyAll(
      [wanted],
      () => ({ kind: "unfinished", id: "rm1P93jG" }),
      reads,
      {
        policy: "create-only",
        inventory: EMPTY_INVENTORY,
        adopts: () => false,
        foreign: new Map(),
        consistentAt: 0,
      },
    );
    expect(missing).toEqual([]);
    expect(unchanged).toHaveLength(1);
  });
});

describe("what no manifest mentions", () => {
  it("is told of, also when a manifest of another scope has its identifier", () => {
    const elsewhere = summary({ id: "x", home: project("web") });
    const leftAlone = unmanagedLive([desired()], new Map([["workspace", [elsewhere]]]), new Set());
    expect(leftAlone).toMatchObject([{ key: "project:web#shop", reason: "not-in-manifests" }]);
  });
});

describe("a turn of which git takes all", () => {
  it("goes on after the last whose turn it was", () => {
    const objects = ["a", "b", "c", "d", "e"].map((key) => ({ key, newToGit: true }));
    const first = selectForDeepCheck(objects, 3, undefined);
    expect([[...first.keys].toSorted(), first.through]).toEqual([["a", "b", "c"], "a"]);
    expect([...selectForDeepCheck(objects, 3, first.through).keys].toSorted()).toEqual(["b", "c", "d"]);
  });
});

describe("the first turn", () => {
  const objects = ["A", "B", "C", "a", "b"].map((key) => ({ key, newToGit: false }));

  it("begins with the first of all", () => {
    expect([...selectForDeepCheck(objects, 2, undefined).keys]).toEqual(["A", "B"]);
  });

  it("has come nowhere where nothing may be read", () => {
    expect(selectForDeepCheck(objects, 0, undefined)).toStrictEqual({ keys: new Set() });
  });
});

describe("a turn beside what has changed in git", () => {
  const moved = (...keys: readonly string[]) => keys.map((key) => ({ key, newToGit: true }));
  const quiet = (...keys: readonly string[]) => keys.map((key) => ({ key, newToGit: false }));

  it("is not spent on what is read anyway", () => {
    const { keys, through } = selectForDeepCheck([...moved("a"), ...quiet("b", "c", "d")], 3, undefined);
    expect([[...keys].toSorted(), through]).toEqual([["a", "b", "c"], "c"]);
  });

  it("is that of the others while three quarters of the budget are enough for the changes", () => {
    const { keys, through } = selectForDeepCheck([...moved("a", "b", "c"), ...quiet("x", "y")], 4, undefined);
    expect([[...keys].toSorted(), through]).toEqual([["a", "b", "c", "x"], "x"]);
  });
});
