import { createHash } from "node:crypto";
import type { SchedulerClient, SchedulerClientConfig } from "@aws-sdk/client-scheduler";
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { awsFailure } from "../adapters/aws/failure.ts";
import type { Report } from "../core/report/report.ts";
import { messageGroup, type Wake } from "../deployment.ts";
import { isIncomplete } from "./metrics.ts";

/** Where passes wait for their turn. */
export interface Queue {
  /** @throws CallError unless every message was taken; what was taken is taken once, also when it is sent again */
  send(messages: readonly Message[]): Promise<void>;
  /** Lets messages that were received come back after so many seconds, and not when the queue would have them back. */
  postpone(deliveries: readonly Postponed[]): Promise<void>;
}

export type Message = {
  readonly wake: Wake;
  /** What made it: within five minutes, messages with the same cause and workspace are one. */
  readonly cause: string;
};

export type Postponed = { readonly receipt: string; readonly seconds: number };

/** A FIFO queue of SQS, whose message groups are the workspaces. */
export function sqsQueue(client: SQSClient, url: string): Queue {
  return {
    send: async (messages) => {
      const attempt = "a pass could not be put into the queue";
      for (const some of tens(messages)) {
        const command = new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: some.map(({ wake, cause }, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(wake),
            MessageGroupId: messageGroup(wake.workspace),
            MessageDeduplicationId: digestOf(cause, wake.workspace ?? ""),
          })),
        });
        const { Failed } = await calling(attempt, "sqs:SendMessage", () => client.send(command));
        requireAll(attempt, Failed);
      }
    },
    postpone: async (deliveries) => {
      const attempt = "a message could not be made to come back sooner";
      for (const some of tens(deliveries)) {
        const command = new ChangeMessageVisibilityBatchCommand({
          QueueUrl: url,
          Entries: some.map(({ receipt, seconds }, index) => ({
            Id: String(index),
            ReceiptHandle: receipt,
            VisibilityTimeout: seconds,
          })),
        });
        const { Failed } = await calling(attempt, "sqs:ChangeMessageVisibility", () => client.send(command));
        requireAll(attempt, Failed);
      }
    },
  };
}

/** As many as SQS takes at once. */
function tens<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / 10) }, (_, n) => all.slice(n * 10, n * 10 + 10));
}

/** 64 characters: a message id and a handle together can be longer than SQS takes. */
function digestOf(cause: string, workspace: string): string {
  return createHash("sha256").update(`${cause}\n${workspace}`).digest("hex");
}

/** Messages that are due later than a FIFO queue can hold them back. */
export interface Schedules {
  /** Puts the message into the queue at that time: once, however often it is asked to under one name. */
  sendAt(when: Date, wake: Wake, name: string): Promise<void>;
}

export type ScheduleSettings = {
  readonly group: string;
  /** May send to the queue, and nothing else. */
  readonly roleArn: string;
  readonly queueArn: string;
  /** A queue for what could not be delivered. */
  readonly undeliveredArn: string;
};

/** One-time schedules of EventBridge Scheduler, which delete themselves. */
export function oneTimeSchedules(
  config: SchedulerClientConfig,
  { group, roleArn, queueArn, undeliveredArn }: ScheduleSettings,
): Schedules {
  let client: SchedulerClient | undefined;
  return {
    sendAt: async (when, wake, name) => {
      // Few passes need it: it must not slow down the start of all.
      const sdk = await import("@aws-sdk/client-scheduler");
      client ??= new sdk.SchedulerClient(config);
      const made = client;
      const command = new sdk.CreateScheduleCommand({
        Name: name,
        GroupName: group,
        ScheduleExpression: `at(${when.toISOString().slice(0, 19)})`,
        ScheduleExpressionTimezone: "UTC",
        FlexibleTimeWindow: { Mode: "OFF" },
        ActionAfterCompletion: "DELETE",
        Target: {
          Arn: queueArn,
          RoleArn: roleArn,
          Input: JSON.stringify(wake),
          SqsParameters: { MessageGroupId: messageGroup(wake.workspace) },
          DeadLetterConfig: { Arn: undeliveredArn },
        },
      });
      const attempt = "the schedule of a continuation could not be made";
      await calling(attempt, "scheduler:CreateSchedule and iam:PassRole", async () => {
        try {
          await made.send(command);
        } catch (error) {
          if (!(error instanceof sdk.ConflictException)) throw error;
        }
      });
    },
  };
}

