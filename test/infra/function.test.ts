import { Duration, Size } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";
import { describe, expect, it } from "vitest";
import { VARIABLES } from "../../lib/deployment.ts";
import { plain } from "./statements.ts";
import { at, outputsOf, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

const DEFAULT = synthesiseFile("default.yaml");
const FUNCTION = DEFAULT.only("AWS::Lambda::Function");

describe("the function that makes passes", () => {
  it("runs on Node 24, on arm64, for a quarter of an hour at most", () => {
    expect(FUNCTION.Properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      Timeout: 900,
      MemorySize: 512,
    });
  });

  it("may put its continuation into the queue that invokes it", () => {
    expect(at(FUNCTION, "RecursiveLoop")).toBe("Allow");
  });

  it("is told where everything is, and no secret", () => {
    expect(plain(at(FUNCTION, "Environment.Variables"))).toEqual({
      [VARIABLES.bucket]: "<Bucket>",
      [VARIABLES.queueUrl]: "<QueuesPasses>",
      [VARIABLES.queueArn]: "<QueuesPasses.Arn>",
      [VARIABLES.scheduleGroup]: "<ScheduleGroup>",
      [VARIABLES.scheduleRole]: "<ScheduleRole.Arn>",
      [VARIABLES.undelivered]: "<QueuesUndelivered.Arn>",
      [VARIABLES.pause]: "<PauseParameter>",
    });
  });

  it("logs to a group of its own, which keeps lines for three months and goes with the stack", () => {
    const logs = DEFAULT.only("AWS::Logs::LogGroup");
    expect(at(logs, "RetentionInDays")).toBe(90);
    expect(logs.DeletionPolicy).toBe("Delete");
    expect(plain(at(FUNCTION, "LoggingConfig"))).toEqual({ LogGroup: "<ReconcilerLogs>" });
  });

  it("is as large, as slow and as talkative as the app wants it", () => {
    const other = synthesise(
      { workspaces: [workspace()] },
      { memorySize: Size.gibibytes(1), timeout: Duration.minutes(10), logRetention: RetentionDays.ONE_WEEK },
    );
    expect(other.only("AWS::Lambda::Function").Properties).toMatchObject({ MemorySize: 1024, Timeout: 600 });
    expect(at(other.only("AWS::Logs::LogGroup"), "RetentionInDays")).toBe(7);
  });
});

describe("the pause switch", () => {
  it("is a parameter that says off until somebody sets it", () => {
    expect(DEFAULT.only("AWS::SSM::Parameter").Properties).toMatchObject({ Type: "String", Value: "off" });
  });

  it("comes with the commands that set it", () => {
    expect(plain(outputsOf(DEFAULT))).toMatchObject({
      PauseCommand: { Value: 'aws ssm put-parameter --overwrite --name <PauseParameter> --value "WHY"' },
      ResumeCommand: { Value: "aws ssm put-parameter --overwrite --name <PauseParameter> --value off" },
    });
  });
});
