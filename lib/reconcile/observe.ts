import type { Bucket, Desired, Summary } from "../core/distribution.ts";
import { bucketKey } from "../core/distribution.ts";
import type { Inventory } from "../core/inventory.ts";
import { type ReadResult, readsFor } from "../core/plan/diff.ts";
import { leftAlone } from "../core/plan/left.ts";
import { type Listings, type Match, matcher } from "../core/plan/match.ts";
import type { Left, LeftReason } from "../core/plan/plan.ts";
import { namedEnvironments, placeInBuckets, type Unresolved } from "../core/plan/resolve.ts";
import { ProviderError, type ReadingProvider, stopsPass } from "../ports.ts";

export type Observation = {
  /** The manifests whose buckets could be listed. */
  readonly desired: readonly Desired<Bucket>[];
  readonly listings: Listings;
  readonly match: (desired: Desired<Bucket>) => Match;
  readonly reads: ReadonlyMap<string, ReadResult>;
  /** Manifests about which nothing can be said, because a call failed. */
  readonly left: readonly Left[];
  readonly unresolved: readonly Unresolved[];
};

/**
 * Reads what Buddy has, with as few calls as that takes: a list for each bucket, the environments of projects that
 * manifests name by identifier, and a read for each object that the lists alone cannot settle.
 *
 * @throws ProviderError when nothing more can be read in this pass
 */
export async function observe(
  desired: readonly Desired[],
  inventory: Inventory,
  reader: ReadingProvider,
): Promise<Observation> {
  const environments = await readEach(
    new Map(
      [...namedEnvironments(desired)].map((project) => [project, project === "" ? undefined : project]),
    ),
    (project) => reader.environments(project),
  );
  const [known, unknown] = partition(desired, ({ bucket }) =>
    "environment" in bucket ? environments.failures.get(bucket.project ?? "") : undefined,
  );
  const { placed, unresolved } = placeInBuckets(known, environments.values);

  const lists = await listBuckets(placed, inventory, reader);
  const [listed, unlisted] = partition(placed, ({ bucket }) => lists.failures.get(bucketKey(bucket)));
  const match = matcher(lists.values, bucketsOf(placed), inventory);
  const candidates = listed.flatMap((wanted) => readsFor(match(wanted), wanted));
  const found = await readEach(
    new Map(candidates.map((candidate) => [candidate.id, candidate])),
    ({ bucket, id }) => reader.get(bucket, id),
  );
  const reads = new Map<string, ReadResult>();
  for (const [id, actual] of found.values) reads.set(id, actual === undefined ? { gone: true } : { actual });
  for (const [id, error] of found.failures) reads.set(id, { failed: error.message });

  const left = [
    ...unknown.map(([wanted, error]) => leave(wanted, "lookup-failed", error)),
    ...unlisted.map(([wanted, error]) => leave(wanted, "bucket-unreadable", error)),
  ];
  return { desired: listed, listings: lists.values, match, reads, left, unresolved };
}

/** One list a bucket; where something seems to be missing, also what further pages may hold. */
async function listBuckets(
  placed: readonly Desired<Bucket>[],
  inventory: Inventory,
  reader: ReadingProvider,
): Promise<Readings<readonly Summary[]>> {
  const buckets = bucketsOf(placed);
  const first = await readEach(buckets, (bucket) => reader.list(bucket));
  const match = matcher(first.values, buckets, inventory);
  const short = placed.filter(
    (wanted) => first.values.has(bucketKey(wanted.bucket)) && seemsMissing(match(wanted)),
  );
  const rest = await readEach(bucketsOf(short), (bucket, key) =>
    reader.rest(bucket, first.values.get(key) ?? []),
  );
  const values = new Map(first.values);
  for (const [key, further] of rest.values) values.set(key, [...(first.values.get(key) ?? []), ...further]);
  for (const key of rest.failures.keys()) values.delete(key);
  return { values, failures: new Map([...first.failures, ...rest.failures]) };
}

/** What it asks for is not on the pages that were read: a further one may hold it. */
function seemsMissing({ as }: Match): boolean {
  return as === "missing" || as === "elsewhere";
}

function bucketsOf(placed: readonly Desired<Bucket>[]): ReadonlyMap<string, Bucket> {
  return new Map(placed.map(({ bucket }) => [bucketKey(bucket), bucket]));
}

/** A manifest whose distribution is left alone because a call failed. */
export function leave(wanted: Desired, reason: LeftReason, { message, remedy }: ProviderError): Left {
  return leftAlone(wanted, reason, remedy === undefined ? message : `${message} — ${remedy}`);
}

type Readings<T> = {
  readonly values: ReadonlyMap<string, T>;
  readonly failures: ReadonlyMap<string, ProviderError>;
};

/** Reads all at once (the pace is the provider's), and keeps the failures of each apart from the others' answers. */
async function readEach<Item, T>(
  items: ReadonlyMap<string, Item>,
  read: (item: Item, key: string) => Promise<T>,
): Promise<Readings<T>> {
  const values = new Map<string, T>();
  const failures = new Map<string, ProviderError>();
  await Promise.all(
    Array.from(items, async ([key, item]) => {
      try {
        values.set(key, await read(item, key));
      } catch (error) {
        if (!(error instanceof ProviderError) || stopsPass(error)) throw error;
        failures.set(key, error);
      }
    }),
  );
  return { values, failures };
}

function partition<D>(
  items: readonly D[],
  failureOf: (item: D) => ProviderError | undefined,
): [readonly D[], readonly (readonly [D, ProviderError])[]] {
  const fine: D[] = [];
  const failed: (readonly [D, ProviderError])[] = [];
  for (const item of items) {
    const failure = failureOf(item);
    if (failure === undefined) fine.push(item);
    else failed.push([item, failure]);
  }
  return [fine, failed];
}
