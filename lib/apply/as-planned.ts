import { canonicalJson } from "../core/domain/canonical-json.ts";
import { type Actual, distributionKey, type Scope, scopeKey } from "../core/domain/distribution.ts";
import type { Inventory, Owned } from "../core/domain/inventory.ts";
import type { Comparison } from "../core/plan/compare.ts";
import { fieldEffect } from "../core/plan/digest.ts";
import { livesIn } from "../core/plan/match.ts";
import { type Change, type FieldChange, routeChangeKey } from "../core/plan/plan.ts";
import { type ChangeTools, Conflict } from "./context.ts";
import { waitForConsistency } from "./once.ts";

/** Is an object, just before it is written to, still what the plan was made from? */

/**
 * The object as it is just before it is written to; undefined when it is gone. What an earlier pass wrote to it a moment
 * ago is waited for.
 *
 * @param row what the inventory has of it
 * @throws Conflict when it is not where it was
 */
export async function readAgain(
  { scope, id }: { readonly scope: Scope; readonly id: string },
  row: Owned | undefined,
  { writer, clock, begunAt }: Pick<ChangeTools, "writer" | "clock" | "begunAt">,
): Promise<Actual | undefined> {
  if (row !== undefined) await waitForConsistency(clock, writtenAt(row, begunAt));
  const actual = await writer.get(scope, id);
  if (actual !== undefined && livesIn(scope, actual) === false) {
    throw new Conflict(`it is no longer in ${scopeKey(scope)}, where it was when the plan was made`);
  }
  return actual;
}

/** A pass that was cut short wrote until it was: all that is known is that this was before the present one. */
function writtenAt({ complete, pending, touchedAt }: Owned, begunAt: number): number {
  return complete && pending === undefined ? touchedAt : begunAt;
}

type ChangeOfOwned = Extract<Change, { action: "update" | "disown" | "disable" | "delete" }>;

/**
 * What the inventory has of the object that a change is about. The plan was made from the same inventory; this check holds
 * even if it was not, so that nothing is ever written to what is not ours.
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
