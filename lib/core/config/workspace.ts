import { DEFAULT_LIMITS, type Limits } from "../plan/guard.ts";
import type { Config, WorkspaceConfig } from "./schema.ts";

/** What the settings of a workspace come to, for everybody who reads them: the command, the stack and the functions. */

/** Where Buddy's API is, by region: https://buddy.works/docs/api (November 2026). */
export const REGIONS = {
  us: "https://api.buddy.works",
  eu: "https://api.eu.buddy.works",
  asia: "https://api.asia.buddy.works",
} as const;

export const DEFAULT_INSTANCE = "default";
export const DEFAULT_FOLDER = "distributions";

/** Of Buddy's API, as it was written: nobody has looked yet whether it can be one. */
export function addressOf({ api, region = "us" }: WorkspaceConfig): string {
  return api ?? REGIONS[region];
}

/** Hosts besides Buddy's own that may be sent a token: a reviewed file names them. */
export function knownHosts({ workspaces = [] }: Config): readonly string[] {
  return workspaces.flatMap(({ api }) => (api !== undefined && URL.canParse(api) ? [new URL(api).host] : []));
}

export function limitsOf({ limits }: WorkspaceConfig): Limits {
  return { creates: limits?.creates ?? DEFAULT_LIMITS.creates };
}

/** Whether it can be the handle in a workspace's URL: it becomes part of paths, keys, message groups and schedules. */
export function isHandle(name: string): boolean {
  return /^[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9_])?$/.test(name);
}

/** What the settings ask for and this version does not have, if anything. */
export function unavailable({
  policy = "create-only",
}: WorkspaceConfig): { readonly message: string; readonly remedy: string } | undefined {
  if (policy === "create-only") return undefined;
  return {
    message: `asks for policy ${policy}, which this version does not have`,
    remedy: "use policy: create-only, which makes what is missing and changes nothing that exists",
  };
}
