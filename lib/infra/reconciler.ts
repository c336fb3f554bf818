import { ArnFormat, type Duration, RemovalPolicy, type Size, Stack } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import { Function as LambdaFunction, RecursiveLoop } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { CfnParameter } from "aws-cdk-lib/aws-ssm";
import { Construct } from "constructs";
import type { Config, SecretConfig } from "../core/config/schema.ts";
import { NOT_PAUSED, PASS_FINISHED, PREFIXES, VARIABLES } from "../deployment.ts";
import { acknowledge, allow, allowListingPatterns, functionRole } from "./access.ts";
import { functionCode, RUN } from "./bundle.ts";
import type { AssetFile, DeployedWorkspace } from "./manifests.ts";
import type { Queues } from "./push.ts";
import type { PassSchedule } from "./schedule.ts";
import { allowSecrets } from "./secrets.ts";

export type ReconcilerProps = PassAccess & {
  /** The configuration and the manifests, which lie beside the bundle. */
  readonly files: readonly AssetFile[];
  readonly memorySize: Size;
  readonly timeout: Duration;
  readonly logRetention: RetentionDays;
  /** How many workspaces may have a pass at the same time. */
  readonly maxConcurrency: number;
};

/** The function that makes passes, what it may do, and what invokes it. */
export class Reconciler extends Construct {
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ReconcilerProps) {
    super(scope, id);
    const { bucket, queues, schedule, pause } = props;
    this.logGroup = new LogGroup(this, "Logs", {
      retention: props.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = functionRole(this, "Role", this.logGroup);
    allowPasses(this.role, props);
    this.function = new LambdaFunction(this, "Function", {
      description: "Keeps the distributions of Buddy workspaces equal to YAML manifests",
      ...RUN,
      code: functionCode("reconcile", props.files),
      memorySize: props.memorySize.toMebibytes(),
      timeout: props.timeout,
      role: this.role,
      logGroup: this.logGroup,
      // A pass that runs out of time puts a continuation into the queue that invokes the function; their number is limited.
      recursiveLoop: RecursiveLoop.ALLOW,
      environment: {
        [VARIABLES.bucket]: bucket.bucketName,
        [VARIABLES.queueUrl]: queues.passes.queueUrl,
        [VARIABLES.queueArn]: queues.passes.queueArn,
        [VARIABLES.scheduleGroup]: schedule.group.scheduleGroupName,
        [VARIABLES.scheduleRole]: schedule.role.roleArn,
        [VARIABLES.undelivered]: queues.undelivered.queueArn,
        [VARIABLES.pause]: pause.parameterName,
      },
    });
    this.function.addEventSource(
      new SqsEventSource(queues.passes, {
        // All messages of a batch about one workspace become one pass.
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: props.maxConcurrency,
      }),
    );
    acknowledge(this.function, {
      "Serverless-LambdaDLQ":
        "The queue invokes it and has a dead-letter queue; nothing invokes it asynchronously.",
      "Serverless-LambdaTracing": "It calls one API, and its reports and metrics count the requests.",
      "Serverless-LambdaEventSourceMappingDestination":
        "Lambda has no such destination for a queue; failed messages go to the dead-letter queue of the queue.",
    });
  }
}

/** The parameter that pauses passes. A value that was set by hand survives an update of the stack. */
export class Pause extends Construct {
  readonly parameterName: string;
  readonly parameterArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const parameter = new CfnParameter(this, "Parameter", {
      type: "String",
      value: NOT_PAUSED,
      description: `distro-sync makes passes while this is "${NOT_PAUSED}"; any other value pauses it, and is the reason.`,
    });
    this.parameterName = parameter.ref;
    this.parameterArn = Stack.of(this).formatArn({
      service: "ssm",
      resource: "parameter",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resourceName: parameter.ref,
    });
  }

  /** The command that sets the parameter. */
  command(value: string): string {
    return `aws ssm put-parameter --overwrite --name ${this.parameterName} --value ${value}`;
  }
}

type PassAccess = {
  readonly config: Config;
  readonly workspaces: readonly DeployedWorkspace[];
  readonly bucket: Bucket;
  readonly queues: Queues;
  readonly schedule: PassSchedule;
  readonly pause: Pause;
};

/** Lets the role make passes. CDK itself adds what it needs to receive messages from the queue. */
function allowPasses(role: Role, access: PassAccess): void {
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
    wildcard: "Continuations are schedules with different names, in a group that contains nothing else.",
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

/** Lets the function prove its identity to Buddy instead of a stored token, for the configured audiences only. */
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
      // `ForAllValues` alone would also hold without any audience.
      Null: { "sts:IdentityTokenAudience": "false" },
    },
    wildcard: "The action supports no resources; the condition restricts it to the configured audiences.",
  });
}

/**
 * What the function may do with the bucket. It may not delete: the lifecycle does that. It may read what other instances own,
 * which it has to know before it adopts an object, and nothing else of their state.
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
    wildcard: "The names of other instances are not known when the stack is deployed.",
  });
  if (read.length > 0) {
    allow(role, {
      actions: ["s3:GetObject"],
      resources: read.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      wildcard: "Each source is a folder of objects, which others write.",
    });
  }
  const listed = [own, ...read].map((prefix) => `${prefix}*`);
  allow(role, allowListingPatterns(bucket, [PREFIXES.state, OTHERS_LEDGERS, ...listed]));
}

type ObjectsOf = {
  readonly instance?: string | undefined;
  readonly workspaces: readonly DeployedWorkspace[];
};

/** The ledgers of any instance in any workspace: a policy has no room for one entry each. */
const OTHERS_LEDGERS = `${PREFIXES.state}*/ledger/*`;
const OTHERS = [`${PREFIXES.state}*/inventory.jsonl`, OTHERS_LEDGERS] as const;
