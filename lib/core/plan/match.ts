import type { AccessLevel, Actual, Bucket, Desired, Summary } from "../distribution.ts";
import { bucketKey, distributionKey, routeKey } from "../distribution.ts";
import type { Inventory } from "../inventory.ts";

/** What Buddy lists, by bucket key. A list may be wider than its bucket. */
export type Listings = ReadonlyMap<string, readonly Summary[]>;

/** How a manifest and the lists meet. `read` names what must be read before anything can be said. */
export type Match =
  | { readonly as: "missing" }
  /** `twins`: other live objects of the same identifier in the bucket, which should not be. */
  | { readonly as: "ours"; readonly id: string; readonly twins?: readonly string[] }
  | { readonly as: "unmanaged"; readonly id: string }
  /** Ours under an identifier that the manifest says it had before; the list may not show it. */
  | { readonly as: "renamed"; readonly id: string; readonly from: string }
  | { readonly as: "ambiguous"; readonly ids: readonly string[] }
  /** Ours, and an earlier pass did not finish it. */
  | { readonly as: "unfinished"; readonly id: string; readonly twins?: readonly string[] }
  /** An earlier pass began to create it and recorded no end: this may be the result. */
  | { readonly as: "begun"; readonly id: string }
  /** Listed here, and likely to live in another bucket. */
  | { readonly as: "elsewhere"; readonly candidates: readonly Candidate[] };

/** The keys under which the distribution of a manifest may be ours from before it was renamed. */
export type PreviousKeys = (desired: Desired<Bucket>) => readonly string[];

const NO_PREVIOUS_KEYS: PreviousKeys = () => [];

/** An identifier that a manifest has now, or that two say they had before, is nobody's earlier one. */
export function previousKeysOf(desired: readonly Desired<Bucket>[]): PreviousKeys {
  const claims = new Map<string, number>();
  const claim = (key: string, times: number) => claims.set(key, (claims.get(key) ?? 0) + times);
  for (const { bucket, identifier, previously } of desired) {
    claim(distributionKey(bucket, identifier), 2);
    for (const earlier of new Set(previously)) claim(distributionKey(bucket, earlier), 1);
  }
  return ({ bucket, previously }) =>
    [...new Set(previously)]
      .map((earlier) => distributionKey(bucket, earlier))
      .filter((key) => claims.get(key) === 1);
}

/** An object to be read, with the bucket that it must be addressed in. */
export type Candidate = { readonly id: string; readonly bucket: Bucket };

/** Finds each manifest's distribution in the lists: by the id in our inventory first, by identifier after that. */
export function matcher(
  listings: Listings,
  buckets: ReadonlyMap<string, Bucket>,
  inventory: Inventory,
  previousKeys: PreviousKeys = NO_PREVIOUS_KEYS,
): (desired: Desired<Bucket>) => Match {
  const index = indexListings(listings);
  const homes = narrowestHomes(listings, buckets);
  return (wanted) => {
    const { bucket, identifier } = wanted;
    const key = distributionKey(bucket, identifier);
    const listed = index.get(bucketKey(bucket));
    const named = listed?.byIdentifier.get(identifier) ?? [];
    const here: Summary[] = [];
    const elsewhere: Candidate[] = [];
    for (const summary of named) {
      const home = summary.home ?? homes.get(summary.id) ?? bucket;
      if (bucketKey(home) === bucketKey(bucket)) here.push(summary);
      else elsewhere.push({ id: summary.id, bucket: home });
    }
    const owned = inventory.owned.get(key);
    if (owned !== undefined && listed?.ids.has(owned.id) === true) {
      const twins = here.flatMap(({ id }) => (id === owned.id ? [] : [id]));
      const as = owned.complete ? "ours" : "unfinished";
      return { as, id: owned.id, ...(twins.length === 0 ? {} : { twins }) };
    }
    // What is ours under its present identifier is not renamed to it, also where the list does not show it.
    const before =
      owned === undefined
        ? previousKeys(wanted).flatMap((previous) => inventory.owned.get(previous) ?? [])
        : [];
    const renamed = before.find(({ id }) => listed?.ids.has(id) === true) ?? before[0];
    if (renamed !== undefined) {
      const taken = here.filter(({ id }) => id !== renamed.id);
      return taken.length === 0
        ? { as: "renamed", id: renamed.id, from: renamed.identifier }
        : { as: "ambiguous", ids: [renamed.id, ...taken.map(({ id }) => id)] };
    }
    const [first, ...others] = here;
    if (others.length > 0) return { as: "ambiguous", ids: here.map(({ id }) => id) };
    if (first !== undefined) return { as: inventory.begun.has(key) ? "begun" : "unmanaged", id: first.id };
    return elsewhere.length > 0 ? { as: "elsewhere", candidates: elsewhere } : { as: "missing" };
  };
}

