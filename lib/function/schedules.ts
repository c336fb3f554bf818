import type { SchedulerClient, SchedulerClientConfig } from "@aws-sdk/client-scheduler";
import { messageGroup, type Wake } from "../deployment.ts";
import { calling } from "./aws-call.ts";

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
