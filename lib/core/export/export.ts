import { type Actual, type Desired, describeScope, type Scope } from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import type { Manifest } from "../manifest/schema.ts";
import type { Directory } from "../plan/resolve.ts";
import { type File, openFile } from "../yaml/parse.ts";
import { compareWritten, editFile, newFile, partsOf } from "./edit-file.ts";
import { type Kept, keptParts, routesInConflict } from "./kept.ts";
import { type Omission, omittedFrom, type Part } from "./omission.ts";
import { type ExportCandidate, type LiveDistribution, selectLive } from "./select.ts";
import { minimal } from "./wire-names.ts";

export type ExportRequest = {
  readonly live: readonly LiveDistribution[];
  /** All files of the folder, valid as they are. */
  readonly files: readonly File[];
  /** What they declare, in the scopes that Buddy addresses. */
  readonly declared: readonly Desired<Scope>[];
  /** The rest of what they declare: where it belongs is not known. */
  readonly unplaced: readonly Desired[];
  /** What the paths of its files begin with: `distributions/`, or nothing. */
  readonly folder: string;
  /** The path of the manifest's schema from a file, for editors. */
  readonly schemaFor: (path: string) => string;
  readonly directory: Directory;
  /** Of groups by id, for comments. */
  readonly names: ReadonlyMap<number, string>;
  /** Why users or groups could not be looked up: what manifests say of them stays as it is. */
  readonly unknown: ReadonlyMap<"users" | "groups", string>;
  /** Whether the token is in it: such a part is left out whole, since one without it would change what is live. */
  readonly holdsSecret: (value: unknown) => boolean;
};

export type Export = { readonly files: readonly ExportedFile[]; readonly omissions: readonly Omission[] };

export type ExportedFile = {
  readonly path: string;
  readonly state: "new" | "changed" | "unchanged";
  /** With the byte order mark that it had. */
  readonly text: string;
  readonly distributions: readonly Exported[];
};

type Exported = {
  readonly key: string;
  readonly identifier: string;
  /** The scope for people. */
  readonly where: string;
  readonly id: string;
  /** As it is after the export. */
  readonly manifest: Manifest;
  /** What differs from what was written before. */
  readonly changes: readonly string[];
};

/**
 * Manifests for what is live. One that is there already is edited where it stands, any other gets a file of its own. Whatever
 * cannot be said is left out and told: nothing is guessed.
 */
export function exportManifests(request: ExportRequest): Export {
  const selected = selectLive(request.live, request.declared, request.holdsSecret);
  const { candidates } = selected;
  const conflicts = routesInConflict(candidates, request.declared, request.unplaced);
  const desk: Desk = {
    texts: new Map(request.files.map((file) => [file.path, openFile(file).text])),
    taken: new Set(request.files.map(({ path }) => foldedPath(path))),
  };
  const omissions = [...selected.omissions];
  const written: (Exported & { readonly path: string })[] = [];
  for (const one of candidates) {
    const kept = keptParts(one, conflicts, request.unknown);
    const { declared } = one;
    const result =
      declared === undefined
        ? create(one, kept, request, desk)
        : edit({ ...one, declared }, kept, request, desk);
    if (result.exported !== undefined) written.push(result.exported);
    for (const about of [...result.omitted, ...nowhere(one.actual)])
      omissions.push({ ...omittedFrom(one.scope, one.actual), ...about });
  }
  return { files: filesOf(request.files, written, desk), omissions };
}

/** Of routes that answer for no host. */
function nowhere({ unaddressed = [] }: Actual): Result["omitted"] {
  if (unaddressed.length === 0) return [];
  const detail = `Buddy shows no domain for ${unaddressed.map((id) => `route ${id}`).join(", ")}`;
  return [{ part: "routes", reason: "no-domain", detail }];
}

/** The texts of files as they are by now. */
type Desk = { readonly texts: Map<string, string>; readonly taken: Set<string> };

type Result = {
  readonly exported?: Exported & { readonly path: string };
  readonly omitted: readonly Pick<Omission, "part" | "reason" | "detail">[];
};

