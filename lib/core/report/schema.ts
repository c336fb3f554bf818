import type { Change } from "../plan/plan.ts";
import { planSchema } from "../plan/schema.ts";
import { countSchema, textSchema } from "../plan/schema-parts.ts";
import { DISTRIBUTION_OUTCOMES, FAILURE_KINDS, OUTCOME_STATUSES, VERDICTS } from "./report.ts";

const ACTIONS = [
  "create",
  "update",
  "adopt",
  "disown",
  "disable",
  "delete",
] as const satisfies readonly Change["action"][];

const status = { enum: OUTCOME_STATUSES } as const;

const problemSchema = {
  type: "object",
  required: ["file", "line", "column", "code", "message"],
  additionalProperties: false,
  properties: {
    file: textSchema,
    line: { type: "integer", minimum: 1 },
    column: { type: "integer", minimum: 1 },
    code: { type: "string", pattern: "^[A-Z][A-Z0-9_]*$" },
    message: textSchema,
    remedy: textSchema,
  },
} as const;

const outcomeSchema = {
  type: "object",
  required: ["key", "identifier", "where", "action", "status", "distribution", "wrote", "routes"],
  additionalProperties: false,
  properties: {
    key: { ...textSchema, description: "Identity: scope#identifier" },
    identifier: textSchema,
    where: { ...textSchema, description: "The scope in words" },
    action: { enum: ACTIONS },
    status,
    wrote: {
      type: "boolean",
      description: "Whether anything was written to Buddy, also when not all of it was",
    },
    id: textSchema,
    distribution: {
      enum: DISTRIBUTION_OUTCOMES,
      description: "What became of the distribution itself, whatever became of its routes",
    },
    reason: textSchema,
    remedy: textSchema,
    routes: {
      type: "array",
      items: {
        type: "object",
        required: ["route", "status"],
        additionalProperties: false,
        properties: { route: textSchema, status, reason: textSchema },
      },
    },
  },
} as const;

const time = { type: "string", format: "date-time" } as const;

const sourceSchema = {
  description: "What exactly was read, where the source knows",
  type: "object",
  additionalProperties: false,
  properties: {
    commit: textSchema,
    generation: { ...countSchema, description: "Grows from one release to the next" },
    release: { ...textSchema, description: "The digest of the release" },
    publishedAt: time,
  },
} as const;

const passSchema = {
  description: "Which pass this was, where a record is kept of passes",
  type: "object",
  required: ["id", "trigger", "instance", "workspace", "startedAt", "endedAt", "requests", "throttled"],
  additionalProperties: false,
  properties: {
    id: { ...textSchema, description: "Later passes have greater ids, as texts" },
    trigger: { ...textSchema, description: "What set it off: a schedule, a push, a person" },
    instance: textSchema,
    workspace: {
      type: "object",
      required: ["api", "name"],
      additionalProperties: false,
      properties: { api: textSchema, name: textSchema },
    },
    startedAt: time,
    endedAt: time,
    requests: { ...countSchema, description: "To Buddy, repetitions included" },
    throttled: { ...countSchema, description: "How many of them Buddy answered with 429" },
    quotaRemaining: { ...countSchema, description: "The least that Buddy said was left of its quota" },
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
    verdict: { enum: VERDICTS },
    problems: { type: "array", items: problemSchema },
    plan: embeddedPlan,
    outcomes: { type: "array", items: outcomeSchema },
    failure: {
      type: "object",
      required: ["kind", "message"],
      additionalProperties: false,
      properties: {
        kind: { enum: FAILURE_KINDS },
        message: textSchema,
        remedy: textSchema,
        resumeAt: { type: "string", format: "date-time" },
        passing: { const: true, description: "It may be over by itself: a later pass may find it so" },
      },
    },
    notices: { type: "array", items: textSchema },
    source: sourceSchema,
    pass: passSchema,
  },
} as const;
