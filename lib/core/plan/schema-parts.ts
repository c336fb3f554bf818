/** Parts of the schemas of plans and reports. */

export const text = { type: "string" } as const;
export const count = { type: "integer", minimum: 0 } as const;

export const bucketSchema = {
  oneOf: [
    {
      type: "object",
      required: ["scope"],
      additionalProperties: false,
      properties: { scope: { const: "WORKSPACE" } },
    },
    {
      type: "object",
      required: ["scope", "project"],
      additionalProperties: false,
      properties: { scope: { const: "PROJECT" }, project: text },
    },
    {
      type: "object",
      required: ["scope", "environmentId"],
      additionalProperties: false,
      properties: { scope: { const: "ENVIRONMENT" }, environmentId: text },
    },
  ],
} as const;

/** What everything in a plan says of the distribution that it is about. */
export const entry = {
  key: { ...text, description: "Identity: bucket#identifier" },
  identifier: text,
  where: { ...text, description: "The bucket in words" },
} as const;

export const source = { ...text, description: "file:line of the manifest" } as const;

const address = {
  domain: text,
  subdomain: { ...text, description: "Empty for the domain itself" },
  path: { type: "string", pattern: "^/" },
} as const;

/** As a manifest asks for it. */
export const routeSchema = {
  type: "object",
  required: ["domain", "subdomain", "path", "type", "targets"],
  additionalProperties: false,
  properties: {
    ...address,
    type: { enum: ["DIRECT_PROXY", "CACHED_PROXY", "REDIRECT", "CLOAKING"] },
    targets: {
      type: "object",
      description: "One target a region, as Buddy takes it",
      required: ["Default"],
      additionalProperties: { type: "object", required: ["type"] },
    },
  },
} as const;

/** As Buddy reports it. */
export const liveRouteSchema = {
  type: "object",
  required: ["domain", "subdomain", "path", "type", "targets"],
  additionalProperties: false,
  properties: {
    ...address,
    type: { ...text, description: "The newer name; a word that nobody knows as it came" },
    targets: {
      type: "object",
      description: "One target a region, as Buddy reports it",
      additionalProperties: { type: "object" },
    },
  },
} as const;

/** With Buddy's ids, and beside them what the manifest called them. */
export function grants(label: "email" | "name") {
  return {
    type: "array",
    items: {
      type: "object",
      required: ["id", "access_level"],
      additionalProperties: false,
      properties: { id: { type: "integer" }, [label]: text, access_level: text },
    },
  } as const;
}

export const liveGrants = {
  type: "array",
  items: {
    type: "object",
    required: ["id", "access_level"],
    additionalProperties: false,
    properties: { id: { type: "integer" }, access_level: text },
  },
} as const;
