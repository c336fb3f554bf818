import { APPROVAL_FILE, type Approval, parseApprovals } from "../decide/approval.ts";
import { type Hold, parseHolds } from "../decide/hold.ts";
import { type Desired, distributionKey, type ManifestSource } from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import { compareProblems, type Position, type Problem } from "../domain/problem.ts";
import { cite } from "../domain/wording.ts";
import { type Examiner, examiner, LISTED, toProblems } from "../yaml/examine.ts";
import type { Explanation, SchemaError } from "../yaml/explain.ts";
import type { Finding, Path, Place, TextFault } from "../yaml/finding.ts";
import { type Entry, type File, parse } from "../yaml/parse.ts";
import type { PlainMap } from "../yaml/plain.ts";
import { type Checked, check, type Validator } from "../yaml/validate.ts";
import { scopeOf, toDesired, writtenPath } from "./desired.ts";
import {
  type DialectEntry,
  dialectPlace,
  dialectSchema,
  isDialect,
  toManifest,
  UNREADABLE_KEYS,
} from "./dialect.ts";
import { validate as validateDialect } from "./dialect-validator.generated.ts";
import { regionMeantBy } from "./regions.ts";
import { MANIFEST_RULES } from "./rules.ts";
import { type Manifest, manifestSchema } from "./schema.ts";
import { SET_RULES } from "./set-rules.ts";
import { validate as validateManifest } from "./validator.generated.ts";

/** Either what the files say, or everything that must be fixed before anybody can say: never a part of it. */
export type Reading =
  | { readonly desired: readonly Desired[]; readonly decided: Decided; readonly problems: readonly [] }
  | { readonly desired: readonly []; readonly decided: Decided; readonly problems: readonly Problem[] };

/** What people have decided in git, beside the manifests. */
type Decided = { readonly approvals: readonly Approval[]; readonly holds: readonly Hold[] };

/**
 * Reads all manifests of a run, and the approvals and holds among them. Any bytes will do; the order of the files does not
 * matter.
 */
export function readManifests(files: readonly File[]): Reading {
  const { manifests, approvals: approving, holds: holding } = sortFiles(files);
  const examine = examiner(manifests, inTheFile);
  const { desired, faults, findings, unkept } = readEntries(manifests, examine);
  const where = whereIn(examine);
  const all = [...findings, ...SET_RULES.flatMap((rule) => rule(desired, where))];
  const approvals = parseApprovals(approving);
  const holds = holding.map(parseHolds);
  const problems = [
    ...toProblems(faults, all, examine, unkept),
    ...approvals.problems,
    ...holds.flatMap((reading) => reading.problems),
    ...withoutManifests(manifests, [...approving, ...holding]),
  ];
  if (problems.length > 0)
    return { desired: [], decided: NOTHING, problems: problems.toSorted(compareProblems) };
  const decided = { approvals: approvals.approvals, holds: holds.flatMap((reading) => reading.holds) };
  return { desired: sorted(desired), decided, problems: [] };
}

const NOTHING: Decided = { approvals: [], holds: [] };

/** Approvals and holds must not make a folder that lost its manifests look as if it wanted nothing. */
function withoutManifests(manifests: readonly File[], [other]: readonly File[]): readonly Problem[] {
  if (manifests.length > 0 || other === undefined) return [];
  const message = "there are approvals or holds, and no file of manifests";
  const remedy = "bring the manifests back, or write a file with [] in it when nothing is wanted";
  return [{ file: other.path, line: 1, column: 1, code: "NO_MANIFEST", message, remedy }];
}

type Entries = {
  /** Of every entry that is what the schema says, and says where it belongs. */
  readonly desired: readonly Desired[];
  readonly faults: ReadonlyMap<string, readonly TextFault[]>;
  readonly findings: readonly Finding[];
  /** By file: how much more was found there. A file can hold thousands of mistakes, and a folder thousands of files. */
  readonly unkept: ReadonlyMap<string, number>;
};

