import { canonicalJson } from "../core/domain/canonical-json.ts";
import { routeKey } from "../core/domain/distribution.ts";
import type { Comparison } from "../core/plan/compare.ts";
import { fieldEffect } from "../core/plan/digest.ts";
import type { FieldChange, RouteChange } from "../core/plan/plan.ts";
import { Conflict } from "./conflict.ts";

/** Differences that a plan is about. */
export type Effects = Pick<Comparison, "fields" | "routes">;

/**
 * What was planned must be what a comparison with the object as it is now gives. What differs besides is nobody's change to
 * make in this pass, and no reason to leave the rest.
 *
 * @throws Conflict naming what somebody changed since the plan was made
 */
export function mustAgree(planned: Effects, now: Effects): void {
  refuse(missingFrom(now, planned));
}

/** The same for a plan that has to name all that differs. */
export function mustAgreeWhole(planned: Effects, now: Effects): void {
  refuse([...missingFrom(now, planned), ...missingFrom(planned, now)]);
}

/** The key that a change of a route goes by: of one that is replaced, the new one's. */
export function routeChangeKey(change: RouteChange): string {
  return routeKey(change.kind === "remove" ? change.from : change.to);
}

function refuse(changed: readonly string[]): void {
  if (changed.length === 0) return;
  const names = [...new Set(changed)].join(", ");
  throw new Conflict(`changed in Buddy since the plan was made: ${names}; it is left as it is now`);
}

/** The names of those effects that are not among the others. */
function missingFrom(others: Effects, effects: Effects): readonly string[] {
  const known = new Set([...others.fields.map(fieldText), ...others.routes.map(canonicalJson)]);
  return [
    ...effects.fields.flatMap((one) => (known.has(fieldText(one)) ? [] : [one.field])),
    ...effects.routes.flatMap((one) =>
      known.has(canonicalJson(one)) ? [] : [`route ${routeChangeKey(one)}`],
    ),
  ];
}

function fieldText(change: FieldChange): string {
  return canonicalJson(fieldEffect(change));
}
