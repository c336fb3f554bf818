import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import type { Bucket } from "../core/distribution.ts";
import { bucketKey } from "../core/distribution.ts";
import { readManifests } from "../core/manifest/read.ts";
import { type Export, exportManifests } from "../core/manifest/write/export.ts";
import { compareProblems, formatProblem, type Problem } from "../core/problem.ts";
import { exitCodeOf, reportOf } from "../core/report/report.ts";
import { renderReport } from "../core/report/text.ts";
import { SourceError, type SourceFile } from "../ports.ts";
import { redactor } from "../redact.ts";
import { existingFiles, shownPrefix, writeFiles } from "./export-files.ts";
import { placeDeclared, readPeople } from "./export-lookups.ts";
import { readLive } from "./export-read.ts";
import { type Account, exitCodeOfExport, renderExport } from "./export-text.ts";
import { toJson } from "./json.ts";
import type { Surroundings } from "./pass.ts";
import { progress } from "./progress.ts";
import { type LocationFlags, type ManifestFolder, type Settings, settingsFor } from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export type ExportFlags = LocationFlags & {
  readonly format: "text" | "json";
  readonly project?: readonly string[];
  readonly environmentId?: readonly string[];
  readonly only?: readonly string[];
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly verbose?: boolean;
};

/** `distro-sync export`: manifests for what is live. It reads Buddy, and writes files. */
export async function exportCommand(flags: ExportFlags, surroundings: Surroundings): Promise<number> {
  const { env, cwd } = surroundings;
  const settings = await settingsFor(flags, env, cwd);
  const token = await settings.tokens.token({ fresh: false });
  const terminal = surroundings.terminal.redacting(redactor([token]));
  const place = placeOf(flags, settings, cwd);
  const before = await written(place);
  if ("problems" in before) return refuse(before, flags, terminal);

  const made = await exportInto(place, before, flags, settings, terminal);
  const { files } = made.exported;
  const dryRun = flags.dryRun === true;
  if (!dryRun) await writeFiles(files, before.files, place);
  const account: Account = { workspace: { api: settings.api, name: settings.workspace }, dryRun, ...made };
  if (flags.format === "json") {
    const { exported, ...rest } = account;
    terminal.out(toJson({ version: 1, ...rest, ...exported }));
  } else terminal.out(renderExport(account, terminal.outStyle));
  return exitCodeOfExport(made.exported);
}

type Written = {
  readonly files: readonly SourceFile[];
  readonly desired: ReturnType<typeof readManifests>["desired"];
};
type Refused = { readonly problems: readonly Problem[]; readonly message?: string };

/** What the folder holds has to be valid: else nobody could say what is declared in it already. */
async function written(place: ManifestFolder): Promise<Written | Refused> {
  try {
    const snapshot = await existingFiles(place);
    if (snapshot.files.length === 0 && snapshot.problems.length === 0) return { files: [], desired: [] };
    const { desired, problems } = readManifests(snapshot.files);
    const all = [...snapshot.problems, ...problems].toSorted(compareProblems);
    return all.length === 0 ? { files: snapshot.files, desired } : { problems: all };
  } catch (error) {
    if (error instanceof SourceError) return { problems: [], message: error.message };
    throw error;
  }
}

function refuse({ problems, message }: Refused, { format }: ExportFlags, terminal: Terminal): number {
  const failure = message === undefined ? {} : { failure: { kind: "source" as const, message } };
  const report = reportOf({ mode: "plan", problems, notices: [], ...failure });
  if (format === "json") terminal.out(toJson(report));
  else terminal.err(renderReport(report, terminal.errStyle));
  return exitCodeOf(report.verdict, { detailed: false });
}

type Made = { readonly exported: Export; readonly notices: readonly string[] };

async function exportInto(
  { shownAs, folder }: ManifestFolder,
  before: Written,
  flags: ExportFlags,
  settings: Settings,
  terminal: Terminal,
): Promise<Made> {
  const { api, workspace, tokens } = settings;
  const reader = buddyProvider({
    endpoint: api,
    workspace,
    tokens,
    clock: systemClock,
    random: Math.random,
    log: progress(terminal, { verbose: flags.verbose === true }),
  }).reading();
  const placed = await placeDeclared(before.desired, reader);
  const buckets = bucketsFor(
    flags,
    placed.declared.map(({ bucket }) => bucket),
  );
  // What an environment holds may be declared under a name that could not be looked up.
  const sure =
    placed.omissions.length === 0 ? buckets : buckets.filter(({ scope }) => scope !== "ENVIRONMENT");
  const live = await readLive(reader, sure, flags.only);
  const keys = new Set(sure.map(bucketKey));
  const concerned = placed.declared.filter(({ bucket }) => keys.has(bucketKey(bucket)));
  const people = await readPeople(concerned, live.distributions, reader);
  const exported = exportManifests({
    live: live.distributions,
    files: before.files,
    declared: placed.declared,
    unplaced: placed.unplaced,
    folder: shownPrefix(shownAs),
    schemaFor: (path) =>
      schemaPath(settings.manifests.folder, resolve(folder, path.slice(shownPrefix(shownAs).length))),
    ...people,
  });
  const omissions = [...placed.omissions, ...live.omissions, ...exported.omissions];
  const seen = Array.from(
    live.elsewhere,
    ([where, number]) => `${number} in ${where}: not asked for, and left alone`,
  );
  return {
    exported: checked({ ...exported, omissions }, before.files),
    notices: [...placed.notices, ...seen],
  };
}

/** Those that are named; without any, the workspace itself and wherever there are manifests already. */
function bucketsFor({ project, environmentId }: ExportFlags, declared: readonly Bucket[]): readonly Bucket[] {
  const named: readonly Bucket[] = [
    ...(project ?? []).map((name) => ({ scope: "PROJECT" as const, project: name })),
    ...(environmentId ?? []).map((id) => ({ scope: "ENVIRONMENT" as const, environmentId: id })),
  ];
  const all: readonly Bucket[] = named.length > 0 ? named : [{ scope: "WORKSPACE" }, ...declared];
  return [...new Map(all.map((bucket) => [bucketKey(bucket), bucket])).values()];
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

function placeOf({ out }: ExportFlags, { manifests }: Settings, cwd: string): ManifestFolder {
  if (out === undefined) return manifests;
  if (out === "") throw new UsageError("--out is empty", "name a folder");
  const folder = resolve(cwd, out);
  return { folder, shownAs: relative(cwd, folder) || "." };
}

/**
 * Where an editor finds the manifest's schema: beside the folder of manifests, as in this program's own repository, or else in
 * the package as it is installed there.
 */
function schemaPath(manifests: string, file: string): string {
  const home = dirname(manifests);
  const own = resolve(home, "schema/manifest.schema.json");
  const installed = resolve(home, "node_modules/distro-sync/schema/manifest.schema.json");
  const path = relative(dirname(file), existsSync(own) ? own : installed);
  return path.split(sep).join("/");
}
