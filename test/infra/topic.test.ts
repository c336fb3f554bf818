import { Stack } from "aws-cdk-lib";
import { Annotations, Match } from "aws-cdk-lib/assertions";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, it } from "vitest";
import type { Config } from "../../lib/core/config/config.generated.ts";
import { DistroSync } from "../../lib/infra/distro-sync.ts";
import { plain } from "./statements.ts";
import { at, FIXTURES, newApp, type Synthesis, synthesise, synthesised, workspace } from "./synthesis.ts";

const ARN = "arn:aws:sns:eu-central-1:123456789012:alarms";

function notifying(notify: NonNullable<Config["notify"]>): Synthesis {
  return synthesise({ workspaces: [workspace()], notify }, { dashboard: false });
}

/** Whom the alarms tell, when they begin and when they end: once each, however many alarms. */
function told({ of }: Synthesis): readonly unknown[] {
  const actions = of("AWS::CloudWatch::Alarm").map((alarm) =>
    JSON.stringify([plain(at(alarm, "AlarmActions")), plain(at(alarm, "OKActions"))]),
  );
  return [...new Set(actions)].map((action) => JSON.parse(action) as unknown);
}

function announcedTo({ of }: Synthesis): unknown {
  const rule = of("AWS::Events::Rule").find((one) => at(one, "EventPattern.source.0") === "distro-sync");
  return plain(at(rule, "Targets.0.Arn"));
}

function warnings({ stack }: Synthesis): readonly unknown[] {
  return Annotations.fromStack(stack)
    .findWarning("*", Match.stringLikeRegexp("nobody is notified"))
    .map(({ entry }) => entry.data);
}

describe("an address to notify", () => {
  const mailed = notifying({ email: "alarms@example.com" });

  it("gets a topic and a subscription, and is told of every alarm and of passes that did not end well", () => {
    expect(mailed.only("AWS::SNS::Subscription").Properties).toMatchObject({
      Protocol: "email",
      Endpoint: "alarms@example.com",
    });
    expect(plain(at(mailed.only("AWS::SNS::Subscription"), "TopicArn"))).toBe("<Topic>");
    expect(told(mailed)).toEqual([[["<Topic>"], ["<Topic>"]]]);
    expect(announcedTo(mailed)).toBe("<Topic>");
    expect(warnings(mailed)).toEqual([]);
  });

  it("gets a topic to which alarms of this account may publish, and nobody without TLS", () => {
    const statements = plain(at(mailed.only("AWS::SNS::TopicPolicy"), "PolicyDocument.Statement"));
    expect(statements).toEqual([
      {
        Sid: "AllowPublishThroughSSLOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: "<Topic>",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "AlarmsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: "<Topic>",
        Condition: {
          StringEquals: { "aws:SourceAccount": "123456789012" },
          ArnLike: {
            "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*",
          },
        },
      },
    ]);
  });

  it("gets a topic without SNS's own key, with which CloudWatch cannot publish", () => {
    expect(at(mailed.only("AWS::SNS::Topic"), "KmsMasterKeyId")).toBeUndefined();
  });
});

describe("a topic to notify", () => {
  it("is used as it is: nothing of it is made or changed", () => {
    const named = notifying({ topic: ARN });
    expect(told(named)).toEqual([[[ARN], [ARN]]]);
    expect(announcedTo(named)).toBe(ARN);
    expect(named.of("AWS::SNS::Topic")).toEqual([]);
    expect(named.of("AWS::SNS::TopicPolicy")).toEqual([]);
    expect(warnings(named)).toEqual([]);
  });

  it("can be an app's own, encrypted with its key, and goes before what the configuration says", () => {
    const app = newApp();
    const stack = new Stack(app, "Theirs");
    const topic = new Topic(stack, "Mine", { masterKey: new Key(stack, "Key") });
    const config = { workspaces: [workspace()], notify: { email: "alarms@example.com" } };
    const part = new DistroSync(stack, "DistroSync", { config, folder: FIXTURES, topic });
    const synthesis = synthesised(app, Stack.of(part));
    expect(told(synthesis)).toHaveLength(1);
    expect(JSON.stringify(told(synthesis))).toContain("Mine");
    expect(JSON.stringify(announcedTo(synthesis))).toContain("Mine");
    expect(synthesis.of("AWS::SNS::Subscription")).toEqual([]);
    const allowed = synthesis
      .of("AWS::IAM::Policy")
      .flatMap((policy) => at(policy, "PolicyDocument.Statement") as readonly { readonly Action: unknown }[])
      .map(({ Action }) => JSON.stringify(Action));
    // The role of the rule has to get past the key.
    expect(allowed).toContain('["kms:Decrypt","kms:GenerateDataKey*"]');
  });
});

describe("nobody to notify", () => {
  it("is a warning with the remedy when the stack is synthesised", () => {
    const silent = synthesise({ workspaces: [workspace()] }, { dashboard: false });
    expect(warnings(silent)).toEqual([
      expect.stringMatching(
        /write `notify: \{ email: ADDRESS \}` into distro-sync\.yaml.*distro-sync:no-notifications/,
      ),
    ]);
    expect(told(silent)).toEqual([[null, null]]);
  });
});
