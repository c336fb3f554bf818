import { Stack } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Config, SecretConfig } from "../core/config/schema.ts";
import { PASS_FINISHED } from "../deployment.ts";
import { allow } from "./access.ts";
import type { DeployedWorkspace } from "./deployable.ts";
import { allowObjects } from "./objects.ts";
import type { Pause } from "./pause.ts";
import type { Queues } from "./queues.ts";
import type { PassSchedule } from "./schedule.ts";
import { allowSecrets } from "./secrets.ts";

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
