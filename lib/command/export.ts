import { existsSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { buddyProvider } from "../adapters/buddy/provider.ts";
import { systemClock } from "../adapters/clock.ts";
import { defined } from "../core/domain/defined.ts";
import { compareProblems, type Problem } from "../core/domain/problem.ts";
import { printable } from "../core/domain/wording.ts";
import type { Export, ExportedFile } from "../core/export/export.ts";
import type { Omission } from "../core/export/omission.ts";
import { readManifests } from "../core/manifest/read.ts";
import type { WorkspaceIdentity } from "../core/plan/plan.ts";
import type { Failure } from "../core/report/report.ts";
import { count, type Style } from "../core/report/style.ts";
import { SourceError } from "../errors.ts";
import { type CommandContext, runAction, showRefusal, untilInterrupted } from "./context.ts";
import { UsageError } from "./errors.ts";
import { existingFiles, shownPrefix, writeFiles } from "./export-files.ts";
import { type Destination, makeExport } from "./export-make.ts";
import { buddyCommand, type FlagsOf } from "./options.ts";
import { progress, waiting } from "./requests.ts";
import { type ManifestFolder, readingSettingsFor } from "./settings.ts";

/** `distro-sync export`: writes manifests for what is live. It reads Buddy, and writes files. */
export function exportCommand(context: CommandContext) {
  return declare().action((flags) => runAction(context, "plan", flags, () => exportLive(flags, context)));
}

function declare() {
  return buddyCommand("export", "write manifests for what is live; it only reads Buddy")
    .option(
      "--project <name...>",
      "from these projects (default: the workspace, and every scope that has manifests)",
    )
    .option("--environment-id <id...>", "from these environments, by their ids")
    .option("--only <identifier...>", "only these distributions")
    .option("--out <folder>", "where to write (default: the folder of manifests)")
    .option("--dry-run", "write nothing, and print what would be written")
    .addHelpText(
      "after",
      "\nA file that already declares a distribution is edited in place: only values that differ are changed.",
    );
}

type ExportFlags = FlagsOf<typeof declare>;

async function exportLive(flags: ExportFlags, context: CommandContext): Promise<number> {
  const { env, cwd, terminal, redactor, signal } = context;
  const settings = await readingSettingsFor(flags, env, cwd);
  const clock = systemClock;
  const { limits, adviseIn } = waiting(flags, clock);
  const tokens = redactor.watch(settings.tokens);
  await untilInterrupted(context, "reading the token", tokens.token({ fresh: false }));
  const place = flags.out === undefined ? settings.manifests : outFolder(flags.out, cwd);
  const before = await readBefore(place);
  if ("problems" in before) return showRefusal({ mode: "plan", ...before }, flags, terminal);

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
  const { project, environmentId, only } = flags;
  const made = await makeExport(
    reader,
    { ...before, folder, schemaFor },
    defined({ project, environmentId, only }),
    redactor,
  ).catch((error: unknown) => {
    throw adviseIn(error);
  });

  const dryRun = flags.dryRun === true;
  if (!dryRun) await writeFiles(made.exported.files, before.files, place);
  const result: Result = { workspace: { api, name: workspace }, dryRun, ...made };
  if (flags.format === "json") {
    const { exported, ...rest } = result;
    terminal.json({ version: 1, ...rest, ...exported });
  } else terminal.out(renderExport(result, terminal.outStyle));
  return exitCode(made.exported);
}

type Before = Pick<Destination, "files" | "desired">;
type Unusable = { readonly problems: readonly Problem[]; readonly failure?: Failure };

/** What the folder holds must be valid: otherwise nobody can say what it declares already. */
async function readBefore(place: ManifestFolder): Promise<Before | Unusable> {
  try {
    const snapshot = await existingFiles(place);
    if (snapshot.files.length === 0 && snapshot.problems.length === 0) return { files: [], desired: [] };
    const { desired, problems } = readManifests(snapshot.files);
    // Holds and approvals may stand there before the first manifest does.
    const wrong = problems.filter(({ code }) => code !== "NO_MANIFEST");
    const all = [...snapshot.problems, ...wrong].toSorted(compareProblems);
    return all.length === 0 ? { files: snapshot.files, desired } : { problems: all };
  } catch (error) {
    if (error instanceof SourceError)
      return { problems: [], failure: { kind: "source", message: error.message } };
    throw error;
  }
}

function outFolder(out: string, cwd: string): ManifestFolder {
  if (out === "") throw new UsageError("--out is empty", "name a folder");
  const folder = resolve(cwd, out);
  return { folder, shownAs: relative(cwd, folder) || "." };
}

/**
 * Where an editor finds the schema of manifests: beside the folder of manifests, as in this program's own repository, or in
 * the package as it is installed there.
 */
function schemaPath(manifests: string, file: string): string {
  const home = dirname(manifests);
  const own = resolve(home, "schema/manifest.schema.json");
  const installed = resolve(home, "node_modules/distro-sync/schema/manifest.schema.json");
  const path = relative(dirname(file), existsSync(own) ? own : installed);
  return path.split(sep).join("/");
}

/** What an export has done, or would do. */
type Result = {
  readonly workspace: WorkspaceIdentity;
  readonly dryRun: boolean;
  readonly exported: Export;
  readonly notices: readonly string[];
};

/** Lists each file, what is in no file, and in a dry run the text that would be written. */
function renderExport({ workspace, dryRun, exported, notices }: Result, style: Style): string {
  const { files, omissions } = exported;
  const sections = [
    `${style.strong(workspace.name)} on ${workspace.api}`,
    notices.map((notice) => `${style.warn("note:")} ${printable(notice)}`).join("\n"),
    files.flatMap((file) => renderFile(file, style)).join("\n"),
    omissions.map((one) => renderOmission(one, style)).join("\n"),
    ...(dryRun ? files.flatMap((file) => textOf(file, style)) : []),
    `${style.strong(dryRun ? "Would export:" : "Exported:")} ${summaryOf(exported)}.`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function renderFile({ path, state, distributions }: ExportedFile, style: Style): readonly string[] {
  return distributions.map(({ identifier, where, changes }) => {
    const who = `${printable(identifier)}  (${printable(where)})`;
    if (state === "new") return `${style.create("+")} ${path}  ${who}`;
    return changes.length === 0
      ? `= ${path}  ${who}`
      : `${style.warn("~")} ${path}  ${who}  ${printable(changes.join(", "))}`;
  });
}

function renderOmission({ identifier, where, id, part, reason, detail }: Omission, style: Style): string {
  const who = `${printable(identifier)}  (${printable(where)}${id === undefined ? "" : `, id ${printable(id)}`})`;
  const what = part === "distribution" || reason === "no-domain" ? "" : `${part} not exported, `;
  return `${style.bad("!")} ${who}  ${what}${style.bad(reason)}: ${printable(detail)}`;
}

function textOf({ path, state, text }: ExportedFile, style: Style): readonly string[] {
  return state === "unchanged" ? [] : [`${style.faint(`--- ${path}`)}\n${text.trimEnd()}`];
}

function summaryOf({ files, omissions }: Export): string {
  const number = (state: ExportedFile["state"]) => files.filter((file) => file.state === state).length;
  const parts = [
    count(number("new"), "new file"),
    `${number("changed")} changed`,
    `${number("unchanged")} unchanged`,
    ...(omissions.length === 0 ? [] : [`${omissions.length} left out, completely or in part`]),
  ];
  return parts.join(", ");
}

/** 6 when something was exported and something was not; 1 when nothing was exported that should have been. */
function exitCode({ files, omissions }: Export): number {
  if (omissions.every(({ reason }) => reason === "awaits-rename")) return 0;
  return files.length === 0 ? 1 : 6;
}
