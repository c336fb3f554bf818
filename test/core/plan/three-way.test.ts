import { describe, expect, it } from "vitest";
import { whoMoved } from "../../../lib/core/plan/compare.ts";

type Sides = readonly [declared: string | undefined, live: string | undefined];

describe("whoMoved", () => {
  it.each<[...Sides, ReturnType<typeof whoMoved>]>([
    ["a", "a", undefined],
    ["a", "b", "ours"],
    ["a", undefined, "ours"],
    [undefined, "a", "ours"],
    [undefined, undefined, undefined],
  ])(
    "takes every difference for ours where nothing was applied: declared %s, live %s",
    (declared, live, moved) => {
      expect(whoMoved({ declared, live, bases: [] }, Object.is)).toBe(moved);
    },
  );

  it.each<[...Sides, base: string | undefined, ReturnType<typeof whoMoved>]>([
    ["a", "a", "a", undefined],
    ["b", "a", "a", "ours"],
    ["a", "b", "a", "theirs"],
    ["b", "b", "a", "both"],
    ["b", "c", "a", "conflict"],
    // Not there, on one of the sides or on several.
    [undefined, undefined, undefined, undefined],
    ["a", undefined, undefined, "ours"],
    [undefined, "a", undefined, "theirs"],
    ["a", "a", undefined, "both"],
    ["a", "b", undefined, "conflict"],
    [undefined, "a", "a", "ours"],
    ["a", undefined, "a", "theirs"],
    [undefined, undefined, "a", "both"],
    [undefined, "b", "a", "conflict"],
    ["b", undefined, "a", "conflict"],
  ])("tells who moved: declared %s, live %s, applied %s", (declared, live, base, moved) => {
    expect(whoMoved({ declared, live, bases: [base] }, Object.is)).toBe(moved);
  });

  it.each<[...Sides, ReturnType<typeof whoMoved>]>([
    ["b", "a", "ours"],
    ["b", "b", undefined],
    ["a", "b", "ours"],
    ["a", "a", undefined],
    ["b", "x", "theirs"],
    ["a", "x", "theirs"],
    ["c", "a", "ours"],
    ["c", "b", "ours"],
    ["c", "c", "both"],
    ["c", "x", "conflict"],
    ["b", undefined, "theirs"],
    [undefined, "b", "ours"],
  ])(
    "takes either for what we wrote when an update from a to b was cut short: declared %s, live %s",
    (declared, live, moved) => {
      expect(whoMoved({ declared, live, bases: ["a", "b"] }, Object.is)).toBe(moved);
    },
  );

  it("calls the same what the given comparison does, with the older or the declared value first", () => {
    const asked: string[] = [];
    const same = (a: string, b: string) => {
      asked.push(`${a} ${b}`);
      return a.toLowerCase() === b.toLowerCase();
    };
    expect(whoMoved({ declared: "A", live: "a", bases: ["B"] }, same)).toBe("both");
    expect(asked).toEqual(["B A", "B a", "A a"]);
  });
});
