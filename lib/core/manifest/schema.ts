import type { FromSchema } from "json-schema-to-ts";
import { REGIONS } from "./regions.ts";
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
  REFERENCE,
  ROUTE_TYPES,
  SUBDOMAIN,
  TEXT,
} from "./schema-parts.ts";
import { ARTIFACT, EXTERNAL, SANDBOX, TUNNEL } from "./target-schema.ts";

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
