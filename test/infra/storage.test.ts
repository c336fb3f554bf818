import { RemovalPolicy } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { latestReportKey, reportKey } from "../../lib/adapters/state/keys.ts";
import { API_REGIONS } from "../../lib/core/config/workspace.ts";
import { statePrefix } from "../../lib/deployment.ts";
import { statementsOf } from "./statements.ts";
import { at, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

const DEFAULT = synthesiseFile("default.yaml");
const BUCKET = DEFAULT.only("AWS::S3::Bucket");

type Rule = { readonly Id: string; readonly Prefix?: string; readonly ExpirationInDays?: number };

function expiring(synthesis: typeof DEFAULT): readonly (string | undefined)[] {
  const rules = at(synthesis.only("AWS::S3::Bucket"), "LifecycleConfiguration.Rules") as readonly Rule[];
  return rules.flatMap(({ Prefix, ExpirationInDays }) => (ExpirationInDays === undefined ? [] : [Prefix]));
}

describe("the bucket", () => {
  it("keeps earlier versions, encrypts, and belongs to its owner alone", () => {
    expect(BUCKET.Properties).toMatchObject({
      VersioningConfiguration: { Status: "Enabled" },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
    });
  });

  it("cannot be public", () => {
    expect(at(BUCKET, "PublicAccessBlockConfiguration")).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });

  it("refuses what does not come over TLS 1.2", () => {
    expect(statementsOf(DEFAULT.only("AWS::S3::BucketPolicy"))).toMatchObject([
      { Effect: "Deny", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
      { Effect: "Deny", Action: "s3:*", Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 } } },
    ]);
  });

  it("outlives the stack, unless the app wants it otherwise", () => {
    expect(BUCKET.DeletionPolicy).toBe("Retain");
    const passing = synthesise({ workspaces: [workspace()] }, { removalPolicy: RemovalPolicy.DESTROY });
    expect(passing.only("AWS::S3::Bucket").DeletionPolicy).toBe("Delete");
  });

  it("drops earlier versions after three months, and unfinished uploads after a day", () => {
    const rules = at(BUCKET, "LifecycleConfiguration.Rules") as readonly Rule[];
    expect(rules.find(({ Prefix }) => Prefix === undefined)).toEqual({
      Id: "earlier-versions",
      Status: "Enabled",
      NoncurrentVersionExpiration: { NoncurrentDays: 90 },
      ExpiredObjectDeleteMarker: true,
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    });
  });

  it("drops reports after three months, where the function keeps them, and nothing else of the state", () => {
    const of = (instance: string, api: string, name: string) => {
      const prefix = statePrefix({ instance, api, workspace: name });
      const kept = reportKey(prefix, { id: "1", endedAt: "2026-11-24T09:30:00Z" });
      expect(kept).toMatch(new RegExp(`^${prefix}reports/`));
      return latestReportKey(prefix).replace("latest.json", "");
    };
    expect(expiring(DEFAULT)).toEqual([of("default", API_REGIONS.us, "my-company")]);
    expect(expiring(synthesiseFile("full.yaml"))).toEqual([
      of("web-team", API_REGIONS.eu, "my-company"),
      of("web-team", API_REGIONS.us, "releases"),
      of("web-team", "https://buddy.example.com/api", "uploads"),
      of("web-team", API_REGIONS.us, "from-github"),
      "deliveries/",
    ]);
    const asia = synthesise({ workspaces: [{ ...workspace(), region: "asia" }] });
    expect(expiring(asia)).toEqual([of("default", API_REGIONS.asia, "my-company")]);
  });
});
