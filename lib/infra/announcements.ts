import { Rule } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Verdict } from "../core/report/report.ts";
import { PASS_FINISHED } from "../deployment.ts";
import { acknowledge } from "./acknowledge.ts";
import type { Queues } from "./queues.ts";

export type AnnouncementProps = {
  readonly topic: ITopic;
  readonly instance: string;
  readonly queues: Queues;
};

/** Passes that somebody has to look at go to the topic, each as the event that the function sends of every pass. */
export function announceTo(scope: Construct, { topic, instance, queues }: AnnouncementProps): Rule {
  const rule = new Rule(scope, "Announcements", {
    eventPattern: {
      source: [PASS_FINISHED.source],
      detailType: [PASS_FINISHED.detailType],
      // One that is out of time or quota goes on by itself.
      detail: { instance: [instance], verdict: [...TO_BE_SEEN], incomplete: [false] },
    },
  });
  // By a role, so that the topic needs no policy that lets EventBridge in.
  rule.addTarget(new SnsTopic(topic, { authorizeUsingRole: true, deadLetterQueue: queues.undelivered }));
  acknowledge(rule, {
    "@aws-cdk/aws-events:ruleUnresolvedEnvironment":
      "The topic is in the region of the stack, as alarms need it.",
  });
  return rule;
}

/** The rest is well, or goes on by itself, or is somebody's decision: `in-sync`, `applied`, `busy`, `paused`. */
const TO_BE_SEEN = [
  "error",
  "partial",
  "blocked",
  "invalid",
  "superseded",
] as const satisfies readonly Verdict[];
