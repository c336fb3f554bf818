import { type Actual, type Scope, scopeKey } from "../core/domain/distribution.ts";
import type { Owned } from "../core/domain/inventory.ts";
import { livesIn } from "../core/plan/match.ts";
import { Conflict } from "./conflict.ts";
import { waitForConsistency } from "./once.ts";
import type { ChangeTools } from "./tools.ts";

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
