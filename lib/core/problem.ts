import { compareText } from "./order.ts";

/** A place in a source file; lines and columns count from 1. */
export type Position = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
};

/** Something that a person must fix in a manifest or a configuration file. Data, never thrown. */
export type Problem = Position & {
  /** Stable, upper-case, searchable: `docs/problems.md` has an entry for each. */
  readonly code: ProblemCode;
  readonly message: string;
  /** What to write instead, where we know it. */
  readonly remedy?: string;
};

/** The closed set of codes, each with the one-line meaning that the reference page prints. */
export const PROBLEM_CODES = {
  NOT_UTF8: "The file is not UTF-8 text.",
} as const;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** `file:line:column CODE message (remedy)`: the one form in which problems are printed. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, code, message, remedy } = problem;
  return `${file}:${line}:${column} ${code} ${message}${remedy === undefined ? "" : ` — ${remedy}`}`;
}

/** By file, then position, then code: the same list whatever the order of reading. */
export function compareProblems(a: Problem, b: Problem): number {
  return (
    compareText(a.file, b.file) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
