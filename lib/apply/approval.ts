import type { Plan } from "../core/plan/plan.ts";
import type { Clock, Ledger } from "../ports.ts";

/**
 * The ledger for each change. An approval is used up by the first thing that is recorded of a change that it allows, and so
 * before anything of such a change is written; what needs no approval does not use it up.
 */
export function ledgerByKey(
  { digest, approval }: Pick<Plan, "digest" | "approval">,
  ledger: Pick<Ledger, "record">,
  clock: Clock,
): (key: string) => Pick<Ledger, "record"> {
  const allowed = new Set(approval?.lifts.flatMap(({ keys }) => keys));
  let used: Promise<void> | undefined;
  const approving: Pick<Ledger, "record"> = {
    record: async (event) => {
      used ??= ledger.record({ event: "approved", at: clock.now(), digest });
      await used;
      await ledger.record(event);
    },
  };
  return (key) => (allowed.has(key) ? approving : ledger);
}