function create(one: ExportCandidate, kept: Kept, request: ExportRequest, { texts, taken }: Desk): Result {
  const { scope, identifier, actual, draft } = one;
  const { folder, schemaFor, names } = request;
  const { routes, ...rest } = draft.manifest;
  const manifest = minimal(kept.has("routes") || routes === undefined ? rest : { ...rest, routes });
  const below = fileFor(scope, identifier, (path) => taken.has(foldedPath(`${folder}${path}`)));
  const path = `${folder}${below}`;
  const made = newFile(manifest, actual, { schema: schemaFor(path), names });
  if ("wrong" in made)
    return { omitted: [{ part: "distribution", reason: "not-sayable", detail: made.wrong }] };
  texts.set(path, made.text);
  taken.add(foldedPath(path));
  const lacking = omissionsOf(kept).filter(
    ({ part }) => part !== "others" || actual.permissions?.others !== undefined,
  );
  return { exported: { path, ...aboutOf(one), manifest, changes: [] }, omitted: lacking };
}

function edit(
  one: ExportCandidate & { readonly declared: Desired<Scope> },
  kept: Kept,
  { directory, names }: ExportRequest,
  { texts }: Desk,
): Result {
  const { declared, actual, draft, scope } = one;
  const { file: path } = declared.source;
  const written = { text: texts.get(path) ?? "", desired: declared, actual, live: draft.manifest };
  const edited = editFile({ ...written, kept: new Set(kept.keys()) }, { directory, names });
  const differing = partsOf(compareWritten(declared, scope, actual, directory));
  const omitted = omissionsOf(kept).filter(
    ({ part, reason }) => reason === "lookup-failed" || differing.has(part),
  );
  if (edited === undefined) {
    const where = `${path}:${declared.source.line}`;
    const detail = `${where} is written in a way that cannot be edited here to say what is live; change it by hand`;
    return { omitted: [...omitted, { part: "distribution", reason: "not-editable", detail }] };
  }
  texts.set(path, edited.text);
  return { exported: { path, ...aboutOf(one), manifest: edited.manifest, changes: edited.changes }, omitted };
}

function omissionsOf(kept: Kept): readonly (Pick<Omission, "reason" | "detail"> & { readonly part: Part })[] {
  return [...kept].map(([part, why]) => ({ part, ...why }));
}

function aboutOf({
  key,
  identifier,
  scope,
  actual: { id },
  declared,
}: ExportCandidate): Omit<Exported, "manifest" | "changes"> {
  return { key, identifier, where: describeScope(scope, declared?.environmentName), id };
}

function filesOf(
  files: readonly File[],
  written: readonly (Exported & { readonly path: string })[],
  { texts }: Desk,
): readonly ExportedFile[] {
  const before = new Map(files.map((file) => [file.path, file]));
  const touched = new Set(written.map(({ path }) => path));
  const results = [...texts].filter(([path]) => touched.has(path)).toSorted(([a], [b]) => compareText(a, b));
  return results.map(([path, text]): ExportedFile => {
    const file = before.get(path);
    const distributions = written.filter((one) => one.path === path).map(({ path: _path, ...one }) => one);
    if (file === undefined) return { path, state: "new", text, distributions };
    const state = openFile(file).text === text ? "unchanged" : "changed";
    return { path, state, text: `${hasMark(file) ? "\ufeff" : ""}${text}`, distributions };
  });
}

/** A byte order mark, which reading takes off. */
function hasMark({ content: [first, second, third] }: File): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}

/**
 * The file that a new manifest is written to, below the folder of manifests: `shop.yaml`, `web/shop.yaml`,
 * `environment-3a4KbBQl/shop.yaml`. Every disk can hold it, and no part of this program takes it for something else.
 *
 * @param isTaken whether a file has the name already, for a disk that does not tell upper from lower case
 */
export function fileFor(scope: Scope, identifier: string, isTaken: (path: string) => boolean): string {
  const folder = folderOf(scope);
  const name = RESERVED.test(identifier) ? `distribution-${identifier}` : identifier;
  for (let number = 1; ; number += 1) {
    const path = `${folder}${name}${number === 1 ? "" : `-${number}`}.yaml`;
    if (!isTaken(path)) return path;
  }
}

/** What tells paths apart on a disk that does not tell upper from lower case. */
function foldedPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** Device names of Windows, and what is no manifest below the folder of manifests: holds, approvals, what is not looked at. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|holds|approvals|node_modules)$/i;

function folderOf(scope: Scope): string {
  switch (scope.kind) {
    case "workspace":
      return "";
    case "project":
      return `${safe(scope.project, "project")}/`;
    case "environment":
      return `${safe(`environment-${scope.environmentId}`, "environment")}/`;
    default:
      return scope satisfies never;
  }
}

/** What begins with a dot is not read, and a folder that is called like a manifest is a problem. */
function safe(name: string, prefix: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, LONGEST);
  return RESERVED.test(plain) ? `${prefix}-${plain}` : plain;
}

const LONGEST = 100;
