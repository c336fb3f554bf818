import type { FromSchema } from "json-schema-to-ts";
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
} from "./schema-parts.ts";
import { DIALECT_ARTIFACT, DIALECT_EXTERNAL, DIALECT_SANDBOX, DIALECT_TUNNEL } from "./target-schema.ts";

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
