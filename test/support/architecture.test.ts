import { describe, expect, it } from "vitest";
import { readRows, rowCircles, rowOf } from "./architecture.ts";

const TABLE = `
| folder | what is in it | may import |
| --- | --- | --- |
| lib/core/domain | Defines what a distribution is | |
| lib/core/plan   | Makes the plan | lib/core/domain, yaml |
| lib/ports.ts | Says what a pass needs | lib/core |
| bin | Starts the command | node:* |
`;

describe("readRows", () => {
  it("reads place, purpose and what may be imported, and no other line", () => {
    expect(readRows(TABLE)).toEqual([
      { place: "lib/core/domain", purpose: "Defines what a distribution is", allowed: [] },
      { place: "lib/core/plan", purpose: "Makes the plan", allowed: ["lib/core/domain", "yaml"] },
      { place: "lib/ports.ts", purpose: "Says what a pass needs", allowed: ["lib/core"] },
      { place: "bin", purpose: "Starts the command", allowed: ["node:*"] },
    ]);
  });
});

describe("rowOf", () => {
  const rows = ["lib/core", "lib/core/plan", "lib/apply"].map((place) => ({
    place,
    purpose: "",
    allowed: [],
  }));

  it.each([
    ["lib/core/order.ts", "lib/core"],
    ["lib/core/plan/plan.ts", "lib/core/plan"],
    ["lib/core/planned.ts", "lib/core"],
    ["lib/apply.ts", "lib/apply"],
    ["lib/ports.ts", undefined],
  ])("of %s is %s", (path, place) => {
    expect(rowOf(path, rows)?.place).toBe(place);
  });
});

describe("rowCircles", () => {
  it("is empty when imports go one way", () => {
    expect(rowCircles(readRows(TABLE))).toEqual([]);
  });

  it("finds rows that allow each other through a third, through a folder above, and through a file", () => {
    const rows = [
      { place: "lib/a", purpose: "", allowed: ["lib/b"] },
      { place: "lib/b", purpose: "", allowed: ["lib/core"] },
      { place: "lib/core/c", purpose: "", allowed: ["lib/a/a.ts"] },
      { place: "lib/d", purpose: "", allowed: ["lib/a"] },
    ];
    expect(rowCircles(rows)).toEqual([["lib/a", "lib/b", "lib/core/c"]]);
  });
});
