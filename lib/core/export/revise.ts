import { normaliseAddress, routeKey } from "../domain/distribution.ts";
import { sameRouteType, sameTargets } from "../domain/normalise.ts";
import { cite } from "../domain/wording.ts";
import type { Manifest } from "../manifest/schema.ts";
import type { Path } from "../yaml/finding.ts";
import type { PlainMap } from "../yaml/plain.ts";
import type { Edit } from "./edit-text.ts";
import type { Part } from "./omission.ts";

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

/** From one mapping to another, key by key, so that what both have keeps its place and its comments. */
export function reviseMap(path: Path, before: PlainMap, after: PlainMap): readonly Edit[] {
  const changed = Object.entries(after).flatMap(([key, value]): readonly Edit[] => {
    const was = before[key];
    if (was === undefined) return [{ op: "add", path, key, value }];
    if (isMap(was) && isMap(value)) return reviseMap([...path, key], was, value);
    return typeof value !== "string" || value === was ? [] : [{ op: "set", path: [...path, key], value }];
  });
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [...changed, ...gone.map((key): Edit => ({ op: "remove", path: [...path, key] }))];
}

function isMap(value: PlainMap[string] | undefined): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How an entry of a file is written: in the words of a manifest, or in those of Buddy's own YAML. */
export type Words = {
  /** The grants of a list as they are written, in an order in which they can be taken out one after the other. */
  readonly grants: (list: GrantList) => readonly WrittenGrant[];
  /** Undefined where there are no words for it; the same below. */
  readonly grant: (list: GrantList, grant: LiveGrant) => Edit | undefined;
  readonly retype: (path: Path, type: string) => Edit;
  readonly retarget: (
    path: Path,
    written: WrittenTargets,
    live: WrittenTargets,
  ) => readonly Edit[] | undefined;
  readonly route: (route: WrittenRoute) => PlainMap | undefined;
};

type WrittenRoute = NonNullable<Manifest["routes"]>[number];
export type WrittenTargets = WrittenRoute["targets"];
export type GrantList = "users" | "groups";

export type WrittenGrant = {
  /** Buddy's id; undefined for somebody whom Buddy does not know. */
  readonly id: number | undefined;
  readonly level: string;
  /** The entry of the list or mapping, and its access level. */
  readonly path: Path;
  readonly levelPath: Path;
};

type LiveGrant = NonNullable<NonNullable<Manifest["permissions"]>["users"]>[number] & {
  readonly id: number;
};
