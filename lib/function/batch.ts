import { defined } from "../core/domain/defined.ts";
import { isScheduled, manifestPrefix, type PassRequest, releasePrefix } from "../deployment.ts";
import type { Log } from "../ports.ts";
import { describe } from "../reconcile/record.ts";
import type { DuePass } from "./pass.ts";
import type { Queue } from "./queue.ts";
import { type QueueRecord, readPassRequest } from "./request.ts";

/** The answer that Lambda's poller of SQS expects: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export type BatchAnswer = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

export type BatchDependencies = {
  /** The handles of all deployed workspaces. */
  readonly workspaces: readonly string[];
  /** Those whose manifests come from GitHub: a push to GitHub concerns no other. */
  readonly fromGithub: readonly string[];
  /** Makes one pass. Resolves to the reason why its messages must come back, if they must. */
  readonly pass: (
    workspace: string,
    due: Pick<DuePass, "request" | "cause" | "alone">,
  ) => Promise<string | undefined>;
  readonly queue: Queue;
  readonly log: Log;
};

/**
 * Does what the messages of one delivery ask for: one pass for all messages about a workspace, workspaces side by side.
 * Returns exactly the messages that failed, and makes them visible sooner than the queue would. A message that follows a failed
 * one in its group is handled all the same: messages are hints, so their order means nothing, and a message that nobody can
 * read must not take those behind it into the dead-letter queue.
 */
export async function handleBatch(
  records: readonly QueueRecord[],
  dependencies: BatchDependencies,
): Promise<BatchAnswer> {
  const reasons = new Map<QueueRecord, string>();
  const fail = (some: readonly QueueRecord[], reason: string) => {
    for (const record of some) reasons.set(record, reason);
  };
  const work = planWork(readable(records, dependencies.workspaces, fail), dependencies);
  await sideBySide(work, async (one) => {
    const reason = await perform(one, dependencies).catch((error: unknown) => describe(error).message);
    if (reason !== undefined) fail(one.records, reason);
  });
  const returned = records.flatMap((record) => {
    const reason = reasons.get(record);
    return reason === undefined ? [] : [{ record, reason }];
  });
  await postpone(returned, dependencies);
  return { batchItemFailures: returned.map(({ record }) => ({ itemIdentifier: record.id })) };
}

type Received = { readonly record: QueueRecord; readonly request: PassRequest };

/** The messages that can be read and are about a deployed workspace; the others fail. */
function readable(
  records: readonly QueueRecord[],
  workspaces: readonly string[],
  fail: (records: readonly QueueRecord[], reason: string) => void,
): readonly Received[] {
  return records.flatMap((record) => {
    try {
      const request = readPassRequest(record.body);
      if (request.workspace === undefined || workspaces.includes(request.workspace))
        return [{ record, request }];
      fail([record], "it names a workspace that is not deployed: add it to distro-sync.yaml, and deploy");
    } catch (error) {
      fail([record], describe(error).message);
    }
    return [];
  });
}

type Destination =
  | { readonly kind: "pass"; readonly workspace: string }
  | { readonly kind: "forward"; readonly workspaces: readonly string[] };

/** What is done once for all messages that ask for it. */
type Work = {
  readonly destination: Destination;
  readonly records: readonly QueueRecord[];
  /** What the messages come to together. */
  readonly request: PassRequest;
  /** The id of the newest message, so that it does not pass for a repetition of one that was handled alone. */
  readonly cause: string;
  /** Nothing else came with this delivery, all of which stays in flight until the last of it is done. */
  readonly alone: boolean;
};

/**
 * One pass for each workspace that messages name. A message that names none goes back into the queue, once for each workspace
 * that it concerns: in the group of a workspace only one pass runs at a time. Where only one workspace is deployed, its pass is
 * made at once.
 */
function planWork(
  received: readonly Received[],
  dependencies: Pick<BatchDependencies, "workspaces" | "fromGithub" | "log">,
): readonly Work[] {
  const groups = new Map<string, { readonly destination: Destination; readonly received: Received[] }>();
  for (const one of received) {
    const destination = destinationOf(one.request, dependencies);
    if (destination === undefined) dependencies.log("message.ignored", { messageId: one.record.id });
    else {
      const key = JSON.stringify(destination);
      const group = groups.get(key) ?? { destination, received: [] };
      group.received.push(one);
      groups.set(key, group);
    }
  }
  return [...groups.values()].flatMap(({ destination, received: [first, ...others] }) => {
    if (first === undefined) return [];
    const { key: _, ...request } = mergeRequests(
      first.request,
      others.map((other) => other.request),
    );
    const records = [first, ...others].map(({ record }) => record);
    const cause = (others.at(-1) ?? first).record.id;
    return [{ destination, records, request, cause, alone: groups.size === 1 }];
  });
}

/** Undefined when the object that changed concerns no workspace. */
function destinationOf(
  { workspace, key, commit }: PassRequest,
  { workspaces, fromGithub }: Pick<BatchDependencies, "workspaces" | "fromGithub">,
): Destination | undefined {
  if (workspace !== undefined) return { kind: "pass", workspace };
  const candidates = commit === undefined ? workspaces : fromGithub;
  const concerned = key === undefined ? candidates : candidates.filter((name) => concerns(key, name));
  const [only] = concerned;
  if (only === undefined) return undefined;
  return workspaces.length === 1
    ? { kind: "pass", workspace: only }
    : { kind: "forward", workspaces: concerned };
}

/** Whether the object is part of the workspace's source: the pointer to its release, or one of its plain manifests. */
export function concerns(key: string, workspace: string): boolean {
  return key === `${releasePrefix(workspace)}current.json` || key.startsWith(manifestPrefix(workspace));
}

/**
 * One request for several, given in the order of their messages: one pass answers them all. It has the newest commit, and the
 * fewest rounds: a new request gives a pass all its continuations back. A decision stays one when a schedule came in the same
 * batch: only a pass that somebody decided on undoes changes that were made at Buddy.
 */
export function mergeRequests(first: PassRequest, others: readonly PassRequest[]): PassRequest {
  return others.reduce<PassRequest>((before, { trigger, at, commit = before.commit, round = 0 }) => {
    const fewest = Math.min(before.round ?? 0, round);
    return {
      trigger: isScheduled(trigger) && !isScheduled(before.trigger) ? before.trigger : trigger,
      ...defined({ workspace: before.workspace, at, commit, round: fewest === 0 ? undefined : fewest }),
    };
  }, first);
}

/** Resolves to the reason why the messages must come back, if they must. */
async function perform(
  { destination, request, cause, alone }: Work,
  { pass, queue }: BatchDependencies,
): Promise<string | undefined> {
  switch (destination.kind) {
    case "pass":
      return pass(destination.workspace, { request, cause, alone });
    case "forward":
      await queue.send(
        destination.workspaces.map((workspace) => ({ request: { ...request, workspace }, cause })),
      );
      return undefined;
    default:
      return destination satisfies never;
  }
}

/** How many workspaces may have a pass at the same time. */
const SIDE_BY_SIDE = 4;

async function sideBySide(all: readonly Work[], run: (work: Work) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const worker = async () => {
    for (const work of waiting) await run(work);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}

type Returned = { readonly record: QueueRecord; readonly reason: string };

/** Each attempt waits a minute longer. The time-out of the queue blocks the workspace, and is meant for passes that crash. */
async function postpone(
  returned: readonly Returned[],
  { queue, log }: Pick<BatchDependencies, "queue" | "log">,
): Promise<void> {
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
