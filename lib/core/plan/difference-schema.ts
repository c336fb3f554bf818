import type { FieldChange, Moved, RouteChange } from "./plan.ts";
import { grantsSchema, liveGrants, liveRouteSchema, routeSchema, textSchema } from "./schema-parts.ts";

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
      field("users", liveGrants, grantsSchema("email")),
      field("groups", liveGrants, grantsSchema("name")),
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
