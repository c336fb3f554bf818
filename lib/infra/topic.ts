import { Annotations, ArnFormat, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Config } from "../core/config/schema.ts";
import { acknowledge } from "./acknowledge.ts";

/**
 * What is told of alarms and of passes that somebody has to look at: the topic that the app has, else what the configuration
 * says. Nobody is an answer, too, with a warning.
 */
export function topicOf(
  scope: Construct,
  { given, notify }: { readonly given: ITopic | undefined; readonly notify: Config["notify"] },
): ITopic | undefined {
  if (given !== undefined) return given;
  if (notify?.topic !== undefined) return Topic.fromTopicArn(scope, "Topic", notify.topic);
  if (notify?.email !== undefined) return mailingTopic(scope, notify.email);
  Annotations.of(scope).addWarningV2("distro-sync:nobody-is-told", NOBODY);
  return undefined;
}

const NOBODY =
  "nobody is told of alarms, nor of passes that did not end well: write `notify: { email: ADDRESS }` into distro-sync.yaml, " +
  "or `notify: { topic: ARN }` for a topic of your own (in an app: `topic`)";

/**
 * Without encryption at rest: CloudWatch cannot publish with SNS's own key, one of our own would cost as much as ten alarms, and
 * what is sent holds no secret and becomes an e-mail.
 */
function mailingTopic(scope: Construct, address: string): Topic {
  const topic = new Topic(scope, "Topic", { displayName: "distro-sync", enforceSSL: true });
  const subscription = topic.addSubscription(new EmailSubscription(address));
  // A policy of its own replaces the one by which the account's alarms may publish. EventBridge has a role for it.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "AlarmsOfThisAccount",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { "aws:SourceAccount": Stack.of(scope).account },
        ArnLike: {
          "aws:SourceArn": Stack.of(scope).formatArn({
            service: "cloudwatch",
            resource: "alarm",
            resourceName: "*",
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  acknowledge(subscription, {
    "Serverless-SNSRedrivePolicy":
      "An alarm by mail is of use at once or not at all, and what it tells of is seen in CloudWatch.",
  });
  return topic;
}