/** Kept of a file, though fewer are listed: two on one place count as one. */
const KEPT = 2 * LISTED;

/** The line that makes every manifest of a file an example: it comes with this program, and says nothing about anybody's routing. */
const EXAMPLE = /^# distro-sync: example\b/m;

/** Files that come with this program to be tried out, and are nobody's routing. */
export function examplesIn(files: readonly File[]): readonly Problem[] {
  return files.flatMap(({ path, content }) => {
    const text = new TextDecoder().decode(content);
    const found = EXAMPLE.exec(text);
    if (found === null) return [];
    const message =
      "this is one of the examples that come with distro-sync, and is applied to an emulator only";
    const remedy = "put your own manifests in its place, or remove this line when it has become yours";
    const line = text.slice(0, found.index).split("\n").length;
    return [{ file: path, line, column: 1, code: "EXAMPLE" as const, message, remedy }];
  });
}

/** File by file and entry by entry; sorted, since what is found first is reported first. */
function readEntries(files: readonly File[], { open }: Examiner): Entries {
  const desired: Desired[] = [];
  const faults = new Map<string, readonly TextFault[]>();
  const findings: Finding[] = [];
  const unkept = new Map<string, number>();
  for (const file of files.toSorted((a, b) => compareText(a.path, b.path))) {
    const { entries, faults: ofText } = parse(open(file));
    const ofFile: Finding[] = [];
    for (const entry of entries) {
      const read = readEntry(entry);
      if ("valid" in read) {
        const { understood, wrong } = understand(read.valid, entry.source);
        if (understood !== undefined) desired.push(understood);
        for (const finding of wrong) ofFile.push(finding);
      } else for (const finding of read.findings) ofFile.push(finding);
    }
    if (ofText.length > 0) faults.set(file.path, ofText.slice(0, KEPT));
    findings.push(...ofFile.slice(0, KEPT));
    const more = Math.max(0, ofText.length - KEPT) + Math.max(0, ofFile.length - KEPT);
    if (more > 0) unkept.set(file.path, more);
  }
  return { desired, faults, findings, unkept };
}

/** One manifest by itself. */
function understand(
  manifest: Manifest,
  source: ManifestSource,
): { readonly understood: Desired | undefined; readonly wrong: readonly Finding[] } {
  const scope = scopeOf(manifest);
  const ofScope = "wrong" in scope ? scope.wrong : [];
  const wrong = [...ofScope, ...MANIFEST_RULES.flatMap((rule) => rule(manifest))];
  return {
    understood: "wrong" in scope ? undefined : toDesired(manifest, scope, source),
    wrong: wrong.map((found) => ({ ...found, source, words: "manifest" })),
  };
}

function whereIn({ position }: Examiner): (place: Place) => string {
  return (place) => {
    const { file, line } = position(place);
    return `${file}:${line}`;
  };
}

function sorted(desired: readonly Desired[]): readonly Desired[] {
  return desired
    .map((item) => ({ item, key: distributionKey(item.scope, item.identifier) }))
    .toSorted((a, b) => compareText(a.key, b.key))
    .map(({ item }) => item);
}

/** An entry of a file as a manifest, whichever words it is in, or everything that keeps it from being one. */
export function readEntry(entry: Entry): Checked<Manifest> {
  if (!isDialect(entry.value)) return check(entry, isManifest, { schema: manifestSchema, own: wrongRegion });
  const read = check(entry, isDialectEntry, { schema: dialectSchema, own: unreadableKey });
  return "valid" in read ? { valid: toManifest(read.valid) } : read;
}

/** The only keys that a manifest may choose from a list are those of its targets. */
function wrongRegion(error: SchemaError, path: Path): Explanation | undefined {
  if (error.keyword !== "propertyNames") return undefined;
  const key = error.params.propertyName;
  const meant = regionMeantBy(key);
  return {
    path: [...path, key],
    part: "key",
    code: "UNKNOWN_REGION",
    message: `${cite(key)} is not a region that Buddy knows`,
    remedy:
      meant === undefined
        ? "write Default, CONTINENT- and a continent's name, or COUNTRY- and two letters (ISO 3166)"
        : `did you mean ${meant}?`,
  };
}

