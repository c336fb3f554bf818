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

/** `refusal`: why the plan must not be applied. `notices`: of the plan that was made to check it, if one was made. */
export type Confirmation = { readonly refusal?: Failure; readonly notices: readonly string[] };

export async function confirmPlan(
  clock: Clock,
  { approve, reviewed }: PlanConfirmation,
  { plan }: Pick<Planned, "plan">,
  planAgain: () => Promise<Planned>,
): Promise<Confirmation> {
  if (reviewed !== undefined && reviewed !== plan.digest) {
    return { refusal: stale(`the plan is now ${plan.digest}, and ${reviewed} was reviewed`), notices: [] };
  }
  const plannedAt = clock.now();
  if (!(await approve(plan))) {
    const message = "the plan was not approved; nothing was written";
    return { refusal: { kind: "declined", message }, notices: [] };
  }
  if (clock.now() - plannedAt <= CONSISTENCY_WINDOW_MS) return { notices: [] };
  const { plan: again, notices } = await planAgain();
  const same = again.digest === plan.digest && codesOf(again) === codesOf(plan);
  return same
    ? { notices }
    : { refusal: stale("the workspace changed during the review of the plan"), notices };
}

/** A hold that somebody set or a window that opened during the review makes another plan. */
function codesOf({ blocks }: Plan): string {
  return blocks
    .map(({ code, keys }) => `${code} ${keys.join(" ")}`)
    .toSorted()
    .join("\n");
}

function stale(message: string): Failure {
  return {
    kind: "stale",
    message,
    remedy: "review the new plan with `distro-sync plan`, and approve that one",
  };
}
