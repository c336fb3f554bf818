import type { ReleaseChange } from "../core/plan/plan.ts";
import { attempt } from "./attempt.ts";
import { ownedOf } from "./owned.ts";
import type { Carried, ChangeTools } from "./tools.ts";

/** Gives up what is ours: it stays as it is, and nothing is read or written. */
export function carryOutRelease(
  change: ReleaseChange,
  { ledger, inventory, clock }: ChangeTools,
): Promise<Carried> {
  const { bucket, identifier } = change;
  return attempt(change, async (progress) => {
    ownedOf(change, inventory);
    await ledger.record({ event: "released", bucket, identifier, at: clock.now() });
    progress.distribution = "released";
  });
}
