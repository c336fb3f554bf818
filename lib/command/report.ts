import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parseReport, reportStore } from "../adapters/state/reports.ts";
import { exitCodeOf, type Report } from "../core/report/report.ts";
import { renderPass, renderReport } from "../core/report/text.ts";
import { statePrefix } from "../deployment.ts";
import { bucketObjects } from "./aws.ts";
import { type CommandContext, untilInterrupted } from "./context.ts";
import { systemCode, UsageError } from "./errors.ts";
import { type FlagsOf, stateCommand } from "./options.ts";
import { stateSettingsFor } from "./settings.ts";
import { STATE_VARIABLE } from "./state-location.ts";

/** `distro-sync report [file]`: the report of an earlier pass; without a file, the latest in the bucket of the state. */
export function reportCommand(context: CommandContext) {
  return declare().action(async (file, flags) =>
    context.exit(await untilInterrupted(context, "report", showReport(file, flags, context))),
  );
}

function declare() {
  return stateCommand("report", "show the latest report of a deployed function")
    .argument("[file]", "a report as JSON; - for standard input")
    .addHelpText("after", "\nIt ends with the exit code of the pass that the report describes.");
}

type ReportFlags = FlagsOf<typeof declare>;

async function showReport(
  file: string | undefined,
  flags: ReportFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  const report = file === undefined ? await latest(flags, context) : await stored(file, context);
  if (flags.format === "json") terminal.json(report);
  else {
    const { outStyle } = terminal;
    terminal.out([renderPass(report, outStyle), renderReport(report, outStyle)].filter(isFilled).join("\n"));
  }
  return exitCodeOf(report.verdict, { detailed: false });
}

async function latest(flags: ReportFlags, { env, cwd }: CommandContext): Promise<Report> {
  const { state, instance, api, workspace } = await stateSettingsFor(flags, env, cwd);
  if (!("bucket" in state)) {
    throw new UsageError(
      "reports are kept in a bucket, and none is named",
      `use --state s3://BUCKET or ${STATE_VARIABLE}, or name a file with a report`,
    );
  }
  const objects = await bucketObjects(state);
  const report = await reportStore(objects, statePrefix({ instance, api, workspace })).latest();
  if (report !== undefined) return report;
  throw new UsageError(
    `no pass of instance ${instance} in ${workspace} on ${api} has left a report in this bucket`,
    "correct --workspace, --api or --config, or wait for the first pass",
  );
}

async function stored(file: string, { cwd, stdin }: CommandContext): Promise<Report> {
  const content = file === "-" ? await text(stdin) : await fileText(resolve(cwd, file), file);
  const report = parseReport(content);
  if (report !== undefined) return report;
  throw new UsageError(
    `${file === "-" ? "standard input" : file} does not hold a report`,
    "use what `apply --format json` printed, or what a pass left in the bucket",
  );
}

async function fileText(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = systemCode(error);
    throw new UsageError(
      `${shown} cannot be read${code === undefined ? "" : ` (${code})`}`,
      "name a file with a report, or - for standard input",
    );
  }
}

function isFilled(section: string): boolean {
  return section !== "";
}
