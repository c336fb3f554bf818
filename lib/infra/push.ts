import { Aws, Duration } from "aws-cdk-lib";
import { EventField, type EventPattern, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { messageGroup, type PassRequest, PREFIXES } from "../deployment.ts";
import { acknowledge } from "./access.ts";
import type { DeployedWorkspace } from "./manifests.ts";

export type PushProps = {
  readonly workspaces: readonly DeployedWorkspace[];
  readonly bucket: Bucket;
  readonly queues: Queues;
};

/** Makes a change cause a pass within seconds: one rule for each kind of source in use. */
export function pushRules(scope: Construct, { workspaces, bucket, queues }: PushProps): readonly Rule[] {
  const only = workspaces.length === 1 ? workspaces[0]?.workspace : undefined;
  const sources = new Set(workspaces.map(({ source = "bundle" }) => source));
  return TRIGGERS.filter(({ source }) => sources.has(source)).map(({ id, pattern, request }) => {
    const rule = new Rule(scope, id, { eventPattern: pattern(bucket) });
    rule.addTarget(
      new SqsQueue(queues.passes, {
        message: RuleTargetInput.fromObject(forWorkspace(only, request)),
        messageGroupId: messageGroup(only),
        deadLetterQueue: queues.undelivered,
        maxEventAge: Duration.hours(1),
      }),
    );
    return rule;
  });
}

/** The message names the workspace if there is only one. Of several, the function finds the right one by the key. */
function forWorkspace(only: string | undefined, request: PassRequest): PassRequest {
  if (only === undefined) return request;
  const { key: _, ...others } = request;
  return { ...others, workspace: only };
}

type PushTrigger = {
  readonly source: NonNullable<DeployedWorkspace["source"]>;
  readonly id: string;
  readonly pattern: (bucket: Bucket) => EventPattern;
  readonly request: PassRequest;
};

const key = EventField.fromPath("$.detail.object.key");

const TRIGGERS: readonly PushTrigger[] = [
  {
    source: "bundle",
    id: "Deployed",
    // The stack's own events: deployed manifests are applied after the whole stack is deployed.
    pattern: () => ({
      source: ["aws.cloudformation"],
      detailType: ["CloudFormation Stack Status Change"],
      detail: {
        "stack-id": [Aws.STACK_ID],
        "status-details": { status: ["CREATE_COMPLETE", "UPDATE_COMPLETE"] },
      },
    }),
    request: { trigger: "deploy", at: EventField.time },
  },
  {
    source: "release",
    id: "Released",
    pattern: (bucket) =>
      changed(bucket, ["Object Created"], { wildcard: `${PREFIXES.releases}*/current.json` }),
    request: { trigger: "push", key, at: EventField.fromPath("$.detail.object.sequencer") },
  },
  {
    source: "prefix",
    id: "Uploaded",
    pattern: (bucket) =>
      changed(bucket, ["Object Created", "Object Deleted"], { prefix: PREFIXES.manifests }),
    // In seconds, so that the queue drops most of the thousand messages that an upload of a thousand files causes.
    request: { trigger: "push", key, at: EventField.time },
  },
];

function changed(bucket: Bucket, detailType: string[], keys: Readonly<Record<string, string>>): EventPattern {
  return {
    source: ["aws.s3"],
    detailType,
    detail: { bucket: { name: [bucket.bucketName] }, object: { key: [keys] } },
  };
}

/** The three queues: passes that are due, passes that failed, and messages that could not be delivered. */
export class Queues extends Construct {
  /** Each message asks for a pass. Its group is the workspace: one pass at a time in each, many side by side. */
  readonly passes: Queue;
  /** Messages whose pass failed three times. */
  readonly deadLetters: Queue;
  /** Messages that a schedule or a rule could not deliver. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, { timeout }: { readonly timeout: Duration }) {
    super(scope, id);
    const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetters = new Queue(this, "DeadLetters", {
      ...safe,
      fifo: true,
      retentionPeriod: Duration.days(14),
    });
    this.passes = new Queue(this, "Passes", {
      ...safe,
      fifo: true,
      // Schedules and rules cannot set a deduplication id.
      contentBasedDeduplication: true,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      // The usual six times the time-out would block a workspace for ninety minutes after a crash.
      visibilityTimeout: timeout.plus(Duration.minutes(1)),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 3 },
    });
    this.undelivered = new Queue(this, "Undelivered", { ...safe, retentionPeriod: Duration.days(14) });
    acknowledge(this.deadLetters, { "Serverless-SQSRedrivePolicy": "It is a dead-letter queue." });
    acknowledge(this.undelivered, {
      "AwsSolutions-SQS3": OF_TRIGGERS,
      "Serverless-SQSRedrivePolicy": OF_TRIGGERS,
    });
  }
}

const OF_TRIGGERS = "It is the dead-letter queue of the schedule and of the rules.";
