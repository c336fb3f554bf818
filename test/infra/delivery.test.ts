import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { describe, expect, it } from "vitest";
import { readPassRequest } from "../../lib/function/request.ts";
import { plain } from "./statements.ts";
import { at, type Synthesis, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

const DEFAULT = synthesiseFile("default.yaml");
const FULL = synthesiseFile("full.yaml");

function queue(synthesis: Synthesis, name: "Passes" | "DeadLetters" | "Undelivered") {
  const [found] = [...synthesis.resources].filter(
    ([id, { Type }]) => Type === "AWS::SQS::Queue" && id.includes(`Queues${name}`),
  );
  return found?.[1].Properties;
}

describe("the queue of passes", () => {
  it("is FIFO, so that a workspace is one writer, and tells repetitions by their content", () => {
    expect(queue(DEFAULT, "Passes")).toMatchObject({
      FifoQueue: true,
      ContentBasedDeduplication: true,
      DeduplicationScope: "messageGroup",
    });
  });

  it("hides a message for the function's time-out and a minute, and not longer", () => {
    expect(queue(DEFAULT, "Passes")?.VisibilityTimeout).toBe(16 * 60);
    const short = synthesise({ workspaces: [workspace()] }, { timeout: Duration.minutes(5) });
    expect(queue(short, "Passes")?.VisibilityTimeout).toBe(6 * 60);
    expect(at(short.only("AWS::Lambda::Function"), "Timeout")).toBe(300);
  });

  it("gives a message up after three attempts, to a FIFO queue that keeps it for two weeks", () => {
    expect(plain(queue(DEFAULT, "Passes")?.RedrivePolicy)).toEqual({
      deadLetterTargetArn: "<QueuesDeadLetters.Arn>",
      maxReceiveCount: 3,
    });
    expect(queue(DEFAULT, "DeadLetters")).toMatchObject({
      FifoQueue: true,
      MessageRetentionPeriod: 14 * 24 * 60 * 60,
    });
    expect(queue(DEFAULT, "Undelivered")?.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
  });

  it("invokes the function with up to ten messages, of which it may return some", () => {
    expect(plain(DEFAULT.only("AWS::Lambda::EventSourceMapping").Properties)).toEqual({
      BatchSize: 10,
      EventSourceArn: "<QueuesPasses.Arn>",
      FunctionName: "<ReconcilerFunction>",
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  it("lets as many workspaces go side by side as is asked for", () => {
    const wide = synthesise({ workspaces: [workspace()] }, { maxConcurrency: 50 });
    expect(at(wide.only("AWS::Lambda::EventSourceMapping"), "ScalingConfig")).toEqual({
      MaximumConcurrency: 50,
    });
  });
});

describe("every queue", () => {
  it("is encrypted", () => {
    expect(DEFAULT.of("AWS::SQS::Queue").map((one) => at(one, "SqsManagedSseEnabled"))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("refuses what does not come over TLS", () => {
    const refusals = DEFAULT.of("AWS::SQS::QueuePolicy").map((one) => at(one, "PolicyDocument.Statement.0"));
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        Effect: "Deny",
        Action: "sqs:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      });
    }
  });
});

describe("the schedule", () => {
  const schedule = (path: string, synthesis = DEFAULT) =>
    plain(at(synthesis.only("AWS::Scheduler::Schedule"), path));

  it("puts a message into the queue every quarter of an hour, give or take five minutes", () => {
    expect(schedule("ScheduleExpression")).toBe("rate(15 minutes)");
    expect(schedule("FlexibleTimeWindow")).toEqual({ Mode: "FLEXIBLE", MaximumWindowInMinutes: 5 });
    expect(schedule("Target.Arn")).toBe("<QueuesPasses.Arn>");
  });

  it("says in the message when it was due, which tells it from the next", () => {
    expect(JSON.parse(String(schedule("Target.Input")))).toEqual({
      trigger: "schedule",
      workspace: "my-company",
      at: "<aws.scheduler.scheduled-time>",
    });
    expect(schedule("Target.SqsParameters")).toEqual({ MessageGroupId: "workspace-my-company" });
  });

  it("gives up before the next one is due, to a queue of its own", () => {
    expect(schedule("Target.RetryPolicy.MaximumEventAgeInSeconds")).toBeLessThan(15 * 60);
    expect(schedule("Target.DeadLetterConfig")).toEqual({ Arn: "<QueuesUndelivered.Arn>" });
  });

  it("is for all workspaces when there are several", () => {
    expect(JSON.parse(String(schedule("Target.Input", FULL)))).toEqual({
      trigger: "schedule",
      at: "<aws.scheduler.scheduled-time>",
    });
    expect(schedule("Target.SqsParameters", FULL)).toEqual({ MessageGroupId: "every-workspace" });
  });

  it("is what the configuration says, or what the app says", () => {
    expect(schedule("ScheduleExpression", FULL)).toBe("cron(0 6 * * ? *)");
    const hourly = synthesise(
      { workspaces: [workspace()], schedule: "rate(5 minutes)" },
      { schedule: ScheduleExpression.rate(Duration.hours(1)), scheduleWindow: Duration.minutes(10) },
    );
    expect(hourly.only("AWS::Scheduler::Schedule").Properties).toMatchObject({
      ScheduleExpression: "rate(1 hour)",
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 10 },
    });
  });

  it("has no window when it is too frequent for one", () => {
    const often = synthesise({ workspaces: [workspace()], schedule: "rate(1 minute)" });
    expect(schedule("FlexibleTimeWindow", often)).toEqual({ Mode: "OFF" });
  });

  it("is in a group that goes with the stack, and all continuations with it", () => {
    expect(schedule("GroupName")).toBe("<ScheduleGroup>");
    expect(DEFAULT.only("AWS::Scheduler::ScheduleGroup").DeletionPolicy).toBeUndefined();
  });
});

describe("a push", () => {
  function rules(synthesis: Synthesis) {
    return synthesis.of("AWS::Events::Rule").map((rule) => ({
      pattern: plain(at(rule, "EventPattern")),
      to: plain(at(rule, "Targets.0.Arn")),
      group: at(rule, "Targets.0.SqsParameters.MessageGroupId"),
      paths: at(rule, "Targets.0.InputTransformer.InputPathsMap"),
      template: at(rule, "Targets.0.InputTransformer.InputTemplate") as string | undefined,
      deadLetters: plain(at(rule, "Targets.0.DeadLetterConfig.Arn")),
    }));
  }

  it("by a deploy sets off a pass when the whole stack is there", () => {
    expect(rules(DEFAULT)).toEqual([
      {
        pattern: {
          source: ["aws.cloudformation"],
          "detail-type": ["CloudFormation Stack Status Change"],
          detail: {
            "stack-id": ["<this stack>"],
            "status-details": { status: ["CREATE_COMPLETE", "UPDATE_COMPLETE"] },
          },
        },
        to: "<QueuesPasses.Arn>",
        group: "workspace-my-company",
        paths: { time: "$.time" },
        template: '{"trigger":"deploy","at":<time>,"workspace":"my-company"}',
        deadLetters: "<QueuesUndelivered.Arn>",
      },
    ]);
  });

  it("of a release sets off a pass when its pointer is flipped, each flip one of its own", () => {
    const config = { workspaces: [{ ...workspace("shop"), source: "release" as const }] };
    expect(rules(synthesise(config))).toMatchObject([
      {
        pattern: {
          source: ["aws.s3"],
          "detail-type": ["Object Created"],
          detail: {
            bucket: { name: ["<Bucket>"] },
            object: { key: [{ wildcard: "releases/*/current.json" }] },
          },
        },
        group: "workspace-shop",
        paths: { "detail-object-sequencer": "$.detail.object.sequencer" },
        template: '{"trigger":"push","at":<detail-object-sequencer>,"workspace":"shop"}',
      },
    ]);
  });

  it("of plain files sets off a pass when one appears or goes, of many in a second only once", () => {
    const config = { workspaces: [{ ...workspace("shop"), source: "prefix" as const }] };
    expect(rules(synthesise(config))).toMatchObject([
      {
        pattern: {
          "detail-type": ["Object Created", "Object Deleted"],
          detail: { object: { key: [{ prefix: "manifests/" }] } },
        },
        template: '{"trigger":"push","at":<time>,"workspace":"shop"}',
      },
    ]);
  });

  it("names the object when there are several workspaces, for the function to find the one", () => {
    const pushed = rules(FULL).filter(({ template = "" }) => template.includes('"trigger":"push"'));
    expect(pushed.map(({ group, template }) => ({ group, template }))).toEqual([
      {
        group: "every-workspace",
        template: '{"trigger":"push","key":<detail-object-key>,"at":<detail-object-sequencer>}',
      },
      { group: "every-workspace", template: '{"trigger":"push","key":<detail-object-key>,"at":<time>}' },
    ]);
  });

  it("makes messages that the function understands", () => {
    const templates = [...rules(DEFAULT), ...rules(FULL)].flatMap(({ template }) => template ?? []);
    expect(templates).toHaveLength(4);
    for (const template of templates) {
      const body = template.replaceAll(/<[\w-]+>/g, '"2026-11-24T09:30:00Z"');
      expect(() => readPassRequest(body), body).not.toThrow();
    }
    const input = String(at(DEFAULT.only("AWS::Scheduler::Schedule"), "Target.Input"));
    expect(readPassRequest(input)).toMatchObject({ trigger: "schedule", workspace: "my-company" });
  });
});

describe("a topic", () => {
  const rule = FULL.of("AWS::Events::Rule").find((one) => at(one, "EventPattern.source.0") === "distro-sync");

  it("is told of this instance's passes that somebody has to look at", () => {
    expect(at(rule, "EventPattern")).toEqual({
      source: ["distro-sync"],
      "detail-type": ["Pass finished"],
      detail: {
        instance: ["web-team"],
        verdict: ["error", "partial", "blocked", "invalid", "superseded"],
        incomplete: [false],
      },
    });
  });

  it("is reached by a role that may publish to it, so that its policy need not let EventBridge in", () => {
    expect(plain(at(rule, "Targets.0.Arn"))).toBe("<Topic>");
    expect(plain(at(rule, "Targets.0.RoleArn"))).toBe("<AnnouncementsEventsRole.Arn>");
    expect(plain(at(rule, "Targets.0.DeadLetterConfig"))).toEqual({ Arn: "<QueuesUndelivered.Arn>" });
  });
});
