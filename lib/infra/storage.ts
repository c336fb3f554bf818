import { CfnOutput, Duration, type RemovalPolicy } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  type LifecycleRule,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { apiOf } from "../core/config/workspace.ts";
import { PREFIXES, statePrefix } from "../deployment.ts";
import { acknowledge } from "./access.ts";
import type { DeployedWorkspace } from "./manifests.ts";

export type StorageProps = {
  readonly removalPolicy: RemovalPolicy;
  /** The prefixes of the reports. */
  readonly reports: readonly string[];
  /** Whether the bucket sends events to EventBridge. */
  readonly announces: boolean;
  /** Whether the bucket stores webhook deliveries. */
  readonly deliveries: boolean;
};

/** The bucket of state, reports, releases, manifests and deliveries. */
export function storage(scope: Construct, id: string, props: StorageProps): Bucket {
  const bucket = new Bucket(scope, id, {
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: props.removalPolicy,
    lifecycleRules: [EARLIER, ...reportRules(props.reports), ...(props.deliveries ? [DELIVERIES] : [])],
  });
  if (props.announces) announceThroughEventBridge(bucket);
  acknowledge(bucket, {
    "AwsSolutions-S1":
      "Access logs would need a second bucket, and show only one function; CloudTrail data events show who else reads.",
  });
  return bucket;
}

const EARLIER: LifecycleRule = {
  id: "earlier-versions",
  noncurrentVersionExpiration: Duration.days(90),
  expiredObjectDeleteMarker: true,
  abortIncompleteMultipartUploadAfter: Duration.days(1),
};

/** Reports expire. The inventory and the ledger stay, because they say what we own. */
function reportRules(prefixes: readonly string[]): readonly LifecycleRule[] {
  if (prefixes.length > MOST_RULES) return [];
  return prefixes.map((prefix) => ({ id: `expire ${prefix}`, prefix, expiration: Duration.days(90) }));
}

/** A bucket has a thousand rules at most. Where they do not suffice, reports do not expire. */
const MOST_RULES = 990;

/** A delivery counts as a repetition for a day or two. */
const DELIVERIES: LifecycleRule = {
  id: "deliveries",
  prefix: PREFIXES.deliveries,
  expiration: Duration.days(2),
  noncurrentVersionExpiration: Duration.days(1),
};

/** CDK's own option would add a function, because it also supports existing buckets. */
function announceThroughEventBridge(bucket: Bucket): void {
  const { defaultChild } = bucket.node;
  if (!(defaultChild instanceof CfnBucket))
    throw new Error("CDK's bucket is no longer made of one CfnBucket");
  defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

/** The prefix of a workspace's reports in the bucket. */
export function reportPrefix(instance: string, entry: DeployedWorkspace): string {
  return `${statePrefix({ instance, api: apiOf(entry), workspace: entry.workspace })}reports/`;
}

/** Outputs of the stack, which a deployment prints. */
export function outputs(scope: Construct, values: Readonly<Record<string, string>>): readonly CfnOutput[] {
  return Object.entries(values).map(([id, value]) => new CfnOutput(scope, id, { value }));
}
