import { compareText } from "../order.ts";
import type { DialectEntry } from "./dialect-schema.ts";
import type { Path, Place } from "./fault.ts";
import type { PlainMap } from "./plain.ts";
import type { Manifest } from "./schema.ts";

/** Whether an entry is in Buddy's own "YAML for distributions" and not in the words of its API. */
export function isDialect(value: PlainMap): boolean {
  return Object.hasOwn(value, "distribution") && !Object.hasOwn(value, "identifier");
}

/**
 * The manifest that says the same. The dialect has no key for the scope: Buddy takes it from where the text is kept,
 * and here it is the workspace.
 */
export function toManifest(entry: DialectEntry): Manifest {
  const { distribution: identifier, name, disabled, permissions, routes } = entry;
  return {
    identifier,
    scope: "WORKSPACE",
    ...(name === undefined ? {} : { name }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(permissions === undefined ? {} : { permissions: toPermissions(permissions) }),
    ...(routes === undefined ? {} : { routes: routes.map(toRoute) }),
  };
}

/** Where in the dialect stands what is at a place of the manifest. `keysAt` gives the keys of a mapping of the dialect. */
export function dialectPlace(
  { path, part }: Pick<Place, "path" | "part">,
  keysAt: (path: Path) => readonly string[],
): Pick<Place, "path" | "part"> {
  const [first, second, third, ...rest] = path;
  if (first === "identifier") return { path: ["distribution"], part };
  if (first === "permissions" && second !== undefined && typeof third === "number") {
    const who = keysAt([first, second])
      .toSorted(compareText)
      .slice(third, third + 1);
    return { path: [first, second, ...who], part: rest[0] === "access_level" ? "value" : "key" };
  }
  if (first === "routes" && second !== undefined && third === "targets") {
    const [, ...below] = rest;
    return { path: [first, second, "target", ...(TARGET_WORDS.get(below.join(".")) ?? below)], part };
  }
  return { path, part };
}

const TARGET_WORDS: ReadonlyMap<string, Path> = new Map([
  ["type", ["endpoint"]],
  ["external_url", ["address"]],
  ["tunnel.id", ["tunnel", "agent"]],
  ["tunnel.tunnel_id", ["tunnel", "name"]],
]);

type DialectRoute = NonNullable<DialectEntry["routes"]>[number];
type Target = NonNullable<Manifest["routes"]>[number]["targets"][string];

function toPermissions({
  others,
  users,
  groups,
}: NonNullable<DialectEntry["permissions"]>): NonNullable<Manifest["permissions"]> {
  return {
    ...(others === undefined ? {} : { others }),
    ...(users === undefined
      ? {}
      : { users: byKey(users).map(([email, access_level]) => ({ email, access_level })) }),
    ...(groups === undefined
      ? {}
      : { groups: byKey(groups).map(([name, access_level]) => ({ name, access_level })) }),
  };
}

/** Sorted, since JavaScript has its own idea of the order of keys that look like numbers. */
function byKey<T>(map: { readonly [key: string]: T }): readonly (readonly [string, T])[] {
  return Object.entries(map).toSorted(([a], [b]) => compareText(a, b));
}

/** Buddy's page leaves the type out and does not say what it then is: it is the one that changes least. */
function toRoute({
  domain,
  subdomain,
  path,
  type = "DIRECT_PROXY",
  target,
}: DialectRoute): NonNullable<Manifest["routes"]>[number] {
  return {
    domain,
    ...(subdomain === undefined ? {} : { subdomain }),
    ...(path === undefined ? {} : { path }),
    type,
    targets: { Default: toTarget(target) },
  };
}

function toTarget(target: DialectRoute["target"]): Target {
  switch (target.endpoint) {
    case "EXTERNAL":
      return { type: "EXTERNAL", external_url: target.address };
    case "SANDBOX":
      return { type: "SANDBOX", sandbox: target.sandbox };
    case "TUNNEL":
      return { type: "TUNNEL", tunnel: { id: target.tunnel.agent, tunnel_id: target.tunnel.name } };
    case "ARTIFACT":
      return { type: "ARTIFACT", artifact: target.artifact };
    default:
      return target satisfies never;
  }
}
