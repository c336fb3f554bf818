import { describe, expect, it } from "vitest";
import { assemblePlan, createChange } from "../../../lib/core/plan/assemble.ts";
import { leaveAlone } from "../../../lib/core/plan/left-alone.ts";
import type { LeftAlone } from "../../../lib/core/plan/plan.ts";
import { desired, plan, route } from "../../support/builders.ts";

/** Small differences that decide what a plan shows: found by breaking the code (docs/mutation.md). */

describe("what is created", () => {
  it("has no key for what the manifest does not say", () => {
    const made = createChange({ desired: desired(), routes: [route()] }, new Map());
    expect(Object.keys(made).toSorted()).toEqual([
      "action",
      "declared",
      "identifier",
      "key",
      "name",
      "protect",
      "routes",
      "scope",
      "source",
      "where",
    ]);
  });
});

describe("what is left alone", () => {
  const assemble = (leftAlone: readonly LeftAlone[]) =>
    assemblePlan({ ...plan(), leftAlone, decide: () => ({ blocks: [] }), hash: (text) => text });
  const foreign = (id?: string) => leaveAlone(desired(), "foreign", "another's", id);

  it("is counted as drift only where that is the reason", () => {
    const drift = leaveAlone(desired(), "drift", "changed in Buddy", "c");
    expect(assemble([foreign("a"), foreign("b"), drift]).summary).toMatchObject({ leftAlone: 3, drift: 1 });
  });

  it.each(["A", "a"])("stands before one of the same key with an id, whatever that is: %s", (id) => {
    const ids = [
      [foreign(id), foreign()],
      [foreign(), foreign(id)],
    ].map((leftAlone) => assemble(leftAlone).leftAlone.map((one) => one.id));
    expect(ids).toEqual([
      [undefined, id],
      [undefined, id],
    ]);
  });
});
