import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { AccountRootPrincipal, Role } from "aws-cdk-lib/aws-iam";
import { describe, expect, it } from "vitest";
import {
  holdsKey,
  inventoryKey,
  latestReportKey,
  leaseKey,
  ledgersPrefix,
  segmentKey,
} from "../../lib/adapters/state/keys.ts";
import { statePrefix } from "../../lib/deployment.ts";
import { DistroSync } from "../../lib/infra/distro-sync.ts";
import { ALWAYS, allowedBy, allowedTo, plain, statementsOf } from "./statements.ts";
import { at, FIXTURES, type Resource, synthesise, synthesiseFile, workspace } from "./synthesis.ts";

const DEFAULT = synthesiseFile("default.yaml");
const FULL = synthesiseFile("full.yaml");
const PARAMETER = "arn:aws:ssm:eu-central-1:123456789012:parameter";
const ANY_KEY = "arn:aws:kms:eu-central-1:123456789012:key/*";

const OWNER = { api: "https://api.eu.buddy.works", workspace: "my-company" };

/** As IAM compares: a `*` is whatever text. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

/** The conditions that leave the account's own key, for these parameters. */
function ownKey(...parameters: readonly string[]) {
  return {
    StringEquals: {
      "kms:ViaService": "ssm.eu-central-1.amazonaws.com",
      "kms:EncryptionContext:PARAMETER_ARN": parameters.map((name) => `${PARAMETER}${name}`),
    },
    "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/aws/ssm" },
  };
}

