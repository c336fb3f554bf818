import type { FromSchema } from "json-schema-to-ts";
import { IDENTIFIER, REFERENCE, TEXT } from "../manifest/schema-parts.ts";

const percentage = { ...TEXT, maxLength: 4 } as const;
const count = { type: "integer", minimum: 0 } as const;

const tokenSchema = {
  description: "Where the token is read from. Default: the environment variable BUDDY_TOKEN.",
  type: "object",
  additionalProperties: false,
  oneOf: [{ required: ["env"] }, { required: ["ssm"] }, { required: ["oidc"] }],
  properties: {
    env: { ...TEXT, description: "The name of an environment variable." },
    ssm: {
      ...TEXT,
      description: "For the function: the name of a SecureString in AWS Systems Manager Parameter Store.",
    },
    oidc: {
      description: "For the function: its own identity, exchanged at Buddy's OIDC endpoint.",
      type: "object",
      additionalProperties: false,
      required: ["provider_id"],
      properties: { provider_id: { ...TEXT, description: "The id of the identity provider in Buddy." } },
    },
  },
} as const;

const limitsSchema = {
  description: "How much one pass may do before a person has to decide.",
  type: "object",
  additionalProperties: false,
  properties: {
    creates: { ...count, description: "New distributions a pass. Default: 50." },
    removals: { ...percentage, description: "Share of the owned distributions that may go. Default: 20%." },
    max_removals: { ...count, description: "Removals a pass. Default: 5." },
    updates: {
      ...percentage,
      description: "Share of the owned distributions that may change. Default: 30%.",
    },
  },
} as const;

const workspaceSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    workspace: {
      ...REFERENCE,
      description: "The handle in the workspace's URL. Default: the environment variable BUDDY_WORKSPACE.",
    },
    region: { description: "Where the account lives. Default: us.", enum: ["us", "eu", "asia"] },
    api: {
      ...TEXT,
      description:
        "A self-hosted Buddy: https://HOST/api. Only hosts that are named here are sent the token.",
    },
    manifests: {
      ...TEXT,
      description: "The folder of manifests, relative to this file. Default: distributions/.",
    },
    token: tokenSchema,
    policy: {
      description:
        "What a pass may do. Default: create-only, which makes what is missing and changes nothing else.",
      enum: ["create-only", "upsert", "sync"],
    },
    on_remove: {
      description: "What becomes of an owned distribution whose manifest is gone, under policy sync.",
      enum: ["retain", "disable", "delete"],
    },
    limits: limitsSchema,
  },
} as const;

/** Of `distro-sync.yaml`: the source of its types, its validator and its completion in editors. */
export const configSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:config",
  title: "the configuration",
  type: "object",
  additionalProperties: false,
  properties: {
    instance: {
      ...IDENTIFIER,
      description: "The name under which this installation owns what it creates. Default: default.",
    },
    workspaces: {
      description: "The workspaces that are kept equal to their manifests.",
      type: "array",
      maxItems: 1000,
      items: workspaceSchema,
    },
    schedule: { ...TEXT, description: "How often the deployed function makes a pass: rate(15 minutes)." },
  },
} as const;

export type Config = FromSchema<typeof configSchema>;
export type WorkspaceConfig = NonNullable<Config["workspaces"]>[number];
