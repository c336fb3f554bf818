import { compareText } from "../domain/order.ts";
import { cite } from "../domain/wording.ts";

export const BLOCK_CODES = [
  "LIMIT_CREATES",
  "LIMIT_REMOVALS",
  "LIMIT_REMOVALS_A_DAY",
  "LIMIT_ROUTE_REMOVALS",
  "LIMIT_UPDATES",
  "EXPOSURE",
  "CONFLICT",
  "HELD", // somebody holds this distribution
  "FROZEN", // a window in which nothing is written
  "HOLDS_UNREADABLE", // nobody knows what is held, so everything is
] as const;
export type BlockCode = (typeof BLOCK_CODES)[number];

/** Changes that a rule refuses. Nothing is broken: a person has to decide, in a reviewed commit. */
export type Block = {
  readonly message: string;
  readonly remedy: string;
  readonly keys: readonly string[];
} & (
  | { readonly code: "EXPOSURE"; readonly exposure: Exposure }
  | { readonly code: Exclude<BlockCode, "EXPOSURE"> }
);

/**
 * What makes whole audiences notice a change, whatever its size. `last-route`: a hostname stops answering. `apex`,
 * `wildcard`, `root-path`: a route that carries much traffic is removed. `default-target`: the target or the type changes for
 * everybody without a region of their own. `domain-change`: a route is replaced by one on another domain. `others-widened`:
 * everybody is allowed more.
 */
export const EXPOSURES = [
  "last-route",
  "apex",
  "wildcard",
  "root-path",
  "default-target",
  "domain-change",
  "others-widened",
] as const;
export type Exposure = (typeof EXPOSURES)[number];

/** The order in which blocks are shown: by code, class of exposure and key. Their keys are put in order as well. */
export function inBlockOrder(blocks: readonly Block[]): readonly Block[] {
  return blocks
    .map((block) => ({ ...block, keys: block.keys.toSorted(compareText) }))
    .toSorted(
      (a, b) =>
        BLOCK_CODES.indexOf(a.code) - BLOCK_CODES.indexOf(b.code) ||
        rankOf(a) - rankOf(b) ||
        compareText(a.keys.join(), b.keys.join()) ||
        compareText(a.message, b.message),
    );
}

function rankOf(block: Block): number {
  return block.code === "EXPOSURE" ? EXPOSURES.indexOf(block.exposure) : -1;
}

/** Some names, and how many more there are. They may come from Buddy, and hold anything. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => name.split(" ").map(cite).join(" "));
  const more = names.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}

const MOST_NAMES = 5;
