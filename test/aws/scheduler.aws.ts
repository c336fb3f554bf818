import {
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
} from "@aws-sdk/client-scheduler";
import { describe, expect, it } from "vitest";
import { eventBridge } from "../../lib/function/metrics.ts";
import { oneTimeSchedules } from "../../lib/function/queue.ts";
import { ACCOUNT, connection, REGION, uniqueName } from "./moto.ts";

const client = new SchedulerClient(connection());
const ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}`;
const WHEN = new Date("2026-11-24T11:00:00Z");
const WAKE = { trigger: "continuation", workspace: "shop", round: 1 } as const;

async function freshGroup() {
  const group = uniqueName("continuations");
  await client.send(new CreateScheduleGroupCommand({ Name: group }));
  const schedules = oneTimeSchedules(connection(), {
    group,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/continuations`,
    queueArn: `${ARN}:passes.fifo`,
    undeliveredArn: `${ARN}:undelivered`,
  });
  return { group, schedules };
}

describe("a one-time schedule", () => {
  it("puts the message into the workspace's group at its time in UTC, and deletes itself", async () => {
    const { group, schedules } = await freshGroup();
    await schedules.sendAt(WHEN, WAKE, "shop-1");
    expect(await client.send(new GetScheduleCommand({ GroupName: group, Name: "shop-1" }))).toMatchObject({
      ScheduleExpression: "at(2026-11-24T11:00:00)",
      ScheduleExpressionTimezone: "UTC",
      FlexibleTimeWindow: { Mode: "OFF" },
      ActionAfterCompletion: "DELETE",
      Target: {
        Arn: `${ARN}:passes.fifo`,
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/continuations`,
        Input: JSON.stringify(WAKE),
        SqsParameters: { MessageGroupId: "workspace-shop" },
        DeadLetterConfig: { Arn: `${ARN}:undelivered` },
      },
    });
  });

  it("is made once under one name, however many passes ask for it", async () => {
    const { group, schedules } = await freshGroup();
    await Promise.all([1, 2, 3].map(() => schedules.sendAt(WHEN, WAKE, "shop-1")));
    await schedules.sendAt(WHEN, { ...WAKE, round: 7 }, "shop-1");
    const { Schedules } = await client.send(new ListSchedulesCommand({ GroupName: group }));
    expect(Schedules).toHaveLength(1);
  });

  it("is an error that names the attempt when nobody answers", async () => {
    const nobody = { ...connection(), endpoint: "http://127.0.0.1:1", maxAttempts: 1 };
    const schedules = oneTimeSchedules(nobody, { group: "", roleArn: "", queueArn: "", undeliveredArn: "" });
    await expect(schedules.sendAt(WHEN, WAKE, "shop-1")).rejects.toThrow(
      "the schedule of a continuation could not be created: ECONNREFUSED; it will be tried again",
    );
  });
});

describe("the event of a pass", () => {
  it("is taken by EventBridge", async () => {
    const announce = eventBridge(connection());
    const detail = {
      id: "1",
      instance: "test",
      workspace: "shop",
      mode: "apply",
      trigger: "schedule",
      verdict: "applied",
      exitCode: 0,
      incomplete: false,
      counts: {},
    } as const;
    await expect(announce(detail)).resolves.toBeUndefined();
  });
});
