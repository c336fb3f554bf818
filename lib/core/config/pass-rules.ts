import type { OnRemove } from "../distribution.ts";
import type { Limits } from "../plan/guard.ts";
import type { Policy } from "../plan/plan.ts";
import type { DriftRule } from "../plan/update.ts";
import type { Config, WindowConfig, WorkspaceConfig } from "./schema.ts";
import {
  deepCheckOf,
  driftOf,
  limitsOf,
  onRemoveOf,
  policyOf,
  quarantineOf,
  windowsOf,
} from "./workspace.ts";

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
