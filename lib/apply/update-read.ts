import type { Actual } from "../core/domain/distribution.ts";
import type { Owned } from "../core/domain/inventory.ts";
import { compareLive } from "../core/plan/compare.ts";
import type { UpdateChange } from "../core/plan/plan.ts";
import { type Effects, mustAgree } from "./agree.ts";
import { Conflict } from "./conflict.ts";
import { waitForConsistency } from "./once.ts";
import { ownedOf } from "./owned.ts";
import { readAgain } from "./reread.ts";
import type { ManifestTools } from "./tools.ts";
import type { Course } from "./update-course.ts";

/**
 * The object as it is now, which must still differ as planned.
 * @param course of an update that is under way: what it wrote may not show at once
 * @throws Conflict
 */
export async function readAsPlanned(
  change: UpdateChange,
  planned: Effects,
  tools: ManifestTools,
  course?: Course,
): Promise<{ readonly live: Actual; readonly row: Owned }> {
  const { inventory, clock, desired, permissions, asKept } = tools;
  const row = ownedOf(change, inventory);
  const look = async () => {
    const live = await readAgain(change, row, tools);
    if (live === undefined) throw new Conflict("it is gone since the plan was made");
    mustAgree(planned, compareLive(desired, permissions, live, row, asKept));
    return { live, row };
  };
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Conflict) || course?.wrote !== true) throw error;
    await waitForConsistency(clock, clock.now());
    return look();
  }
}
