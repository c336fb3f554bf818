const text = { type: "string" } as const;
const count = { type: "integer", minimum: 0 } as const;

const bucketSchema = {
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

const grants = (label: "email" | "name") =>
  ({
    type: "array",
    items: {
      type: "object",
      required: ["id", "access_level"],
      additionalProperties: false,
      properties: { id: { type: "integer" }, [label]: text, access_level: text },
    },
  }) as const;

const routeSchema = {
  type: "object",
  required: ["domain", "subdomain", "path", "type", "targets"],
  additionalProperties: false,
  properties: {
    domain: text,
    subdomain: { ...text, description: "Empty for the domain itself" },
    path: { type: "string", pattern: "^/" },
    type: { enum: ["DIRECT_PROXY", "CACHED_PROXY", "REDIRECT", "CLOAKING"] },
    targets: {
      type: "object",
      description: "One target a region, as Buddy takes it",
      required: ["Default"],
      additionalProperties: { type: "object", required: ["type"] },
    },
  },
} as const;

const entry = {
  key: { ...text, description: "Identity: bucket#identifier" },
  identifier: text,
  where: { ...text, description: "The bucket in words" },
  source: { ...text, description: "file:line of the manifest" },
} as const;

const changeSchema = {
  type: "object",
  required: ["action", "key", "bucket", "identifier", "where", "name", "routes", "protect", "source"],
  additionalProperties: false,
  properties: {
    ...entry,
    action: { const: "create" },
    bucket: bucketSchema,
    name: text,
    disabled: { type: "boolean" },
    permissions: {
      type: "object",
      additionalProperties: false,
      properties: { others: text, users: grants("email"), groups: grants("name") },
    },
    routes: { type: "array", items: routeSchema, description: "The routes to create" },
    resumes: { ...text, description: "Buddy's id, when an earlier pass created it and was cut short" },
    presumed: { const: true, description: "It only looks like what an earlier pass began" },
    protect: { type: "boolean" },
  },
} as const;

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
    policy: { const: "create-only" },
    digest: {
      type: "string",
      pattern: "^sha256:[0-9a-f]{64}$",
      description: "Over the effects: not over time, file names or order",
    },
    changes: { type: "array", items: changeSchema },
    blocks: {
      type: "array",
      items: {
        type: "object",
        required: ["code", "message", "remedy", "keys"],
        additionalProperties: false,
        properties: {
          code: { const: "LIMIT_CREATES" },
          message: text,
          remedy: text,
          keys: { type: "array", items: text },
        },
      },
    },
    unchanged: {
      type: "array",
      items: {
        type: "object",
        required: ["key", "bucket", "identifier", "where", "id", "source"],
        additionalProperties: false,
        properties: { ...entry, bucket: bucketSchema, id: text },
      },
    },
    left: {
      type: "array",
      items: {
        type: "object",
        required: ["key", "identifier", "where", "reason", "detail"],
        additionalProperties: false,
        properties: {
          ...entry,
          id: text,
          detail: text,
          reason: {
            enum: [
              "exists-unmanaged",
              "ambiguous",
              "unconfirmed",
              "bucket-unreadable",
              "lookup-failed",
              "not-in-manifests",
            ],
          },
        },
      },
    },
    summary: {
      type: "object",
      required: ["create", "finish", "routes", "unchanged", "left", "blocked"],
      additionalProperties: false,
      properties: {
        create: count,
        finish: count,
        routes: count,
        unchanged: count,
        left: count,
        blocked: count,
      },
    },
  },
} as const;
