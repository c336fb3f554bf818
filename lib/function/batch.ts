import { describe } from "../reconcile/failure.ts";
import type { QueueRecord } from "./event.ts";
import { type Item, type Job, type JobTools, jobsOf } from "./jobs.ts";
import { readWake } from "./wake.ts";

/** What Lambda's poller of SQS is answered: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/**
 * Carries out what the messages of one delivery ask for: messages about one workspace are one pass, and workspaces go side
 * by side. A message that failed comes back, alone with those that follow it in its group, and sooner than the queue would
 * have it.
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
  const returned = inReturn(records, faults);
  await postpone(returned, tools);
  return { batchItemFailures: returned.map(({ record }) => ({ itemIdentifier: record.id })) };
}

/** What can be understood. What follows a message of its group that cannot be is not looked at yet: order is kept. */
function readable(
  records: readonly QueueRecord[],
  workspaces: readonly string[],
  blame: (records: readonly QueueRecord[], reason: string) => void,
): readonly Item[] {
  const stuck = new Set<string>();
  return records.flatMap((record) => {
    if (record.group !== undefined && stuck.has(record.group)) return [];
    try {
      const wake = readWake(record.body);
      if (wake.workspace === undefined || workspaces.includes(wake.workspace)) return [{ record, wake }];
      blame([record], "it names a workspace that is not deployed: add it to distro-sync.yaml, and deploy");
    } catch (error) {
      blame([record], describe(error).message);
    }
    if (record.group !== undefined) stuck.add(record.group);
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

function inReturn(
  records: readonly QueueRecord[],
  faults: ReadonlyMap<QueueRecord, string>,
): readonly Returned[] {
  const stuck = new Set<string>();
  return records.flatMap((record) => {
    const follows = record.group !== undefined && stuck.has(record.group);
    const reason = faults.get(record) ?? (follows ? "it follows a message that comes back" : undefined);
    if (reason === undefined) return [];
    if (record.group !== undefined) stuck.add(record.group);
    return [{ record, reason }];
  });
}

/** Each try waits a minute longer; the queue's own time-out, which blocks the workspace, is meant for passes that die. */
async function postpone(returned: readonly Returned[], { queue, log }: JobTools): Promise<void> {
  if (returned.length === 0) return;
  const deliveries = returned.map(({ record: { id, receipt, receives }, reason }) => {
    const seconds = Math.min(receives, 15) * 60;
    log("message.returned", { failed: true, message: id, receives, seconds, reason });
    return { receipt, seconds };
  });
  try {
    await queue.postpone(deliveries);
  } catch (error) {
    // They come back all the same, only later.
    log("message.unpostponed", { reason: describe(error).message });
  }
}
