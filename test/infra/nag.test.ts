import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type App, Stack, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";
import { describe, expect, it } from "vitest";
import { DistroSync } from "../../lib/infra/distro-sync.ts";
import { DistroSyncStack } from "../../lib/infra/stack.ts";
import { THOROUGH } from "../support/property.ts";
import { FIXTURES, newApp } from "./synthesis.ts";

function findings(app: App): readonly string[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      ),
  );
}

/** What was acknowledged in a stack, by the finding. */
function acknowledged(root: IConstruct): ReadonlyMap<string, string> {
  const found = root.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>));
  return new Map(found.map(([id, reason]) => [id.replace(/^Annotation::/, ""), reason]));
}

function many(app: App): Stack {
  const stack = new Stack(app, "Theirs");
  const workspaces = Array.from({ length: 50 }, (_, index) => ({
    workspace: `w${index}`,
    token: { ssm: `/distro-sync/w${index}/token` },
  }));
  const part = new DistroSync(stack, "Inner", { config: { workspaces }, folder: FIXTURES });
  return Stack.of(part);
}

const STACKS: readonly (readonly [string, (app: App) => Stack])[] = [
  ["default", (app) => new DistroSyncStack(app, "DistroSync", { config: `${FIXTURES}/default.yaml` })],
  ["full", (app) => new DistroSyncStack(app, "DistroSync", { config: `${FIXTURES}/full.yaml` })],
  ["many workspaces in somebody else's stack", many],
];

describe.each(STACKS)("the stack: %s", (name, build) => {
  it("leaves the AwsSolutions and Serverless packs of cdk-nag no finding that has no reason", () => {
    const app = newApp();
    build(app);
    expect(findings(app)).toEqual([]);
  });

  it("leaves none in an app without any of CDK's flags either", () => {
    const app = newApp({ context: {} });
    build(app);
    expect(findings(app)).toEqual([]);
  });

  // It takes seconds. The app makes it as well, and ends with an error where it fails: app.test.ts.
  it.runIf(THOROUGH)(
    "passes CDK's own check of templates, with no other warning than that nobody is notified",
    () => {
      const app = newApp({ check: true });
      build(app);
      const report = join(app.synth().directory, "validation-report.json");
      const told: unknown = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
      expect(JSON.stringify(told)).not.toContain('"conclusion":"failure"');
      const warnings = JSON.stringify(told).match(/"ruleName":"[^"]*"/g) ?? [];
      expect(warnings).toEqual(
        name === "full" ? [] : ['"ruleName":"Annotation::distro-sync:no-notifications"'],
      );
    },
  );
});

describe("what is acknowledged", () => {
  const app = newApp();
  const reasons = acknowledged(new DistroSyncStack(app, "DistroSync", { config: `${FIXTURES}/full.yaml` }));

  it("has a reason each", () => {
    for (const [finding, reason] of reasons) expect(reason.length, finding).toBeGreaterThan(20);
  });

  it("is this, and every wildcard is among it", () => {
    const plain = [...reasons.keys()].map((finding) =>
      finding.replace(/<DistroSync(\w+?)[0-9A-F]{8}(\.\w+)?>/g, "<$1$2>"),
    );
    expect(plain.toSorted()).toEqual([
      "@aws-cdk/aws-events:ruleUnresolvedEnvironment",
      "AwsSolutions-APIG4",
      "AwsSolutions-IAM5[Resource::*]",
      "AwsSolutions-IAM5[Resource::<Bucket.Arn>/deliveries/*]",
      "AwsSolutions-IAM5[Resource::<Bucket.Arn>/manifests/*]",
      "AwsSolutions-IAM5[Resource::<Bucket.Arn>/releases/*]",
      "AwsSolutions-IAM5[Resource::<Bucket.Arn>/state/*/inventory.jsonl]",
      "AwsSolutions-IAM5[Resource::<Bucket.Arn>/state/*/ledger/*]",
      "AwsSolutions-IAM5[Resource::<Bucket.Arn>/state/web-team/*]",
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*]",
      "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<ScheduleGroup>/*]",
      "AwsSolutions-S1",
      "AwsSolutions-SQS3",
      "Serverless-LambdaDLQ",
      "Serverless-LambdaEventSourceMappingDestination",
      "Serverless-LambdaTracing",
      "Serverless-SNSRedrivePolicy",
      "Serverless-SQSRedrivePolicy",
    ]);
  });
});
