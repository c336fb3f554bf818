import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { at, outputsOf, type Synthesis, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

function typesOf({ resources }: Synthesis): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { Type } of resources.values()) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}

const DEFAULT = synthesiseFile("default.yaml");

describe("the default stack", () => {
  it("has these resources and no others", () => {
    expect(typesOf(DEFAULT)).toEqual({
      "AWS::CloudWatch::Alarm": 10,
      "AWS::CloudWatch::Dashboard": 1,
      "AWS::Events::Rule": 1,
      "AWS::IAM::Policy": 2,
      "AWS::IAM::Role": 2,
      "AWS::Lambda::EventSourceMapping": 1,
      "AWS::Lambda::Function": 1,
      "AWS::Logs::LogGroup": 1,
      "AWS::S3::Bucket": 1,
      "AWS::S3::BucketPolicy": 1,
      "AWS::SQS::Queue": 3,
      "AWS::SQS::QueuePolicy": 3,
      "AWS::SSM::Parameter": 1,
      "AWS::Scheduler::Schedule": 1,
      "AWS::Scheduler::ScheduleGroup": 1,
    });
  });

  it("gives no resource a physical name", () => {
    const names = [...DEFAULT.resources.values()].flatMap(({ Type, Properties }) =>
      [
        "Name",
        "BucketName",
        "QueueName",
        "FunctionName",
        "LogGroupName",
        "RoleName",
        "AlarmName",
        "DashboardName",
      ]
        .filter((name) => Type !== "AWS::Lambda::EventSourceMapping" && Properties[name] !== undefined)
        .map((name) => `${Type} ${name}`),
    );
    expect(names).toEqual([]);
  });

  it("is called by the instance, so that another instance does not replace it", () => {
    expect(DEFAULT.stack.stackName).toBe("distro-sync");
    expect(synthesiseFile("full.yaml").stack.stackName).toBe("distro-sync-web-team");
  });

  it("prints the names that the runbook asks for, and the commands that pause and resume", () => {
    expect(Object.keys(outputsOf(DEFAULT)).toSorted()).toEqual([
      "Bucket",
      "DeadLetterArn",
      "DeadLetterQueue",
      "Function",
      "LogGroup",
      "PauseCommand",
      "Queue",
      "ResumeCommand",
      "UndeliveredQueue",
    ]);
    const asked = [...readFileSync("docs/runbook.md", "utf8").matchAll(/output (\w+)\)/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(outputsOf(DEFAULT))).toEqual(expect.arrayContaining(asked));
    expect(JSON.stringify(outputsOf(DEFAULT).ResumeCommand)).toContain(
      "aws ssm put-parameter --overwrite --name ",
    );
  });
});

describe("a part that is switched off", () => {
  const without = (less: Readonly<Record<string, number>>) => {
    const counts = { ...typesOf(DEFAULT) };
    for (const [type, count] of Object.entries(less)) counts[type] = (counts[type] ?? 0) - count;
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  };

  it("adds no alarm and no dashboard", () => {
    const bare = synthesise({ workspaces: [workspace()] }, { alarms: false, dashboard: false });
    expect(typesOf(bare)).toEqual(without({ "AWS::CloudWatch::Alarm": 10, "AWS::CloudWatch::Dashboard": 1 }));
  });

  it("adds no rule for a source that nobody uses", () => {
    const config = {
      workspaces: [{ ...workspace(), source: "github" as const }],
      github: { repository: "my-company/routing" },
    };
    expect(typesOf(synthesise(config))).toEqual(without({ "AWS::Events::Rule": 1 }));
  });

  it("has the bucket tell EventBridge nothing, unless releases or uploads are waited for", () => {
    expect(at(DEFAULT.only("AWS::S3::Bucket"), "NotificationConfiguration")).toBeUndefined();
    const releases = synthesise({ workspaces: [{ ...workspace(), source: "release" }] });
    expect(at(releases.only("AWS::S3::Bucket"), "NotificationConfiguration")).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    expect(typesOf(releases)).toEqual(typesOf(DEFAULT));
  });

  it("adds one rule and one role for a topic, and nothing else", () => {
    const notified = synthesise({
      workspaces: [workspace()],
      notify: { topic: "arn:aws:sns:eu-central-1:123456789012:alarms" },
    });
    expect(typesOf(notified)).toEqual({ ...typesOf(DEFAULT), ...TOLD });
  });

  it("adds for an address the topic itself, its policy and the subscription", () => {
    const notified = synthesise({ workspaces: [workspace()], notify: { email: "alarms@example.com" } });
    expect(typesOf(notified)).toEqual({
      ...typesOf(DEFAULT),
      ...TOLD,
      "AWS::SNS::Topic": 1,
      "AWS::SNS::TopicPolicy": 1,
      "AWS::SNS::Subscription": 1,
    });
  });
});

/** The rule for passes that did not end well, and what lets it publish. */
const TOLD = { "AWS::Events::Rule": 2, "AWS::IAM::Role": 3, "AWS::IAM::Policy": 3 };
