import type { FromSchema } from "json-schema-to-ts";
import { REGIONS } from "./regions.ts";
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
  SUBDOMAIN,
  TEXT,
} from "./schema-parts.ts";

export type Manifest = FromSchema<typeof manifestSchema>;

const externalTarget = {
  type: "object",
  description: "An address outside Buddy.",
  additionalProperties: false,
  required: ["type", "external_url"],
  properties: {
    type: { const: "EXTERNAL", description: "An address outside Buddy." },
    external_url: EXTERNAL_ADDRESS,
  },
} as const;

const tunnelTarget = {
  type: "object",
  description: "A tunnel that an agent keeps open.",
  additionalProperties: false,
  required: ["type", "tunnel"],
  properties: {
    type: { const: "TUNNEL", description: "A tunnel that an agent keeps open." },
    tunnel: {
      type: "object",
      description: "Which tunnel.",
      additionalProperties: false,
      required: ["id", "tunnel_id"],
      properties: {
        id: { ...TEXT, description: "The agent." },
        tunnel_id: { ...TEXT, description: "The tunnel, as the agent names it." },
      },
    },
  },
} as const;

const sandboxTarget = {
  type: "object",
  description: "An endpoint of a sandbox.",
  additionalProperties: false,
  required: ["type", "sandbox"],
  properties: {
    type: { const: "SANDBOX", description: "An endpoint of a sandbox." },
    sandbox: {
      type: "object",
      description: "Which sandbox.",
      additionalProperties: false,
      required: ["id", "endpoint"],
      properties: {
        id: { ...TEXT, description: "The sandbox's id, as Buddy's API gives it." },
        endpoint: { ...TEXT, description: "The endpoint's name." },
      },
    },
  },
} as const;

const artifactTarget = {
  type: "object",
  description: "The files of an artifact.",
  additionalProperties: false,
  required: ["type", "artifact"],
  properties: {
    type: { const: "ARTIFACT", description: "The files of an artifact." },
    artifact: {
      type: "object",
      description: "Which artifact.",
      additionalProperties: false,
      required: ["id"],
      properties: {
        id: { ...TEXT, description: "The artifact's id." },
        version: { ...TEXT, description: 'The version, in quotes: "1.10". Default: left to Buddy.' },
      },
    },
  },
} as const;

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
      enum: ["DIRECT_PROXY", "CACHED_PROXY", "REDIRECT", "CLOAKING", "PROXY_NO_CACHE", "PROXY"],
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
        oneOf: [externalTarget, tunnelTarget, sandboxTarget, artifactTarget],
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
