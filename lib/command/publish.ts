import type { Objects } from "../adapters/aws/objects.ts";
import { systemClock } from "../adapters/clock.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { type Published, publishRelease } from "../adapters/source/publish.ts";
import { defined } from "../core/domain/defined.ts";
import { compareProblems, type Problem } from "../core/domain/problem.ts";
import { examplesIn, readManifests } from "../core/manifest/read.ts";
import { exitCodeOf, reportOf } from "../core/report/report.ts";
import { count, type Style } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { either, isLoopback } from "../core/trust/trust.ts";
import { releasePrefix } from "../deployment.ts";
import { SourceError } from "../errors.ts";
import type { SourceFile } from "../ports.ts";
import { bucketObjects } from "./aws.ts";
import { type CommandContext, type Format, runAction, untilInterrupted } from "./context.ts";
import { type FlagsOf, filled, Option, placeCommand, wholeNumberOf } from "./options.ts";
import { type PublishTarget, publishTargets } from "./publish-target.ts";
import { type Revision, revisionOf } from "./revision.ts";
import { STATE_VARIABLE } from "./state-location.ts";
import type { Terminal } from "./terminal.ts";
import { sourceFailure } from "./validate.ts";

/**
 * `distro-sync publish`: checks the manifests, and makes them the release that the deployed function reads. Each workspace is
 * published for itself: an error of one does not keep back the releases of the others.
 */
export function publishCommand(context: CommandContext) {
  return declare().action((flags) =>
    runAction(context, "apply", flags, () =>
      untilInterrupted(context, "publish", publishAll(flags, context)),
    ),
  );
}

function declare() {
  return placeCommand("publish", "publish the manifests for a deployed function")
    .option("--to <bucket>", "s3://BUCKET of the deployed stack (or --state, or DISTRO_SYNC_STATE)", filled)
    .addOption(new Option("--state <bucket>", "the same as --to").argParser(filled).hideHelp())
    .option("--commit <sha>", "the commit of the manifests (default: CI's, else what is checked out)", filled)
    .option("--author <name>", "the author of the commit (default: CI's)", filled)
    .option(
      "--generation <number>",
      "the number of the release; the highest wins (default: the number of CI's run, else the next)",
      generationOf,
    )
    .addHelpText(
      "after",
      "\nIt uses the credentials that AWS's own command line uses, and uploads nothing unless every manifest is valid.",
    );
}

type PublishFlags = FlagsOf<typeof declare>;

/** The largest covers the run numbers of CI and seconds since the epoch: see `revisionOf`. */
function generationOf(text: string): number {
  return wholeNumberOf(text, 1, 999_999_999_999_999);
}

async function publishAll(flags: PublishFlags, { terminal, env, cwd }: CommandContext): Promise<number> {
  const { to, state, commit, author } = flags;
  const bucket =
    to === undefined ? either(state, "--state", env, STATE_VARIABLE) : { name: to, from: "--to" };
  const targets = await publishTargets(flags, bucket, { env, cwd });
  const readings = await Promise.all(targets.workspaces.map(readAll));
  const problems = readings.flatMap((reading) => reading.problems).toSorted(compareProblems);
  const unreadable = readings.flatMap(({ failure }) => failure ?? []);
  if (problems.length > 0 || unreadable.length > 0) return refuse(problems, unreadable, flags, terminal);
  const revised: Revised[] = [];
  const stated = defined({ commit, author, generation: flags.generation });
  for (const reading of readings) {
    const { folder, shownAs } = reading.manifests;
    const files = reading.files.map((file) => ({ ...file, path: file.path.slice(shownAs.length + 1) }));
    const revision = await revisionOf(stated, env, { folder, files, start: [targets.folder, cwd] });
    revised.push({ ...reading, revision });
  }
  for (const { workspace, reads } of readings) {
    if (reads !== undefined) terminal.err(`${terminal.errStyle.warn("note:")} ${unread(workspace, reads)}\n`);
  }
  const { releases, failures } = await publishEach(await bucketObjects(targets.to), revised, (release) => {
    if (flags.format === "text") terminal.out(`${describe(release, terminal.outStyle)}\n`);
  });
  if (releases.length === 0) {
    const messages = failures.map(({ message }) => message);
    return refuse([], messages, flags, terminal);
  }
  if (flags.format === "json") {
    terminal.json({ version: 1, releases, ...(failures.length === 0 ? {} : { failures }) });
  }
  for (const { workspace, message } of failures) {
    terminal.err(`${terminal.errStyle.bad("error:")} ${workspace}: ${message}\n`);
  }
  return exitCode(releases, failures);
}