/** Whether an object that was read lives in the bucket; undefined when Buddy does not say enough to tell. */
export function livesIn(bucket: Bucket, actual: Actual): boolean | undefined {
  if (actual.scope === undefined) return undefined;
  if (actual.scope !== bucket.scope) return false;
  switch (bucket.scope) {
    case "WORKSPACE":
      return true;
    case "PROJECT":
      return actual.project === undefined ? undefined : actual.project === bucket.project;
    case "ENVIRONMENT":
      return actual.environmentId === undefined ? undefined : actual.environmentId === bucket.environmentId;
    default:
      return bucket satisfies never;
  }
}

/**
 * Whether an object can be the result of a creation whose answer was lost: in its bucket, under its name, enabled as new
 * ones are, with the access for others that was asked for, and with no route that we would not have made. Users and groups
 * are not compared: Buddy may add whoever owns the token.
 */
export function looksLikeOurs(
  wanted: Pick<Desired<Bucket>, "bucket" | "identifier" | "routes"> & {
    readonly name: string;
    readonly permissions?: { readonly others?: AccessLevel };
  },
  actual: Actual,
): boolean {
  const planned = new Set((wanted.routes ?? []).map(routeKey));
  return (
    actual.name === wanted.name &&
    (actual.identifier === undefined || actual.identifier === wanted.identifier) &&
    livesIn(wanted.bucket, actual) !== false &&
    actual.disabled !== true &&
    agree(wanted.permissions?.others, actual.permissions?.others) &&
    actual.unaddressed === undefined &&
    actual.routes.every((route) => planned.has(routeKey(route)))
  );
}

/** What was not asked for, or is not shown, cannot disagree. */
function agree(asked: string | undefined, shown: string | undefined): boolean {
  return asked === undefined || shown === undefined || asked === shown;
}

type Index = {
  readonly ids: ReadonlySet<string>;
  readonly byIdentifier: ReadonlyMap<string, readonly Summary[]>;
};

function indexListings(listings: Listings): ReadonlyMap<string, Index> {
  return new Map(
    [...listings].map(([key, summaries]) => {
      const byIdentifier = new Map<string, Summary[]>();
      for (const summary of summaries) {
        if (summary.identifier === undefined) continue;
        const same = byIdentifier.get(summary.identifier);
        if (same === undefined) byIdentifier.set(summary.identifier, [summary]);
        else same.push(summary);
      }
      return [key, { ids: new Set(summaries.map(({ id }) => id)), byIdentifier }];
    }),
  );
}

const WIDTH = { WORKSPACE: 0, PROJECT: 1, ENVIRONMENT: 2 } as const;

/** Where an id is in several lists, it lives in the narrowest of them: the unfiltered list may show everything. */
function narrowestHomes(
  listings: Listings,
  buckets: ReadonlyMap<string, Bucket>,
): ReadonlyMap<string, Bucket> {
  const homes = new Map<string, Bucket>();
  for (const bucket of [...buckets.values()].toSorted((a, b) => WIDTH[a.scope] - WIDTH[b.scope])) {
    for (const { id } of listings.get(bucketKey(bucket)) ?? []) homes.set(id, bucket);
  }
  return homes;
}
