import { directorySource } from "../adapters/source/directory.ts";
import { defined } from "../core/domain/defined.ts";
import { compareProblems, type Problem } from "../core/domain/problem.ts";
import { readManifests } from "../core/manifest/read.ts";
import { exitCodeOf, type Failure, reportOf } from "../core/report/report.ts";
import { count } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { SourceError } from "../errors.ts";
import { type CommandContext, runAction } from "./context.ts";
import { type FlagsOf, stateCommand } from "./options.ts";
import { type ManifestFolder, manifestFolders } from "./settings.ts";

/** `distro-sync validate`: lists every problem of every file, without a token and without a request. */
export function validateCommand(context: CommandContext) {
  return declare().action((flags) => runAction(context, "plan", flags, () => validate(flags, context)));
}

function declare() {
  return stateCommand("validate", "check the manifests, without a token and without a request").addHelpText(
    "after",
    "\nIt lists every problem of every file as file:line:column CODE message — remedy.",
  );
}

async function validate(flags: FlagsOf<typeof declare>, { terminal, cwd }: CommandContext): Promise<number> {
  const folders = await manifestFolders(flags, cwd);
  const readings = await Promise.all(folders.map(readFolder));
  const problems = readings.flatMap((reading) => reading.problems).toSorted(compareProblems);
  const report = reportOf({
    mode: "plan",
    problems,
    notices: [],
    ...defined({ failure: sourceFailure(readings.flatMap((reading) => reading.failure ?? [])) }),
  });
  if (flags.format === "json") terminal.json(report);
  else if (report.verdict === "invalid") terminal.out(renderReport(report, terminal.outStyle));
  else {
    const manifests = readings.reduce((sum, reading) => sum + reading.manifests, 0);
    const files = readings.reduce((sum, reading) => sum + reading.files, 0);
    terminal.out(`${count(manifests, "manifest")} in ${count(files, "file")}: valid.\n`);
  }
  return exitCodeOf(report.verdict, { detailed: false });
}

/** The failure of a command whose sources cannot be believed, for these reasons; none without a reason. */
export function sourceFailure(reasons: readonly string[]): Failure | undefined {
  return reasons.length === 0 ? undefined : { kind: "source", message: reasons.join("; ") };
}

type FolderReading = {
  readonly files: number;
  readonly manifests: number;
  readonly problems: readonly Problem[];
  /** Why the folder as a whole cannot be believed. */
  readonly failure?: string;
};

async function readFolder({ folder, shownAs }: ManifestFolder): Promise<FolderReading> {
  try {
    const snapshot = await directorySource(folder, { shownAs }).read();
    const { desired, problems } = readManifests(snapshot.files);
    return {
      files: snapshot.files.length,
      manifests: desired.length,
      problems: [...snapshot.problems, ...problems],
    };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { files: 0, manifests: 0, problems: [], failure: error.message };
  }
}
