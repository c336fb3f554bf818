import { type Scope, scopeKey } from "../core/domain/distribution.ts";
import { formatProblem } from "../core/domain/problem.ts";
import { type Export, exportManifests } from "../core/export/export.ts";
import { readManifests } from "../core/manifest/read.ts";
import type { ReadingProvider, SourceFile } from "../ports.ts";
import type { Redactor } from "../redact.ts";
import { placeDeclared, readPeople } from "./export-lookups.ts";
import { readForExport } from "./export-read.ts";

/** What of the workspace is exported. */
export type Selected = {
  readonly project?: readonly string[];
  readonly environmentId?: readonly string[];
  readonly only?: readonly string[];
};

/** The folder that it is for: what is in it, and what it and the manifests' schema are called. */
export type Destination = {
  readonly files: readonly SourceFile[];
  readonly desired: ReturnType<typeof readManifests>["desired"];
  /** What the paths of its files begin with. */
  readonly folder: string;
  readonly schemaFor: (path: string) => string;
};

/**
 * Reads what is live and makes the files for it. Nothing is written, neither to Buddy nor to the disk.
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
  // What an environment holds may be declared under a name that could not be looked up.
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
  // No value of a new manifest holds the token: what can is a comment.
  const files = made.files.map((file) => (file.state === "new" ? { ...file, text: hide(file.text) } : file));
  const seen = Array.from(
    live.elsewhere,
    ([where, number]) => `${number} in ${where}: not asked for, and left alone`,
  );
  const exported = { files, omissions: [...placed.omissions, ...live.omissions, ...made.omissions] };
  return { exported: checked(exported, destination.files), notices: [...placed.notices, ...seen] };
}

/** Those that are named; without any, the workspace itself and wherever there are manifests already. */
function scopesFor({ project, environmentId }: Selected, declared: readonly Scope[]): readonly Scope[] {
  const named: readonly Scope[] = [
    ...(project ?? []).map((name) => ({ kind: "project" as const, project: name })),
    ...(environmentId ?? []).map((id) => ({ kind: "environment" as const, environmentId: id })),
  ];
  const all: readonly Scope[] = named.length > 0 ? named : [{ kind: "workspace" }, ...declared];
  return [...new Map(all.map((scope) => [scopeKey(scope), scope])).values()];
}

/** All files as they will be are read once more: an export that could not be planned is worth nothing. */
function checked(exported: Export, before: readonly SourceFile[]): Export {
  const files = new Map(before.map((file) => [file.path, file.content]));
  for (const { path, text } of exported.files) files.set(path, new TextEncoder().encode(text));
  const { problems } = readManifests(Array.from(files, ([path, content]) => ({ path, content })));
  const [problem] = problems;
  if (files.size === 0 || problem === undefined) return exported;
  throw new Error(
    `the manifests would not be valid together, and nothing was written: ${formatProblem(problem)}`,
  );
}