describe("the function that makes passes", () => {
  it("may do exactly this", () => {
    expect(allowedTo(DEFAULT, "Reconciler")).toEqual({
      "logs:CreateLogStream <ReconcilerLogs.Arn>": ALWAYS,
      "logs:PutLogEvents <ReconcilerLogs.Arn>": ALWAYS,
      [`ssm:GetParameter ${PARAMETER}/distro-sync/my-company/token`]: ALWAYS,
      [`kms:Decrypt ${ANY_KEY}`]: ownKey("/distro-sync/my-company/token"),
      [`ssm:GetParameter ${PARAMETER}/<PauseParameter>`]: ALWAYS,
      "s3:GetObject <Bucket.Arn>/state/default/*": ALWAYS,
      "s3:PutObject <Bucket.Arn>/state/default/*": ALWAYS,
      "s3:GetObject <Bucket.Arn>/state/*/inventory.jsonl": ALWAYS,
      "s3:GetObject <Bucket.Arn>/state/*/ledger/*": ALWAYS,
      "s3:ListBucket <Bucket.Arn>": {
        StringLikeIfExists: { "s3:prefix": ["state/", "state/*/ledger/*", "state/default/*"] },
      },
      "sqs:ReceiveMessage <QueuesPasses.Arn>": ALWAYS,
      "sqs:DeleteMessage <QueuesPasses.Arn>": ALWAYS,
      "sqs:ChangeMessageVisibility <QueuesPasses.Arn>": ALWAYS,
      "sqs:GetQueueUrl <QueuesPasses.Arn>": ALWAYS,
      "sqs:GetQueueAttributes <QueuesPasses.Arn>": ALWAYS,
      "sqs:SendMessage <QueuesPasses.Arn>": ALWAYS,
      "scheduler:CreateSchedule arn:aws:scheduler:eu-central-1:123456789012:schedule/<ScheduleGroup>/*":
        ALWAYS,
      "iam:PassRole <ScheduleRole.Arn>": {
        StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
      },
      "events:PutEvents arn:aws:events:eu-central-1:123456789012:event-bus/default": {
        StringEquals: { "events:source": "distro-sync" },
      },
    });
  });

  it("may decrypt with a key that is named, and that parameter alone", () => {
    const key = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const { StringEquals } = ownKey("/distro-sync/releases/token");
    expect(allowedTo(FULL, "Reconciler")[`kms:Decrypt ${key}`]).toEqual({ StringEquals });
  });

  it("reads releases and uploads where they are in use, and writes neither", () => {
    const allowed = Object.keys(allowedTo(FULL, "Reconciler")).filter((one) => one.includes("<Bucket"));
    expect(allowed.toSorted()).toEqual([
      "s3:GetObject <Bucket.Arn>/manifests/*",
      "s3:GetObject <Bucket.Arn>/releases/*",
      "s3:GetObject <Bucket.Arn>/state/*/inventory.jsonl",
      "s3:GetObject <Bucket.Arn>/state/*/ledger/*",
      "s3:GetObject <Bucket.Arn>/state/web-team/*",
      "s3:ListBucket <Bucket.Arn>",
      "s3:PutObject <Bucket.Arn>/state/web-team/*",
    ]);
  });

  it("reads what other instances own and nothing else of theirs, and writes only where its own state is", () => {
    const other = statePrefix({ ...OWNER, instance: "shop-team" });
    const own = statePrefix({ ...OWNER, instance: "web-team" });
    const may = (action: string, key: string) =>
      Object.keys(allowedTo(FULL, "Reconciler")).some((one) => matches(one, `${action} <Bucket.Arn>/${key}`));
    const ledger = segmentKey(other, { fencing: 1, sequence: 1 });
    expect([inventoryKey(other), ledger].map((key) => may("s3:GetObject", key))).toEqual([true, true]);
    const theirs = [leaseKey(other), latestReportKey(other), holdsKey(other)];
    expect(theirs.map((key) => may("s3:GetObject", key))).toEqual([false, false, false]);
    const all = [inventoryKey(other), ledger, ...theirs];
    expect(all.filter((key) => may("s3:PutObject", key))).toEqual([]);
    expect(may("s3:GetObject", holdsKey(own))).toBe(true);
  });

  it("lists which instances there are, its own state, and the ledgers of others", () => {
    const other = statePrefix({ ...OWNER, instance: "shop-team" });
    const { StringLikeIfExists } = allowedTo(FULL, "Reconciler")["s3:ListBucket <Bucket.Arn>"] as {
      readonly StringLikeIfExists: { readonly "s3:prefix": readonly string[] };
    };
    const may = (prefix: string) => StringLikeIfExists["s3:prefix"].some((one) => matches(one, prefix));
    const own = ledgersPrefix(statePrefix({ ...OWNER, instance: "web-team" }));
    expect(["state/", own, ledgersPrefix(other)].map(may)).toEqual([true, true, true]);
    expect([other, `${other}reports/`, "", "deliveries/"].map(may)).toEqual([false, false, false, false]);
  });

  it("may tell who it is to the audiences that are configured, and to nobody else", () => {
    expect(allowedTo(FULL, "Reconciler")["sts:GetWebIdentityToken *"]).toEqual({
      "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": ["buddy.example.com"] },
      Null: { "sts:IdentityTokenAudience": "false" },
    });
    const unsaid = synthesise({
      workspaces: [{ workspace: "shop", token: { oidc: { provider_id: "7a8b" } } }],
    });
    expect(allowedTo(unsaid, "Reconciler")["sts:GetWebIdentityToken *"]).toMatchObject({
      "ForAllValues:StringEquals": { "sts:IdentityTokenAudience": ["buddy"] },
    });
    expect(allowedTo(DEFAULT, "Reconciler")).not.toHaveProperty(["sts:GetWebIdentityToken *"]);
  });

  it("reads GitHub's token only when a workspace is fetched from GitHub", () => {
    const github = { repository: "my-company/routing", token: { ssm: "/distro-sync/github/token" } };
    const allowed = (source: "bundle" | "github") =>
      Object.keys(allowedTo(synthesise({ github, workspaces: [{ ...workspace(), source }] }), "Reconciler"));
    expect(allowed("github")).toContain(`ssm:GetParameter ${PARAMETER}/distro-sync/github/token`);
    expect(allowed("bundle")).not.toContain(`ssm:GetParameter ${PARAMETER}/distro-sync/github/token`);
  });

  it("finds a parameter whose name has no slash", () => {
    const named = synthesise({ workspaces: [{ workspace: "shop", token: { ssm: "buddy-token" } }] });
    expect(Object.keys(allowedTo(named, "Reconciler"))).toContain(
      `ssm:GetParameter ${PARAMETER}/buddy-token`,
    );
  });
});

