import type { OnRemove } from "../domain/distribution.ts";
import { DAY_MS } from "../domain/time.ts";
import type { DriftRule } from "../plan/diff.ts";
import { DEFAULT_LIMITS, type Limits } from "../plan/limits.ts";
import type { Policy } from "../plan/plan.ts";
import type { Config, WindowConfig, WorkspaceConfig } from "./schema.ts";

/** What the settings of a workspace come to, for everybody who reads them: the command, the stack and the functions. */

/** Where Buddy's API is, by region: https://buddy.works/docs/api (November 2026). */
export const API_REGIONS = {
  us: "https://api.buddy.works",
  eu: "https://api.eu.buddy.works",
  asia: "https://api.asia.buddy.works",
} as const;

export const DEFAULT_INSTANCE = "default";
export const DEFAULT_FOLDER = "distributions";

/** Of Buddy's API, as it was written: nobody has looked yet whether it can be one. */
export function apiOf({ api, region = "us" }: WorkspaceConfig): string {
  return api ?? API_REGIONS[region];
}

export function limitsOf({ limits = {} }: WorkspaceConfig): Limits {
  return {
    creates: limits.creates ?? DEFAULT_LIMITS.creates,
    removalShare: shareOf(limits.removals, DEFAULT_LIMITS.removalShare),
    removals: limits.max_removals ?? DEFAULT_LIMITS.removals,
    updateShare: shareOf(limits.updates, DEFAULT_LIMITS.updateShare),
    routeRemovalShare: shareOf(limits.route_removals, DEFAULT_LIMITS.routeRemovalShare),
    routeRemovals: limits.max_route_removals ?? DEFAULT_LIMITS.routeRemovals,
    allow: limits.allow ?? DEFAULT_LIMITS.allow,
  };
}

/** `20%` is 20. What is none, which the rules refuse, must not become a limit that nothing is over. */
function shareOf(text: string | undefined, usual: number): number {
  const share = Number(text?.replace(/%$/, ""));
  return Number.isFinite(share) ? share : usual;
}

export function policyOf({ policy = "create-only" }: WorkspaceConfig): Policy {
  return policy;
}

/** What becomes of one of ours that no manifest mentions any more, where its last manifest did not say. */
export function onRemoveOf({ on_remove: onRemove = "retain" }: WorkspaceConfig): OnRemove {
  return onRemove;
}

/** For how long what is to be deleted is disabled first, in milliseconds. */
export function quarantineOf({ quarantine_days: days = 7 }: WorkspaceConfig): number {
  return days * DAY_MS;
}

/** How many distributions a pass may read to compare them; undefined: all. */
export function deepCheckOf({ deep_check: budget }: WorkspaceConfig): number | undefined {
  return budget;
}

/** What a pass does about what was changed in Buddy: on its schedule it only reports that, unless it is told to undo it. */
export function driftOf(
  { schedule = "report" }: WorkspaceConfig,
  { scheduled }: { readonly scheduled: boolean },
): "report" | "correct" {
  return scheduled && schedule === "report" ? "report" : "correct";
}

/** When passes may write, in every workspace. */
export function windowsOf({ windows = [] }: Config): readonly WindowConfig[] {
  return windows;
}

/** Whether it can be the handle in a workspace's URL: it becomes part of paths, keys, message groups and schedules. */
export function isHandle(name: string): boolean {
  return /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9_])?$/.test(name);
}

/** What the configuration says about what a pass of a workspace may do. */
export type PassRules = {
  readonly policy: Policy;
  readonly onRemove: OnRemove;
  readonly quarantineMs: number;
  readonly drift: DriftRule;
  /** Absent: all are read. */
  readonly deepCheck?: number;
  readonly limits: Limits;
  readonly windows: readonly WindowConfig[];
};

/** @param pass whether it is made because it is time, and not because somebody decided something */
export function passRules(
  entry: WorkspaceConfig,
  config: Config,
  pass: { readonly scheduled: boolean },
): PassRules {
  const deepCheck = deepCheckOf(entry);
  return {
    policy: policyOf(entry),
    onRemove: onRemoveOf(entry),
    quarantineMs: quarantineOf(entry),
    drift: driftOf(entry, pass),
    ...(deepCheck === undefined ? {} : { deepCheck }),
    limits: limitsOf(entry),
    windows: windowsOf(config),
  };
}
