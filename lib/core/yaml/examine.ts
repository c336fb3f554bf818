import { isMap, isScalar, isSeq, type ParsedNode } from "yaml";
import { compareText } from "../domain/order.ts";
import { compareProblems, type Position, type Problem } from "../domain/problem.ts";
import type { Finding, Path, Place, TextFault } from "./finding.ts";
import { type File, type Opened, openFile } from "./parse.ts";
import { type PlainMap, plainMap } from "./plain.ts";

/** A second look at files that were read: most need none, so that the first one keeps neither lines nor nodes. */
export type Examiner = {
  /** The first look. */
  readonly open: (file: File) => Opened;
  /** What is not written is where its nearest owner is. */
  readonly position: (place: Place) => Position;
  readonly positionAt: (file: string, offset: number) => Position;
  /** A scalar as it was typed. */
  readonly typed: (place: Place) => string;
};

/** A place in the words and the order of its file; `keysAt` has the keys of a mapping of the entry, in their order. */
export type InTheFile = (
  place: Place,
  entry: PlainMap,
  keysAt: (path: Path) => readonly string[],
) => Pick<Place, "path" | "part">;

/**
 * Keeps one file at a time, the last that was looked at: questions come in the order of the files. `inTheFile` is for entries
 * that are not read in the words in which they are written.
 */
export function examiner(files: readonly File[], inTheFile: InTheFile = (place) => place): Examiner {
  const byPath = new Map(files.map((file) => [file.path, file]));
  let last: Opened | undefined;
  const open = (file: File): Opened => {
    last = openFile(file);
    return last;
  };
  const reopen = (path: string): Opened =>
    last?.path === path ? last : open(byPath.get(path) ?? { path, content: new Uint8Array() });
  const find = (place: Place) => {
    const { root, text } = reopen(place.source.file);
    const { node } = descend(root, place.source.path);
    const keysAt = (at: Path) => keysOf(descend(node, at).node);
    const { path, part } =
      isMap(node) && place.words !== "file" ? inTheFile(place, plainMap(node, []), keysAt) : place;
    const found = descend(node, path);
    return { text, at: part === "key" ? found.key : found.node };
  };
  return {
    open,
    position: (place) => {
      const { file, line } = place.source;
      const { text, at } = find(place);
      return at === null ? { file, line, column: 1 } : { file, ...lineAndColumn(text, at.range[0]) };
    },
    positionAt: (file, offset) => ({ file, ...lineAndColumn(reopen(file).text, offset) }),
    typed: (place) => {
      const { at } = find(place);
      return isScalar(at) ? at.source : "";
    },
  };
}

/** Line and column, from 1, of an offset in UTF-16 units. */
function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}

type Found = { readonly key: ParsedNode | null; readonly node: ParsedNode | null };

/** The value at a path with its key, or those of the last owner that is there. */
function descend(root: ParsedNode | null, path: Path): Found {
  let found: Found = { key: root, node: root };
  for (const part of path) {
    const next = child(found.node, part);
    if (next === undefined) return found;
    found = next;
  }
  return found;
}

function child(node: ParsedNode | null, part: string | number): Found | undefined {
  if (isSeq(node) && typeof part === "number") {
    const item = node.items[part];
    return item === undefined ? undefined : { key: item, node: item };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && key.value === part);
  return pair === undefined ? undefined : { key: pair.key, node: pair.value ?? pair.key };
}

function keysOf(node: ParsedNode | null): readonly string[] {
  return isMap(node) ? Object.keys(plainMap(node, [])) : [];
}

/** As many of a file's mistakes are listed. */
export const LISTED = 50;

/**
 * What was found, with positions and sorted; of each file no more than a page. `unkept` counts, by file, what was found
 * besides and not kept.
 */
export function toProblems(
  faults: ReadonlyMap<string, readonly TextFault[]>,
  findings: readonly Finding[],
  examine: Examiner,
  unkept: ReadonlyMap<string, number> = new Map(),
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
    .flatMap(([file, found]) => ofFile(file, faults.get(file) ?? [], found, examine, unkept.get(file) ?? 0));
}

function ofFile(
  file: string,
  faults: readonly TextFault[],
  findings: readonly Finding[],
  examine: Examiner,
  unkept: number,
): readonly Problem[] {
  const problems = faults
    .slice(0, LISTED)
    .map(({ offset, ...what }) => ({ ...examine.positionAt(file, offset), ...what }));
  // What is wrong with a text is also wrong for the schema: the first word on a place is enough.
  const taken = new Set(problems.map(({ line, column }) => `${line}:${column}`));
  let left = faults.length - problems.length + unkept;
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
    remedy: "fix these first",
  };
}
