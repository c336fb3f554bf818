import { createHash } from "node:crypto";
import type { SchedulerClient, SchedulerClientConfig } from "@aws-sdk/client-scheduler";
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { awsFailure } from "../adapters/aws/failure.ts";
import { messageGroup, type PassRequest } from "../deployment.ts";

/** Where passes wait for their turn. */
export interface Queue {
  /** Sending the same message again has no effect. @throws CallError unless the queue accepted every message */
  send(messages: readonly Message[]): Promise<void>;
  /** Makes received messages visible again after so many seconds, instead of after the time-out of the queue. */
  postpone(deliveries: readonly Postponed[]): Promise<void>;
}

export type Message = {
  readonly request: PassRequest;
  /** The id of what caused it. Within five minutes, the queue drops a second message with the same cause and workspace. */
  readonly cause: string;
};

export type Postponed = { readonly receipt: string; readonly seconds: number };

/** A FIFO queue of SQS, whose message groups are the workspaces. */
export function sqsQueue(client: SQSClient, url: string): Queue {
  return {
    send: async (messages) => {
      const attempt = "a pass request could not be put into the queue";
      for (const some of tens(messages)) {
        const command = new SendMessageBatchCommand({
          QueueUrl: url,
          Entries: some.map(({ request, cause }, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(request),
            MessageGroupId: messageGroup(request.workspace),
            MessageDeduplicationId: digestOf(cause, request.workspace ?? ""),
          })),
        });
        const { Failed } = await calling(attempt, "sqs:SendMessage", () => client.send(command));
        requireAll(attempt, Failed);
      }
    },
    postpone: async (deliveries) => {
      const attempt = "the visibility of a message could not be changed";
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

/** SQS takes ten at once. */
function tens<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / 10) }, (_, n) => all.slice(n * 10, n * 10 + 10));
}

/** 64 characters: a message id and a handle can together be longer than SQS accepts. */
function digestOf(cause: string, workspace: string): string {
  return createHash("sha256").update(`${cause}\n${workspace}`).digest("hex");
}

/** Sends messages later: a FIFO queue cannot delay a single message. */
export interface Schedules {
  /** Puts the message into the queue at that time. A second call with the same name has no effect. */
  sendAt(when: Date, request: PassRequest, name: string): Promise<void>;
}

export type ScheduleSettings = {
  readonly group: string;
  /** The role may send to the queue, and nothing else. */
  readonly roleArn: string;
  readonly queueArn: string;
  /** The queue for messages that could not be delivered. */
  readonly undeliveredArn: string;
};

/** One-time schedules of EventBridge Scheduler, which delete themselves. */
export function oneTimeSchedules(
  config: SchedulerClientConfig,
  { group, roleArn, queueArn, undeliveredArn }: ScheduleSettings,
): Schedules {
  let client: SchedulerClient | undefined;
  return {
    sendAt: async (when, request, name) => {
      // Few passes need this client, and loading it would slow down every cold start.
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
          Input: JSON.stringify(request),
          SqsParameters: { MessageGroupId: messageGroup(request.workspace) },
          DeadLetterConfig: { Arn: undeliveredArn },
        },
      });
      const attempt = "the schedule of a continuation could not be created";
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

/** A call to AWS failed. The message names the attempt, and contains nothing of what was sent. */
export class CallError extends Error {
  override readonly name = "CallError";
}

/**
 * @param attempt what failed, as the message begins: `the message could not be put into the queue`
 * @param action the IAM action that the caller needs
 * @throws CallError
 */
export async function calling<T>(attempt: string, action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const { kind, said, action: denied = action } = awsFailure(error);
    const remedy = kind === "denied" ? `allow the function ${denied}` : "it will be tried again";
    throw new CallError(`${attempt}: ${said}; ${remedy}`);
  }
}

/** For calls that succeed or fail item by item. @throws CallError when an item failed */
export function requireAll(
  attempt: string,
  failed: readonly { readonly Code?: string | undefined }[] = [],
): void {
  const [first] = failed;
  if (first === undefined) return;
  throw new CallError(
    `${attempt}: ${first.Code ?? "no code"} (${failed.length} in all); it will be tried again`,
  );
}
