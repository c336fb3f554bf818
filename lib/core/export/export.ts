import { type Actual, type Desired, describeScope, type Scope } from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import type { Manifest } from "../manifest/schema.ts";
import type { Directory } from "../plan/resolve.ts";
import { type File, openFile } from "../yaml/parse.ts";
import { compareManifest, differingParts, editFile, newFile } from "./edit-file.ts";
import { shortestManifest } from "./entry-format.ts";
import { type ManifestPart, type Omission, omittedFrom } from "./omission.ts";
import { type ExportCandidate, type LiveDistribution, selectLive } from "./select.ts";
import { routesInConflict, type UnwrittenParts, unwrittenParts } from "./unwritten.ts";

export type ExportRequest = {
  readonly live: readonly LiveDistribution[];
  /** All files of the folder, valid as they are. */
  readonly files: readonly File[];
  /** What they declare, in the scopes that Buddy addresses. */
  readonly declared: readonly Desired<Scope>[];
  /** What else they declare: their scopes could not be looked up. */
  readonly unplaced: readonly Desired[];
  /** What the paths of its files begin with: `distributions/`, or nothing. */
  readonly folder: string;
  /** The path of the manifest's schema from a file, for editors. */
  readonly schemaFor: (path: string) => string;
  readonly directory: Directory;
  /** Names of groups by id, for comments. */
  readonly names: ReadonlyMap<number, string>;
  /** Why users or groups could not be looked up. The manifests keep what they say about them. */
  readonly unknown: ReadonlyMap<"users" | "groups", string>;
  /** Whether a value contains the token. The export leaves out the whole part, since a part without the token would change what is live. */
  readonly holdsSecret: (value: unknown) => boolean;
};

export type Export = { readonly files: readonly ExportedFile[]; readonly omissions: readonly Omission[] };

export type ExportedFile = {
  readonly path: string;
  readonly state: "new" | "changed" | "unchanged";
  /** With the byte order mark that it had. */
  readonly text: string;
  readonly distributions: readonly ExportedDistribution[];
};

type ExportedDistribution = {
  readonly key: string;
  readonly identifier: string;
  /** The scope for people. */
  readonly where: string;
  readonly id: string;
  /** The manifest after the export. */
  readonly manifest: Manifest;
  /** What the export changed in it, in words for people. */
  readonly changes: readonly string[];
};

/**
 * Manifests for what is live. An existing manifest is edited in its file; a new one gets a file of its own. Whatever a manifest
 * cannot express is left out and listed as an omission: nothing is guessed.
 */
export function exportManifests(request: ExportRequest): Export {
  const selected = selectLive(request.live, request.declared, request.holdsSecret);
  const { candidates } = selected;
  const conflicts = routesInConflict(candidates, request.declared, request.unplaced);
  const working: WorkingFiles = {
    texts: new Map(request.files.map((file) => [file.path, openFile(file).text])),
    taken: new Set(request.files.map(({ path }) => foldedPath(path))),
  };
  const omissions = [...selected.omissions];
  const written: (ExportedDistribution & { readonly path: string })[] = [];
  for (const one of candidates) {
    const unwritten = unwrittenParts(one, conflicts, request.unknown);
    const { declared } = one;
    const result =
      declared === undefined
        ? create(one, unwritten, request, working)
        : edit({ ...one, declared }, unwritten, request, working);
    if (result.exported !== undefined) written.push(result.exported);
    for (const about of [...result.omitted, ...routesWithoutDomain(one.actual)])
      omissions.push({ ...omittedFrom(one.scope, one.actual), ...about });
  }
  return { files: filesOf(request.files, written, working), omissions };
}

/** Routes that Buddy shows without a domain answer for no host, and are in no manifest. */
function routesWithoutDomain({ unaddressed = [] }: Actual): ExportResult["omitted"] {
  if (unaddressed.length === 0) return [];
  const detail = `Buddy shows no domain for ${unaddressed.map((id) => `route ${id}`).join(", ")}`;
  return [{ part: "routes", reason: "no-domain", detail }];
}

/** The texts of all files as edited so far, and the paths that are taken, in the form in which a disk compares them. */
type WorkingFiles = { readonly texts: Map<string, string>; readonly taken: Set<string> };