/** Buddy's page shows these keys, but not what may stand under them. */
function unreadableKey(error: SchemaError, path: Path): Explanation | undefined {
  if (error.keyword !== "additionalProperties") return undefined;
  const key = error.params.additionalProperty;
  const remedy = UNREADABLE_KEYS.get(key);
  if (remedy === undefined) return undefined;
  const message = `what stands under ${key} could not be read on Buddy's page, and is not guessed`;
  return { path: [...path, key], part: "key", code: "DIALECT_UNREADABLE", message, remedy };
}

/** The place in the words of the file, which may be Buddy's dialect. */
function inTheFile(
  { source, path, part, words }: Place,
  value: PlainMap,
  keysAt: (path: Path) => readonly string[],
): Pick<Place, "path" | "part"> {
  const read = readEntry({ source, value });
  const inManifest = words === "desired" && "valid" in read ? writtenPath(read.valid, path) : path;
  return isDialect(value) ? dialectPlace({ path: inManifest, part }, keysAt) : { path: inManifest, part };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bin/generate.ts makes it from the type's schema
const isManifest = validateManifest as Validator<Manifest>;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bin/generate.ts makes it from the type's schema
const isDialectEntry = validateDialect as Validator<DialectEntry>;

/** The files of a source by what they hold, which their places alone say. */
export type SortedFiles<F> = {
  readonly manifests: readonly F[];
  /** Below `approvals/`: never manifests. */
  readonly approvals: readonly F[];
  /** `holds.yaml` in the folder of manifests itself. */
  readonly holds: readonly F[];
};

/**
 * The folder of manifests is the deepest that all files are below, and for an approval the one that its `approvals/` is in:
 * a source tells paths as people write them, and not where that folder begins.
 */
export function sortFiles<F extends Pick<File, "path">>(files: readonly F[]): SortedFiles<F> {
  const root = commonFolder(
    files.map(({ path }) => (isApproval(path) ? folderOf(folderOf(path)) : folderOf(path))),
  );
  const kindOf = ({ path }: F): keyof SortedFiles<F> => {
    const inner = path.slice(root.length);
    if (isApproval(path) || inner.startsWith("approvals/")) return "approvals";
    return HOLDS.test(inner) ? "holds" : "manifests";
  };
  const found: Record<keyof SortedFiles<F>, F[]> = { manifests: [], approvals: [], holds: [] };
  for (const file of files.toSorted((a, b) => compareText(a.path, b.path))) found[kindOf(file)].push(file);
  return found;
}

const HOLDS = /^holds\.ya?ml$/i;

/** Its name tells it apart from everything else, wherever its folder is. */
function isApproval(path: string): boolean {
  const folder = folderOf(path);
  return /(?:^|\/)approvals\/$/.test(folder) && APPROVAL_FILE.test(path.slice(folder.length));
}

/** With the slash at its end; "" for the top. */
function folderOf(path: string): string {
  const inner = path.endsWith("/") ? path.slice(0, -1) : path;
  return inner.slice(0, inner.lastIndexOf("/") + 1);
}

function commonFolder([first = "", ...folders]: readonly string[]): string {
  return folders.reduce((common, folder) => {
    let shared = common;
    while (!folder.startsWith(shared)) shared = folderOf(shared);
    return shared;
  }, first);
}

/**
 * Positions of what `readManifests` returned: `path` leads into a `Desired`, in its words and its order. What is not
 * written there is where its nearest owner is. Each call may parse a file again; only the last one is kept.
 */
export function locator(
  files: readonly File[],
): (source: ManifestSource, path: Path, part: "key" | "value") => Position {
  const { position } = examiner(files, inTheFile);
  return (source, path, part) => position({ source, path, part, words: "desired" });
}
