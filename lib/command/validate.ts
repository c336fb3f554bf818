import { directorySource } from "../adapters/source/directory.ts";
import { compareProblems, type Problem } from "../core/domain/problem.ts";
import { readManifests } from "../core/manifest/read.ts";
import { exitCodeOf, reportOf } from "../core/report/report.ts";
import { count } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { SourceError } from "../errors.ts";
import type { CommandContext } from "./pass.ts";
import { type LocationFlags, type ManifestFolder, manifestFolders } from "./settings.ts";

export type ValidateFlags = LocationFlags & { readonly format: "text" | "json" };

/** `distro-sync validate`: every problem of every file, without a token and without a call. */
export async function validateCommand(
  flags: ValidateFlags,
  { terminal, cwd }: CommandContext,
): Promise<number> {
  const folders = await manifestFolders(flags, cwd);
  const readings = await Promise.all(folders.map(readFolder));
  const problems = readings.flatMap((reading) => reading.problems).toSorted(compareProblems);
  const failures = readings.flatMap((reading) => reading.failure ?? []);
  const report = reportOf({
    mode: "plan",
    problems,
    notices: [],
    ...(failures.length === 0 ? {} : { failure: { kind: "source", message: failures.join("; ") } }),
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
