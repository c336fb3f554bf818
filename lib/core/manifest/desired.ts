import {
  type Desired,
  type Grant,
  type GroupReference,
  type ManifestSource,
  normaliseAddress,
  type Permissions,
  type Route,
  type RouteType,
  routeKey,
  type ScopeReference,
  type Targets,
  type UserReference,
} from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import type { Explanation } from "../yaml/explain.ts";
import type { Path } from "../yaml/finding.ts";
import type { Manifest } from "./schema.ts";

/**
 * What a manifest asks for, in the one form that is compared: newer names, lower case, sorted. Two manifests that mean
 * the same make the same value.
 */
export function toDesired(manifest: Manifest, scope: ScopeReference, source: ManifestSource): Desired {
  const { identifier, name, disabled, permissions, routes, sync } = manifest;
  return {
    scope,
    identifier,
    ...(name === undefined ? {} : { name }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(permissions === undefined ? {} : { permissions: toPermissions(permissions) }),
    ...(routes === undefined ? {} : { routes: sorted(routes.map(toRoute), routeKey) }),
    protect: sync?.protect ?? false,
    adopt: sync?.adopt ?? false,
    ...(sync?.on_remove === undefined ? {} : { onRemove: sync.on_remove }),
    previously: sync?.previously ?? [],
    source,
  };
}

/** A path into a manifest from one into what it was made into, where lists are sorted. */
export function writtenPath({ routes = [], permissions = {} }: Manifest, path: Path): Path {
  const { users = [], groups = [] } = permissions;
  const [first, second, third] = path;
  if (first === "routes" && typeof second === "number") {
    return [first, ...writtenIndex(routes.map(toRoute), routeKey, second), ...path.slice(2)];
  }
  if (first === "permissions" && second !== undefined && typeof third === "number") {
    const index =
      second === "users"
        ? writtenIndex(users.map(toUser), userKey, third)
        : writtenIndex(groups.map(toGroup), groupKey, third);
    return [first, second, ...index, ...path.slice(3)];
  }
  return path;
}

export function userKey(user: UserReference): string {
  return "email" in user ? user.email : `${user.id}`;
}

export function groupKey(group: GroupReference): string {
  // No name holds a control character.
  return "name" in group ? group.name : `\0${group.id}`;
}

type WrittenRoute = NonNullable<Manifest["routes"]>[number];
type WrittenPermissions = NonNullable<Manifest["permissions"]>;
function sorted<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.length < 2 ? items : items.toSorted((a, b) => compareText(key(a), key(b)));
}

/** Where the item stood that sorting puts at `index`; none when there is no such item. */
function writtenIndex<T>(items: readonly T[], key: (item: T) => string, index: number): readonly number[] {
  return sorted(items, key)
    .slice(index, index + 1)
    .map((item) => items.indexOf(item));
}

function toRoute(route: WrittenRoute): Route {
  // Named one by one: objects that a spread begins are slow ones, which all of a plan would pay for.
  const { domain, subdomain, path } = normaliseAddress(route);
  return { domain, subdomain, path, type: toType(route.type), targets: toTargets(route.targets) };
}

function toType(type: WrittenRoute["type"]): RouteType {
  if (type === "PROXY") return "CACHED_PROXY";
  return type === "PROXY_NO_CACHE" ? "DIRECT_PROXY" : type;
}

function toTargets(targets: WrittenRoute["targets"]): Targets {
  if (Object.keys(targets).length < 2) return targets;
  return Object.fromEntries(Object.entries(targets).toSorted(([a], [b]) => compareRegions(a, b)));
}

function compareRegions(a: string, b: string): number {
  return Number(b === "Default") - Number(a === "Default") || compareText(a, b);
}

function toPermissions({ others, users, groups }: WrittenPermissions): Permissions {
  return {
    ...(others === undefined ? {} : { others }),
    ...(users === undefined ? {} : { users: sorted(users.map(toUser), userKey) }),
    ...(groups === undefined ? {} : { groups: sorted(groups.map(toGroup), groupKey) }),
  };
}

/** Addresses are compared as Buddy's members are: in lower case. */
export function toUser(user: NonNullable<WrittenPermissions["users"]>[number]): Grant<UserReference> {
  const { email, id, access_level } = user;
  if (email !== undefined) return { email: email.toLowerCase(), access_level };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema wants one of the two
  return { id: id as number, access_level };
}

export function toGroup(group: NonNullable<WrittenPermissions["groups"]>[number]): Grant<GroupReference> {
  const { name, id, access_level } = group;
  if (name !== undefined) return { name, access_level };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema wants one of the two
  return { id: id as number, access_level };
}

/** Where a manifest's distribution belongs, or what is wrong with the keys that say so. */
export function scopeOf(manifest: Manifest): ScopeReference | { readonly wrong: readonly Explanation[] } {
  const { scope, project_name: project, environment, environment_id: environmentId } = manifest;
  switch (scope) {
    case "WORKSPACE":
      return unless(superfluous(manifest, KEYS, "a WORKSPACE distribution belongs to none"), {
        kind: "workspace",
      });
    case "PROJECT": {
      const wrong = superfluous(
        manifest,
        ["environment", "environment_id"],
        "it goes with scope: ENVIRONMENT",
      );
      return project === undefined
        ? { wrong: [missing("project_name", "a PROJECT distribution"), ...wrong] }
        : unless(wrong, { kind: "project", project });
    }
    case "ENVIRONMENT":
      if (environmentId !== undefined) {
        const wrong = superfluous(manifest, ["environment", "project_name"], "environment_id says it all");
        return unless(wrong, { kind: "environment", environmentId });
      }
      if (environment === undefined) {
        return { wrong: [missing("environment or environment_id", "an ENVIRONMENT distribution")] };
      }
      return { kind: "environment", environment, ...(project === undefined ? {} : { project }) };
    default:
      return scope satisfies never;
  }
}

const KEYS = ["project_name", "environment", "environment_id"] as const;

function unless(
  wrong: readonly Explanation[],
  scope: ScopeReference,
): ScopeReference | { readonly wrong: readonly Explanation[] } {
  return wrong.length > 0 ? { wrong } : scope;
}

function superfluous(
  manifest: Manifest,
  keys: readonly (typeof KEYS)[number][],
  why: string,
): readonly Explanation[] {
  return keys
    .filter((key) => manifest[key] !== undefined)
    .map((key) => ({
      path: [key],
      part: "key",
      code: "SCOPE_KEYS",
      message: `${key} does not fit scope: ${manifest.scope}: ${why}`,
      remedy: "take the key out, or change the scope",
    }));
}

function missing(key: string, what: string): Explanation {
  return {
    path: ["scope"],
    part: "value",
    code: "SCOPE_KEYS",
    message: `${what} needs ${key}`,
    remedy: "add it, or change the scope",
  };
}
