import type { LiveRoute } from "../domain/distribution.ts";
import type { Removal } from "../domain/inventory.ts";
import type { Exposure } from "./block.ts";

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
