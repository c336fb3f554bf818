import type { FromSchema } from "json-schema-to-ts";
import { IDENTIFIER, REFERENCE, TEXT } from "../manifest/schema-parts.ts";

/** One hold: the source of its type, its validator and its completion in editors. */
export const holdSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:hold",
  title: "the hold",
  description: "Until it ends, nothing is written to the distribution; what would be is still shown.",
  type: "object",
  additionalProperties: false,
  required: ["until", "reason"],
  oneOf: [{ required: ["identifier"] }, { required: ["all"] }],
  properties: {
    identifier: { ...IDENTIFIER, description: "The distribution that is held." },
    all: { type: "boolean", description: "true: everything is held." },
    project: {
      ...REFERENCE,
      description: "The project that the distribution or its environment belongs to.",
    },
    environment: { ...REFERENCE, description: "The environment that it belongs to, by its identifier." },
    environment_id: { ...REFERENCE, description: "The environment that it belongs to, by its id." },
    until: { ...TEXT, description: "When the hold ends: 2026-11-25T12:00:00Z." },
    reason: { ...TEXT, description: "Why. It is shown with the plan." },
    by: { ...TEXT, description: "Who decided." },
  },
} as const;

const { $schema: _schema, $id: _id, ...hold } = holdSchema;

/** Of a whole `holds.yaml`, for editors. */
export const holdsSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:holds",
  title: "holds",
  description: "Distributions that nothing is written to for a while.",
  type: "array",
  items: hold,
} as const;

export type WrittenHold = FromSchema<typeof holdSchema>;
