import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import { compareProblems, type Problem } from "../core/domain/problem.ts";
import { readManifests } from "../core/manifest/read.ts";
import { exitCodeOf, reportOf } from "../core/report/report.ts";
import { renderReport } from "../core/report/text.ts";
import { SourceError } from "../errors.ts";
import { unlessInterrupted } from "../interrupt.ts";
import { existingFiles, shownPrefix, writeFiles } from "./export-files.ts";
import { type Destination, makeExport, type Selected } from "./export-make.ts";
import { type Account, exitCodeOfExport, renderExport } from "./export-text.ts";
import type { CommandContext } from "./pass.ts";
import { type PatienceFlags, patience } from "./patience.ts";
import { progress } from "./progress.ts";
import {
  type LocationFlags,
  type ManifestFolder,
  readingSettingsFor,
  type Settings,
  type TokenFlags,
} from "./settings.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export type ExportFlags = LocationFlags &
  TokenFlags &
  PatienceFlags &
  Selected & {
    readonly format: "text" | "json";
    readonly out?: string;
    readonly dryRun?: boolean;
    readonly verbose?: boolean;
  };

/** `distro-sync export`: manifests for what is live. It reads Buddy, and writes files. */
export async function exportCommand(flags: ExportFlags, surroundings: CommandContext): Promise<number> {
  const { env, cwd, terminal, redactor, signal } = surroundings;
  const settings = await readingSettingsFor(flags, env, cwd);
  const clock = systemClock;
  const { limits, adviseIn } = patience(flags, clock);
  const tokens = redactor.watch(settings.tokens);
  await unlessInterrupted("reading the token", tokens.token({ fresh: false }), { clock, signal });
  const place = placeOf(flags, settings, cwd);
  const before = await written(place);
  if ("problems" in before) return refuse(before, flags, terminal);

  const { api, workspace } = settings;
  const reader = buddyProvider({
    endpoint: api,
    workspace,
    tokens,
    redactor,
    clock,
    random: Math.random,
    log: progress(terminal, { verbose: flags.verbose === true }),
    signal,
    ...limits,
  }).reading();
  const folder = shownPrefix(place.shownAs);
  const schemaFor = (path: string) =>
    schemaPath(settings.manifests.folder, resolve(place.folder, path.slice(folder.length)));
  const destination = { ...before, folder, schemaFor };
  const made = await makeExport(reader, destination, flags, redactor).catch((error: unknown) => {
    throw adviseIn(error);
  });

  const dryRun = flags.dryRun === true;
  if (!dryRun) await writeFiles(made.exported.files, before.files, place);
  const account: Account = { workspace: { api, name: workspace }, dryRun, ...made };
  if (flags.format === "json") {
    const { exported, ...rest } = account;
    terminal.json({ version: 1, ...rest, ...exported });
  } else terminal.out(renderExport(account, terminal.outStyle));
  return exitCodeOfExport(made.exported);
}

type Written = Pick<Destination, "files" | "desired">;
type Refused = { readonly problems: readonly Problem[]; readonly message?: string };

/** What the folder holds has to be valid: else nobody could say what is declared in it already. */
async function written(place: ManifestFolder): Promise<Written | Refused> {
  try {
    const snapshot = await existingFiles(place);
    if (snapshot.files.length === 0 && snapshot.problems.length === 0) return { files: [], desired: [] };
    const { desired, problems } = readManifests(snapshot.files);
    // Holds and approvals may be there before the first manifest is.
    const wrong = problems.filter(({ code }) => code !== "NO_MANIFEST");
    const all = [...snapshot.problems, ...wrong].toSorted(compareProblems);
    return all.length === 0 ? { files: snapshot.files, desired } : { problems: all };
  } catch (error) {
    if (error instanceof SourceError) return { problems: [], message: error.message };
    throw error;
  }
}

function refuse({ problems, message }: Refused, { format }: ExportFlags, terminal: Terminal): number {
  const failure = message === undefined ? {} : { failure: { kind: "source" as const, message } };
  const report = reportOf({ mode: "plan", problems, notices: [], ...failure });
  if (format === "json") terminal.json(report);
  else terminal.err(renderReport(report, terminal.errStyle));
  return exitCodeOf(report.verdict, { detailed: false });
}

function placeOf(
  { out }: ExportFlags,
  { manifests }: Pick<Settings, "manifests">,
  cwd: string,
): ManifestFolder {
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
