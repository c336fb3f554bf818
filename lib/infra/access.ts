import { Stack, Validations } from "aws-cdk-lib";
import { Grant, type IGrantable, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct, IConstruct } from "constructs";
import type { Config, SecretConfig } from "../core/config/schema.ts";
import { PASS_FINISHED, PREFIXES } from "../deployment.ts";
import type { DeployedWorkspace } from "./manifests.ts";
import type { Queues } from "./push.ts";
import type { Pause } from "./reconciler.ts";
import type { PassSchedule } from "./schedule.ts";
import { allowSecrets } from "./secrets.ts";

export type Permission = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Why a resource has a `*`: has to be said when one does. */
  readonly wildcard?: string;
};

/** The role of a function: it may write to its one log group, and beyond that what it is {@link allow}ed. */
export function functionRole(scope: Construct, id: string, logs: ILogGroup): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
  // Not AWSLambdaBasicExecutionRole, which is for every log group of the account.
  allow(role, { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [logs.logGroupArn] });
  return role;
}

export function allow(role: Role, { actions, resources, conditions, wildcard }: Permission): void {
  role.addToPolicy(
    new PolicyStatement({
      actions: [...actions],
      resources: [...resources],
      ...(conditions === undefined ? {} : { conditions }),
    }),
  );
  for (const resource of resources.filter((one) => one.includes("*"))) {
    if (wildcard === undefined) throw new Error(`nobody says why ${resource} has to be so wide`);
    acknowledge(role, { [wildcardFinding(role, resource)]: wildcard });
  }
}

export type PassAccess = {
  readonly config: Config;
  readonly workspaces: readonly DeployedWorkspace[];
  readonly bucket: Bucket;
  readonly queues: Queues;
  readonly schedule: PassSchedule;
  readonly pause: Pause;
};

/** What it takes to make passes, besides taking messages out of the queue. */
export function allowPasses(role: Role, access: PassAccess): void {
  const { config, workspaces, bucket, queues, schedule, pause } = access;
  allowSecrets(role, secretsOf(access));
  allowIdentity(role, workspaces);
  allowObjects(role, bucket, { instance: config.instance, workspaces });
  allow(role, {
    actions: ["sqs:SendMessage", "sqs:ChangeMessageVisibility"],
    resources: [queues.passes.queueArn],
  });
  allow(role, {
    actions: ["scheduler:CreateSchedule"],
    resources: [schedule.scheduleArns],
    wildcard: "Continuations are schedules with names of their own, in a group that holds nothing else.",
  });
  allow(role, {
    actions: ["iam:PassRole"],
    resources: [schedule.role.roleArn],
    conditions: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
  });
  allow(role, { actions: ["ssm:GetParameter"], resources: [pause.parameterArn] });
  allow(role, {
    actions: ["events:PutEvents"],
    resources: [
      Stack.of(role).formatArn({ service: "events", resource: "event-bus", resourceName: "default" }),
    ],
    conditions: { StringEquals: { "events:source": PASS_FINISHED.source } },
  });
}

function secretsOf({ config: { github }, workspaces }: PassAccess): readonly SecretConfig[] {
  const tokens = workspaces.flatMap(({ token }) => {
    if (token?.ssm === undefined) return [];
    return token.key === undefined ? { ssm: token.ssm } : { ssm: token.ssm, key: token.key };
  });
  const usesGithub = workspaces.some(({ source }) => source === "github");
  return usesGithub && github?.token !== undefined ? [...tokens, github.token] : tokens;
}

/** The function's own identity, told to Buddy instead of a token: only for the audiences that are configured. */
function allowIdentity(role: Role, workspaces: readonly DeployedWorkspace[]): void {
  const audiences = new Set(
    workspaces.flatMap(({ token }) => (token?.oidc === undefined ? [] : [token.oidc.audience ?? "buddy"])),
  );
  if (audiences.size === 0) return;
  allow(role, {
    actions: ["sts:GetWebIdentityToken"],
    resources: ["*"],
    conditions: {
      "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": [...audiences].toSorted() },
      // `ForAllValues` alone also holds when there is no audience at all.
      Null: { "sts:IdentityTokenAudience": "false" },
    },
    wildcard: "The action knows no resources; the condition leaves the audiences that are configured.",
  });
}

/**
 * What the function does with the bucket. It deletes nothing: that is the lifecycle's. Of the state of other instances it
 * reads what they own, which is asked when a manifest wants to adopt something, and nothing else.
 */
function allowObjects(role: Role, bucket: Bucket, { instance = "default", workspaces }: ObjectsOf): void {
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

/** Findings of cdk-nag that stay as they are, each with its reason: `{ "AwsSolutions-S1": "..." }`. */
export function acknowledge(scope: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(scope).acknowledge({ id, reason });
}

/** The finding that cdk-nag makes of a resource with a `*` in it. */
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
