import { describe } from "../reconcile/failure.ts";
import type { QueueRecord } from "./event.ts";
import { type Item, type Job, type JobTools, jobsOf } from "./jobs.ts";
import { readWake } from "./wake.ts";

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
