import type { Desired, Scope } from "../core/domain/distribution.ts";
import type { Change, PlannedPermissions } from "../core/plan/plan.ts";
import { carryOutAdopt } from "./adopt.ts";
import { beginCreate } from "./create.ts";
import { carryOutDisown } from "./disown.ts";
import type { Halfway } from "./halfway.ts";
import { carryOutDelete, carryOutDisable } from "./remove.ts";
import type { ChangeOutcome, ChangeTools, CreateTools, ManifestTools } from "./tools.ts";
import { beginUpdate } from "./update.ts";

export type CarryTools = ChangeTools &
  Pick<CreateTools, "relist" | "givenUp" | "asKept"> & {
    /** The manifests behind the changes, by key. */
    readonly desired: ReadonlyMap<string, Desired<Scope>>;
    /** The access that they ask for with Buddy's ids, by key. */
    readonly permissions: ReadonlyMap<string, PlannedPermissions>;
    readonly commit?: string;
  };

/** Carries a change out, up to where something is taken away for it. */
export async function applyChange(
  change: Change,
  tools: CarryTools,
): Promise<ChangeOutcome | { readonly halfway: Halfway }> {
  switch (change.action) {
    case "create":
      return beginCreate(change, { ...toolsOf(change, tools), relist: tools.relist });
    case "update":
      return beginUpdate(change, toolsOf(change, tools));
    case "adopt":
      return carryOutAdopt(change, toolsOf(change, tools));
    case "disown":
      return carryOutDisown(change, tools);
    case "disable":
      return carryOutDisable(change, tools);
    case "delete":
      return carryOutDelete(change, tools);
    default:
      return change satisfies never;
  }
}

/** With the manifest that is behind the change. */
function toolsOf({ key }: Change, tools: CarryTools): ManifestTools {
  const { writer, ledger, inventory, clock, begunAt, moved, givenUp, commit, asKept } = tools;
  const desired = tools.desired.get(key);
  if (desired === undefined) throw new Error(`the plan has ${key}, and no manifest does`);
  const permissions = tools.permissions.get(key);
  return {
    writer,
    ledger,
    inventory,
    clock,
    begunAt,
    moved,
    givenUp,
    desired,
    ...(permissions === undefined ? {} : { permissions }),
    ...(commit === undefined ? {} : { commit }),
    ...(asKept === undefined ? {} : { asKept }),
  };
}
