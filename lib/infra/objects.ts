import { Grant, type IGrantable, type Role } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { PREFIXES } from "../deployment.ts";
import { allow, type Permission } from "./access.ts";
import type { DeployedWorkspace } from "./deployable.ts";

/**
 * What the function does with the bucket. It deletes nothing: that is the lifecycle's. Of the state of other instances it
 * reads what they own, which is asked when a manifest wants to adopt something, and nothing else.
 */
export function allowObjects(
  role: Role,
  bucket: Bucket,
  { instance = "default", workspaces }: ObjectsOf,
): void {
  const sources = new Set(workspaces.map(({ source = "bundle" }) => source));
  const read = [
    ...(sources.has("release") ? [PREFIXES.releases] : []),
    ...(sources.has("prefix") ? [PREFIXES.manifests] : []),
  ];
  const own = `${PREFIXES.state}${instance}/`;
  allow(role, {
    actions: ["s3:GetObject", "s3:PutObject"],
    resources: [bucket.arnForObjects(`${own}*`)],
    wildcard: "The state of each workspace is a folder of objects.",
  });
  allow(role, {
    actions: ["s3:GetObject"],
    resources: OTHERS.map((key) => bucket.arnForObjects(key)),
    wildcard: "Which other instances there are shows only when they are looked for.",
  });
  if (read.length > 0) {
    allow(role, {
      actions: ["s3:GetObject"],
      resources: read.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      wildcard: "Sources are folders of objects, which others write.",
    });
  }
  const listed = [own, ...read].map((prefix) => `${prefix}*`);
  allow(role, listing(bucket, [PREFIXES.state, OTHERS_LEDGERS, ...listed]));
}

type ObjectsOf = {
  readonly instance?: string | undefined;
  readonly workspaces: readonly DeployedWorkspace[];
};

/** Of any instance, in any workspace: one for each of many would be more than a policy may hold. */
const OTHERS_LEDGERS = `${PREFIXES.state}*/ledger/*`;
const OTHERS = [`${PREFIXES.state}*/inventory.jsonl`, OTHERS_LEDGERS] as const;

/** What somebody may do with objects below a prefix: read them, write new ones, and list them. */
export function grantObjects(grantee: IGrantable, bucket: Bucket, prefix: string): Grant {
  const { actions, resources, conditions } = allowListing(bucket, [prefix]);
  return Grant.addToPrincipalOrResource({
    grantee,
    resource: bucket,
    actions: ["s3:GetObject", "s3:PutObject"],
    resourceArns: [bucket.arnForObjects(`${prefix}*`)],
  }).combine(
    Grant.addToPrincipalOrResource({
      grantee,
      resource: bucket,
      actions: [...actions],
      resourceArns: [...resources],
      conditions,
    }),
  );
}

export function allowListing(bucket: Bucket, prefixes: readonly string[]) {
  return listing(
    bucket,
    prefixes.map((prefix) => `${prefix}*`),
  );
}

/**
 * Who may not list is told "access denied" of an object that does not exist, and could not tell the two apart. `IfExists`,
 * because reading an object names no prefix.
 */
function listing(bucket: Bucket, patterns: readonly string[]) {
  return {
    actions: ["s3:ListBucket"],
    resources: [bucket.bucketArn],
    conditions: { StringLikeIfExists: { "s3:prefix": [...patterns] } },
  } satisfies Permission;
}
