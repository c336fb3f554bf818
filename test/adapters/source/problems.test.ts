import { describe, expect, it } from "vitest";
import { collisions } from "../../../lib/adapters/source/manifest-files.ts";

/** As many names as there are, which differ only in case. */
function spellings(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => {
    const letters = number.toString(2).padStart(14, "0").replaceAll("0", "a").replaceAll("1", "A");
    return `${letters}.yaml`;
  });
}

describe("collisions", () => {
  it("names the other of two", () => {
    expect(collisions(["a.yaml", "b.yaml", "A.yaml"]).map(({ file, message }) => [file, message])).toEqual([
      ["a.yaml", "the name differs only in case from A.yaml"],
      ["A.yaml", "the name differs only in case from a.yaml"],
    ]);
  });

  it("names three of many, and counts the rest", () => {
    const [first, , , last] = collisions(["a.yml", "A.yml", "a.YML", "A.YML", "a.Yml"]);
    expect(first?.message).toMatch(/ from A.yml, a.YML, A.YML and 1 more$/);
    expect(last?.message).toMatch(/ from a.yml, A.yml, a.YML and 1 more$/);
  });

  it("fits into memory when as many files as there may be collide", () => {
    const problems = collisions(spellings(10_000));
    expect(problems).toHaveLength(10_000);
    expect(Math.max(...problems.map(({ message }) => message.length))).toBeLessThan(200);
  });
});
