import { join } from "node:path";
import type { Objects } from "../adapters/aws/objects.ts";
import { buddyProvider } from "../adapters/buddy/provider.ts";
import { directorySource } from "../adapters/source/directory.ts";
import { prefixSource } from "../adapters/source/prefix.ts";
import { releaseSource } from "../adapters/source/release.ts";
import { s3Holds } from "../adapters/state/holds.ts";
import { redactedState } from "../adapters/state/redacted.ts";
import { s3State } from "../adapters/state/s3.ts";
import { defined } from "../core/domain/defined.ts";
import { isScheduled, manifestPrefix, type PassRequest, releasePrefix } from "../deployment.ts";
import type { Clock, Log, Snapshot, Source, TokenSource } from "../ports.ts";
import type { Pass } from "../reconcile/reconcile.ts";
import type { Redactor } from "../redact.ts";
import type { Announce, Measure } from "./metrics.ts";
import type { Queue, Schedules } from "./queue.ts";
import type { DeployedSettings, WorkspaceSettings } from "./settings.ts";

/** The input of one pass. */
export type PassInput = {
  readonly workspace: WorkspaceSettings;
  readonly request: PassRequest;
  readonly invocation: LambdaInvocation;
  /** Milliseconds since the epoch; no request to Buddy is sent from then on. */
  readonly deadline: number;
  readonly log: Log;
  readonly redactor: Redactor;
};

/** What `reconcile` needs, made of what a deployed function has. */
export function passDependencies(input: PassInput, dependencies: FunctionDependencies): Omit<Pass, "mode"> {
  const { workspace, request, invocation, deadline, log, redactor } = input;
  const { api, name, rules } = workspace;
  const { clock, random, settings } = dependencies;
  const owner = { instance: settings.instance, api, workspace: name };
  const lease = {
    clock,
    holder: `${invocation.functionName} ${invocation.requestId}`,
    // Longer than this process can live, so that no other one takes the lease of a process that is only slow.
    leaseMs: () => invocation.remaining() + LEASE_BEYOND_END,
  };
  return {
    instance: settings.instance,
    workspace: { api, name },
    ...rules[isScheduled(request.trigger) ? "scheduled" : "decided"],
    holds: s3Holds(dependencies.objects, owner),
    source: sourceOf(input, dependencies),
    state: redactedState(s3State(dependencies.objects, owner, lease), redactor),
    asKept: redactor.data,
    provider: buddyProvider({
      endpoint: api,
      workspace: name,
      tokens: dependencies.tokens(workspace),
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

function sourceOf(input: PassInput, dependencies: FunctionDependencies): Source {
  const { name, source, manifests } = input.workspace;
  switch (source) {
    case "bundle":
      return directorySource(join(dependencies.folder, manifests), { shownAs: manifests });
    case "release":
      return releaseSource(dependencies.objects, releasePrefix(name));
    case "prefix":
      return prefixSource(dependencies.objects, manifestPrefix(name), { clock: dependencies.clock });
    case "github":
      return { read: () => readFromGithub(input, dependencies) };
    default:
      return source satisfies never;
  }
}

/** Loads the code that unpacks archives only where it is needed: it would slow down every cold start. */
async function readFromGithub(
  { workspace, request, deadline, redactor }: PassInput,
  dependencies: FunctionDependencies,
): Promise<Snapshot> {
  const { githubSource } = await import("../adapters/source/github.ts");
  const { github } = dependencies.settings;
  if (github === undefined) throw new Error("`settingsOf` refuses `source: github` without a repository");
  const source = githubSource({
    repository: github.repository,
    branch: github.branch ?? "main",
    folder: workspace.manifests,
    clock: dependencies.clock,
    // Reading stops before this process does; the next pass reads again.
    timeout: (ms) => AbortSignal.timeout(Math.max(1, Math.min(ms, deadline - dependencies.clock.now()))),
    ...defined({
      token: dependencies.githubToken && redactor.watch(dependencies.githubToken),
      pushed: request.commit,
    }),
  });
  return source.read();
}

/** Settings and clients of the function, which last as long as the process. */
export type FunctionDependencies = {
  readonly settings: DeployedSettings;
  /** The folder of the bundle and of the manifests that were deployed with it. */
  readonly folder: string;
  /** The name of the bucket behind `objects`. */
  readonly bucket: string;
  readonly objects: Objects;
  /** The parameter that pauses passes: its name, and its value. */
  readonly pause: { readonly parameter: string; readonly read: () => Promise<string> };
  /** Returns the same source for the same workspace. */
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

/** What Lambda says of one invocation. */
export type LambdaInvocation = {
  readonly functionName: string;
  readonly requestId: string;
  /** Milliseconds until Lambda stops the process. */
  readonly remaining: () => number;
};
