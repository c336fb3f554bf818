import { ON_REMOVE } from "../domain/distribution.ts";
import { BLOCK_CODES, EXPOSURES } from "./block.ts";
import { type Change, LEFT_ALONE_REASONS, type PlanSummary, POLICIES } from "./plan.ts";
import {
  countSchema,
  entrySchema,
  fieldsSchema,
  grantsSchema,
  liveGrantsSchema,
  liveRouteSchema,
  routeSchema,
  routesSchema,
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
const declared = {
  type: "object",
  description:
    "What the manifest declares, with Buddy's ids: apply compares it with the object before it writes, and records it",
  additionalProperties: false,
  properties: {
    name: textSchema,
    disabled: { type: "boolean" },
    permissions: {
      type: "object",
      additionalProperties: false,
      properties: { others: textSchema, users: liveGrantsSchema, groups: liveGrantsSchema },
    },
    routes: { type: "array", items: routeSchema },
  },
} as const;
const fromManifest = { declared, protect: { type: "boolean" }, source: sourceSchema } as const;
const onRemove = {
  enum: ON_REMOVE,
  description: "What its manifest says is to become of it when no manifest mentions it any more",
} as const;
const differences = { fields: fieldsSchema, routes: routesSchema } as const;
const origin = {
  declaredIn: { ...textSchema, description: "The last commit that declared it" },
  goneIn: { ...textSchema, description: "The commit in which it is gone" },
} as const;
const lostRoutes = { type: "array", items: liveRouteSchema, description: "What it answers now" } as const;

/** A change of a plan, whatever it does. */
const changeSchema = {
  oneOf: [
    schemaOf(
      "create",
      {
        routes: { type: "array", items: routeSchema, description: "The routes to create" },
        ...fromManifest,
      },
      {
        onRemove,
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
      { id, ...differences, ...fromManifest },
      {
        onRemove,
        renames: { ...textSchema, description: "The identifier that it is known under until now" },
      },
    ),
    schemaOf("adopt", { id, ...differences, ...fromManifest }, { onRemove }),
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

const blocksSchema = {
  type: "array",
  items: {
    type: "object",
    required: ["code", "message", "remedy", "keys"],
    additionalProperties: false,
    properties: {
      code: { enum: BLOCK_CODES },
      message: textSchema,
      remedy: textSchema,
      keys: {
        type: "array",
        items: textSchema,
        description: "The changes that it keeps from being carried out",
      },
      exposure: { enum: EXPOSURES, description: "For EXPOSURE: its class" },
    },
  },
} as const;

const approvalSchema = {
  description: "What a rule refused and an approval of exactly this plan allows",
  type: "object",
  required: ["by", "reason", "until", "source", "lifts"],
  additionalProperties: false,
  properties: {
    by: textSchema,
    reason: textSchema,
    until: { type: "string", format: "date-time" },
    source: { ...textSchema, description: "The file of the approval" },
    lifts: blocksSchema,
  },
} as const;

const unchangedSchema = {
  type: "object",
  required: ["key", "scope", "identifier", "where", "id", "source", "verified"],
  additionalProperties: false,
  properties: {
    ...entrySchema,
    scope: scopeSchema,
    id: textSchema,
    source: sourceSchema,
    verified: { type: "boolean", description: "Whether it was read and compared, or only listed" },
    both: {
      type: "array",
      items: textSchema,
      description: "Where git and Buddy's side both moved to the same value",
    },
  },
} as const;

const leftSchema = {
  type: "object",
  required: ["key", "identifier", "where", "reason", "detail"],
  additionalProperties: false,
  properties: {
    ...entrySchema,
    source: sourceSchema,
    id: textSchema,
    detail: textSchema,
    reason: { enum: LEFT_ALONE_REASONS },
    fields: { ...fieldsSchema, description: "For drift" },
    routes: { ...routesSchema, description: "For drift" },
  },
} as const;

const counts = {
  create: countSchema,
  finish: countSchema,
  update: countSchema,
  adopt: countSchema,
  disown: countSchema,
  disable: countSchema,
  delete: countSchema,
  routes: { ...countSchema, description: "Routes that are added" },
  unchanged: countSchema,
  unverified: { ...countSchema, description: "Of the unchanged: known from a list alone" },
  leftAlone: countSchema,
  drift: { ...countSchema, description: "Of those left alone: changed on Buddy's side" },
  blocked: countSchema,
} as const satisfies Record<keyof PlanSummary, object>;

/** Of `plan --format json` and `plan --out`: version 1. */
export const planSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:plan",
  title: "A plan of distro-sync",
  type: "object",
  required: [
    "version",
    "instance",
    "workspace",
    "policy",
    "digest",
    "changes",
    "blocks",
    "unchanged",
    "leftAlone",
    "summary",
  ],
  additionalProperties: false,
  properties: {
    version: { const: 1 },
    instance: textSchema,
    workspace: {
      type: "object",
      required: ["api", "name"],
      additionalProperties: false,
      properties: { api: textSchema, name: textSchema },
    },
    policy: { enum: POLICIES },
    digest: {
      type: "string",
      pattern: "^sha256:[0-9a-f]{64}$",
      description: "Over the effects: not over time, file names or order",
    },
    changes: { type: "array", items: changeSchema },
    blocks: { ...blocksSchema, description: "What a rule refuses; nobody has approved it" },
    approval: approvalSchema,
    unchanged: { type: "array", items: unchangedSchema },
    leftAlone: { type: "array", items: leftSchema },
    summary: {
      type: "object",
      required: Object.keys(counts),
      additionalProperties: false,
      properties: counts,
    },
  },
} as const;
