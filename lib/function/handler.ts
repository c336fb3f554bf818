import { exitCodeOf, type Report } from "../core/report/report.ts";
import type { PassRequest } from "../deployment.ts";
import { concerns, handleBatch } from "./batch.ts";
import type { FunctionDependencies, LambdaInvocation } from "./dependencies.ts";
import { type FinishedPass, makePass } from "./pass.ts";
import { EventError, readEvent } from "./request.ts";
import type { DeployedSettings, WorkspaceSettings } from "./settings.ts";

/**
 * Handles one invocation. Messages of the queue and people get passes; other events become messages of the queue, where they
 * wait for their turn.
 * @throws EventError, PassError
 */
export async function handle(
  event: unknown,
  dependencies: FunctionDependencies,
  invocation: LambdaInvocation,
): Promise<unknown> {
  const read = readEvent(event, dependencies.bucket);
  const { settings, queue, log } = dependencies;
  const workspaces = [...settings.workspaces.keys()];
  switch (read.kind) {
    case "batch":
      return handleBatch(read.records, {
        workspaces,
        fromGithub: workspaces.filter((name) => settings.workspaces.get(name)?.source === "github"),
        queue,
        log,
        pass: async (name, due) => {
          const workspace = chosenWorkspace(name, settings);
          return failureOf(await makePass({ ...due, workspace, mode: "apply" }, dependencies, invocation));
        },
      });
    case "requests": {
      const requests = read.requests.flatMap((request) => withWorkspace(request, workspaces));
      await queue.send(requests.map((request) => ({ request, cause: JSON.stringify(request) })));
      log("event.enqueued", { enqueued: requests.length, of: read.requests.length });
      return { enqueued: requests.length };
    }
    case "direct": {
      const due = {
        workspace: chosenWorkspace(read.workspace, settings),
        mode: read.mode,
        request: { trigger: "manual" },
        cause: invocation.requestId,
        alone: true,
      } as const;
      return answerOf(await makePass(due, dependencies, invocation));
    }
    default:
      return read satisfies never;
  }
}

/** The workspaces that an object concerns take the place of its key; there may be none. */
function withWorkspace(
  { key, ...request }: PassRequest,
  workspaces: readonly string[],
): readonly PassRequest[] {
  if (key === undefined) return [request];
  return workspaces.filter((name) => concerns(key, name)).map((workspace) => ({ ...request, workspace }));
}

function failureOf({ failed, report, key }: FinishedPass): string | undefined {
  if (!failed) return undefined;
  return `its pass ended as ${report.verdict}; ${key === undefined ? "the report is lost" : `see ${key}`}`;
}

/** @throws EventError when there is no such workspace, or several and none is named */
function chosenWorkspace(name: string | undefined, { workspaces }: DeployedSettings): WorkspaceSettings {
  const [only] = workspaces.values();
  if (name === undefined && workspaces.size === 1 && only !== undefined) return only;
  const found = name === undefined ? undefined : workspaces.get(name);
  if (found !== undefined) return found;
  const problem =
    name === undefined ? "the event names no workspace" : "the event names a workspace that is not deployed";
  throw new EventError(`${problem}; deployed: ${namesOf(workspaces)}`);
}

function namesOf(workspaces: DeployedSettings["workspaces"]): string {
  const names = [...workspaces.keys()];
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

const MOST_NAMES = 10;

/** The pass that the caller asked for failed. Its report was stored before this was thrown. */
class PassError extends Error {
  override readonly name = "PassError";
}

/** @throws PassError where the process of a command would end with 1 or 6 */
export function answerOf({ report, key, failed }: FinishedPass): Report {
  const code = exitCodeOf(report.verdict, { detailed: false });
  // An apply that ran out of time has a continuation; a plan has none.
  const broken = failed || (report.mode === "plan" && code === 1);
  if (!broken) return shortened(report, key);
  const why = report.failure === undefined ? "" : `: ${report.failure.message}`;
  const where = key === undefined ? "its report could not be stored" : `its report is ${key}`;
  const workspace = report.pass?.workspace.name ?? "";
  throw new PassError(`the pass of ${workspace} ended as ${report.verdict}${why} (${where})`);
}

/** Lambda accepts an answer of 6 MB at most. */
const LARGEST = 5_000_000;

function shortened(report: Report, key: string | undefined): Report {
  if (sizeOf(report) <= LARGEST) return report;
  const where = key === undefined ? "" : `; the whole report is ${key}`;
  const noting = (what: string, less: Report): Report => ({
    ...less,
    notices: [...report.notices, `the answer would be too large with ${what}${where}`],
  });
  const { plan: _, ...planless } = report;
  const without = noting("the plan", planless);
  if (sizeOf(without) <= LARGEST) return without;
  return noting("the plan, problems and outcomes", { ...planless, problems: [], outcomes: [] });
}

function sizeOf(report: Report): number {
  return Buffer.byteLength(JSON.stringify(report));
}
