import { ArnFormat, type Duration, RemovalPolicy, type Size, Stack } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import { Function as LambdaFunction, RecursiveLoop } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { LogGroup, type RetentionDays } from "aws-cdk-lib/aws-logs";
import { CfnParameter } from "aws-cdk-lib/aws-ssm";
import { Construct } from "constructs";
import { NOT_PAUSED, VARIABLES } from "../deployment.ts";
import { acknowledge, allowPasses, functionRole, type PassAccess } from "./access.ts";
import { type AssetFile, functionCode, RUN } from "./bundle.ts";

export type ReconcilerProps = PassAccess & {
  /** Configuration and manifests, as the function finds them beside its bundle. */
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
      // A pass that is out of time puts its continuation into the queue that invokes it, and counts how often.
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
        // Several messages for one workspace are one pass.
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: props.maxConcurrency,
      }),
    );
    acknowledge(this.function, {
      "Serverless-LambdaDLQ":
        "The queue invokes it and has a dead-letter queue; nothing invokes it asynchronously.",
      "Serverless-LambdaTracing": "It calls one API, whose requests its reports and metrics count.",
      "Serverless-LambdaEventSourceMappingDestination":
        "For a queue Lambda knows no such destination: the queue's own dead-letter queue takes what fails.",
    });
  }
}

/** The parameter that holds passes off. What it is set to by hand stays when the stack is updated. */
export class Pause extends Construct {
  readonly parameterName: string;
  readonly parameterArn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const parameter = new CfnParameter(this, "Parameter", {
      type: "String",
      value: NOT_PAUSED,
      description: `distro-sync makes passes while this is "${NOT_PAUSED}"; anything else is the reason why it does not.`,
    });
    this.parameterName = parameter.ref;
    this.parameterArn = Stack.of(this).formatArn({
      service: "ssm",
      resource: "parameter",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resourceName: parameter.ref,
    });
  }

  /** What somebody types to set it. */
  command(value: string): string {
    return `aws ssm put-parameter --overwrite --name ${this.parameterName} --value ${value}`;
  }
}
