import { planSchema } from "../plan/schema.ts";

const text = { type: "string" } as const;
const status = { enum: ["applied", "failed", "blocked", "skipped", "conflict", "unknown"] } as const;

const problemSchema = {
  type: "object",
  required: ["file", "line", "column", "code", "message"],
  additionalProperties: false,
  properties: {
    file: text,
    line: { type: "integer", minimum: 1 },
    column: { type: "integer", minimum: 1 },
    code: { type: "string", pattern: "^[A-Z][A-Z0-9_]*$" },
    message: text,
    remedy: text,
  },
} as const;

const outcomeSchema = {
  type: "object",
  required: ["key", "identifier", "where", "action", "status", "distribution", "wrote", "routes"],
  additionalProperties: false,
  properties: {
    key: { ...text, description: "Identity: bucket#identifier" },
    identifier: text,
    where: { ...text, description: "The bucket in words" },
    action: { const: "create" },
    status,
    wrote: { type: "boolean", description: "Whether anything was written, also when not all of it was" },
    id: text,
    distribution: {
      enum: ["created", "adopted", "finished", "absent", "unknown"],
      description: "What became of the distribution itself, whatever became of its routes",
    },
    reason: text,
    remedy: text,
    routes: {
      type: "array",
      items: {
        type: "object",
        required: ["route", "status"],
        additionalProperties: false,
        properties: { route: text, status, reason: text },
      },
    },
  },
} as const;

const { $schema, $id: _, ...embeddedPlan } = planSchema;

/** Of `--format json` of `validate` and `apply`, and of `plan` when there is no plan to show: version 1. */
export const reportSchema = {
  $schema,
  $id: "urn:distro-sync:report",
  title: "A report of distro-sync",
  type: "object",
  required: ["version", "mode", "verdict", "problems", "outcomes", "notices"],
  additionalProperties: false,
  properties: {
    version: { const: 1 },
    mode: { enum: ["plan", "apply"] },
    verdict: {
      enum: [
        "in-sync",
        "pending",
        "applied",
        "blocked",
        "invalid",
        "busy",
        "stale",
        "declined",
        "partial",
        "error",
      ],
    },
    problems: { type: "array", items: problemSchema },
    plan: embeddedPlan,
    outcomes: { type: "array", items: outcomeSchema },
    failure: {
      type: "object",
      required: ["kind", "message"],
      additionalProperties: false,
      properties: {
        kind: { enum: ["error", "source", "busy", "stale", "declined", "out-of-time"] },
        message: text,
        remedy: text,
        resumeAt: { type: "string", format: "date-time" },
      },
    },
    notices: { type: "array", items: text },
  },
} as const;
