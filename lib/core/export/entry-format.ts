import { sameTargets } from "../domain/normalise.ts";
import { cite } from "../domain/wording.ts";
import type { DialectEntry } from "../manifest/dialect.ts";
import type { Manifest } from "../manifest/schema.ts";
import type { Directory } from "../plan/resolve.ts";
import type { Path } from "../yaml/finding.ts";
import type { PlainMap } from "../yaml/plain.ts";
import type { Edit } from "./edit-text.ts";
import {
  type EntryFormat,
  type GrantList,
  reviseMap,
  type WrittenGrant,
  type WrittenTargets,
} from "./revise.ts";

/**
 * The format of a manifest: grants in lists, and targets by region.
 *
 * @param names of groups by id, for comments
 */
export function manifestFormat(
  { permissions = {} }: Manifest,
  directory: Directory,
  names: ReadonlyMap<number, string>,
): EntryFormat {
  const { users = [], groups = [] } = permissions;
  return {
    grants: (list) =>
      list === "users"
        ? users.map(({ id, email = "", access_level }, index) =>
            grantAt(list, index, id ?? directory.users.get(email.toLowerCase()), access_level),
          )
        : groups.map(({ id, name = "", access_level }, index) =>
            grantAt(list, index, id ?? directory.groups.get(name), access_level),
          ),
    grant: (list, grant) => {
      const note = list === "groups" ? names.get(grant.id) : undefined;
      const { id, access_level } = grant;
      return {
        op: "add",
        path: ["permissions", list],
        value: { id, access_level },
        ...(note === undefined ? {} : { note: cite(note) }),
      };
    },
    retype: (path, value) => ({ op: "set", path: [...path, "type"], value }),
    retarget: (path, before, targets) => {
      const at = [...path, "targets"];
      const changed = Object.entries(targets).flatMap(([region, target]): readonly Edit[] => {
        const was = before[region];
        if (was === undefined) return [{ op: "add", path: at, key: region, value: target }];
        const same = sameTargets({ Default: was }, { Default: target });
        return same ? [] : reviseMap([...at, region], was, target);
      });
      const gone = Object.keys(before).filter((region) => !Object.hasOwn(targets, region));
      return [...changed, ...gone.map((region): Edit => ({ op: "remove", path: [...at, region] }))];
    },
    route: minimalRoute,
  };
}

function grantAt(list: GrantList, index: number, id: number | undefined, level: string): WrittenGrant {
  const path = ["permissions", list, index];
  return { id, level, path, levelPath: [...path, "access_level"] };
}

/**
 * The format of Buddy's own YAML: grants in mappings, by e-mail address and by group name; one target for a route, in every
 * region; a type that may be absent.
 *
 * @param entry as it is written
 */
export function dialectFormat(
  entry: DialectEntry,
  directory: Directory,
  names: ReadonlyMap<number, string>,
): EntryFormat {
  const routeAt = ([, index]: Path) => entry.routes?.[Number(index)];
  return {
    grants: (list) =>
      Object.entries(entry.permissions?.[list] ?? {}).map(([who, level]) => {
        const path = ["permissions", list, who];
        const id = list === "users" ? directory.users.get(who.toLowerCase()) : directory.groups.get(who);
        return { id, level, path, levelPath: path };
      }),
    grant: (list, { id, access_level }) => {
      const name = list === "groups" ? names.get(id) : undefined;
      return name === undefined
        ? undefined
        : { op: "add", path: ["permissions", list], key: name, value: access_level };
    },
    retype: (path, value): Edit =>
      routeAt(path)?.type !== undefined
        ? { op: "set", path: [...path, "type"], value }
        : { op: "add", path, key: "type", value },
    retarget: (path, written, live) => {
      const [before, after] = [targetOf(written), targetOf(live)];
      return before === undefined || after === undefined
        ? undefined
        : reviseMap([...path, "target"], before, after);
    },
    route: (route) => {
      const { targets, ...rest } = minimalRoute(route);
      const target = targetOf(targets);
      return target === undefined ? undefined : { ...rest, target };
    },
  };
}

function targetOf({ Default: target, ...regions }: WrittenTargets): PlainMap | undefined {
  if (target === undefined || Object.keys(regions).length > 0) return undefined;
  switch (target.type) {
    case "EXTERNAL":
      return { endpoint: target.type, address: target.external_url };
    case "SANDBOX":
      return { endpoint: target.type, sandbox: target.sandbox };
    case "TUNNEL":
      return { endpoint: target.type, tunnel: { agent: target.tunnel.id, name: target.tunnel.tunnel_id } };
    case "ARTIFACT":
      return { endpoint: target.type, artifact: target.artifact };
    default:
      return target satisfies never;
  }
}

type WrittenRoute = NonNullable<Manifest["routes"]>[number];

/**
 * The shortest manifest that creates the same distribution: without a name that equals the identifier, without empty lists,
 * without Buddy's default access, and without any other default.
 */
export function shortestManifest({ identifier, scope, ...rest }: Manifest): Manifest {
  const { project_name, environment_id, name, disabled, permissions, routes = [] } = rest;
  return {
    identifier,
    ...(name === undefined || name === identifier ? {} : { name }),
    scope,
    ...(project_name === undefined ? {} : { project_name }),
    ...(environment_id === undefined ? {} : { environment_id }),
    ...(disabled === true ? { disabled } : {}),
    ...minimalAccess(permissions),
    ...(routes.length === 0 ? {} : { routes: routes.map(minimalRoute) }),
  };
}

function minimalRoute({ domain, subdomain, path, type, targets }: WrittenRoute): WrittenRoute {
  return {
    domain,
    ...(subdomain === undefined || subdomain === "" ? {} : { subdomain }),
    ...(path === undefined || path === "/" ? {} : { path }),
    type,
    targets: Object.fromEntries(
      Object.entries(targets).toSorted(([a], [b]) => Number(b === "Default") - Number(a === "Default")),
    ),
  };
}

function minimalAccess({
  others,
  users = [],
  groups = [],
}: NonNullable<Manifest["permissions"]> = {}): Pick<Manifest, "permissions"> {
  const permissions = {
    ...(others === undefined || others === "DEFAULT" ? {} : { others }),
    ...(users.length === 0 ? {} : { users }),
    ...(groups.length === 0 ? {} : { groups }),
  };
  return Object.keys(permissions).length === 0 ? {} : { permissions };
}
