import { type Block, inOrder } from "../plan/guard.ts";
import type { Change } from "../plan/plan.ts";

/** Everything waits: `reason` says for what, as `frozen` tells it. */
export function frozenBlocks(changes: readonly Change[], reason: string): readonly Block[] {
  if (changes.length === 0) return [];
  return inOrder([
    {
      code: "FROZEN",
      message: `nothing is written now: ${reason}`,
      remedy: "wait for a pass at another time, or approve this plan",
      keys: changes.map(({ key }) => key),
    },
  ]);
}
