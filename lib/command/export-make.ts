import { type Desired, describeScope, type Scope, scopeKey } from "../core/domain/distribution.ts";
import { formatProblem } from "../core/domain/problem.ts";
import { type Export, exportManifests } from "../core/export/export.ts";
import type { Omission } from "../core/export/omission.ts";
import type { LiveDistribution } from "../core/export/select.ts";
import { readManifests } from "../core/manifest/read.ts";
import { type Directory, namedEnvironments, namedSubjects, placeInScopes } from "../core/plan/resolve.ts";
import type { Environment, ReadingProvider, SourceFile } from "../ports.ts";
import type { Redactor } from "../redact.ts";
import { readForExport, tryRead } from "./export-read.ts";

/** The part of the workspace that is exported. */
export type Selected = {
  readonly project?: readonly string[];
  readonly environmentId?: readonly string[];
  readonly only?: readonly string[];
};

/** The folder that receives the export: what is in it, and how paths to it and to the schema of manifests are written. */
export type Destination = {
  readonly files: readonly SourceFile[];
  readonly desired: ReturnType<typeof readManifests>["desired"];
  /** The paths of its files begin with this. */
  readonly folder: string;
  readonly schemaFor: (path: string) => string;
};

/**
 * Reads what is live and makes its files. It writes neither to Buddy nor to the disk.
 * @throws ProviderError when nothing more can be read
 */
export async function makeExport(
  reader: ReadingProvider,
  { desired, ...destination }: Destination,
  selected: Selected,
  { text: hide, data }: Pick<Redactor, "text" | "data">,
): Promise<{ readonly exported: Export; readonly notices: readonly string[] }> {
  const placed = await placeDeclared(desired, reader);
  const { declared, unplaced } = placed;
  const scopes = scopesFor(
    selected,
    declared.map(({ scope }) => scope),
  );
  // A distribution of an environment may be declared under a name that could not be looked up.
  const sure = placed.omissions.length === 0 ? scopes : scopes.filter(({ kind }) => kind !== "environment");
  const live = await readForExport(reader, sure, selected.only);
  const keys = new Set(sure.map(scopeKey));
  const concerned = declared.filter(({ scope }) => keys.has(scopeKey(scope)));
  const people = await readPeople(concerned, live.distributions, reader);
  const holdsSecret = (value: unknown) => JSON.stringify(data(value)) !== JSON.stringify(value);
  const made = exportManifests({
    ...destination,
    ...people,
    names: new Map([...people.names].filter(([, name]) => !holdsSecret(name))),
    live: live.distributions,
    declared,
    unplaced,
    holdsSecret,
  });
  // No value of a new manifest holds the token, but a comment can.
  const files = made.files.map((file) => (file.state === "new" ? { ...file, text: hide(file.text) } : file));
  const seen = Array.from(
    live.elsewhere,
    ([where, number]) => `${number} in ${where}: not selected, and left alone`,
  );
  const exported = { files, omissions: [...placed.omissions, ...live.omissions, ...made.omissions] };
  return { exported: checked(exported, destination.files), notices: [...placed.notices, ...seen] };
}

/** The scopes that are named; without any, the workspace itself and every scope that has manifests. */
function scopesFor({ project, environmentId }: Selected, declared: readonly Scope[]): readonly Scope[] {
  const named: readonly Scope[] = [
    ...(project ?? []).map((name) => ({ kind: "project" as const, project: name })),
    ...(environmentId ?? []).map((id) => ({ kind: "environment" as const, environmentId: id })),
  ];
  const all: readonly Scope[] = named.length > 0 ? named : [{ kind: "workspace" }, ...declared];
  return [...new Map(all.map((scope) => [scopeKey(scope), scope])).values()];
}

/** Reads all files as they will be: an export that cannot be planned is worth nothing. */
function checked(exported: Export, before: readonly SourceFile[]): Export {
  const files = new Map(before.map((file) => [file.path, file.content]));
  for (const { path, text } of exported.files) files.set(path, new TextEncoder().encode(text));
  const { problems } = readManifests(Array.from(files, ([path, content]) => ({ path, content })));
  const [problem] = problems;
  if (files.size === 0 || problem === undefined) return exported;
  throw new Error(
    `the manifests would not be valid together, so nothing was written: ${formatProblem(problem)}`,
  );
}

/** Manifests, in scopes as Buddy addresses them. */
type Placed = {
  readonly declared: readonly Desired<Scope>[];
  /** The manifests whose scope was not found. */
  readonly unplaced: readonly Desired[];
  /** Environments that could not be looked up. What they hold may be declared already, so it is not exported. */
  readonly omissions: readonly Omission[];
  readonly notices: readonly string[];
};

/** Looks up the environments that manifests name, if any does. */
async function placeDeclared(desired: readonly Desired[], reader: ReadingProvider): Promise<Placed> {
  const environments = new Map<string, readonly Environment[]>();
  const failures = new Map<string, string>();
  await Promise.all(
    Array.from(namedEnvironments(desired), async (project) => {
      const found = await tryRead(() => reader.environments(project === "" ? undefined : project));
      if ("failed" in found) failures.set(project, found.failed);
      else environments.set(project, found.value);
    }),
  );
  const failureOf = ({ scope }: Desired) =>
    "environment" in scope ? failures.get(scope.project ?? "") : undefined;
  const { placed, unresolved } = placeInScopes(
    desired.filter((one) => failureOf(one) === undefined),
    environments,
  );
  const omissions = desired.flatMap((one): readonly Omission[] => {
    const detail = failureOf(one);
    if (detail === undefined) return [];
    const where = describeScope(one.scope);
    return [{ identifier: one.identifier, where, part: "distribution", reason: "lookup-failed", detail }];
  });
  const notices = unresolved.map(({ source, message }) => `${source.file}:${source.line}: ${message}`);
  const sources = new Set(placed.map(({ source }) => source));
  const unplaced = desired.filter(({ source }) => !sources.has(source));
  return { declared: placed, unplaced, omissions, notices };
}

type People = {
  readonly directory: Directory;
  /** Names of groups, by id. */
  readonly names: ReadonlyMap<number, string>;
  readonly unknown: ReadonlyMap<"users" | "groups", string>;
};

/** Looks up the people and groups in manifests that may change, and the names of groups that only Buddy has. */
async function readPeople(
  declared: readonly Desired<Scope>[],
  live: readonly LiveDistribution[],
  reader: ReadingProvider,
): Promise<People> {
  const named = namedSubjects(declared);
  const granted = live.some(({ actual }) => (actual.permissions?.groups ?? []).length > 0);
  const [users, groups] = await Promise.all([
    named.emails.size === 0 ? NOBODY : tryRead(() => reader.users(named.emails)),
    named.groups || granted ? tryRead(() => reader.groups()) : NOBODY,
  ]);
  const unknown = new Map<"users" | "groups", string>();
  if ("failed" in users) unknown.set("users", users.failed);
  if ("failed" in groups) unknown.set("groups", groups.failed);
  const directory = {
    users: "failed" in users ? NOBODY.value : users.value,
    groups: "failed" in groups ? NOBODY.value : groups.value,
  };
  return { directory, names: new Map(Array.from(directory.groups, ([name, id]) => [id, name])), unknown };
}

const NOBODY: { readonly value: ReadonlyMap<string, number> } = { value: new Map() };
