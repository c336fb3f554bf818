import { Grant, type IGrantable, type Role } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { PREFIXES } from "../deployment.ts";
import { allow, type Permission } from "./access.ts";
import type { DeployedWorkspace } from "./deployable.ts";

/** What the function does with the bucket. It deletes nothing: that is the lifecycle's. */
export function allowObjects(role: Role, bucket: Bucket, workspaces: readonly DeployedWorkspace[]): void {
  const sources = new Set(workspaces.map(({ source = "bundle" }) => source));
  const read = [
    ...(sources.has("release") ? [PREFIXES.releases] : []),
    ...(sources.has("prefix") ? [PREFIXES.manifests] : []),
  ];
  allow(role, {
    actions: ["s3:GetObject", "s3:PutObject"],
    resources: [bucket.arnForObjects(`${PREFIXES.state}*`)],
    wildcard: "The state of each workspace is a folder of objects.",
  });
  if (read.length > 0) {
    allow(role, {
      actions: ["s3:GetObject"],
      resources: read.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      wildcard: "Sources are folders of objects, which others write.",
    });
  }
  allow(role, listObjects(bucket, [PREFIXES.state, ...read]));
}

/** What somebody may do with objects below a prefix: read them, write new ones, and list them. */
export function grantObjects(grantee: IGrantable, bucket: Bucket, prefix: string): Grant {
  const { actions, resources, conditions } = listObjects(bucket, [prefix]);
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

/**
 * Who may not list is told "access denied" of an object that does not exist, and could not tell the two apart. `IfExists`,
 * because reading an object names no prefix.
 */
export function listObjects(bucket: Bucket, prefixes: readonly string[]) {
  return {
    actions: ["s3:ListBucket"],
    resources: [bucket.bucketArn],
    conditions: { StringLikeIfExists: { "s3:prefix": prefixes.map((prefix) => `${prefix}*`) } },
  } satisfies Permission;
}
