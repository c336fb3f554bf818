import type { Config } from "./core/config/config.generated.ts";
import type { WorkspaceConfig } from "./core/config/schema.ts";
import type { Report } from "./core/report/report.ts";

/** What the stack and the deployed functions agree on. The stack writes it, the functions read it. */

/** Environment variables of the functions. None of them holds a secret. */
export const VARIABLES = {
  /** The bucket of state, releases, manifests and webhook deliveries. */
  bucket: "DISTRO_SYNC_BUCKET",
  queueUrl: "DISTRO_SYNC_QUEUE_URL",
  queueArn: "DISTRO_SYNC_QUEUE_ARN",
  /** The schedule group of continuations, and the role by which EventBridge Scheduler puts them into the queue. */
  scheduleGroup: "DISTRO_SYNC_SCHEDULE_GROUP",
  scheduleRole: "DISTRO_SYNC_SCHEDULE_ROLE",
  /** The queue for schedules that could not be delivered. */
  undelivered: "DISTRO_SYNC_UNDELIVERED_ARN",
  /** The name of the parameter that pauses passes. */
  pause: "DISTRO_SYNC_PAUSE_PARAMETER",
  /** The names of the parameters with the secrets of the webhooks: one for each webhook that is switched on. */
  webhookGithub: "DISTRO_SYNC_WEBHOOK_GITHUB_PARAMETER",
  webhookBuddy: "DISTRO_SYNC_WEBHOOK_BUDDY_PARAMETER",
  /** For GitHub's webhook: OWNER/NAME, and the branch whose pushes count. */
  repository: "DISTRO_SYNC_GITHUB_REPOSITORY",
  branch: "DISTRO_SYNC_GITHUB_BRANCH",
} as const;

/** The configuration in the asset, beside the bundle; paths in it are relative to it. */
export const CONFIG_FILE = "distro-sync.json";

/** The value of the pause parameter under which passes run; any other value is the reason why they do not. */
export const NOT_PAUSED = "off";

/** The folders of the bucket. */
export const PREFIXES = {
  state: "state/",
  releases: "releases/",
  manifests: "manifests/",
  deliveries: "deliveries/",
} as const;

/** The prefix of one owner's state: `state/INSTANCE/API-ADDRESS/WORKSPACE/`. */
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

/** The prefix of the releases of a workspace: `distro-sync publish` puts `current.json` and the rest there. */
export function releasePrefix(workspace: string): string {
  return `${PREFIXES.releases}${workspace}/`;
}

/** The prefix of the plain manifests of a workspace, for `source: prefix`. */
export function manifestPrefix(workspace: string): string {
  return `${PREFIXES.manifests}${workspace}/`;
}

/** Why a pass is due. */
export const TRIGGERS = ["schedule", "push", "deploy", "continuation", "manual", "command"] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** Whether a clock asked for the pass, rather than somebody's decision: only the latter undoes changes made at Buddy. */
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
 * A message of the queue: a pass is due, for one workspace or, if it names none, for each. It is a hint and never data: what a
 * pass does follows from its source and from what is live at Buddy.
 */
export type PassRequest = {
  readonly trigger: Trigger;
  readonly workspace?: string;
  /** Distinguishes the message from the next, which a FIFO queue would otherwise drop as a repetition. */
  readonly at?: string;
  /** For a push through S3: the object that changed. */
  readonly key?: string;
  /** For a push through a webhook: the commit, as 40 hexadecimal digits. */
  readonly commit?: string;
  /** How many continuations came before this one. */
  readonly round?: number;
};

/** The workspaces of a deployment. Each has a name: the stack refuses one without. */
export function deployedWorkspaces({
  workspaces = [],
}: Config): readonly (WorkspaceConfig & { readonly workspace: string })[] {
  return workspaces.flatMap((entry) =>
    entry.workspace === undefined ? [] : [{ ...entry, workspace: entry.workspace }],
  );
}

/** The message group, so that a workspace has one pass at a time: one writer, and one rate limit. */
export function messageGroup(workspace: string | undefined): string {
  return workspace === undefined ? "every-workspace" : `workspace-${workspace}`.slice(0, 128);
}

/** The event on EventBridge that every pass sends when it is over. */
export const PASS_FINISHED = { source: "distro-sync", detailType: "Pass finished" } as const;

/** The detail of the event {@link PASS_FINISHED}. */
export type PassFinished = {
  readonly id: string;
  readonly instance: string;
  readonly workspace: string;
  readonly mode: Report["mode"];
  readonly trigger: Trigger;
  readonly verdict: Report["verdict"];
  /** 1 and 6: something is broken. 3, 4 and 5: somebody has to decide, or to wait. */
  readonly exitCode: number;
  /** It ran out of time or quota, and continues by itself. */
  readonly incomplete: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly failure?: { readonly kind: string; readonly message: string };
  /** The report's key in the bucket; absent when it could not be stored. */
  readonly report?: string;
};

export const METRICS = {
  namespace: "DistroSync",
  /** The value of the dimension `service`. Metrics have two dimensions: this one, and the workspace. */
  service: "distro-sync",
  dimension: "Workspace",
} as const;

/** The value of the dimension `service`, which differs by instance: one must not trigger the alarms of another. */
export function measuredAs(instance = "default"): string {
  return instance === "default" ? METRICS.service : `${METRICS.service}-${instance}`;
}

/** Whether each workspace has metrics of its own, which are a dozen; more than ten workspaces share one set. */
export function measuredByName(workspaces: number): boolean {
  return workspaces <= 10;
}

/** The metrics of a pass. */
export type MetricName =
  | "PassSuccess" // 1 in sync or applied, else 0
  | "PassDuration" // milliseconds
  | "DesiredCount" // manifests
  | "Drift" // distributions that were missing, changed or orphaned when the pass began
  | "Created"
  | "Failed" // changes that failed, conflicted, or were skipped though there was time; 1 for a whole pass
  | "Invalid" // problems in the manifests
  | "Unknown" // changes that may or may not have been applied
  | "ApiCalls"
  | "Throttled" // answers with status 429
  | "QuotaRemaining" // the smallest remaining quota that Buddy reported
  | "SourceAgeSeconds"; // time since the release was published
