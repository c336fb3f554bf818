import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../lib/core/domain/canonical-json.ts";
import { assemblePlan } from "../../../lib/core/plan/assemble.ts";
import { digestOf, fieldEffect } from "../../../lib/core/plan/digest.ts";
import { movesOf } from "../../../lib/core/plan/moves.ts";
import type { Change, FieldChange } from "../../../lib/core/plan/plan.ts";
import { change, plan, route, updateChange } from "../../support/builders.ts";

/** As if the compiler had not been asked: a plan of another version, or a cast gone wrong. */
const BORED = { ...updateChange(), action: "bored" } as unknown as Change;

describe("an action that no type knows", () => {
  it("is hashed whole: nothing of it is taken for what does not count", () => {
    const texts: string[] = [];
    digestOf(plan({ changes: [BORED] }), (text) => {
      texts.push(text);
      return "";
    });
    expect(texts).toEqual([expect.stringContaining(canonicalJson(BORED))]);
  });

  it("moves no route", () => {
    const from = updateChange({
      key: "from",
      routes: [{ kind: "remove", id: "r1", from: route(), moved: "ours" }],
    });
    expect(movesOf([from, BORED])).toEqual([]);
    expect(movesOf([BORED, change({ routes: [route()] })])).toEqual([]);
  });

  it("is counted among nothing", () => {
    const { summary } = assemblePlan({
      ...plan(),
      changes: [BORED],
      decide: () => ({ blocks: [] }),
      hash: (text) => text,
    });
    const { routes: _, ...counts } = summary;
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
  });
});

describe("a field that no type knows", () => {
  it("is hashed whole", () => {
    const field = { field: "mood", from: "gay", to: "bored", moved: "ours" } as unknown as FieldChange;
    expect(fieldEffect(field)).toBe(field);
  });
});
