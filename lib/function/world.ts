import type { Objects } from "../adapters/objects/objects.ts";
import type { Clock, Log, TokenSource } from "../ports.ts";
import type { Announce } from "./announce.ts";
import type { Measure } from "./metrics.ts";
import type { Queue } from "./queue.ts";
import type { Schedules } from "./schedules.ts";
import type { DeployedSettings, WorkspaceSettings } from "./settings.ts";

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
