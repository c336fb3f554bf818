import { CONSISTENCY_WINDOW_MS } from "../apply/once.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { Failure } from "../core/report/report.ts";
import type { Clock } from "../ports.ts";
import type { Planned } from "./make-plan.ts";

export type PlanConfirmation = {
  /** Sees the plan before anything is written. False: nothing is. */
  readonly approve: (plan: Plan) => Promise<boolean>;
  /** The digest of the plan that was reviewed: another plan is stale, and is not carried out. */
  readonly reviewed?: string;
};

/** Why the plan must not be carried out, if there is a reason. */
export async function confirmPlan(
  clock: Clock,
  { approve, reviewed }: PlanConfirmation,
  plan: Plan,
  planAgain: () => Promise<Planned>,
): Promise<Failure | undefined> {
  if (reviewed !== undefined && reviewed !== plan.digest) {
    return stale(`the plan is now ${plan.digest}, and ${reviewed} was reviewed`);
  }
  const plannedAt = clock.now();
  if (!(await approve(plan)))
    return { kind: "declined", message: "the plan was not approved; nothing was written" };
  if (clock.now() - plannedAt <= CONSISTENCY_WINDOW_MS) return undefined;
  const { plan: again } = await planAgain();
  const same = again.digest === plan.digest && codesOf(again) === codesOf(plan);
  return same ? undefined : stale("the workspace changed while the plan was looked at");
}

/** A hold that was set, or a window that began, while the plan was looked at counts. */
function codesOf({ blocks }: Plan): string {
  return blocks
    .map(({ code, keys }) => `${code} ${keys.join(" ")}`)
    .toSorted()
    .join("\n");
}

function stale(message: string): Failure {
  return { kind: "stale", message, remedy: "look at the new plan with `distro-sync plan`, and approve that" };
}
