import { Stack, Validations } from "aws-cdk-lib";
import { Grant, type IGrantable, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct, IConstruct } from "constructs";
import { defined } from "../core/domain/defined.ts";

/** What a role may do. */
export type Permission = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The reason for a `*` in a resource; required if there is one. */
  readonly wildcard?: string;
};

/** The role of a function. It may write to its own log group, and do what {@link allow} adds. */
export function functionRole(scope: Construct, id: string, logs: ILogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  // Not AWSLambdaBasicExecutionRole, which covers every log group of the account.
  allow(role, { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logs.logGroupArn] });
  return role;
}

/** Adds a permission to a role. @throws Error when a resource has a `*` without a reason */
export function allow(role: Role, { actions, resources, conditions, wildcard }: Permission): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [...resources],
      ...defined({ conditions }),
    }),
  );
  for (const resource of resources.filter((one) => one.includes("*"))) {
    if (wildcard === undefined)
      throw new Error(`${resource} has a * without a reason: give one as \`wildcard\``);
    acknowledge(role, { [wildcardFinding(role, resource)]: wildcard });
  }
}

/** Lets somebody read, write and list the objects below a prefix. */
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

/** Lets somebody list the objects below these prefixes. */
export function allowListing(bucket: Bucket, prefixes: readonly string[]) {
  return allowListingPatterns(
    bucket,
    prefixes.map((prefix) => `${prefix}*`),
  );
}

/**
 * Lets somebody list the objects that match these patterns. Without it, S3 answers "access denied" for an object that does not
 * exist. `IfExists`, because a request for an object has no prefix.
 */
export function allowListingPatterns(bucket: Bucket, patterns: readonly string[]) {
  return {
    actions: ["s3:ListBucket"],
    resources: [bucket.bucketArn],
    conditions: { StringLikeIfExists: { "s3:prefix": [...patterns] } },
  } satisfies Permission;
}

/** Acknowledges findings of cdk-nag, each with a reason: `{ "AwsSolutions-S1": "..." }`. */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(scope).acknowledge({ id, reason });
}

/** The name of cdk-nag's finding for a resource with a `*`. */
function wildcardFinding(scope: IConstruct, resource: string): string {
  return `AwsSolutions-IAM5[Resource::${flat(Stack.of(scope).resolve(resource))}]`;
}

/** A reference of CloudFormation as cdk-nag writes it: `<Bucket.Arn>/state/*`. */
function flat(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return "";
  if ("Ref" in value) return `<${String(value.Ref)}>`;
  if ("Fn::GetAtt" in value && Array.isArray(value["Fn::GetAtt"]))
    return `<${value["Fn::GetAtt"].join(".")}>`;
  if ("Fn::Join" in value && Array.isArray(value["Fn::Join"])) {
    const [delimiter, parts] = value["Fn::Join"] as readonly unknown[];
    return Array.isArray(parts) ? parts.map(flat).join(String(delimiter)) : "";
  }
  return JSON.stringify(value);
}