describe("the schedule's role", () => {
  it("may send to the queue and to that of what could not be delivered, and nothing else", () => {
    expect(allowedTo(DEFAULT, "Schedule")).toEqual({
      "sqs:SendMessage <QueuesPasses.Arn>": ALWAYS,
      "sqs:SendMessage <QueuesUndelivered.Arn>": ALWAYS,
    });
  });

  it("is taken on by Scheduler for schedules of the one group of this account", () => {
    expect(DEFAULT.of("AWS::IAM::Role").flatMap(statementsOf)).toContainEqual({
      Action: "sts:AssumeRole",
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Condition: {
        StringEquals: {
          "aws:SourceAccount": "123456789012",
          "aws:SourceArn": "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/<ScheduleGroup>",
        },
      },
    });
  });
});

describe("the function that takes webhooks", () => {
  it("may read the secrets of webhooks, remember deliveries and send to the queue, and nothing else", () => {
    expect(allowedTo(FULL, "Webhook")).toEqual({
      "logs:CreateLogStream <WebhookLogs.Arn>": ALWAYS,
      "logs:PutLogEvents <WebhookLogs.Arn>": ALWAYS,
      [`ssm:GetParameter ${PARAMETER}/distro-sync/webhook/buddy`]: ALWAYS,
      [`ssm:GetParameter ${PARAMETER}/distro-sync/webhook/github`]: ALWAYS,
      [`kms:Decrypt ${ANY_KEY}`]: ownKey("/distro-sync/webhook/buddy", "/distro-sync/webhook/github"),
      "s3:GetObject <Bucket.Arn>/deliveries/*": ALWAYS,
      "s3:PutObject <Bucket.Arn>/deliveries/*": ALWAYS,
      "s3:ListBucket <Bucket.Arn>": { StringLikeIfExists: { "s3:prefix": ["deliveries/*"] } },
      "sqs:SendMessage <QueuesPasses.Arn>": ALWAYS,
    });
  });
});

describe("no role of the stack", () => {
  const allowed = Object.keys(allowedBy(FULL.of("AWS::IAM::Policy")));
  const actions = allowed.map((one) => one.split(" ")[0] ?? "");

  it("may delete anything but messages that are done", () => {
    expect(actions.filter((action) => action.includes("Delete"))).toEqual(["sqs:DeleteMessage"]);
  });

  it("has an action with a wildcard", () => {
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("may read the history of parameters, or parameters by their path", () => {
    const ofSsm = new Set(actions.filter((action) => action.startsWith("ssm:")));
    expect(ofSsm).toEqual(new Set(["ssm:GetParameter"]));
  });

  it("has a policy that AWS manages", () => {
    const managed = FULL.of("AWS::IAM::Role").filter((role) => at(role, "ManagedPolicyArns") !== undefined);
    expect(managed).toEqual([]);
  });
});

describe("a grant", () => {
  function granted(kind: "grantPublish" | "grantState") {
    const stack = new Stack(new App({ builtinCloudFormationValidation: false }), "Theirs");
    const config = { workspaces: [workspace()] };
    const part = new DistroSync(stack, "DistroSync", { config, folder: FIXTURES });
    part[kind](new Role(stack, "CI", { assumedBy: new AccountRootPrincipal() }));
    const policies = Object.values(Template.fromStack(stack).findResources("AWS::IAM::Policy")) as Resource[];
    return allowedBy(policies.filter((policy) => plain(at(policy, "Roles.0")) === "<CI>"));
  }

  it("to publish is for releases alone", () => {
    expect(granted("grantPublish")).toEqual({
      "s3:GetObject <Bucket.Arn>/releases/*": ALWAYS,
      "s3:PutObject <Bucket.Arn>/releases/*": ALWAYS,
      "s3:ListBucket <Bucket.Arn>": { StringLikeIfExists: { "s3:prefix": ["releases/*"] } },
    });
  });

  it("of the state is for the state alone", () => {
    expect(granted("grantState")).toEqual({
      "s3:GetObject <Bucket.Arn>/state/*": ALWAYS,
      "s3:PutObject <Bucket.Arn>/state/*": ALWAYS,
      "s3:ListBucket <Bucket.Arn>": { StringLikeIfExists: { "s3:prefix": ["state/*"] } },
    });
  });
});
