import {
  type Desired,
  describeScope,
  distributionKey,
  type Scope,
  scopeKey,
} from "../domain/distribution.ts";
import type { Listings } from "./match.ts";
import type { LeftAlone, LeftAloneReason } from "./plan.ts";

/** A manifest's distribution that is left alone. */
export function leaveAlone(
  manifest: Desired,
  reason: LeftAloneReason,
  detail: string,
  id?: string,
): LeftAlone {
  const { scope, identifier, source, environmentName } = manifest;
  return {
    key: distributionKey(scope, identifier),
    identifier,
    where: describeScope(scope, environmentName),
    reason,
    detail,
    source: `${source.file}:${source.line}`,
    ...(id === undefined ? {} : { id }),
  };
}

/** Objects that share the identifier of one of ours: somebody made them twice, and a person has to say which is wrong. */
export function twinsOf(
  manifest: Desired<Scope>,
  { id, twins = [] }: { readonly id: string; readonly twins?: readonly string[] },
): readonly LeftAlone[] {
  const detail = `it has the identifier of one of ours (id ${id}); remove the one that should not be there`;
  return twins.map((twin) => leaveAlone(manifest, "ambiguous", detail, twin));
}

/**
 * Live objects of the listed scopes that no manifest asks for: shown, so that nobody is surprised by them.
 * @param reported ids of those that the plan reports already
 */
export function unmanagedLive(
  desired: readonly Desired<Scope>[],
  listings: Listings,
  reported: ReadonlySet<string>,
): readonly LeftAlone[] {
  const desiredKeys = new Set(desired.map(({ scope, identifier }) => distributionKey(scope, identifier)));
  const names = new Set(desired.map(({ identifier }) => identifier));
  const leftAlone = new Map<string, LeftAlone>();
  for (const [listedIn, summaries] of listings) {
    for (const { id, identifier, name, home } of summaries) {
      const where = home === undefined ? listedIn : scopeKey(home);
      const mentioned = home === undefined ? identifier !== undefined && names.has(identifier) : false;
      if (mentioned || desiredKeys.has(`${where}#${identifier}`) || leftAlone.has(id) || reported.has(id))
        continue;
      leftAlone.set(id, {
        key: `${where}#${identifier ?? id}`,
        identifier: identifier ?? name,
        where: where.replace(":", " "),
        id,
        reason: "not-in-manifests",
        detail: "live in Buddy, and no manifest mentions it",
      });
    }
  }
  return [...leftAlone.values()];
}