type ExportResult = {
  readonly exported?: ExportedDistribution & { readonly path: string };
  readonly omitted: readonly Pick<Omission, "part" | "reason" | "detail">[];
};

function create(
  one: ExportCandidate,
  unwritten: UnwrittenParts,
  request: ExportRequest,
  { texts, taken }: WorkingFiles,
): ExportResult {
  const { scope, identifier, actual, liveManifest } = one;
  const { folder, schemaFor, names } = request;
  const { routes, ...rest } = liveManifest.manifest;
  const manifest = shortestManifest(
    unwritten.has("routes") || routes === undefined ? rest : { ...rest, routes },
  );
  const below = fileFor(scope, identifier, (path) => taken.has(foldedPath(`${folder}${path}`)));
  const path = `${folder}${below}`;
  const made = newFile(manifest, actual, { schema: schemaFor(path), names });
  if ("wrong" in made)
    return { omitted: [{ part: "distribution", reason: "not-sayable", detail: made.wrong }] };
  texts.set(path, made.text);
  taken.add(foldedPath(path));
  const lacking = omissionsOf(unwritten).filter(
    ({ part }) => part !== "others" || actual.permissions?.others !== undefined,
  );
  return { exported: { path, ...identityOf(one), manifest, changes: [] }, omitted: lacking };
}

function edit(
  one: ExportCandidate & { readonly declared: Desired<Scope> },
  unwritten: UnwrittenParts,
  { directory, names }: ExportRequest,
  { texts }: WorkingFiles,
): ExportResult {
  const { declared, actual, liveManifest, scope } = one;
  const { file: path } = declared.source;
  const written = { text: texts.get(path) ?? "", desired: declared, actual, live: liveManifest.manifest };
  const edited = editFile({ ...written, unwritten: new Set(unwritten.keys()) }, { directory, names });
  const differing = differingParts(compareManifest(declared, scope, actual, directory));
  const omitted = omissionsOf(unwritten).filter(
    ({ part, reason }) => reason === "lookup-failed" || differing.has(part),
  );
  if (edited === undefined) {
    const where = `${path}:${declared.source.line}`;
    const detail = `${where} is written in a way that cannot be edited here to say what is live; change it by hand`;
    return { omitted: [...omitted, { part: "distribution", reason: "not-editable", detail }] };
  }
  texts.set(path, edited.text);
  return {
    exported: { path, ...identityOf(one), manifest: edited.manifest, changes: edited.changes },
    omitted,
  };
}

function omissionsOf(
  unwritten: UnwrittenParts,
): readonly (Pick<Omission, "reason" | "detail"> & { readonly part: ManifestPart })[] {
  return [...unwritten].map(([part, why]) => ({ part, ...why }));
}

function identityOf({
  key,
  identifier,
  scope,
  actual: { id },
  declared,
}: ExportCandidate): Omit<ExportedDistribution, "manifest" | "changes"> {
  return { key, identifier, where: describeScope(scope, declared?.environmentName), id };
}

function filesOf(
  files: readonly File[],
  written: readonly (ExportedDistribution & { readonly path: string })[],
  { texts }: WorkingFiles,
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

/** Whether the file begins with a byte order mark, which reading removes. */
function hasMark({ content: [first, second, third] }: File): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}

/**
 * The file that a new manifest is written to, below the folder of manifests: `shop.yaml`, `web/shop.yaml`,
 * `environment-3a4KbBQl/shop.yaml`. Every file system accepts the name, and no part of this program reads it as anything else.
 *
 * @param isTaken whether a file has the path already, on a file system that ignores case
 */
export function fileFor(scope: Scope, identifier: string, isTaken: (path: string) => boolean): string {
  const folder = folderOf(scope);
  const name = RESERVED.test(identifier) ? `distribution-${identifier}` : identifier;
  for (let number = 1; ; number += 1) {
    const path = `${folder}${name}${number === 1 ? "" : `-${number}`}.yaml`;
    if (!isTaken(path)) return path;
  }
}

/** Two paths name one file on a file system that ignores case when they are equal in this form. */
function foldedPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** Device names of Windows, and names with a meaning of their own in the folder of manifests. */
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

/** Without dots: the source skips names that begin with one, and refuses folders that end like a manifest. */
function safe(name: string, prefix: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, LONGEST);
  return RESERVED.test(plain) ? `${prefix}-${plain}` : plain;
}

const LONGEST = 100;
