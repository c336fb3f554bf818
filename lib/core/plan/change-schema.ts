import { fieldsSchema, routesSchema } from "./difference-schema.ts";
import type { Change } from "./plan.ts";
import { bucketSchema, entry, grants, liveRouteSchema, routeSchema, source, text } from "./schema-parts.ts";

function schemaOf(
  action: Change["action"],
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
) {
  const always = { action: { const: action }, ...entry, bucket: bucketSchema, name: text, ...required };
  return {
    type: "object",
    required: Object.keys(always),
    additionalProperties: false,
    properties: { ...always, ...optional },
  } as const;
}

const id = { ...text, description: "Buddy's id" } as const;
const protect = { type: "boolean" } as const;
const differences = { fields: fieldsSchema, routes: routesSchema } as const;
const origin = {
  declaredIn: { ...text, description: "The last commit that declared it" },
  goneIn: { ...text, description: "The commit in which it is gone" },
} as const;
const lostRoutes = { type: "array", items: liveRouteSchema, description: "What it answers now" } as const;

/** A change of a plan, whatever it does. */
export const changeSchema = {
  oneOf: [
    schemaOf(
      "create",
      {
        routes: { type: "array", items: routeSchema, description: "The routes to create" },
        protect,
        source,
      },
      {
        disabled: { type: "boolean" },
        permissions: {
          type: "object",
          additionalProperties: false,
          properties: { others: text, users: grants("email"), groups: grants("name") },
        },
        resumes: { ...text, description: "Buddy's id, when an earlier pass created it and was cut short" },
        presumed: { const: true, description: "It only looks like what an earlier pass began" },
      },
    ),
    schemaOf(
      "update",
      { id, ...differences, protect, source },
      { renames: { ...text, description: "The identifier that it is known under until now" } },
    ),
    schemaOf("adopt", { id, ...differences, protect, source }),
    schemaOf("release", { id }, origin),
    schemaOf(
      "disable",
      { id, routes: lostRoutes },
      { ...origin, deleteAfter: { ...text, format: "date-time", description: "When it will be deleted" } },
    ),
    schemaOf("delete", { id, routes: lostRoutes, enabled: { type: "boolean" } }, origin),
  ],
} as const;
