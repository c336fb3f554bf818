import { compareLive, liveFields } from "../core/plan/compare.ts";
import type { AdoptChange } from "../core/plan/plan.ts";
import { mustAgreeWhole } from "./agree.ts";
import { attempt } from "./attempt.ts";
import { Conflict } from "./conflict.ts";
import { recordDeclared } from "./record.ts";
import { readAgain } from "./reread.ts";
import type { ChangeOutcome, ManifestTools } from "./tools.ts";

/**
 * Makes ours what was nobody's, and writes nothing to it: what differs was shown, and is changed by a later pass. That it is
 * still what was shown is looked at once more, for what is recorded as its state is where all later comparisons begin.
 */
export function carryOutAdopt(change: AdoptChange, tools: ManifestTools): Promise<ChangeOutcome> {
  const { ledger, clock, desired, permissions, commit } = tools;
  const { scope, identifier, id, protect } = change;
  return attempt(change, async (progress) => {
    const live = await readAgain(change, undefined, tools);
    if (live === undefined) throw new Conflict("it is gone since the plan was made");
    mustAgreeWhole(change, compareLive(desired, permissions, live, {}));

    await ledger.record({
      event: "created",
      scope,
      identifier,
      at: clock.now(),
      id,
      origin: "adopted",
      protect,
    });
    progress.done = "it is ours now";
    progress.distribution = "adopted";
    await recordDeclared(change, change, tools);
    const applied = liveFields(desired, live);
    const ofCommit = commit === undefined ? {} : { commit };
    await ledger.record({ event: "completed", scope, identifier, at: clock.now(), applied, ...ofCommit });
  });
}
