import { type ManifestSource, routeKey } from "../../distribution.ts";
import { cite } from "../cite.ts";
import type { Place } from "../fault.ts";
import { clashes, type SetRule, withOthers } from "./rule.ts";

/** Two routes with one key would answer the same requests, in one distribution or in two. */
export const routeOverlapRule: SetRule = (desired, where) => {
  const all = desired.flatMap(({ routes = [], source }) =>
    routes.map((route, index) => ({ source, index, key: routeKey(route) })),
  );
  return clashes(all, ({ key }) => key).flatMap((group) =>
    withOthers(group, placeOf, where).map(({ item, place, elsewhere }) => ({
      ...place,
      code: "DUPLICATE_ROUTE",
      message: `${cite(item.key)} is also declared in ${elsewhere}`,
      remedy: "keep one of the routes, or change its path",
    })),
  );
};

function placeOf({ source, index }: { readonly source: ManifestSource; readonly index: number }): Place {
  return { source, path: ["routes", index], part: "value", words: "desired" };
}
