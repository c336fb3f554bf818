import { compareText } from "../order.ts";
import { compareProblems, type Problem } from "../problem.ts";
import type { Examiner } from "./examine.ts";
import type { Finding, TextFault } from "./fault.ts";

/** What was found, with positions and sorted; of each file no more than a page. */
export function toProblems(
  faults: ReadonlyMap<string, readonly TextFault[]>,
  findings: readonly Finding[],
  examine: Examiner,
): readonly Problem[] {
  const byFile = new Map<string, Finding[]>([...faults.keys()].map((file) => [file, []]));
  for (const finding of findings) {
    const { file } = finding.source;
    const list = byFile.get(file);
    if (list === undefined) byFile.set(file, [finding]);
    else list.push(finding);
  }
  return [...byFile]
    .toSorted(([a], [b]) => compareText(a, b))
    .flatMap(([file, found]) => ofFile(file, faults.get(file) ?? [], found, examine));
}

const LISTED = 50;

function ofFile(
  file: string,
  faults: readonly TextFault[],
  findings: readonly Finding[],
  examine: Examiner,
): readonly Problem[] {
  const problems = faults
    .slice(0, LISTED)
    .map(({ offset, ...what }) => ({ ...examine.positionAt(file, offset), ...what }));
  // What is wrong with a text is also wrong for the schema: the first word on a place is enough.
  const taken = new Set(problems.map(({ line, column }) => `${line}:${column}`));
  let left = faults.length - problems.length;
  for (const finding of findings) {
    if (problems.length >= LISTED) {
      left += 1;
      continue;
    }
    const { line, column } = examine.position(finding);
    if (!taken.has(`${line}:${column}`)) problems.push({ file, line, column, ...wording(finding, examine) });
  }
  const sorted = problems.toSorted(compareProblems);
  return left === 0 ? sorted : [...sorted, tooMany(file, left, examine)];
}

function wording(finding: Finding, { typed }: Examiner): Pick<Problem, "code" | "message" | "remedy"> {
  const { code, message, remedy } = finding;
  return {
    code,
    message: typeof message === "string" ? message : message(typed(finding)),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

function tooMany(file: string, left: number, { positionAt }: Examiner): Problem {
  return {
    ...positionAt(file, Number.POSITIVE_INFINITY),
    code: "TOO_MANY_PROBLEMS",
    message: `the file has ${left} more problem${left === 1 ? "" : "s"}`,
    remedy: "mend these first",
  };
}
