import { normaliseAddress, routeKey } from "../domain/distribution.ts";
import { sameRouteType, sameTargets } from "../domain/normalise.ts";
import { cite } from "../domain/wording.ts";
import type { Manifest } from "../manifest/schema.ts";
import type { Path } from "../yaml/finding.ts";
import type { PlainMap } from "../yaml/plain.ts";
import type { Edit } from "./edit-text.ts";
import type { ManifestPart } from "./omission.ts";

/**
 * The edits that make a written manifest describe what is live, in the given parts alone. They are made one after the other:
 * additions come first, then removals from the end, so that no edit moves the path of a later one. Undefined when the
 * manifest's format cannot express the result.
 *
 * @param live the live distribution as a manifest
 * @param routeIds by the keys of routes, for comments
 */
export function revise(
  written: Manifest,
  live: Manifest,
  parts: ReadonlySet<ManifestPart>,
  format: EntryFormat,
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
        return reviseGrants(part, live, format);
      case "routes":
        return reviseRoutes(written.routes, live.routes, format, routeIds);
      default:
        return part satisfies never;
    }
  });
  return allOf(edits);
}

function set(path: Path, value: string | boolean | undefined): readonly Edit[] | undefined {
  return value === undefined ? undefined : [{ op: "set", path, value }];
}

function reviseGrants(
  list: GrantList,
  { permissions }: Manifest,
  format: EntryFormat,
): readonly Edit[] | undefined {
  const live = new Map((permissions?.[list] ?? []).map(({ id, access_level }) => [id, access_level]));
  const written = format.grants(list);
  const first = new Map(written.toReversed().map((grant) => [grant.id, grant]));
  const isKept = (grant: (typeof written)[number]) =>
    grant.id !== undefined && live.has(grant.id) && first.get(grant.id) === grant;
  const changed = written.filter(isKept).map(({ id, level, levelPath }) => {
    const due = live.get(id);
    return due === level ? [] : set(levelPath, due);
  });
  const added = [...live].map(([id, access_level]) => {
    if (id === undefined || first.has(id)) return [];
    const edit = format.grant(list, { id, access_level });
    return edit === undefined ? undefined : [edit];
  });
  const gone = written.filter((grant) => !isKept(grant)).map(({ path }) => [remove(path)]);
  return allOf([...changed, ...added, ...gone.toReversed()]);
}

function reviseRoutes(
  written: readonly WrittenRoute[] = [],
  live: readonly WrittenRoute[] = [],
  format: EntryFormat,
  routeIds: ReadonlyMap<string, string>,
): readonly Edit[] | undefined {
  const keys = new Set(written.map(keyOf));
  const byKey = new Map(live.map((route) => [keyOf(route), route]));
  const changed = written.map((route, index) => {
    const found = byKey.get(keyOf(route));
    return found === undefined ? [] : reviseRoute(["routes", index], route, found, format);
  });
  const added = live.map((route): readonly Edit[] | undefined => {
    const key = keyOf(route);
    if (keys.has(key)) return [];
    const value = format.route(route);
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
  format: EntryFormat,
): readonly Edit[] | undefined {
  return allOf([
    sameRouteType(written.type, live.type) ? [] : [format.retype(path, live.type)],
    sameTargets(written.targets, live.targets) ? [] : format.retarget(path, written.targets, live.targets),
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

/** The format of an entry of a file: a manifest, or Buddy's own YAML. It says where things stand, and how to add or change them. */
export type EntryFormat = {
  /** The grants of users or groups. Those of a list keep its order, since removals go from its end. */
  readonly grants: (list: GrantList) => readonly WrittenGrant[];
  /** Undefined when the format cannot express it, here and in the next members. */
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
