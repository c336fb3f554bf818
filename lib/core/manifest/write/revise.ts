import { normaliseAddress, routeKey } from "../../distribution.ts";
import { sameRouteType, sameTargets } from "../../normal.ts";
import { cite } from "../cite.ts";
import type { Path } from "../fault.ts";
import type { Manifest } from "../schema.ts";
import type { Edit } from "./edit.ts";
import type { Part } from "./part.ts";
import type { GrantList, Words, WrittenRoute } from "./words.ts";

/**
 * The edits that make a written manifest say what is live: of the parts that differ, and of nothing else. They can be made
 * one after the other: what is added comes before what is taken out, and that from the end. Undefined where its words cannot
 * say it.
 *
 * @param live all of it that a manifest can say
 * @param routeIds by the keys of routes, for comments
 */
export function revise(
  written: Manifest,
  live: Manifest,
  parts: ReadonlySet<Part>,
  words: Words,
  routeIds: ReadonlyMap<string, string>,
): readonly Edit[] | undefined {
  const edits = [...parts].map((part) => {
    switch (part) {
      case "name":
      case "disabled":
        return set([part], live[part]);
      case "others":
        return set(["permissions", part], live.permissions?.others);
      case "users":
      case "groups":
        return reviseGrants(part, live, words);
      case "routes":
        return reviseRoutes(written.routes, live.routes, words, routeIds);
      default:
        return part satisfies never;
    }
  });
  return allOf(edits);
}

function set(path: Path, value: string | boolean | undefined): readonly Edit[] | undefined {
  return value === undefined ? undefined : [{ op: "set", path, value }];
}

function reviseGrants(list: GrantList, { permissions }: Manifest, words: Words): readonly Edit[] | undefined {
  const live = new Map((permissions?.[list] ?? []).map(({ id, access_level }) => [id, access_level]));
  const written = words.grants(list);
  const first = new Map(written.toReversed().map((grant) => [grant.id, grant]));
  const isKept = (grant: (typeof written)[number]) =>
    grant.id !== undefined && live.has(grant.id) && first.get(grant.id) === grant;
  const changed = written.filter(isKept).map(({ id, level, levelPath }) => {
    const due = live.get(id);
    return due === level ? [] : set(levelPath, due);
  });
  const added = [...live].map(([id, access_level]) => {
    if (id === undefined || first.has(id)) return [];
    const edit = words.grant(list, { id, access_level });
    return edit === undefined ? undefined : [edit];
  });
  const gone = written.filter((grant) => !isKept(grant)).map(({ path }) => [remove(path)]);
  return allOf([...changed, ...added, ...gone.toReversed()]);
}

function reviseRoutes(
  written: readonly WrittenRoute[] = [],
  live: readonly WrittenRoute[] = [],
  words: Words,
  routeIds: ReadonlyMap<string, string>,
): readonly Edit[] | undefined {
  const keys = new Set(written.map(keyOf));
  const byKey = new Map(live.map((route) => [keyOf(route), route]));
  const changed = written.map((route, index) => {
    const found = byKey.get(keyOf(route));
    return found === undefined ? [] : reviseRoute(["routes", index], route, found, words);
  });
  const added = live.map((route): readonly Edit[] | undefined => {
    const key = keyOf(route);
    if (keys.has(key)) return [];
    const value = words.route(route);
    return value === undefined
      ? undefined
      : [{ op: "add", path: ["routes"], value, ...noteOf(routeIds.get(key)) }];
  });
  const gone = written.map((route, index) => (byKey.has(keyOf(route)) ? [] : [remove(["routes", index])]));
  return allOf([...changed, ...added, ...gone.toReversed()]);
}

function reviseRoute(
  path: Path,
  written: WrittenRoute,
  live: WrittenRoute,
  words: Words,
): readonly Edit[] | undefined {
  return allOf([
    sameRouteType(written.type, live.type) ? [] : [words.retype(path, live.type)],
    sameTargets(written.targets, live.targets) ? [] : words.retarget(path, written.targets, live.targets),
  ]);
}

function keyOf(route: WrittenRoute): string {
  return routeKey(normaliseAddress(route));
}

function noteOf(id: string | undefined): { readonly note?: string } {
  return id === undefined ? {} : { note: `id ${cite(id)}` };
}

function remove(path: Path): Edit {
  return { op: "remove", path };
}

function allOf(edits: readonly (readonly Edit[] | undefined)[]): readonly Edit[] | undefined {
  return edits.every((some) => some !== undefined) ? edits.flat() : undefined;
}
