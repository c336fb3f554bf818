import type { Config, WorkspaceConfig } from "./core/config/schema.ts";
import type { Report } from "./core/report/report.ts";

/** What the stack that deploys and the functions that are deployed agree on. The stack writes it, the functions read it. */

/** Environment variables of the functions. None of them holds a secret. */
export const VARIABLES = {
  /** The bucket of state, releases, manifests and webhook deliveries. */
  bucket: "DISTRO_SYNC_BUCKET",
  queueUrl: "DISTRO_SYNC_QUEUE_URL",
  queueArn: "DISTRO_SYNC_QUEUE_ARN",
  /** EventBridge Scheduler: where a continuation is scheduled, and the role that may put it into the queue. */
  scheduleGroup: "DISTRO_SYNC_SCHEDULE_GROUP",
  scheduleRole: "DISTRO_SYNC_SCHEDULE_ROLE",
  /** Undelivered schedules go there. */
  undelivered: "DISTRO_SYNC_UNDELIVERED_ARN",
  /** The name of the parameter that holds passes off. */
  pause: "DISTRO_SYNC_PAUSE_PARAMETER",
  /** The names of the parameters that hold the secrets of the webhooks: one for each that is switched on. */
  webhookGithub: "DISTRO_SYNC_WEBHOOK_GITHUB_PARAMETER",
  webhookBuddy: "DISTRO_SYNC_WEBHOOK_BUDDY_PARAMETER",
  /** OWNER/NAME, and the branch whose pushes count: for GitHub's webhook. */
  repository: "DISTRO_SYNC_GITHUB_REPOSITORY",
  branch: "DISTRO_SYNC_GITHUB_BRANCH",
} as const;

/** The configuration in the asset, beside the bundle; `manifests` in it are relative to it. */
export const CONFIG_FILE = "distro-sync.json";

/** The value of the pause parameter that lets passes go on; anything else is the reason why they do not. */
export const NOT_PAUSED = "off";

/** What is where in the bucket. */
export const PREFIXES = {
  state: "state/",
  releases: "releases/",
  manifests: "manifests/",
  deliveries: "deliveries/",
} as const;

/** What the keys of one owner's state begin with: `state/INSTANCE/API-ADDRESS/WORKSPACE/`. */
export function statePrefix({ instance, api, workspace }: StateOwner): string {
  return `${PREFIXES.state}${instance}/${safeAddress(api)}/${workspace}/`;
}

/** Whose state it is: an instance in a workspace of one of Buddy's installations. */
export type StateOwner = { readonly instance: string; readonly api: string; readonly workspace: string };

/** Host and path of an API, as one part of a path. */
export function safeAddress(api: string): string {
  const { host, pathname } = new URL(api);
  return `${host}${pathname.replace(/\/$/, "")}`.replaceAll(/[^A-Za-z0-9.-]/g, "_");
}

/** Where `distro-sync publish` puts the releases of a workspace: `current.json` is below it. */
export function releasePrefix(workspace: string): string {
  return `${PREFIXES.releases}${workspace}/`;
}

/** Where the plain manifests of a workspace are, for `source: prefix`. */
export function manifestPrefix(workspace: string): string {
  return `${PREFIXES.manifests}${workspace}/`;
}

export const TRIGGERS = ["schedule", "push", "deploy", "continuation", "manual", "command"] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** Whether a pass is made because it is time, and not because somebody decided something: see `driftOf`. */
export function isScheduled(trigger: Trigger): boolean {
  switch (trigger) {
    case "schedule":
    case "continuation":
      return true;
    case "push":
    case "deploy":
    case "manual":
    case "command":
      return false;
    default:
      return trigger satisfies never;
  }
}

/**
 * A message of the queue: a pass is due. It is a hint and never data: what is done follows from the source and from what
 * Buddy has. Without a workspace it is due for each.
 */
export type Wake = {
  readonly trigger: Trigger;
  readonly workspace?: string;
  /** What made it: tells one message from the next, which a FIFO queue would otherwise take for a repetition. */
  readonly at?: string;
  /** The object that changed, for a push through S3. */
  readonly key?: string;
  /** The commit that was pushed, for a push through a webhook: 40 hexadecimal digits. */
  readonly commit?: string;
  /** How many continuations came before this one. */
  readonly round?: number;
};

/** The workspaces that a deployment is about: each has a name, which the stack insists on. */
export function deployedWorkspaces({
  workspaces = [],
}: Config): readonly (WorkspaceConfig & { readonly workspace: string })[] {
  return workspaces.flatMap((entry) =>
    entry.workspace === undefined ? [] : [{ ...entry, workspace: entry.workspace }],
  );
}

/** The message group: one workspace is one writer and one rate-limit bucket. */
export function messageGroup(workspace: string | undefined): string {
  return workspace === undefined ? "every-workspace" : `workspace-${workspace}`.slice(0, 128);
}

/** The event of EventBridge that tells that a pass is over, whatever came of it. */
export const PASS_FINISHED = { source: "distro-sync", detailType: "Pass finished" } as const;

/** Its detail. */
export type PassFinished = {
  readonly id: string;
  readonly instance: string;
  readonly workspace: string;
  readonly mode: Report["mode"];
  readonly trigger: Trigger;
  readonly verdict: Report["verdict"];
  /** 1 and 6: something is broken; 3, 4 and 5: somebody has to decide or to wait. */
  readonly exitCode: number;
  /** It ended for want of time or quota, and goes on by itself. */
  readonly incomplete: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly failure?: { readonly kind: string; readonly message: string };
  /** The report's key in the bucket; absent when it could not be kept. */
  readonly report?: string;
};

export const METRICS = {
  namespace: "DistroSync",
  /** Each has two dimensions: `service`, which is this word, and the name of the workspace. */
  service: "distro-sync",
  dimension: "Workspace",
} as const;

/** The value of the dimension `service`: two instances in one account must not feed each other's alarms. */
export function measuredAs(instance = "default"): string {
  return instance === "default" ? METRICS.service : `${METRICS.service}-${instance}`;
}

/** Each workspace by its name costs a dozen metrics: from the eleventh on, all of them are measured together. */
export function measuredByName(workspaces: number): boolean {
  return workspaces <= 10;
}

/** What is measured of each pass: twelve at most. */
export type MetricName =
  | "PassSuccess" // 1 in sync or applied, else 0
  | "PassDuration" // milliseconds
  | "DesiredCount" // manifests
  | "Drift" // what was missing, changed or too much when the pass began
  | "Created"
  | "Failed" // changes that failed, conflicted or were skipped (not for want of time); one for a whole pass
  | "Invalid" // problems in the source
  | "Unknown" // changes of which nobody knows whether they happened
  | "ApiCalls"
  | "Throttled" // answers 429
  | "QuotaRemaining" // the least that Buddy said was left
  | "SourceAgeSeconds"; // since the release was published
