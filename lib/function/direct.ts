import { exitCodeOf, type Report } from "../core/report/report.ts";
import { EventError } from "./event-error.ts";
import type { Finished } from "./pass.ts";
import type { DeployedSettings, WorkspaceSettings } from "./settings.ts";

/** The pass that the caller asked for did not do what it was for. Its report was kept before this was thrown. */
class PassError extends Error {
  override readonly name = "PassError";
}

/** @throws EventError when there is no such workspace, or several and none is named */
export function chosenWorkspace(
  wanted: string | undefined,
  { workspaces }: DeployedSettings,
): WorkspaceSettings {
  const [only] = workspaces.values();
  if (wanted === undefined && workspaces.size === 1 && only !== undefined) return only;
  const found = wanted === undefined ? undefined : workspaces.get(wanted);
  if (found !== undefined) return found;
  const problem =
    wanted === undefined
      ? "the event names no workspace"
      : "the event names a workspace that is not deployed";
  throw new EventError(`${problem}; there is ${namesOf(workspaces)}`);
}

/** @throws PassError as the process of a command would end with 1 or 6 */
export function answerOf({ report, key, failed }: Finished): Report {
  const code = exitCodeOf(report.verdict, { detailed: false });
  // The rest of an apply is under way; of a plan nothing follows.
  const broken = failed || (report.mode === "plan" && code === 1);
  if (!broken) return small(report, key);
  const why = report.failure === undefined ? "" : `: ${report.failure.message}`;
  const where = key === undefined ? "its report could not be kept" : `its report is ${key}`;
  const workspace = report.pass?.workspace.name ?? "";
  throw new PassError(`the pass of ${workspace} ended as ${report.verdict}${why} (${where})`);
}

/** Lambda answers with 6 MB at most. */
const LARGEST = 5_000_000;

function small(report: Report, key: string | undefined): Report {
  if (sizeOf(report) <= LARGEST) return report;
  const where = key === undefined ? "" : `; the whole report is ${key}`;
  const noting = (what: string, less: Report): Report => ({
    ...less,
    notices: [...report.notices, `${what} left out here, for an answer would be too large${where}`],
  });
  const { plan: _, ...planless } = report;
  const without = noting("the plan is", planless);
  if (sizeOf(without) <= LARGEST) return without;
  return noting("the plan, problems and outcomes are", { ...planless, problems: [], outcomes: [] });
}

function sizeOf(report: Report): number {
  return Buffer.byteLength(JSON.stringify(report));
}

function namesOf(workspaces: DeployedSettings["workspaces"]): string {
  const names = [...workspaces.keys()];
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const NAMED = 10;
