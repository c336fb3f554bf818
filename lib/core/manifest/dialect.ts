import type { FromSchema } from "json-schema-to-ts";
import { compareText } from "../domain/order.ts";
import type { Path, Place } from "../yaml/finding.ts";
import type { PlainMap } from "../yaml/plain.ts";
import {
  ACCESS_LEVEL,
  DISABLED,
  DISTRIBUTION_NAME,
  DOMAIN,
  EMAIL,
  IDENTIFIER,
  MAX_ROUTES,
  OTHERS,
  PATH,
  ROUTE_TYPES,
  SUBDOMAIN,
  TEXT,
} from "../yaml/schema-parts.ts";
import {
  DIALECT_ARTIFACT,
  DIALECT_EXTERNAL,
  DIALECT_SANDBOX,
  DIALECT_TUNNEL,
  type Manifest,
  manifestSchema,
} from "./schema.ts";

/** One entry of Buddy's own "YAML for distributions", as far as its reference page can be read. */
export type DialectEntry = FromSchema<typeof dialectSchema>;

const route = {
  type: "object",
  description: "One route: what a host and a path lead to.",
  additionalProperties: false,
  required: ["domain", "target"],
  properties: {
    domain: DOMAIN,
    subdomain: SUBDOMAIN,
    path: PATH,
    type: {
      enum: ROUTE_TYPES,
      description: "Default: DIRECT_PROXY, which caches nothing.",
    },
    target: {
      type: "object",
      description: "Where the route leads, in every region.",
      required: ["endpoint"],
      discriminator: { propertyName: "endpoint" },
      oneOf: [DIALECT_EXTERNAL, DIALECT_SANDBOX, DIALECT_TUNNEL, DIALECT_ARTIFACT],
    },
  },
} as const;

export const dialectSchema = {
  $id: "urn:distro-sync:dialect",
  title: "A distribution in Buddy's own YAML",
  type: "object",
  additionalProperties: false,
  required: ["distribution"],
  properties: {
    distribution: {
      ...IDENTIFIER,
      description: "The identifier. The distribution belongs to the workspace.",
    },
    name: DISTRIBUTION_NAME,
    disabled: DISABLED,
    permissions: {
      type: "object",
      description: "Who may do what with the distribution. An absent key is not managed.",
      additionalProperties: false,
      properties: {
        others: OTHERS,
        users: {
          type: "object",
          description: "Access levels by e-mail address.",
          propertyNames: EMAIL,
          additionalProperties: { ...ACCESS_LEVEL, description: "What the user may do." },
        },
        groups: {
          type: "object",
          description: "Access levels by group name.",
          propertyNames: TEXT,
          additionalProperties: { ...ACCESS_LEVEL, description: "What the group's members may do." },
        },
      },
    },
    routes: {
      type: "array",
      maxItems: MAX_ROUTES,
      description: "The routes. Absent: not managed. []: none.",
      items: route,
    },
  },
} as const;

/** Keys that Buddy's page names, and cuts off before it says what stands under them; with what to write instead. */
export const UNREADABLE_KEYS: ReadonlyMap<string, string> = new Map([
  ["targets", "write a manifest with `identifier:` and `targets:` for per-region targets"],
  ["regions", "write a manifest with `identifier:` and `targets:` for per-region targets"],
  ["pipelines", "leave it out, and set it in Buddy: absent keys are not managed"],
  ["sandboxes", "leave it out, and set it in Buddy: absent keys are not managed"],
  ["all", "leave it out, and set it in Buddy: absent keys are not managed"],
]);

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

const entry = {
  if: { required: ["distribution"], not: { required: ["identifier"] } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { $ref: "#/definitions/dialect" }, // oxlint-disable-line unicorn/no-thenable
  else: { $ref: "#/definitions/manifest" },
} as const;

const { $id: _manifest, ...manifest } = manifestSchema;
const { $id: _dialect, ...dialect } = dialectSchema;

/** A whole file, for editors: one entry, or a list of them. The files themselves are checked entry by entry. */
export const fileSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:file",
  title: "distro-sync manifests",
  description: "One distribution, or a list of them. Absent keys are not managed.",
  type: ["object", "array"],
  if: { type: "array" },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { items: entry }, // oxlint-disable-line unicorn/no-thenable
  else: entry,
  definitions: { manifest, dialect },
} as const;
