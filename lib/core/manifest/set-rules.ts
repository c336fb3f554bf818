import {
  type Desired,
  distributionKey,
  type ManifestSource,
  routeKey,
  scopeKey,
} from "../domain/distribution.ts";
import { cite } from "../domain/wording.ts";
import type { Finding, Place } from "../yaml/finding.ts";

/** How all manifests fit together. `where` names the other side of a contradiction: `blog.yaml:8`. */
export type SetRule = (desired: readonly Desired[], where: Where) => readonly Finding[];

type Where = (place: Place) => string;

/** Groups of more than one, by key. */
export function clashes<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  // The usual answer, without a group for each item.
  if (new Set(items.map(keyOf)).size === items.length) return [];
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Each member of a clash with its place, and where another one is. */
function withOthers<T>(
  group: readonly T[],
  placeOf: (item: T) => Place,
  where: Where,
): readonly { readonly item: T; readonly place: Place; readonly elsewhere: string }[] {
  const places = group.map((item) => ({ item, place: placeOf(item) }));
  const [first, second] = places.slice(0, 2).map(({ place }) => where(place));
  const more = group.length > 2 ? `, and ${group.length - 2} more` : "";
  return places.map(({ item, place }, index) => ({
    item,
    place,
    elsewhere: `${index === 0 ? second : first}${more}`,
  }));
}

/** An identifier is unique in its scope, also for eyes that overlook upper and lower case. */
const identityRule: SetRule = (desired, where) => {
  const byKey = clashes(desired, ({ scope, identifier }) => distributionKey(scope, identifier));
  const byLowerCase = clashes(desired, ({ scope, identifier }) =>
    distributionKey(scope, identifier.toLowerCase()),
  );
  return [
    ...byKey.flatMap((group) => same(group, where)),
    ...byLowerCase.flatMap((group) => alike(group, where)),
  ];
};

function same(group: readonly Desired[], where: Where): readonly Finding[] {
  return withOthers(group, placeOfIdentifier, where).map(({ item, place, elsewhere }) => ({
    ...place,
    code: "DUPLICATE_IDENTIFIER",
    message: `${item.identifier} (${scopeKey(item.scope)}) is also declared in ${elsewhere}`,
    remedy: "keep one of them, or give one another identifier",
  }));
}

/** One of each spelling: what is spelt alike is another problem. */
function alike(group: readonly Desired[], where: Where): readonly Finding[] {
  const spellings = [...new Map(group.map((item) => [item.identifier, item])).values()];
  if (spellings.length === 1) return [];
  return withOthers(spellings, placeOfIdentifier, where).map(({ item, place, elsewhere }) => ({
    ...place,
    code: "IDENTIFIER_CASE",
    message: `${item.identifier} (${scopeKey(item.scope)}) differs only in case from the identifier in ${elsewhere}`,
    remedy: "give one of them another identifier",
  }));
}

function placeOfIdentifier({ source }: Desired): Place {
  return { source, path: ["identifier"], part: "value", words: "desired" };
}

/** Two routes with one key would answer the same requests, in one distribution or in two. */
const routeOverlapRule: SetRule = (desired, where) => {
  const all = desired.flatMap(({ routes = [], source }) =>
    routes.map((route, index) => ({ source, index, key: routeKey(route) })),
  );
  return clashes(all, ({ key }) => key).flatMap((group) =>
    withOthers(group, placeOfRoute, where).map(({ item, place, elsewhere }) => ({
      ...place,
      code: "DUPLICATE_ROUTE",
      message: `${cite(item.key)} is also declared in ${elsewhere}`,
      remedy: "keep one of the routes, or change its path",
    })),
  );
};

function placeOfRoute({ source, index }: { readonly source: ManifestSource; readonly index: number }): Place {
  return { source, path: ["routes", index], part: "value", words: "desired" };
}

export const SET_RULES: readonly SetRule[] = [identityRule, routeOverlapRule];
