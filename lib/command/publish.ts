import { systemClock } from "../adapters/clock.ts";
import type { Objects } from "../adapters/objects/objects.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { type Published, publishRelease } from "../adapters/source/publish.ts";
import { readManifests } from "../core/manifest/read.ts";
import { compareProblems, type Problem } from "../core/problem.ts";
import { exitCodeOf, reportOf } from "../core/report/report.ts";
import { count, type Style } from "../core/report/style.ts";
import { renderReport } from "../core/report/text.ts";
import { releasePrefix } from "../deployment.ts";
import { SourceError, type SourceFile } from "../ports.ts";
import { bucketObjects } from "./cloud.ts";
import { toJson } from "./json.ts";
import type { Surroundings } from "./pass.ts";
import { type Revision, type RevisionFlags, revisionOf } from "./revision.ts";
import type { LocationFlags } from "./settings.ts";
import { type Publication, publications } from "./shared.ts";

export type PublishFlags = Omit<LocationFlags, "state" | "api"> &
  RevisionFlags & { readonly to?: string; readonly format: "text" | "json" };

/** `distro-sync publish`: checks the manifests, and makes them the release that the deployed function reads. */
export async function publishCommand(flags: PublishFlags, surroundings: Surroundings): Promise<number> {
  const { terminal, env, cwd } = surroundings;
  const { to, workspaces } = await publications(flags, env, cwd);
  const readings = await Promise.all(workspaces.map(readAll));
  const problems = readings.flatMap((reading) => reading.problems).toSorted(compareProblems);
  const failures = readings.flatMap(({ failure }) => failure ?? []);
  if (problems.length > 0 || failures.length > 0) {
    const failure =
      failures.length === 0 ? {} : { failure: { kind: "source" as const, message: failures.join("; ") } };
    const report = reportOf({ mode: "apply", problems, notices: [], ...failure });
    if (flags.format === "json") terminal.out(toJson(report));
    else terminal.out(renderReport(report, terminal.outStyle));
    return exitCodeOf(report.verdict, { detailed: false });
  }
  const revision = await revisionOf(flags, env, cwd);
  const objects = await bucketObjects(to);
  const releases: Release[] = [];
  for (const { workspace, files } of readings) {
    const release = await publish(objects, workspace, files, revision);
    releases.push(release);
    if (flags.format === "text") terminal.out(`${describe(release, terminal.outStyle)}\n`);
  }
  if (flags.format === "json") terminal.out(toJson({ version: 1, releases }));
  return releases.some(({ outcome }) => outcome === "superseded") ? 5 : 0;
}

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

type Reading = {
  readonly workspace: string;
  readonly files: readonly SourceFile[];
  readonly problems: readonly Problem[];
  /** Why the folder as a whole cannot be believed. */
  readonly failure?: string;
};

async function readAll({ workspace, manifests }: Publication): Promise<Reading> {
  try {
    const { files, problems } = await directorySource(manifests.folder, {
      shownAs: manifests.shownAs,
    }).read();
    return { workspace, files, problems: [...problems, ...readManifests(files).problems] };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { workspace, files: [], problems: [], failure: error.message };
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
