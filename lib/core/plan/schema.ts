import { changeSchema } from "./change-schema.ts";
import { fieldsSchema, routesSchema } from "./difference-schema.ts";
import { EXPOSURES } from "./exposure.ts";
import { BLOCK_CODES } from "./guard.ts";
import { LEFT_REASONS, type PlanSummary, POLICIES } from "./plan.ts";
import { bucketSchema, count, entry, source, text } from "./schema-parts.ts";

const blocksSchema = {
  type: "array",
  items: {
    type: "object",
    required: ["code", "message", "remedy", "keys"],
    additionalProperties: false,
    properties: {
      code: { enum: BLOCK_CODES },
      message: text,
      remedy: text,
      keys: { type: "array", items: text, description: "The changes that it keeps from being carried out" },
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
    by: text,
    reason: text,
    until: { type: "string", format: "date-time" },
    source: { ...text, description: "The file of the approval" },
    lifts: blocksSchema,
  },
} as const;

const unchangedSchema = {
  type: "object",
  required: ["key", "bucket", "identifier", "where", "id", "source", "verified"],
  additionalProperties: false,
  properties: {
    ...entry,
    bucket: bucketSchema,
    id: text,
    source,
    verified: { type: "boolean", description: "Whether it was read and compared, or only listed" },
    both: {
      type: "array",
      items: text,
      description: "Where git and Buddy's side both moved to the same value",
    },
  },
} as const;

const leftSchema = {
  type: "object",
  required: ["key", "identifier", "where", "reason", "detail"],
  additionalProperties: false,
  properties: {
    ...entry,
    source,
    id: text,
    detail: text,
    reason: { enum: LEFT_REASONS },
    fields: { ...fieldsSchema, description: "For drift" },
    routes: { ...routesSchema, description: "For drift" },
  },
} as const;

const counts = {
  create: count,
  finish: count,
  update: count,
  adopt: count,
  release: count,
  disable: count,
  delete: count,
  routes: { ...count, description: "Routes that are added" },
  unchanged: count,
  unverified: { ...count, description: "Of the unchanged: known from a list alone" },
  left: count,
  drift: { ...count, description: "Of those left alone: changed on Buddy's side" },
  blocked: count,
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
    "left",
    "summary",
  ],
  additionalProperties: false,
  properties: {
    version: { const: 1 },
    instance: text,
    workspace: {
      type: "object",
      required: ["api", "name"],
      additionalProperties: false,
      properties: { api: text, name: text },
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
    left: { type: "array", items: leftSchema },
    summary: {
      type: "object",
      required: Object.keys(counts),
      additionalProperties: false,
      properties: counts,
    },
  },
} as const;
