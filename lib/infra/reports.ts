import { apiOf } from "../core/config/workspace.ts";
import { statePrefix } from "../deployment.ts";
import type { DeployedWorkspace } from "./deployable.ts";

/** Where the reports of a workspace's passes are in the bucket. */
export function reportPrefix(instance: string, entry: DeployedWorkspace): string {
  return `${statePrefix({ instance, api: apiOf(entry), workspace: entry.workspace })}reports/`;
}
