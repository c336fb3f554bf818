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

/**
 * What makes a change one of exposure, whatever their number: whole audiences notice it. `last-route`: a hostname answers
 * nothing any more. `apex`, `wildcard`, `root-path`: a route that carries much is taken away. `default-target`: where a route
 * leads those without a region of their own, or how. `domain-change`: a route is replaced by one on another domain.
 * `others-widened`: everybody may do more.
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
