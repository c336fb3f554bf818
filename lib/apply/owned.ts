import { distributionKey } from "../core/domain/distribution.ts";
import type { Inventory, Owned } from "../core/domain/inventory.ts";
import type { Change } from "../core/plan/plan.ts";
import { Conflict } from "./conflict.ts";

type ChangeOfOwned = Extract<Change, { action: "update" | "disown" | "disable" | "delete" }>;

/**
 * What the inventory has of the object that a change is about. The plan was made from the same inventory; that nothing is
 * written to what is not ours does not hang on it.
 *
 * @throws Conflict when it is not ours, or protected from what the change does
 */
export function ownedOf(change: ChangeOfOwned, { owned }: Inventory): Owned {
  const renames = change.action === "update" ? change.renames : undefined;
  const row = owned.get(distributionKey(change.scope, renames ?? change.identifier));
  if (row === undefined || row.id !== change.id) throw new Conflict(`it is not ours (id ${change.id})`);
  if (row.protect && (change.action === "disable" || change.action === "delete")) {
    throw new Conflict("it is protected");
  }
  return row;
}
