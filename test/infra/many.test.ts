import { describe, expect, it } from "vitest";
import type { Config } from "../../lib/core/config/config.generated.ts";
import type { SecretConfig } from "../../lib/core/config/schema.ts";
import { METRICS, measuredByName } from "../../lib/deployment.ts";
import { allowedTo, plain } from "./statements.ts";
import { at, type Synthesis, synthesise } from "./synthesis.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: of all inline policies of a role, without blanks. */
const MOST_OF_A_ROLE = 10_240;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST_OF_A_TEMPLATE = 1_000_000;
const PARAMETER = "arn:aws:ssm:eu-central-1:123456789012:parameter";

function workspaces(count: number, token: (name: string) => SecretConfig): Config {
  return {
    workspaces: Array.from({ length: count }, (_, index) => ({
      workspace: `w${index}`,
      token: token(`w${index}`),
    })),
  };
}

function largestRole(synthesis: Synthesis): number {
  const sizes = new Map<string, number>();
  for (const { Properties } of synthesis.of("AWS::IAM::Policy")) {
    const role = JSON.stringify(Properties.Roles);
    // A reference becomes an ARN of about a hundred characters.
    const text = JSON.stringify(plain(Properties.PolicyDocument)).replaceAll(/<[\w.]+>/g, "x".repeat(100));
    sizes.set(role, (sizes.get(role) ?? 0) + text.length);
  }
  return Math.max(...sizes.values());
}

function parametersOf(synthesis: Synthesis): readonly string[] {
  return Object.keys(allowedTo(synthesis, "Reconciler")).filter((one) => one.startsWith("ssm:"));
}

describe("five thousand workspaces", () => {
  const synthesis = synthesise(workspaces(5_000, (name) => ({ ssm: `/t/${name}` })));

  it("are one stack of the same few resources", () => {
    expect(synthesis.resources.size).toBeLessThan(60);
    expect(JSON.stringify(synthesis.template.toJSON()).length).toBeLessThan(MOST_OF_A_TEMPLATE);
  });

  it("have tokens in one folder, which the policy names instead of each of them", () => {
    expect(parametersOf(synthesis).toSorted()).toEqual([
      `ssm:GetParameter ${PARAMETER}/<PauseParameter>`,
      `ssm:GetParameter ${PARAMETER}/t/*`,
    ]);
    expect(
      allowedTo(synthesis, "Reconciler")["kms:Decrypt arn:aws:kms:eu-central-1:123456789012:key/*"],
    ).toEqual({
      StringEquals: { "kms:ViaService": "ssm.eu-central-1.amazonaws.com" },
      StringLike: { "kms:EncryptionContext:PARAMETER_ARN": [`${PARAMETER}/t/*`] },
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/aws/ssm" },
    });
    expect(largestRole(synthesis)).toBeLessThan(MOST_OF_A_ROLE);
  });

  it("share their metrics, alarms and graphs, as the function measures them", () => {
    expect(measuredByName(5_000)).toBe(false);
    const alarms = synthesis.of("AWS::CloudWatch::Alarm").map(({ Properties }) => Properties);
    expect(alarms.filter(({ MetricName }) => MetricName === "PassSuccess")).toMatchObject([
      {
        Threshold: 5_000,
        Period: 45 * 60,
        EvaluationPeriods: 1,
        TreatMissingData: "breaching",
        Dimensions: [{ Name: "service", Value: METRICS.service }],
      },
    ]);
    expect(alarms).toHaveLength(9);
  });

  it("keep their reports, since a bucket has no more than a thousand rules", () => {
    const rules = at(synthesis.only("AWS::S3::Bucket"), "LifecycleConfiguration.Rules");
    expect(rules).toHaveLength(1);
  });
});

describe("more workspaces than a function reads", () => {
  it("are refused with the way to deploy them", () => {
    const config = workspaces(12_000, (name) => ({ ssm: `/distro-sync/a-longer-name/${name}/token` }));
    expect(() => synthesise(config)).toThrow(
      "move some of them to another file with another `instance:`, and deploy that too",
    );
  });
});

describe("the policy of the tokens", () => {
  it("lists them as long as they fit", () => {
    const few = synthesise(workspaces(20, (name) => ({ ssm: `/distro-sync/${name}/token` })));
    expect(parametersOf(few)).toHaveLength(21);
    expect(parametersOf(few).some((one) => one.includes("*"))).toBe(false);
    expect(largestRole(few)).toBeLessThan(MOST_OF_A_ROLE);
  });

  it("stays within its limit for the longest names", () => {
    const folder = "/distro-sync/".padEnd(200, "x");
    for (const count of [5, 10, 11, 20]) {
      const long = synthesise(workspaces(count, (name) => ({ ssm: `${folder}/${name}` })));
      expect(largestRole(long)).toBeLessThan(MOST_OF_A_ROLE);
    }
  });

  it("stays within its limit when each token has a key of its own", () => {
    const key = (name: string) =>
      `arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-123456${name.padStart(6, "0")}`;
    const keyed = (count: number) =>
      workspaces(count, (name) => ({ ssm: `/distro-sync/${name}/token`, key: key(name) }));
    for (const count of [5, 9, 10, 20, 50]) {
      expect(largestRole(synthesise(keyed(count)))).toBeLessThan(MOST_OF_A_ROLE);
    }
    expect(() => synthesise(keyed(60))).toThrow("use the same key for several tokens");
  });

  it("names the deepest folder that holds them all", () => {
    const deep = synthesise(workspaces(40, (name) => ({ ssm: `/company/buddy/${name}/token` })));
    expect(parametersOf(deep)).toContain(`ssm:GetParameter ${PARAMETER}/company/buddy/*`);
  });

  it("does not open a folder that begins with the same letters", () => {
    const alike = synthesise(workspaces(40, (name) => ({ ssm: `/company/buddy-${name}` })));
    expect(parametersOf(alike)).toContain(`ssm:GetParameter ${PARAMETER}/company/*`);
  });

  it.each([
    ["in none", ""],
    ["each in another", "/"],
  ])("refuses many that are %s folder, and says what to do", (_, before) => {
    const config = workspaces(40, (name) => ({ ssm: `${before}${name}${before}token` }));
    expect(() => synthesise(config)).toThrow(
      /40 parameters .* put them below one path, such as \/distro-sync\//,
    );
  });
});
