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
  REFERENCE,
  ROUTE_TYPES,
  SUBDOMAIN,
  TEXT,
} from "../yaml/schema-parts.ts";
import { REGIONS } from "./regions.ts";

/**
 * The four kinds of target, in the words of Buddy's API and in those of its YAML. What a sandbox and an artifact are is
 * said once; the two vocabularies differ in the tag, the external address and the tunnel.
 */

const sandbox = {
  type: "object",
  description: "Which sandbox.",
  additionalProperties: false,
  required: ["id", "endpoint"],
  properties: {
    id: { ...TEXT, description: "The sandbox's id, as Buddy's API gives it." },
    endpoint: { ...TEXT, description: "The endpoint's name." },
  },
} as const;

const artifact = {
  type: "object",
  description: "Which artifact.",
  additionalProperties: false,
  required: ["id"],
  properties: {
    id: { ...TEXT, description: "The artifact's id." },
    version: { ...TEXT, description: 'The version, in quotes: "1.10". Default: left to Buddy.' },
  },
} as const;

const agent = { ...TEXT, description: "The agent." } as const;
const tunnelName = { ...TEXT, description: "The tunnel, as the agent names it." } as const;

const OUTSIDE = "An address outside Buddy.";
const TUNNELLED = "A tunnel that an agent keeps open.";
const SANDBOXED = "An endpoint of a sandbox.";
const FILES = "The files of an artifact.";

const closed = { type: "object", additionalProperties: false } as const;

const EXTERNAL = {
  ...closed,
  description: OUTSIDE,
  required: ["type", "external_url"],
  properties: { type: { const: "EXTERNAL", description: OUTSIDE }, external_url: EXTERNAL_ADDRESS },
} as const;

const TUNNEL = {
  ...closed,
  description: TUNNELLED,
  required: ["type", "tunnel"],
  properties: {
    type: { const: "TUNNEL", description: TUNNELLED },
    tunnel: {
      ...closed,
      description: "Which tunnel.",
      required: ["id", "tunnel_id"],
      properties: { id: agent, tunnel_id: tunnelName },
    },
  },
} as const;

const SANDBOX = {
  ...closed,
  description: SANDBOXED,
  required: ["type", "sandbox"],
  properties: { type: { const: "SANDBOX", description: SANDBOXED }, sandbox },
} as const;

const ARTIFACT = {
  ...closed,
  description: FILES,
  required: ["type", "artifact"],
  properties: { type: { const: "ARTIFACT", description: FILES }, artifact },
} as const;

export const DIALECT_EXTERNAL = {
  ...closed,
  description: OUTSIDE,
  required: ["endpoint", "address"],
  properties: { endpoint: { const: "EXTERNAL", description: OUTSIDE }, address: EXTERNAL_ADDRESS },
} as const;

export const DIALECT_TUNNEL = {
  ...closed,
  description: TUNNELLED,
  required: ["endpoint", "tunnel"],
  properties: {
    endpoint: { const: "TUNNEL", description: TUNNELLED },
    tunnel: {
      ...closed,
      description: "Which tunnel.",
      required: ["agent", "name"],
      properties: { agent, name: tunnelName },
    },
  },
} as const;

export const DIALECT_SANDBOX = {
  ...closed,
  description: SANDBOXED,
  required: ["endpoint", "sandbox"],
  properties: { endpoint: { const: "SANDBOX", description: SANDBOXED }, sandbox },
} as const;

export const DIALECT_ARTIFACT = {
  ...closed,
  description: FILES,
  required: ["endpoint", "artifact"],
  properties: { endpoint: { const: "ARTIFACT", description: FILES }, artifact },
} as const;

export type Manifest = FromSchema<typeof manifestSchema>;

