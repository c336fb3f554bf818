import type { Objects } from "../adapters/aws/objects.ts";
import { systemClock } from "../adapters/clock.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { type Published, publishRelease } from "../adapters/source/publish.ts";
import { compareProblems, type Problem } from "../core/domain/problem.ts";
import { examplesIn, readManifests } from "../core/manifest/read.ts";
import { exitCodeOf, reportOf } from "../core/report/report.ts";
import { count, type Style } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { isLoopback } from "../core/trust/trust.ts";
import { releasePrefix } from "../deployment.ts";
import { SourceError } from "../errors.ts";
import type { SourceFile } from "../ports.ts";
import { bucketObjects } from "./cloud.ts";
import type { CommandContext } from "./pass.ts";
import { type Revision, type RevisionFlags, revisionOf } from "./revision.ts";
import type { LocationFlags } from "./settings.ts";
import { type PublishTarget, publications } from "./shared.ts";
import type { Terminal } from "./terminal.ts";

export type PublishFlags = Omit<LocationFlags, "api"> &
  RevisionFlags & { readonly to?: string; readonly format: "text" | "json" };

/**
 * `distro-sync publish`: checks the manifests, and makes them the release that the deployed function reads. Of several
 * workspaces each is published for itself: what is wrong with the release of one is no reason to keep back the others'.
 */
export async function publishCommand(flags: PublishFlags, surroundings: CommandContext): Promise<number> {
  const { terminal, env, cwd } = surroundings;
  const { to, workspaces, folder: start } = await publications(flags, env, cwd);
  const readings = await Promise.all(workspaces.map(readAll));
  const problems = readings.flatMap((reading) => reading.problems).toSorted(compareProblems);
  const unreadable = readings.flatMap(({ failure }) => failure ?? []);
  if (problems.length > 0 || unreadable.length > 0) return refuse(problems, unreadable, flags, terminal);
  const revised: Revised[] = [];
  for (const reading of readings) {
    const { folder, shownAs } = reading.manifests;
    const files = reading.files.map((file) => ({ ...file, path: file.path.slice(shownAs.length + 1) }));
    const revision = await revisionOf(flags, env, { folder, files, start: [start, cwd] });
    revised.push({ ...reading, revision });
  }
  for (const { workspace, reads } of readings) {
    if (reads !== undefined) terminal.err(`${terminal.errStyle.warn("note:")} ${unread(workspace, reads)}\n`);
  }
  const { releases, failures } = await publishAll(await bucketObjects(to), revised, (release) => {
    if (flags.format === "text") terminal.out(`${describe(release, terminal.outStyle)}\n`);
  });
  if (releases.length === 0) {
    return refuse(
      [],
      failures.map(({ message }) => message),
      flags,
      terminal,
    );
  }
  if (flags.format === "json") {
    terminal.json({ version: 1, releases, ...(failures.length === 0 ? {} : { failures }) });
  }
  for (const { workspace, message } of failures) {
    terminal.err(`${terminal.errStyle.bad("error:")} ${workspace}: ${message}\n`);
  }
  return exitCode(releases, failures);
}

/** Nothing was written, since the source cannot be believed. */
function refuse(
  problems: readonly Problem[],
  failures: readonly string[],
  { format }: PublishFlags,
  terminal: Terminal,
): number {
  const failure =
    failures.length === 0 ? {} : { failure: { kind: "source" as const, message: failures.join("; ") } };
  const report = reportOf({ mode: "apply", problems, notices: [], ...failure });
  if (format === "json") terminal.json(report);
  else terminal.out(renderReport(report, terminal.outStyle));
  return exitCodeOf(report.verdict, { detailed: false });
}

function unread(workspace: string, reads: string): string {
  return `the function of ${workspace} reads its manifests from elsewhere (source: ${reads}); \
set \`source: release\` in the configuration, and deploy that`;
}

/** @throws whatever the store does not do, when nothing was published before */
async function publishAll(
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
      // A store that fails for one would fail, after as many tries, for each.
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

async function readAll(publication: PublishTarget): Promise<Reading> {
  const { manifests } = publication;
  try {
    const { files, problems } = await directorySource(manifests.folder, {
      shownAs: manifests.shownAs,
    }).read();
    const examples = isLoopback(publication.api ?? "") ? [] : examplesIn(files);
    return { ...publication, files, problems: [...problems, ...readManifests(files).problems, ...examples] };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { ...publication, files: [], problems: [], failure: error.message };
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
      return `${style.warn("superseded")} ${what}\n  ${named(published.current)} is current, and stays`;
    default:
      return published satisfies never;
  }
}

function named({ generation, commit }: Pick<Published, "generation" | "commit">): string {
  return `generation ${generation}${commit === undefined ? "" : ` (commit ${commit.slice(0, 12)})`}`;
}
