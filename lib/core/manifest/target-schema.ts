import { EXTERNAL_ADDRESS, TEXT } from "./schema-parts.ts";

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

export const EXTERNAL = {
  ...closed,
  description: OUTSIDE,
  required: ["type", "external_url"],
  properties: { type: { const: "EXTERNAL", description: OUTSIDE }, external_url: EXTERNAL_ADDRESS },
} as const;

export const TUNNEL = {
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

export const SANDBOX = {
  ...closed,
  description: SANDBOXED,
  required: ["type", "sandbox"],
  properties: { type: { const: "SANDBOX", description: SANDBOXED }, sandbox },
} as const;

export const ARTIFACT = {
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
