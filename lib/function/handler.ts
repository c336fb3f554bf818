import { exitCodeOf, type Report } from "../core/report/report.ts";
import type { Wake } from "../deployment.ts";
import { describe } from "../reconcile/record.ts";
import type { FunctionDependencies, LambdaInvocation } from "./dependencies.ts";
import { type Finished, makePass } from "./pass.ts";
import { EventError, type QueueRecord, readEvent } from "./request.ts";
import type { DeployedSettings, WorkspaceSettings } from "./settings.ts";
import { concerns, type Item, type Job, type JobTools, jobsOf, readWake } from "./trigger.ts";

/**
 * What one invocation comes to. Messages of the queue and people get passes; other events are put into the queue, where
 * they wait for their turn.
 * @throws EventError, PassError
 */
export async function handle(
  event: unknown,
  world: FunctionDependencies,
  invocation: LambdaInvocation,
): Promise<unknown> {
  const occasion = readEvent(event, world.bucket);
  const { settings, queue, log } = world;
  const workspaces = [...settings.workspaces.keys()];
  switch (occasion.kind) {
    case "batch":
      return handleBatch(occasion.records, {
        workspaces,
        fromGithub: workspaces.filter((name) => settings.workspaces.get(name)?.source === "github"),
        queue,
        log,
        pass: async ({ workspace: name, ...asked }) => {
          const workspace = chosenWorkspace(name, settings);
          return faultOf(await makePass({ workspace, mode: "apply", ...asked }, world, invocation));
        },
      });
    case "wakes": {
      const wakes = occasion.wakes.flatMap((wake) => addressed(wake, workspaces));
      await queue.send(wakes.map((wake) => ({ wake, cause: JSON.stringify(wake) })));
      log("event.enqueued", { enqueued: wakes.length, of: occasion.wakes.length });
      return { enqueued: wakes.length };
    }
    case "direct": {
      const workspace = chosenWorkspace(occasion.workspace, settings);
      const { mode } = occasion;
      const wake: Wake = { trigger: "manual" };
      const order = { workspace, mode, wake, cause: invocation.requestId, alone: true };
      return answerOf(await makePass(order, world, invocation));
    }
    default:
      return occasion satisfies never;
  }
}

/** Without the object's key, for the workspace whose source it belongs to; of other objects nothing follows. */
function addressed({ key, ...wake }: Wake, workspaces: readonly string[]): readonly Wake[] {
  if (key === undefined) return [wake];
  return workspaces.filter((name) => concerns(key, name)).map((workspace) => ({ ...wake, workspace }));
}

function faultOf({ failed, report, key }: Finished): string | undefined {
  if (!failed) return undefined;
  return `its pass ended as ${report.verdict}; ${key === undefined ? "the report is lost" : `see ${key}`}`;
}

/** What Lambda's poller of SQS is answered: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/**
 * Carries out what the messages of one delivery ask for: messages about one workspace are one pass, and workspaces go side
 * by side. Exactly the messages that failed come back, and sooner than the queue would have it. What follows one of them in
 * its group is done all the same: messages are hints whose order means nothing, and those that wait for a message which
 * nobody can read would go to the dead-letter queue with it, untried.
 */
export async function handleBatch(records: readonly QueueRecord[], tools: JobTools): Promise<BatchAnswer> {
  const faults = new Map<QueueRecord, string>();
  const blame = (some: readonly QueueRecord[], reason: string) => {
    for (const record of some) faults.set(record, reason);
  };
  const jobs = jobsOf(readable(records, tools.workspaces, blame), tools);
  await sideBySide(jobs, async ({ records: asking, work }) => {
    const fault = await work().catch((error: unknown) => describe(error).message);
    if (fault !== undefined) blame(asking, fault);
  });
  const returned = records.flatMap((record) => {
    const reason = faults.get(record);
    return reason === undefined ? [] : [{ record, reason }];
  });
  await postpone(returned, tools);
  return { batchItemFailures: returned.map(({ record }) => ({ itemIdentifier: record.id })) };
}

/** What can be understood. */
function readable(
  records: readonly QueueRecord[],
  workspaces: readonly string[],
  blame: (records: readonly QueueRecord[], reason: string) => void,
): readonly Item[] {
  return records.flatMap((record) => {
    try {
      const wake = readWake(record.body);
      if (wake.workspace === undefined || workspaces.includes(wake.workspace)) return [{ record, wake }];
      blame([record], "it names a workspace that is not deployed: add it to distro-sync.yaml, and deploy");
    } catch (error) {
      blame([record], describe(error).message);
    }
    return [];
  });
}

/** Workspaces under way at once. */
const SIDE_BY_SIDE = 4;

async function sideBySide(jobs: readonly Job[], work: (job: Job) => Promise<void>): Promise<void> {
  const queue = jobs.values();
  const worker = async () => {
    for (const job of queue) await work(job);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}

type Returned = { readonly record: QueueRecord; readonly reason: string };

/** Each try waits a minute longer; the queue's own time-out, which blocks the workspace, is meant for passes that die. */
async function postpone(returned: readonly Returned[], { queue, log }: JobTools): Promise<void> {
  if (returned.length === 0) return;
  const deliveries = returned.map(({ record: { id, receipt, receives }, reason }) => {
    const seconds = Math.min(receives, 15) * 60;
    log("message.returned", { failed: true, messageId: id, receives, seconds, reason });
    return { receipt, seconds };
  });
  try {
    await queue.postpone(deliveries);
  } catch (error) {
    // They come back all the same, only later.
    log("message.unpostponed", { reason: describe(error).message });
  }
}

/** The pass that the caller asked for did not do what it was for. Its report was kept before this was thrown. */
class PassError extends Error {
  override readonly name = "PassError";
}

/** @throws EventError when there is no such workspace, or several and none is named */
function chosenWorkspace(wanted: string | undefined, { workspaces }: DeployedSettings): WorkspaceSettings {
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
