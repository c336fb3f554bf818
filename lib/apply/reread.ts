import { type Actual, type Bucket, bucketKey } from "../core/distribution.ts";
import type { Owned } from "../core/inventory.ts";
import { livesIn } from "../core/plan/match.ts";
import { Conflict } from "./conflict.ts";
import { settle } from "./once.ts";
import type { ChangeTools } from "./tools.ts";

/**
 * The object as it is just before it is written to; undefined when it is gone. What an earlier pass wrote to it a moment
 * ago is waited for.
 *
 * @param row what the inventory has of it
 * @throws Conflict when it is not where it was
 */
export async function readAgain(
  { bucket, id }: { readonly bucket: Bucket; readonly id: string },
  row: Owned | undefined,
  { writer, clock, begunAt }: Pick<ChangeTools, "writer" | "clock" | "begunAt">,
): Promise<Actual | undefined> {
  if (row !== undefined) await settle(clock, writtenAt(row, begunAt));
  const actual = await writer.get(bucket, id);
  if (actual !== undefined && livesIn(bucket, actual) === false) {
    throw new Conflict(`it is no longer in ${bucketKey(bucket)}, where it was when the plan was made`);
  }
  return actual;
}

/** A pass that was cut short wrote until it was: all that is known is that this was before the present one. */
function writtenAt({ complete, pending, touchedAt }: Owned, begunAt: number): number {
  return complete && pending === undefined ? touchedAt : begunAt;
}
