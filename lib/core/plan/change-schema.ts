import { fieldsSchema, routesSchema } from "./difference-schema.ts";
import type { Change } from "./plan.ts";
import {
  entrySchema,
  grantsSchema,
  liveRouteSchema,
  routeSchema,
  scopeSchema,
  sourceSchema,
  textSchema,
} from "./schema-parts.ts";

function schemaOf(
  action: Change["action"],
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
) {
  const always = {
    action: { const: action },
    ...entrySchema,
    scope: scopeSchema,
    name: textSchema,
    ...required,
  };
  return {
    type: "object",
    required: Object.keys(always),
    additionalProperties: false,
    properties: { ...always, ...optional },
  } as const;
}

const id = { ...textSchema, description: "Buddy's id" } as const;
const protect = { type: "boolean" } as const;
const differences = { fields: fieldsSchema, routes: routesSchema } as const;
const origin = {
  declaredIn: { ...textSchema, description: "The last commit that declared it" },
  goneIn: { ...textSchema, description: "The commit in which it is gone" },
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
        source: sourceSchema,
      },
      {
        disabled: { type: "boolean" },
        permissions: {
          type: "object",
          additionalProperties: false,
          properties: { others: textSchema, users: grantsSchema("email"), groups: grantsSchema("name") },
        },
        resumes: {
          ...textSchema,
          description: "Buddy's id, when an earlier pass created it and was cut short",
        },
        presumed: { const: true, description: "It only looks like what an earlier pass began" },
      },
    ),
    schemaOf(
      "update",
      { id, ...differences, protect, source: sourceSchema },
      { renames: { ...textSchema, description: "The identifier that it is known under until now" } },
    ),
    schemaOf("adopt", { id, ...differences, protect, source: sourceSchema }),
    schemaOf("disown", { id }, origin),
    schemaOf(
      "disable",
      { id, routes: lostRoutes },
      {
        ...origin,
        deleteAfter: { ...textSchema, format: "date-time", description: "When it will be deleted" },
      },
    ),
    schemaOf("delete", { id, routes: lostRoutes, enabled: { type: "boolean" } }, origin),
  ],
} as const;
