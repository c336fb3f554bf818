import { type Actual, type Desired, routeKey, type Scope } from "../domain/distribution.ts";
import { cite } from "../domain/wording.ts";
import { type DialectEntry, isDialect } from "../manifest/dialect.ts";
import { readEntry, readManifests } from "../manifest/read.ts";
import type { Manifest } from "../manifest/schema.ts";
import { type Comparison, compareLive } from "../plan/compare.ts";
import type { RouteChange } from "../plan/plan.ts";
import { type Directory, resolvePermissions } from "../plan/resolve.ts";
import { type File, openFile, parse } from "../yaml/parse.ts";
import type { PlainMap } from "../yaml/plain.ts";
import { editText, type Note, renderManifest } from "./edit-text.ts";
import { PARTS, type Part } from "./omission.ts";
import { revise } from "./revise.ts";
import { dialectWords, manifestWords } from "./wire-names.ts";

/** A manifest that is written already, and the live distribution that it is of. */
export type Written = {
  /** Without a byte order mark. */
  readonly text: string;
  readonly desired: Desired<Scope>;
  readonly actual: Actual;
  /** All that a manifest can say of it. */
  readonly live: Manifest;
  /** What stays as it is written. */
  readonly kept: ReadonlySet<Part>;
};

export type Edited = {
  readonly text: string;
  readonly manifest: Manifest;
  readonly changes: readonly string[];
};

/**
 * The file with a manifest in it that says what is live: only values that differ are changed, only of keys that it has. The
 * result is read again before it is believed: undefined where it would not be right, or where something else would change.
 *
 * @param names of groups by id
 */
export function editFile(
  written: Written,
  people: { readonly directory: Directory; readonly names: ReadonlyMap<number, string> },
): Edited | undefined {
  const { text, desired, actual, live } = written;
  const before = entryOf(text, desired);
  if (before === undefined) return undefined;
  const { manifest, value } = before;
  const comparison = compareKept(written, desired, people.directory);
  const changes = changesOf(comparison);
  if (changes.length === 0) return { text, manifest, changes };
  const words = isDialect(value)
    ? dialectWords(dialectEntry(value), people.directory, people.names)
    : manifestWords(manifest, people.directory, people.names);
  const edits = revise(manifest, live, partsOf(comparison), words, routeIdsOf(actual));
  const { path } = desired.source;
  const edited =
    edits === undefined
      ? undefined
      : editText(
          text,
          edits.map((edit) => ({ ...edit, path: [...path, ...edit.path] })),
        );
  const after = edited === undefined ? undefined : believed(written, edited, people.directory);
  return edited === undefined || after === undefined ? undefined : { text: edited, manifest: after, changes };
}

function entryOf(
  text: string,
  { source }: Desired,
): { readonly manifest: Manifest; readonly value: PlainMap } | undefined {
  const entries = parse(openFile(fileOf(text))).entries;
  const entry = entries.find((one) => one.source.path[0] === source.path[0]);
  const read = entry === undefined ? undefined : readEntry(entry);
  if (entry === undefined || read === undefined || "findings" in read) return undefined;
  return { manifest: read.valid, value: entry.value };
}

/** Such an entry was read as a manifest, and so it is one of the dialect. */
function dialectEntry(value: PlainMap): DialectEntry {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `readEntry` has just found it valid
  return value as DialectEntry;
}

/** By itself: whatever its name is, it is one of manifests. */
function fileOf(text: string): File {
  return { path: "manifest.yaml", content: new TextEncoder().encode(text) };
}

/** What a plan would change, without the parts that stay as they are. */
function compareKept({ desired, actual, kept }: Written, now: Desired, directory: Directory): Comparison {
  const { name, disabled, permissions: { others, users, groups } = {}, routes, ...rest } = now;
  const left = {
    ...rest,
    ...(name === undefined || kept.has("name") ? {} : { name }),
    ...(disabled === undefined || kept.has("disabled") ? {} : { disabled }),
    ...(routes === undefined || kept.has("routes") ? {} : { routes }),
    permissions: {
      ...(others === undefined || kept.has("others") ? {} : { others }),
      ...(users === undefined || kept.has("users") ? {} : { users }),
      ...(groups === undefined || kept.has("groups") ? {} : { groups }),
    },
  };
  return compareWritten(left, desired.scope, actual, directory);
}

