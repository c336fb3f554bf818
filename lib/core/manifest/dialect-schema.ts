import type { FromSchema } from "json-schema-to-ts";
import {
  ACCESS_LEVEL,
  DISABLED,
  DISTRIBUTION_NAME,
  DOMAIN,
  EMAIL,
  EXTERNAL_ADDRESS,
  IDENTIFIER,
  MAX_ROUTES,
  OTHERS,
  PATH,
  SUBDOMAIN,
  TEXT,
} from "./schema-parts.ts";

/** One entry of Buddy's own "YAML for distributions", as far as its reference page can be read. */
export type DialectEntry = FromSchema<typeof dialectSchema>;

const external = {
  type: "object",
  description: "An address outside Buddy.",
  additionalProperties: false,
  required: ["endpoint", "address"],
  properties: {
    endpoint: { const: "EXTERNAL", description: "An address outside Buddy." },
    address: EXTERNAL_ADDRESS,
  },
} as const;

const sandbox = {
  type: "object",
  description: "An endpoint of a sandbox.",
  additionalProperties: false,
  required: ["endpoint", "sandbox"],
  properties: {
    endpoint: { const: "SANDBOX", description: "An endpoint of a sandbox." },
    sandbox: {
      type: "object",
      description: "Which sandbox.",
      additionalProperties: false,
      required: ["id", "endpoint"],
      properties: {
        id: { ...TEXT, description: "The sandbox." },
        endpoint: { ...TEXT, description: "The endpoint's name." },
      },
    },
  },
} as const;

const tunnel = {
  type: "object",
  description: "A tunnel that an agent keeps open.",
  additionalProperties: false,
  required: ["endpoint", "tunnel"],
  properties: {
    endpoint: { const: "TUNNEL", description: "A tunnel that an agent keeps open." },
    tunnel: {
      type: "object",
      description: "Which tunnel.",
      additionalProperties: false,
      required: ["agent", "name"],
      properties: {
        agent: { ...TEXT, description: "The agent." },
        name: { ...TEXT, description: "The tunnel, as the agent names it." },
      },
    },
  },
} as const;

const artifact = {
  type: "object",
  description: "The files of an artifact.",
  additionalProperties: false,
  required: ["endpoint", "artifact"],
  properties: {
    endpoint: { const: "ARTIFACT", description: "The files of an artifact." },
    artifact: {
      type: "object",
      description: "Which artifact.",
      additionalProperties: false,
      required: ["id"],
      properties: {
        id: { ...TEXT, description: "The artifact." },
        version: { ...TEXT, description: 'The version, in quotes: "1.10". Default: left to Buddy.' },
      },
    },
  },
} as const;

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
      enum: ["DIRECT_PROXY", "CACHED_PROXY", "REDIRECT", "CLOAKING", "PROXY_NO_CACHE", "PROXY"],
      description: "Default: DIRECT_PROXY, which caches nothing.",
    },
    target: {
      type: "object",
      description: "Where the route leads, in every region.",
      required: ["endpoint"],
      discriminator: { propertyName: "endpoint" },
      oneOf: [external, sandbox, tunnel, artifact],
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
