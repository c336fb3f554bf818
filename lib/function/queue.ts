import { createHash } from "node:crypto";
import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { messageGroup, type Wake } from "../deployment.ts";
import { calling, requireAll } from "./aws-call.ts";

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
