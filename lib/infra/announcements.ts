import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Annotations, ArnFormat, Stack } from "aws-cdk-lib";
import { Rule } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Config } from "../core/config/schema.ts";
import type { Verdict } from "../core/report/report.ts";
import { PASS_FINISHED } from "../deployment.ts";
import { packageFolder } from "../package-folder.ts";
import { acknowledge } from "./access.ts";
import type { Queues } from "./push.ts";

export type AnnouncementProps = {
  readonly topic: ITopic;
  readonly instance: string;
  readonly queues: Queues;
};

/** Sends passes that need somebody's attention to the topic: the event that the function publishes for every pass. */
export function announceTo(scope: Construct, { topic, instance, queues }: AnnouncementProps): Rule {
  const rule = new Rule(scope, "Announcements", {
    eventPattern: {
      source: [PASS_FINISHED.source],
      detailType: [PASS_FINISHED.detailType],
      // A pass that ran out of time or quota continues by itself.
      detail: { instance: [instance], verdict: [...NEED_ATTENTION], incomplete: [false] },
    },
  });
  // Uses a role, so that the topic needs no policy for EventBridge.
  rule.addTarget(new SnsTopic(topic, { authorizeUsingRole: true, deadLetterQueue: queues.undelivered }));
  acknowledge(rule, {
    "@aws-cdk/aws-events:ruleUnresolvedEnvironment":
      "The topic is in the region of the stack, as alarms require.",
  });
  return rule;
}

/** The others need no attention: `in-sync`, `applied`, `busy` (which continues by itself), `paused` (which somebody decided). */
const NEED_ATTENTION = [
  "error",
  "partial",
  "blocked",
  "invalid",
  "superseded",
] as const satisfies readonly Verdict[];

/**
 * The topic for alarms and for passes that need attention: the one that the app passes, else that of the configuration. If there
 * is none, the stack gets a warning.
 */
export function topicOf(
  scope: Construct,
  { given, notify }: { readonly given: ITopic | undefined; readonly notify: Config["notify"] },
): ITopic | undefined {
  if (given !== undefined) return given;
  if (notify?.topic !== undefined) return Topic.fromTopicArn(scope, "Topic", notify.topic);
  if (notify?.email !== undefined) return mailingTopic(scope, notify.email);
  Annotations.of(scope).addWarningV2("distro-sync:no-notifications", NO_TOPIC);
  return undefined;
}

const NO_TOPIC =
  "nobody is notified of alarms and of passes that failed: write `notify: { email: ADDRESS }` into distro-sync.yaml, " +
  "or `notify: { topic: ARN }` for a topic of your own (in an app: `topic`)";

/**
 * A topic that sends mail. It is not encrypted at rest: CloudWatch cannot publish to a topic with the key that AWS manages for
 * SNS, a key of our own would cost as much as ten alarms, and the messages contain no secret.
 */
function mailingTopic(scope: Construct, address: string): Topic {
  const topic = new Topic(scope, "Topic", { displayName: "distro-sync", enforceSSL: true });
  const subscription = topic.addSubscription(new EmailSubscription(address));
  // This policy replaces the default one, which lets alarms of the account publish. EventBridge publishes by its role.
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
      "An alarm by mail is useful only at once, and CloudWatch shows the alarm too.",
  });
  return topic;
}

/** The part of a package.json that is read; another app may have any value there. */
export type PackageFile = { readonly repository?: unknown };

/** The address of the runbook in the repository that package.json names; undefined while it names none. */
export function runbookPage({ repository }: PackageFile = ownPackage()): string | undefined {
  const { host, path } = placeOf(repository) ?? {};
  if (host === undefined || path === undefined) return undefined;
  return `https://${host}/${path}/${host === "bitbucket.org" ? "src" : "blob"}/HEAD/${RUNBOOK}`;
}

/** The address of an alarm's section in the runbook; `page` is the address of the runbook. */
export function runbookSection(anchor: string, page: string | undefined): string {
  return page === undefined ? `see ${RUNBOOK}, section ${anchor}` : `${page}#${anchor}`;
}

const RUNBOOK = "docs/runbook.md";

function ownPackage(): PackageFile {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own file, of which only this key is looked at
  return JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")) as PackageFile;
}

/** Host and path of a repository in any form that npm accepts: https://docs.npmjs.com/cli/v10/configuring-npm/package-json#repository (November 2026) */
function placeOf(repository: unknown): { readonly host: string; readonly path: string } | undefined {
  const url =
    typeof repository === "object" && repository !== null && "url" in repository
      ? repository.url
      : repository;
  if (typeof url !== "string") return undefined;
  const { site = "github", short } = SHORT.exec(url)?.groups ?? {};
  if (short !== undefined) return { host: HOSTS[site] ?? "", path: short };
  const { host, path } = (ADDRESS.exec(url) ?? SSH.exec(url))?.groups ?? {};
  return host === undefined || path === undefined ? undefined : { host, path };
}

const SHORT = /^(?:(?<site>github|gitlab|bitbucket):)?(?<short>[\w.-]+\/[\w.-]+?)(?:\.git)?$/;
const ADDRESS =
  /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?(?<host>[\w.-]+)(?::\d+)?\/(?<path>[\w.~/-]+?)(?:\.git)?\/?$/;
/** The form that git itself writes: `git@host:owner/name.git`. */
const SSH = /^(?:[\w.-]+@)(?<host>[\w.-]+):(?<path>[\w.~/-]+?)(?:\.git)?\/?$/;

const HOSTS: Readonly<Record<string, string>> = {
  github: "github.com",
  gitlab: "gitlab.com",
  bitbucket: "bitbucket.org",
};
