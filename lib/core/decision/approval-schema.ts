import type { FromSchema } from "json-schema-to-ts";
import { TEXT } from "../manifest/schema-parts.ts";
import { LIFTABLE } from "./liftable.ts";

/** Of a file in `approvals/`: the source of its type, its validator and its completion in editors. */
export const approvalSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:approval",
  title: "the approval",
  description:
    "Allows what a rule refused, of the plan whose digest is the name of the file: once, and for a day at most.",
  type: "object",
  additionalProperties: false,
  required: ["by", "reason", "until", "lifts"],
  properties: {
    by: { ...TEXT, description: "Who decided." },
    reason: { ...TEXT, description: "Why." },
    until: {
      ...TEXT,
      description: "Until when, at most 24 hours from the pass that uses it: 2026-11-25T12:00:00Z.",
    },
    lifts: {
      type: "array",
      description: "The codes of the blocks that are lifted; others of the plan stay.",
      items: { enum: LIFTABLE },
    },
  },
} as const;

export type WrittenApproval = FromSchema<typeof approvalSchema>;
