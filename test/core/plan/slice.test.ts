import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectForDeepCheck } from "../../../lib/core/plan/deep-check.ts";

const quiet = (...keys: readonly string[]) => keys.map((key) => ({ key, newToGit: false }));
const moved = (...keys: readonly string[]) => keys.map((key) => ({ key, newToGit: true }));

describe("sliceOf", () => {
  it("reads everything where there is no budget", () => {
    expect(selectForDeepCheck(quiet("a", "b", "c"), undefined, "b")).toEqual({
      keys: new Set(["a", "b", "c"]),
    });
  });

  it("reads everything where the budget suffices, whoever's turn it is", () => {
    expect(selectForDeepCheck(quiet("a", "b"), 2, "a")).toEqual({ keys: new Set(["a", "b"]) });
  });

  it("begins with the first key where nothing was read in turn yet", () => {
    expect(selectForDeepCheck(quiet("c", "a", "b"), 2, undefined)).toEqual({
      keys: new Set(["a", "b"]),
      through: "b",
    });
  });

  it("goes on after the key up to which the last pass came", () => {
    expect(selectForDeepCheck(quiet("a", "b", "c", "d"), 2, "b")).toEqual({
      keys: new Set(["c", "d"]),
      through: "d",
    });
  });

  it("begins anew when it has come to the end", () => {
    expect(selectForDeepCheck(quiet("a", "b", "c", "d"), 2, "c")).toEqual({
      keys: new Set(["d", "a"]),
      through: "a",
    });
    expect(selectForDeepCheck(quiet("a", "b", "c", "d"), 2, "d")).toEqual({
      keys: new Set(["a", "b"]),
      through: "b",
    });
  });

  it("finds its place also when the object that it had come to is gone", () => {
    expect(selectForDeepCheck(quiet("a", "c", "d"), 1, "b")).toEqual({ keys: new Set(["c"]), through: "c" });
  });

  it("reads first what has changed in git, and goes on in turn with what the budget has left", () => {
    const objects = [...quiet("a", "b", "c"), ...moved("d")];
    expect(selectForDeepCheck(objects, 2, "a")).toEqual({ keys: new Set(["d", "b"]), through: "b" });
  });

  it("lets what has changed in git take turns where the budget is too small for all of it", () => {
    const objects = [...quiet("x", "y"), ...moved("a", "b", "c")];
    const first = selectForDeepCheck(objects, 2, undefined);
    expect(first).toEqual({ keys: new Set(["a", "b"]), through: "a" });
    const second = selectForDeepCheck(objects, 2, first.through);
    expect(second).toEqual({ keys: new Set(["b", "c"]), through: "b" });
  });

  it("comes to all others within N/(B/4) passes, however much has changed in git and stays blocked", () => {
    const objects = [...quiet("b", "f", "x", "y"), ...moved("a", "c", "d", "e", "g", "h", "i", "z")];
    const read = new Set<string>();
    let after: string | undefined;
    for (let pass = 0; pass < objects.length / 2; pass += 1) {
      const slice = selectForDeepCheck(objects, 8, after);
      expect(slice.keys.size).toBe(8);
      for (const key of slice.keys) read.add(key);
      after = slice.through;
    }
    expect(read.size).toBe(objects.length);
  });

  it("reads six that have changed, of eight reads, and two in turn", () => {
    const objects = [...quiet("p", "q", "r"), ...moved("a", "b", "c", "d", "e", "f", "g")];
    const slice = selectForDeepCheck(objects, 8, "o");
    expect(slice).toEqual({ keys: new Set(["a", "b", "c", "d", "e", "f", "p", "q"]), through: "q" });
  });

  it("leaves no read of the budget unused where some whose turn it is have changed as well", () => {
    const objects = [...quiet("p", "q", "r"), ...moved("a", "b", "c", "d", "e", "f", "g")];
    const slice = selectForDeepCheck(objects, 8, undefined);
    expect(slice).toEqual({ keys: new Set(["a", "b", "c", "d", "e", "f", "g", "p"]), through: "b" });
  });

  it("gives a budget of one read to what has changed, in turn", () => {
    const objects = [...quiet("a", "b"), ...moved("c", "d")];
    expect(selectForDeepCheck(objects, 1, "a")).toEqual({ keys: new Set(["c"]), through: "c" });
    expect(selectForDeepCheck(objects, 1, "c")).toEqual({ keys: new Set(["d"]), through: "d" });
    expect(selectForDeepCheck(objects, 1, "d")).toEqual({ keys: new Set(["c"]), through: "c" });
  });

  it("reads nothing with a budget of none, and keeps the place", () => {
    expect(selectForDeepCheck(quiet("a"), 0, "a")).toEqual({ keys: new Set(), through: "a" });
    expect(selectForDeepCheck(quiet("a"), 0, undefined)).toEqual({ keys: new Set() });
  });

  it("comes to each of N objects within N/B passes in which git is quiet, wherever it stands", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.option(fc.string({ maxLength: 3 }), { nil: undefined }),
        (keys, budget, start) => {
          const read = new Set<string>();
          let after = start;
          for (let pass = 0; pass < Math.ceil(keys.length / budget); pass += 1) {
            const slice = selectForDeepCheck(quiet(...keys), budget, after);
            expect(slice.keys.size).toBeLessThanOrEqual(budget);
            for (const key of slice.keys) read.add(key);
            after = slice.through;
          }
          expect(read).toEqual(new Set(keys));
        },
      ),
    );
  });

  it("does not depend on the order of the objects", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...quiet("a", "b", "c", "d"), ...moved("e", "f")], { minLength: 6 }),
        (objects) => {
          expect(selectForDeepCheck(objects, 4, "b")).toEqual({
            keys: new Set(["e", "f", "c", "d"]),
            through: "d",
          });
        },
      ),
    );
  });
});
