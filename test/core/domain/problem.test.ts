import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import {
  compareProblems,
  formatProblem,
  PROBLEM_CODES,
  type Problem,
} from "../../../lib/core/domain/problem.ts";

function problem(overrides: Partial<Problem> = {}): Problem {
  return {
    file: "a.yaml",
    line: 1,
    column: 1,
    code: "UNKNOWN_KEY",
    message: "rotues is not a key",
    ...overrides,
  };
}

describe("formatProblem", () => {
  it("begins as editors and terminals expect it, and ends with the remedy", () => {
    expect(formatProblem(problem({ line: 12, column: 5 }))).toBe(
      "a.yaml:12:5 UNKNOWN_KEY rotues is not a key",
    );
    expect(formatProblem(problem({ remedy: "did you mean routes?" }))).toBe(
      "a.yaml:1:1 UNKNOWN_KEY rotues is not a key — did you mean routes?",
    );
  });
});

describe("compareProblems", () => {
  it("sorts by file, line, column, code and message", () => {
    const sorted = [
      problem(),
      problem({ message: "z" }),
      problem({ code: "WRONG_TYPE" }),
      problem({ column: 2 }),
      problem({ line: 2 }),
      problem({ line: 10 }),
      problem({ file: "b.yaml" }),
    ];
    expect(sorted.toReversed().toSorted(compareProblems)).toEqual(sorted);
    expect(compareProblems(problem(), problem())).toBe(0);
  });
});

describe("the reference of problems", () => {
  it("has a section for each code, and for nothing else", async () => {
    const text = await readFile(new URL("../../../docs/problems.md", import.meta.url), "utf8");
    const sections = [...text.matchAll(/^### ([A-Z0-9_]+)$/gm)].map(([, code]) => code);
    expect(sections).toEqual(Object.keys(PROBLEM_CODES));
  });

  it("begins each section with the meaning that the program knows", async () => {
    const text = await readFile(new URL("../../../docs/problems.md", import.meta.url), "utf8");
    for (const [code, meaning] of Object.entries(PROBLEM_CODES))
      expect(text).toContain(`### ${code}\n\n${meaning}`);
  });
});