const route = {
  type: "object",
  description: "One route: what a host and a path lead to.",
  additionalProperties: false,
  required: ["domain", "type", "targets"],
  properties: {
    domain: DOMAIN,
    subdomain: SUBDOMAIN,
    path: PATH,
    type: {
      enum: ROUTE_TYPES,
      description:
        "DIRECT_PROXY forwards, CACHED_PROXY forwards and caches, REDIRECT answers 3xx, CLOAKING shows the target in a frame. PROXY_NO_CACHE and PROXY are older names of the first two.",
    },
    targets: {
      type: "object",
      description: "Where the route leads, by the visitor's region. Default is required.",
      propertyNames: { enum: REGIONS },
      additionalProperties: {
        type: "object",
        required: ["type"],
        discriminator: { propertyName: "type" },
        oneOf: [EXTERNAL, TUNNEL, SANDBOX, ARTIFACT],
      },
    },
  },
} as const;

const permissions = {
  type: "object",
  description: "Who may do what with the distribution. An absent key is not managed.",
  additionalProperties: false,
  properties: {
    others: OTHERS,
    users: {
      type: "array",
      description: "Access of single users. []: none.",
      items: {
        type: "object",
        description: "A user, by email or id.",
        additionalProperties: false,
        required: ["access_level"],
        properties: {
          email: { ...EMAIL, description: "The user's e-mail address." },
          id: { type: "integer", minimum: 1, description: "The user's id in Buddy." },
          access_level: { ...ACCESS_LEVEL, description: "What the user may do." },
        },
        oneOf: [{ required: ["email"] }, { required: ["id"] }],
      },
    },
    groups: {
      type: "array",
      description: "Access of groups. []: none.",
      items: {
        type: "object",
        description: "A group, by name or id.",
        additionalProperties: false,
        required: ["access_level"],
        properties: {
          name: { ...TEXT, description: "The group's name." },
          id: { type: "integer", minimum: 1, description: "The group's id in Buddy." },
          access_level: { ...ACCESS_LEVEL, description: "What the group's members may do." },
        },
        oneOf: [{ required: ["name"] }, { required: ["id"] }],
      },
    },
  },
} as const;

const sync = {
  type: "object",
  description: "How distro-sync treats this distribution.",
  additionalProperties: false,
  properties: {
    protect: {
      type: "boolean",
      description:
        "Never delete it. Outlives the manifest: lifting it and removing the manifest take two commits. Default: false.",
    },
    on_remove: {
      enum: ["retain", "disable", "delete"],
      description:
        "Under policy sync: what becomes of it when no manifest mentions it any more. Default: the configuration's.",
    },
    adopt: {
      type: "boolean",
      description:
        "Under policies upsert and sync: take ownership of one that exists already. Default: false.",
    },
    previously: {
      type: "array",
      description: "Under policies upsert and sync: identifiers that this distribution had before.",
      items: { ...IDENTIFIER, description: "An earlier identifier." },
    },
  },
} as const;

/**
 * One manifest: the source of the type, of the validator, and of what editors complete. Draft 7, because the YAML
 * language server reads no later one well. In the words of Buddy's API.
 */
export const manifestSchema = {
  $id: "urn:distro-sync:manifest",
  title: "A distribution",
  type: "object",
  additionalProperties: false,
  required: ["identifier", "scope"],
  properties: {
    identifier: {
      ...IDENTIFIER,
      description:
        "The key of the distribution in its workspace, project or environment: letters, digits, _ and -.",
    },
    name: DISTRIBUTION_NAME,
    scope: {
      enum: ["WORKSPACE", "PROJECT", "ENVIRONMENT"],
      description: "Where the distribution belongs. The keys below say to which project or environment.",
    },
    project_name: {
      ...REFERENCE,
      description:
        "The project, by the name in its URL. With PROJECT, and with ENVIRONMENT beside environment.",
    },
    environment: {
      ...REFERENCE,
      description:
        "With ENVIRONMENT: the environment, by its identifier. Without project_name: one of the workspace.",
    },
    environment_id: {
      ...REFERENCE,
      description: "With ENVIRONMENT, instead of environment: the environment, by its id in Buddy.",
    },
    disabled: DISABLED,
    permissions,
    routes: {
      type: "array",
      maxItems: MAX_ROUTES,
      description: "The routes. Absent: not managed. []: none.",
      items: route,
    },
    sync,
  },
} as const;