/** Nothing was written, because the source cannot be believed. */
function refuse(
  problems: readonly Problem[],
  failures: readonly string[],
  { format }: Format,
  terminal: Terminal,
): number {
  const failure = sourceFailure(failures);
  const report = reportOf({ mode: "apply", problems, notices: [], ...defined({ failure }) });
  if (format === "json") terminal.json(report);
  else terminal.out(renderReport(report, terminal.outStyle));
  return exitCodeOf(report.verdict, { detailed: false });
}

function unread(workspace: string, reads: string): string {
  return `the function of ${workspace} reads its manifests from elsewhere (source: ${reads}); \
set \`source: release\` in the configuration, and deploy it`;
}

/** @throws the error of the store when nothing was published before it */
async function publishEach(
  objects: Objects,
  revised: readonly Revised[],
  show: (release: Release) => void,
): Promise<{ readonly releases: readonly Release[]; readonly failures: readonly Unpublished[] }> {
  const releases: Release[] = [];
  const failures: Unpublished[] = [];
  for (const { workspace, files, revision } of revised) {
    try {
      const release = await publish(objects, workspace, files, revision);
      releases.push(release);
      show(release);
    } catch (error) {
      const suspect = error instanceof SourceError;
      if (!suspect && releases.length === 0) throw error;
      failures.push({
        workspace,
        kind: suspect ? "source" : "error",
        message: error instanceof Error ? error.message : String(error),
      });
      // The store would fail for each of the others, too, after as many tries.
      if (!suspect) break;
    }
  }
  return { releases, failures };
}

/** design: 6 > 1 > 4 > 5 > 0. */
function exitCode(releases: readonly Release[], failures: readonly Unpublished[]): number {
  if (failures.length > 0) {
    if (releases.some(({ outcome }) => outcome === "published")) return 6;
    return failures.some(({ kind }) => kind === "error") ? 1 : 4;
  }
  return releases.some(({ outcome }) => outcome === "superseded") ? 5 : 0;
}

type Unpublished = {
  readonly workspace: string;
  readonly kind: "source" | "error";
  readonly message: string;
};

type Revised = Reading & { readonly revision: Revision };

type Release = { readonly workspace: string } & Published;

async function publish(
  objects: Objects,
  workspace: string,
  files: readonly SourceFile[],
  revision: Revision,
): Promise<Release> {
  const now = systemClock.now();
  return {
    workspace,
    ...(await publishRelease(objects, releasePrefix(workspace), { files, ...revision, now })),
  };
}

type Reading = PublishTarget & {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
  /** Why the folder as a whole cannot be believed. */
  readonly failure?: string;
};

async function readAll(target: PublishTarget): Promise<Reading> {
  const { manifests } = target;
  try {
    const { files, problems } = await directorySource(manifests.folder, {
      shownAs: manifests.shownAs,
    }).read();
    const examples = isLoopback(target.api ?? "") ? [] : examplesIn(files);
    return { ...target, files, problems: [...problems, ...readManifests(files).problems, ...examples] };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ...target, files: [], problems: [], failure: error.message };
  }
}

function describe(published: Release, style: Style): string {
  const { workspace, files, release } = published;
  const what = `${style.strong(workspace)}: ${named(published)}, ${count(files, "file")}  ${style.faint(release)}`;
  switch (published.outcome) {
    case "published":
      return `${style.create("published")} ${what}`;
    case "unchanged":
      return `${style.faint("unchanged")} ${what}`;
    case "superseded":
      return `${style.warn("superseded")} ${what}\n  ${named(published.current)} is newer, and stays current`;
    default:
      return published satisfies never;
  }
}

function named({ generation, commit }: Pick<Published, "generation" | "commit">): string {
  return `generation ${generation}${commit === undefined ? "" : ` (commit ${commit.slice(0, 12)})`}`;
}
