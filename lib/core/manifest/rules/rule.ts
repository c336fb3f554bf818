import type { Desired } from "../../distribution.ts";
import type { Explanation } from "../explain.ts";
import type { Finding, Place } from "../fault.ts";
import type { Manifest } from "../schema.ts";

/** How the values of one manifest fit together, as far as the schema cannot say it. */
export type ManifestRule = (manifest: Manifest) => readonly Explanation[];

/** How all manifests fit together. `where` names the other side of a contradiction: `blog.yaml:8`. */
export type SetRule = (desired: readonly Desired[], where: Where) => readonly Finding[];

export type Where = (place: Place) => string;

type WrittenRoute = NonNullable<Manifest["routes"]>[number];

/** A rule that looks at one route at a time; paths lead on from the route. */
export function routeRule(check: (route: WrittenRoute) => readonly Explanation[]): ManifestRule {
  return ({ routes = [] }) => {
    const all: Explanation[] = [];
    for (const [index, route] of routes.entries()) {
      for (const found of check(route)) all.push({ ...found, path: ["routes", index, ...found.path] });
    }
    return all;
  };
}

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
export function withOthers<T>(
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
