import type { DisownChange } from "../core/plan/plan.ts";
import { attempt } from "./attempt.ts";
import { ownedOf } from "./owned.ts";
import type { ChangeOutcome, ChangeTools } from "./tools.ts";

/** Gives up what is ours: it stays as it is, and nothing is read or written. */
export function carryOutDisown(
  change: DisownChange,
  { ledger, inventory, clock }: ChangeTools,
): Promise<ChangeOutcome> {
  const { scope, identifier } = change;
  return attempt(change, async (progress) => {
    ownedOf(change, inventory);
    await ledger.record({ event: "disowned", scope, identifier, at: clock.now() });
    progress.distribution = "disowned";
  });
}
