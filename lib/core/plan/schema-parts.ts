/** Parts of the schemas of plans and reports. */

export const textSchema = { type: "string" } as const;
export const countSchema = { type: "integer", minimum: 0 } as const;

export const scopeSchema = {
  oneOf: [
    {
      type: "object",
      required: ["kind"],
      additionalProperties: false,
      properties: { kind: { const: "workspace" } },
    },
    {
      type: "object",
      required: ["kind", "project"],
      additionalProperties: false,
      properties: { kind: { const: "project" }, project: textSchema },
    },
    {
      type: "object",
      required: ["kind", "environmentId"],
      additionalProperties: false,
      properties: { kind: { const: "environment" }, environmentId: textSchema },
    },
  ],
} as const;

/** What everything in a plan says of the distribution that it is about. */
export const entrySchema = {
  key: { ...textSchema, description: "Identity: scope#identifier" },
  identifier: textSchema,
  where: { ...textSchema, description: "The scope in words" },
} as const;

export const sourceSchema = { ...textSchema, description: "file:line of the manifest" } as const;

const address = {
  domain: textSchema,
  subdomain: { ...textSchema, description: "Empty for the domain itself" },
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
    type: { ...textSchema, description: "The newer name; a word that nobody knows as it came" },
    targets: {
      type: "object",
      description: "One target a region, as Buddy reports it",
      additionalProperties: { type: "object" },
    },
  },
} as const;

/** With Buddy's ids, and beside them what the manifest called them. */
export function grantsSchema(label: "email" | "name") {
  return {
    type: "array",
    items: {
      type: "object",
      required: ["id", "access_level"],
      additionalProperties: false,
      properties: { id: { type: "integer" }, [label]: textSchema, access_level: textSchema },
    },
  } as const;
}

export const liveGrants = {
  type: "array",
  items: {
    type: "object",
    required: ["id", "access_level"],
    additionalProperties: false,
    properties: { id: { type: "integer" }, access_level: textSchema },
  },
} as const;
