import { type Bucket, bucketKey, type Desired, describeBucket, distributionKey } from "../distribution.ts";
import type { Listings } from "./match.ts";
import type { Left, LeftReason } from "./plan.ts";

/** A manifest's distribution that is left alone. */
export function leftAlone(wanted: Desired, reason: LeftReason, detail: string, id?: string): Left {
  const { bucket, identifier, source, environmentName } = wanted;
  return {
    key: distributionKey(bucket, identifier),
    identifier,
    where: describeBucket(bucket, environmentName),
    reason,
    detail,
    source: `${source.file}:${source.line}`,
    ...(id === undefined ? {} : { id }),
  };
}

/** Objects that share the identifier of one of ours: somebody made them twice, and a person has to say which is wrong. */
export function twinsOf(
  wanted: Desired<Bucket>,
  { id, twins = [] }: { readonly id: string; readonly twins?: readonly string[] },
): readonly Left[] {
  const detail = `it has the identifier of one of ours (id ${id}); remove the one that should not be there`;
  return twins.map((twin) => leftAlone(wanted, "ambiguous", detail, twin));
}

/**
 * Live objects of the listed buckets that no manifest asks for: shown, so that nobody is surprised by them.
 * @param told ids of those that something was said about already
 */
export function unmentioned(
  desired: readonly Desired<Bucket>[],
  listings: Listings,
  told: ReadonlySet<string>,
): readonly Left[] {
  const wanted = new Set(desired.map(({ bucket, identifier }) => distributionKey(bucket, identifier)));
  const names = new Set(desired.map(({ identifier }) => identifier));
  const left = new Map<string, Left>();
  for (const [listedIn, summaries] of listings) {
    for (const { id, identifier, name, home } of summaries) {
      const where = home === undefined ? listedIn : bucketKey(home);
      const mentioned = home === undefined ? identifier !== undefined && names.has(identifier) : false;
      if (mentioned || wanted.has(`${where}#${identifier}`) || left.has(id) || told.has(id)) continue;
      left.set(id, {
        key: `${where}#${identifier ?? id}`,
        identifier: identifier ?? name,
        where: where.replace(":", " "),
        id,
        reason: "not-in-manifests",
        detail: "live in Buddy, and no manifest mentions it",
      });
    }
  }
  return [...left.values()];
}
