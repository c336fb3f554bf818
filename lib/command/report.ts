import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parseReport, reportStore } from "../adapters/state/reports.ts";
import { exitCodeOf, type Report } from "../core/report/report.ts";
import { renderPass, renderReport } from "../core/report/text.ts";
import { statePrefix } from "../deployment.ts";
import { bucketObjects } from "./cloud.ts";
import type { CommandContext } from "./pass.ts";
import type { LocationFlags } from "./settings.ts";
import { sharedState } from "./shared.ts";
import { UsageError } from "./usage-error.ts";

export type ReportFlags = LocationFlags & { readonly format: "text" | "json" };

/** `distro-sync report [file]`: the report of an earlier pass, the latest of a shared state when no file is named. */
export async function reportCommand(
  file: string | undefined,
  flags: ReportFlags,
  surroundings: CommandContext,
): Promise<number> {
  const { terminal } = surroundings;
  const report = file === undefined ? await latest(flags, surroundings) : await stored(file, surroundings);
  if (flags.format === "json") terminal.json(report);
  else {
    const { outStyle } = terminal;
    terminal.out([renderPass(report, outStyle), renderReport(report, outStyle)].filter(isFilled).join("\n"));
  }
  return exitCodeOf(report.verdict, { detailed: false });
}

async function latest(flags: ReportFlags, { env, cwd }: CommandContext): Promise<Report> {
  const { owner, location } = await sharedState(flags, env, cwd);
  const report = await reportStore(await bucketObjects(location), statePrefix(owner)).latest();
  if (report !== undefined) return report;
  throw new UsageError(
    `no pass of instance ${owner.instance} in ${owner.workspace} on ${owner.api} has left a report in this bucket`,
    "correct --workspace, --api or --config, or wait for the first pass",
  );
}

async function stored(file: string, { cwd, stdin }: CommandContext): Promise<Report> {
  const content = file === "-" ? await text(stdin) : await fileText(resolve(cwd, file), file);
  const report = parseReport(content);
  if (report !== undefined) return report;
  throw new UsageError(
    `${file === "-" ? "what came in" : file} is not a report`,
    "give it what `apply --format json` printed, or what a pass left in the bucket",
  );
}

async function fileText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new UsageError(
      `${shown} cannot be read${code}`,
      "name a file with a report, or - for standard input",
    );
  }
}

function isFilled(section: string): boolean {
  return section !== "";
}
