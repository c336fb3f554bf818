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
import { dialectFormat, manifestFormat } from "./entry-format.ts";
import { MANIFEST_PARTS, type ManifestPart } from "./omission.ts";
import { revise } from "./revise.ts";

/** An existing manifest, and the live distribution that it describes. */
export type ManifestToEdit = {
  /** Without a byte order mark. */
  readonly text: string;
  readonly desired: Desired<Scope>;
  readonly actual: Actual;
  /** The live distribution as a manifest. */
  readonly live: Manifest;
  /** The parts that the export leaves as they are written. */
  readonly unwritten: ReadonlySet<ManifestPart>;
};

export type EditedFile = {
  readonly text: string;
  readonly manifest: Manifest;
  readonly changes: readonly string[];
};

/**
 * The file, edited so that its manifest describes what is live. Only values that differ change, and only of keys that the
 * manifest has. The result is read again: undefined when it is not what is live, or when another manifest would change.
 *
 * @param names of groups by id
 */
export function editFile(
  written: ManifestToEdit,
  people: { readonly directory: Directory; readonly names: ReadonlyMap<number, string> },
): EditedFile | undefined {
  const { text, desired, actual, live } = written;
  const before = entryOf(text, desired);
  if (before === undefined) return undefined;
  const { manifest, value } = before;
  const comparison = compareRewritten(written, desired, people.directory);
  const changes = changesOf(comparison);
  if (changes.length === 0) return { text, manifest, changes };
  const format = isDialect(value)
    ? dialectFormat(dialectEntry(value), people.directory, people.names)
    : manifestFormat(manifest, people.directory, people.names);
  const edits = revise(manifest, live, differingParts(comparison), format, routeIdsOf(actual));
  const { path } = desired.source;
  const edited =
    edits === undefined
      ? undefined
      : editText(
          text,
          edits.map((edit) => ({ ...edit, path: [...path, ...edit.path] })),
        );
  const after = edited === undefined ? undefined : verified(written, edited, people.directory);
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

/** An entry of the dialect that was read without findings. */
function dialectEntry(value: PlainMap): DialectEntry {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `readEntry` has just found it valid
  return value as DialectEntry;
}

/** The text as a file of its own, under a name that only a file of manifests has. */
function fileOf(text: string): File {
  return { path: "manifest.yaml", content: new TextEncoder().encode(text) };
}

/** What a plan would change, without the parts that the export does not write. */
function compareRewritten(
  { desired, actual, unwritten }: ManifestToEdit,
  now: Desired,
  directory: Directory,
): Comparison {
  const { name, disabled, permissions: { others, users, groups } = {}, routes, ...rest } = now;
  const left = {
    ...rest,
    ...(name === undefined || unwritten.has("name") ? {} : { name }),
    ...(disabled === undefined || unwritten.has("disabled") ? {} : { disabled }),
    ...(routes === undefined || unwritten.has("routes") ? {} : { routes }),
    permissions: {
      ...(others === undefined || unwritten.has("others") ? {} : { others }),
      ...(users === undefined || unwritten.has("users") ? {} : { users }),
      ...(groups === undefined || unwritten.has("groups") ? {} : { groups }),
    },
  };
  return compareManifest(left, desired.scope, actual, directory);
}

/** The edited manifest, read again; undefined unless it describes what is live and the others of its file are as before. */
function verified(written: ManifestToEdit, edited: string, directory: Directory): Manifest | undefined {
  const { text, desired } = written;
  const [before, after] = [text, edited].map((one) => readManifests([fileOf(one)]).desired);
  const ofThis = (one: Desired) => one.source.path[0] === desired.source.path[0];
  const others = (all: readonly Desired[] = []) =>
    JSON.stringify(all.filter((one) => !ofThis(one)).map(meaningOf));
  const now = after?.find(ofThis);
  const isRight =
    now !== undefined &&
    others(before) === others(after) &&
    changesOf(compareRewritten(written, now, directory)).length === 0;
  return isRight ? entryOf(edited, desired)?.manifest : undefined;
}

function meaningOf({ source: _source, ...desired }: Desired): unknown {
  return desired;
}

/** What an edit changes in the manifest, in words for people. */
function changesOf({ fields, routes }: Comparison): readonly string[] {
  return [...fields.map(({ field }) => field), ...routes.map(changeOf)];
}

/** The change of the plan, turned around: the manifest becomes what is live. */
function changeOf(change: RouteChange): string {
  if (change.kind === "add") return `route ${routeKey(change.to)} removed`;
  if (change.kind === "remove") return `route ${routeKey(change.from)} added`;
  const [from, to] = [routeKey(change.from), routeKey(change.to)];
  return from === to ? `route ${to} changed` : `route ${from} in place of ${to}`;
}

/**
 * The text of a new file for a distribution that no manifest mentions yet, with Buddy's ids in comments; or why it cannot be written.
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

/** What a plan with this manifest would change in a live distribution that is not ours yet. */
export function compareManifest(
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

/** The parts in which a comparison found a difference. */
export function differingParts({ fields, routes }: Comparison): ReadonlySet<ManifestPart> {
  const found = new Set<string>([...fields.map(({ field }) => field), ...routes.map(() => "routes")]);
  return new Set(MANIFEST_PARTS.filter((part) => found.has(part)));
}
