import { compareLive, liveFields } from "../core/plan/compare.ts";
import type { AdoptChange, DisownChange } from "../core/plan/plan.ts";
import { mustAgreeWhole, ownedOf, readAgain } from "./as-planned.ts";
import { type ChangeOutcome, type ChangeTools, Conflict } from "./context.ts";
import { attempt } from "./outcome.ts";
import { recordDeclared } from "./record.ts";

/** How something becomes ours, or stops being ours, without a write to it. */

/**
 * Makes ours what was nobody's, and writes nothing to it: what differs was shown, and is changed by a later pass. It is read
 * once more to see that it still is what was shown, for its recorded state is where all later comparisons begin.
 */
export function adopt(change: AdoptChange, tools: ChangeTools): Promise<ChangeOutcome> {
  const { ledger, clock, commit } = tools;
  const { scope, identifier, id, protect, declared } = change;
  return attempt(change, async (steps) => {
    const live = await readAgain(change, undefined, tools);
    if (live === undefined) throw new Conflict("it is gone since the plan was made");
    mustAgreeWhole(change, compareLive({ ...declared, scope, identifier }, declared.permissions, live, {}));

    await ledger.record({
      event: "created",
      scope,
      identifier,
      at: clock.now(),
      id,
      origin: "adopted",
      protect,
    });
    steps.done = "it is ours now";
    steps.distribution = "adopted";
    await recordDeclared(change, { protect }, tools);
    const applied = liveFields(declared, live);
    const ofCommit = commit === undefined ? {} : { commit };
    await ledger.record({ event: "completed", scope, identifier, at: clock.now(), applied, ...ofCommit });
  });
}

/** Gives up what is ours: it stays as it is, and nothing is read or written. */
export function disown(
  change: DisownChange,
  { ledger, inventory, clock }: ChangeTools,
): Promise<ChangeOutcome> {
  const { scope, identifier } = change;
  return attempt(change, async (steps) => {
    ownedOf(change, inventory);
    await ledger.record({ event: "disowned", scope, identifier, at: clock.now() });
    steps.distribution = "disowned";
  });
}
