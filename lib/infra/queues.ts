import { Duration } from "aws-cdk-lib";
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** What is due, what could not be done, and what could not even be asked for. */
export class Queues extends Construct {
  /** A message is a pass that is due. Its group is the workspace: one at a time in each, many side by side. */
  readonly passes: Queue;
  /** Passes whose function crashed three times. */
  readonly deadLetters: Queue;
  /** What a schedule or a rule could not deliver. */
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
      // Schedules and rules cannot give an id of their own.
      contentBasedDeduplication: true,
      deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
      fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
      // Six times the time-out, as is usual, would keep a workspace waiting for ninety minutes after a crash.
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
