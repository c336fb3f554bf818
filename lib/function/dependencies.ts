import { join } from "node:path";
import type { Objects } from "../adapters/aws/objects.ts";
import { buddyProvider } from "../adapters/buddy/provider.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { prefixSource } from "../adapters/source/prefix.ts";
import { releaseSource } from "../adapters/source/release.ts";
import { s3Holds } from "../adapters/state/holds.ts";
import { redactedState } from "../adapters/state/redacted.ts";
import { s3State } from "../adapters/state/s3.ts";
import { isScheduled, manifestPrefix, releasePrefix, type Wake } from "../deployment.ts";
import type { Clock, Log, Snapshot, Source, TokenSource } from "../ports.ts";
import type { Pass } from "../reconcile/reconcile.ts";
import type { Redactor } from "../redact.ts";
import type { Announce, Measure } from "./metrics.ts";
import type { Queue, Schedules } from "./queue.ts";
import type { DeployedSettings, WorkspaceSettings } from "./settings.ts";

/** What one pass is about, and what it may take. */
export type Task = {
  readonly workspace: WorkspaceSettings;
  readonly wake: Wake;
  readonly invocation: LambdaInvocation;
  /** Milliseconds since the epoch: no request to Buddy is sent then or later. */
  readonly deadline: number;
  readonly log: Log;
  readonly redactor: Redactor;
};

/** What `reconcile` needs, as a deployed function has it. */
export function passDependencies(task: Task, world: FunctionDependencies): Omit<Pass, "mode"> {
  const { workspace, wake, invocation, deadline, log, redactor } = task;
  const { api, name, rules } = workspace;
  const { clock, random, settings } = world;
  const owner = { instance: settings.instance, api, workspace: name };
  const lease = {
    clock,
    holder: `${invocation.functionName} ${invocation.requestId}`,
    // Longer than this process can live, so that nobody takes over from one that is only slow.
    leaseMs: () => invocation.remaining() + LEASE_BEYOND_END,
  };
  return {
    instance: settings.instance,
    workspace: { api, name },
    ...rules[isScheduled(wake.trigger) ? "scheduled" : "decided"],
    holds: s3Holds(world.objects, owner),
    source: sourceOf(task, world),
    state: redactedState(s3State(world.objects, owner, lease), redactor),
    asKept: redactor.data,
    provider: buddyProvider({
      endpoint: api,
      workspace: name,
      tokens: world.tokens(workspace),
      redactor,
      clock,
      random,
      concurrency: CONCURRENCY,
      deadline,
      log,
    }),
    clock,
    log,
    concurrency: CONCURRENCY,
  };
}

const CONCURRENCY = 4;
const LEASE_BEYOND_END = 60_000;

function sourceOf(task: Task, world: FunctionDependencies): Source {
  const { name, source, manifests } = task.workspace;
  switch (source) {
    case "bundle":
      return directorySource(join(world.folder, manifests), { shownAs: manifests });
    case "release":
      return releaseSource(world.objects, releasePrefix(name));
    case "prefix":
      return prefixSource(world.objects, manifestPrefix(name), { clock: world.clock });
    case "github":
      return { read: () => readFromGithub(task, world) };
    default:
      return source satisfies never;
  }
}

/** What unpacks archives is loaded by those who need it: it must not slow down the start of all others. */
async function readFromGithub(
  { workspace, wake, deadline, redactor }: Task,
  world: FunctionDependencies,
): Promise<Snapshot> {
  const { githubSource } = await import("../adapters/source/github.ts");
  const { github } = world.settings;
  if (github === undefined) throw new Error("`settingsOf` lets no workspace take manifests from nowhere");
  const source = githubSource({
    repository: github.repository,
    branch: github.branch ?? "main",
    folder: workspace.manifests,
    clock: world.clock,
    // A reading that would outlive this process is given up before, and made by the next.
    timeout: (ms) => AbortSignal.timeout(Math.max(1, Math.min(ms, deadline - world.clock.now()))),
    ...(world.githubToken === undefined ? {} : { token: redactor.watch(world.githubToken) }),
    ...(wake.commit === undefined ? {} : { pushed: wake.commit }),
  });
  return source.read();
}

/** All that the function has of the world; it lasts as long as the process. */
export type FunctionDependencies = {
  readonly settings: DeployedSettings;
  /** Where the bundle is, and beside it the manifests that were deployed with it. */
  readonly folder: string;
  /** The name of the bucket behind `objects`. */
  readonly bucket: string;
  readonly objects: Objects;
  /** What holds passes off: the name of a parameter, and what it says. */
  readonly pause: { readonly parameter: string; readonly read: () => Promise<string> };
  /** Cached: the same source for the same workspace. */
  readonly tokens: (workspace: WorkspaceSettings) => TokenSource;
  /** For a private repository. */
  readonly githubToken?: TokenSource;
  readonly queue: Queue;
  readonly schedules: Schedules;
  readonly announce: Announce;
  readonly measure: Measure;
  readonly log: Log;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
};

/** What Lambda tells of one invocation. */
export type LambdaInvocation = {
  readonly functionName: string;
  readonly requestId: string;
  /** Milliseconds until the process is stopped, whatever it is at. */
  readonly remaining: () => number;
};