/** When a pass goes on that could not end, or why it does not. */
export type Continuation =
  | { readonly when: "now"; readonly wake: Wake }
  | { readonly when: Date; readonly wake: Wake }
  | { readonly when: "never"; readonly notice: string };

/**
 * What follows from a report: nothing, unless its pass ran out of time or quota, found another one writing, or a source
 * that may be there soon. It is
 * bounded: after so many the schedule has to do.
 */
export function continuationOf(
  report: Report,
  before: Wake,
  workspace: string,
  now: number,
): Continuation | undefined {
  const due = dueTime(report, now);
  if (due === undefined) return undefined;
  const round = (before.round ?? 0) + 1;
  if (round > MOST_ROUNDS) {
    return {
      when: "never",
      notice: `after ${MOST_ROUNDS} continuations in a row the rest is left to the schedule`,
    };
  }
  const soon = due - now < SCHEDULED_FROM;
  // A schedule is exact to the minute: this makes those of two passes one.
  const when = soon ? now : Math.ceil(due / MINUTE) * MINUTE;
  const wake: Wake = { trigger: "continuation", workspace, at: new Date(when).toISOString(), round };
  return soon ? { when: "now", wake } : { when: new Date(when), wake };
}

/**
 * @param cause the message or the request that made the pass: when it is delivered twice, the continuation is one
 */
export async function carryOn(
  continuation: Continuation,
  {
    queue,
    schedules,
    cause,
  }: { readonly queue: Queue; readonly schedules: Schedules; readonly cause: string },
): Promise<{ readonly notice: string }> {
  const { when } = continuation;
  if (when === "never") return { notice: continuation.notice };
  const { wake } = continuation;
  if (when === "now") {
    await queue.send([{ wake, cause: `${cause} continued` }]);
    return { notice: "the rest is done by a continuation, which waits in the queue" };
  }
  await schedules.sendAt(when, wake, scheduleName(wake.workspace ?? "", when));
  return { notice: `the rest is done by a continuation at ${when.toISOString()}` };
}

/** A day of passes of a quarter of an hour each. */
const MOST_ROUNDS = 96;
const MINUTE = 60_000;
/** What is due earlier goes into the queue at once. */
const SCHEDULED_FROM = MINUTE;
/** How long another writer, or a source that is not there just now, is given before it is asked again. */
const AFTER_A_WHILE = 2 * MINUTE;

function dueTime(report: Report, now: number): number | undefined {
  if (report.mode === "plan") return undefined;
  if (report.verdict === "busy" || report.failure?.passing === true) return now + AFTER_A_WHILE;
  if (!isIncomplete(report)) return undefined;
  const resumeAt = Date.parse(report.failure?.resumeAt ?? "");
  return Number.isNaN(resumeAt) ? now : resumeAt;
}

/** The same for all passes of a workspace that go on at this time; 64 characters at most. */
function scheduleName(workspace: string, when: Date): string {
  const digest = createHash("sha256").update(workspace).digest("hex").slice(0, 12);
  const time = when.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${workspace.replaceAll(/[^\w.-]/g, "_").slice(0, 30)}-${digest}-${time}`;
}

/** A service of AWS did not do what it was asked to. The message names the attempt, and holds nothing of what was sent. */
export class CallError extends Error {
  override readonly name = "CallError";
}

/**
 * @param attempt as it is complained about: `the message could not be put into the queue`
 * @param action what the caller has to be allowed
 * @throws CallError
 */
export async function calling<T>(attempt: string, action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { kind, said, action: denied = action } = awsFailure(error);
    const remedy = kind === "denied" ? `allow the function ${denied}` : "it is tried again later";
    throw new CallError(`${attempt}: ${said}; ${remedy}`);
  }
}

/** For calls that are answered item by item. */
export function requireAll(
  attempt: string,
  failed: readonly { readonly Code?: string | undefined }[] = [],
): void {
  const [first] = failed;
  if (first === undefined) return;
  throw new CallError(
    `${attempt}: ${first.Code ?? "no code"} (${failed.length} in all); it is tried again later`,
  );
}
