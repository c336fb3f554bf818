import type { FieldChange, Moved, RouteChange } from "./plan.ts";

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

export const liveGrantsSchema = {
  type: "array",
  items: {
    type: "object",
    required: ["id", "access_level"],
    additionalProperties: false,
    properties: { id: { type: "integer" }, access_level: textSchema },
  },
} as const;

const MOVED = ["ours", "theirs", "conflict"] as const satisfies readonly Moved[];

const moved = {
  enum: MOVED,
  description:
    "Who moved since the last apply: ours, git; theirs, Buddy's side; conflict, both, and differently",
} as const;

/** From the live value to the declared one; `from` is absent where Buddy has none or does not say. */
function field(name: FieldChange["field"], from: object, to: object, required = ["from"]) {
  return {
    type: "object",
    required: ["field", "moved", "to", ...required],
    additionalProperties: false,
    properties: { field: { const: name }, moved, from, to },
  } as const;
}

function route(kind: RouteChange["kind"], sides: Readonly<Record<string, object>>) {
  return {
    type: "object",
    required: ["kind", "moved", ...Object.keys(sides)],
    additionalProperties: false,
    properties: { kind: { const: kind }, moved, ...sides },
  } as const;
}

const id = { ...textSchema, description: "Buddy's id of the route" } as const;

export const fieldsSchema = {
  type: "array",
  items: {
    oneOf: [
      field("identifier", textSchema, textSchema, []),
      field("name", textSchema, textSchema),
      field("disabled", { type: "boolean" }, { type: "boolean" }),
      field("others", textSchema, textSchema, []),
      field("users", liveGrantsSchema, grantsSchema("email")),
      field("groups", liveGrantsSchema, grantsSchema("name")),
    ],
  },
} as const;

export const routesSchema = {
  type: "array",
  items: {
    oneOf: [
      route("add", { to: routeSchema }),
      route("update", { id, from: liveRouteSchema, to: routeSchema }),
      route("replace", { id, from: liveRouteSchema, to: routeSchema }),
      route("remove", { id, from: liveRouteSchema }),
    ],
  },
} as const;
