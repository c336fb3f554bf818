import { BLOCK_CODES, type BlockCode } from "../plan/guard.ts";

/** Holds are ended where they are written, and no approval goes past them. */
const FINAL = ["HELD", "HOLDS_UNREADABLE"] as const satisfies readonly BlockCode[];

export type LiftableCode = Exclude<BlockCode, (typeof FINAL)[number]>;

/** The codes of blocks that an approval can lift. */
export const LIFTABLE: readonly LiftableCode[] = BLOCK_CODES.filter(isLiftable);

export function isLiftable(code: BlockCode): code is LiftableCode {
  return !FINAL.some((final) => final === code);
}
