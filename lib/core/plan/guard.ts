import type { LiveRoute } from "../distribution.ts";
import type { Removal } from "../inventory.ts";
import { compareText } from "../order.ts";
import { conflictBlocks } from "./conflict-blocks.ts";
import { EXPOSURES, type Exposure } from "./exposure.ts";
import { exposureBlocks } from "./exposure-blocks.ts";
import { limitBlocks } from "./limit-blocks.ts";
import type { Change } from "./plan.ts";

/** How much one pass may do. Shares are of the distributions that are ours and live, in percent. 0: never. */
export type Limits = {
  /** New distributions in one pass; more looks like a templating loop. */
  readonly creates: number;
  readonly removalShare: number;
  /** In one pass, and in 24 hours. */
  readonly removals: number;
  readonly updateShare: number;
  /** Of the routes of one distribution, in percent. */
  readonly routeRemovalShare: number;
  readonly routeRemovals: number;
  /** Changes of exposure that need no approval. */
  readonly allow: readonly Exposure[];
};

export const DEFAULT_LIMITS: Limits = {
  creates: 50,
  removalShare: 20,
  removals: 5,
  updateShare: 30,
  routeRemovalShare: 25,
  routeRemovals: 10,
  allow: [],
};

export const BLOCK_CODES = [
  "LIMIT_CREATES",
  "LIMIT_REMOVALS",
  "LIMIT_REMOVALS_A_DAY",
  "LIMIT_ROUTE_REMOVALS",
  "LIMIT_UPDATES",
  "EXPOSURE",
  "CONFLICT",
  "HELD", // a hold on this distribution
  "FROZEN", // a window in which nothing is written
  "HOLDS_UNREADABLE", // whether there are holds cannot be known: as if there were one on everything
] as const;
export type BlockCode = (typeof BLOCK_CODES)[number];

/** Changes that a rule refuses. Nothing is broken: someone has to decide, in a reviewed commit. */
export type Block = {
  readonly code: BlockCode;
  readonly message: string;
  readonly remedy: string;
  readonly keys: readonly string[];
  /** For `EXPOSURE`. */
  readonly exposure?: Exposure;
};

/** What the limits depend on besides the changes. */
export type GuardContext = {
  /** Distributions that are ours and live now: the whole of which shares are taken. */
  readonly owned: number;
  /** The live routes of distributions that were read, by their keys: what is not here is not counted on. */
  readonly live: ReadonlyMap<string, readonly LiveRoute[]>;
  /** Of these, which are disabled now: they answer nothing, and are not counted on either. */
  readonly disabled?: ReadonlySet<string>;
  /** Earlier removals that count: of the last 24 hours. */
  readonly removals: readonly Removal[];
  /** Keys of changes that something else refuses, such as a hold: what they would add is not counted on. */
  readonly blocked?: ReadonlySet<string>;
};

/**
 * What the limits refuse: the whole class that is over its limit, since no part of it is more trusted than the rest. In
 * order, whatever the order of the changes.
 */
export function guard(changes: readonly Change[], limits: Limits, context: GuardContext): readonly Block[] {
  const counted = [...limitBlocks(changes, limits, context), ...conflictBlocks(changes)];
  const refused = new Set([...(context.blocked ?? []), ...counted.flatMap(({ keys }) => keys)]);
  return inOrder([...counted, ...exposureBlocks(changes, limits.allow, context, refused)]);
}

/** The order in which blocks are shown: by code, class and key. Their keys are put in order as well. */
export function inOrder(blocks: readonly Block[]): readonly Block[] {
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

function rankOf({ exposure }: Block): number {
  return exposure === undefined ? -1 : EXPOSURES.indexOf(exposure);
}