/** The manifest, if read again it says what is live, and every other one of its file what it said before. */
function believed(written: Written, edited: string, directory: Directory): Manifest | undefined {
  const { text, desired } = written;
  const [before, after] = [text, edited].map((one) => readManifests([fileOf(one)]).desired);
  const ofThis = (one: Desired) => one.source.path[0] === desired.source.path[0];
  const others = (all: readonly Desired[] = []) =>
    JSON.stringify(all.filter((one) => !ofThis(one)).map(meaningOf));
  const now = after?.find(ofThis);
  const isRight =
    now !== undefined &&
    others(before) === others(after) &&
    changesOf(compareKept(written, now, directory)).length === 0;
  return isRight ? entryOf(edited, desired)?.manifest : undefined;
}

function meaningOf({ source: _source, ...desired }: Desired): unknown {
  return desired;
}

/** What becomes different in the manifest, in words for people. */
function changesOf({ fields, routes }: Comparison): readonly string[] {
  return [...fields.map(({ field }) => field), ...routes.map(changeOf)];
}

/** Seen from the manifest, which follows what is live. */
function changeOf(change: RouteChange): string {
  if (change.kind === "add") return `route ${routeKey(change.to)} removed`;
  if (change.kind === "remove") return `route ${routeKey(change.from)} added`;
  const [from, to] = [routeKey(change.from), routeKey(change.to)];
  return from === to ? `route ${to} changed` : `route ${from} in place of ${to}`;
}

/**
 * The text of a file for a distribution that no manifest mentions yet, with Buddy's ids in comments; or why there can be none.
 *
 * @param schema the path of the manifest's schema from the file, for editors
 * @param names of groups by id
 */
export function newFile(
  manifest: Manifest,
  actual: Actual,
  { schema, names }: { readonly schema: string; readonly names: ReadonlyMap<number, string> },
): { readonly text: string } | { readonly wrong: string } {
  const head = [`yaml-language-server: $schema=${schema}`, `id ${cite(actual.id)}`];
  const text = renderManifest(manifest, {
    head,
    above: [...groupNotes(manifest, names), ...routeNotes(actual)],
  });
  const { problems } = readManifests([{ path: "manifest.yaml", content: new TextEncoder().encode(text) }]);
  const [problem] = problems;
  return problem === undefined ? { text } : { wrong: problem.message };
}

function groupNotes({ permissions }: Manifest, names: ReadonlyMap<number, string>): readonly Note[] {
  return (permissions?.groups ?? []).flatMap(({ id }, index) => {
    const name = names.get(Number(id));
    return name === undefined ? [] : [{ path: ["permissions", "groups", index], text: cite(name) }];
  });
}

/** The routes of a new manifest are in the order in which they are live. */
function routeNotes({ routes }: Actual): readonly Note[] {
  return routes.map(({ id }, index) => ({ path: ["routes", index], text: `id ${cite(id)}` }));
}

/** Ids of live routes by their keys. */
function routeIdsOf({ routes }: Actual): ReadonlyMap<string, string> {
  return new Map(routes.map((route) => [routeKey(route), route.id]));
}

const NOBODY: Directory = { users: new Map(), groups: new Map() };

/** What a plan would change of a live distribution that is not ours yet, should this be its manifest. */
export function compareWritten(
  desired: Desired,
  scope: Scope,
  actual: Actual,
  directory: Directory = NOBODY,
): Comparison {
  const { permissions } = desired;
  const resolved =
    permissions === undefined
      ? undefined
      : resolvePermissions({ ...desired, permissions }, directory).permissions;
  return compareLive({ ...desired, scope }, resolved, actual, {});
}

/** What a comparison found different. */
export function partsOf({ fields, routes }: Comparison): ReadonlySet<Part> {
  const found = new Set<string>([...fields.map(({ field }) => field), ...routes.map(() => "routes")]);
  return new Set(PARTS.filter((part) => found.has(part)));
}
