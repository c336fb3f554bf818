import { PREFIXES } from "../deployment.ts";
import type { DeployedWorkspace } from "./deployable.ts";

/**
 * Where the reports of a workspace's passes are in the bucket. The adapter of the state, which writes them, is not for a stack
 * to import; a test keeps the two together.
 */
export function reportPrefix(instance: string, { workspace, region = "us", api }: DeployedWorkspace): string {
  const address = api === undefined ? HOSTS[region] : addressOf(new URL(api));
  return `${PREFIXES.state}${instance}/${address}/${workspace}/reports/`;
}

const HOSTS = { us: "api.buddy.works", eu: "api.eu.buddy.works", asia: "api.asia.buddy.works" } as const;

function addressOf({ host, pathname }: URL): string {
  return `${host}${pathname.replace(/\/$/, "")}`.replaceAll(/[^A-Za-z0-9.-]/g, "_");
}
