import { dialectSchema } from "./dialect-schema.ts";
import { manifestSchema } from "./schema.ts";

const entry = {
  if: { required: ["distribution"], not: { required: ["identifier"] } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { $ref: "#/definitions/dialect" }, // oxlint-disable-line unicorn/no-thenable
  else: { $ref: "#/definitions/manifest" },
} as const;

const { $id: _manifest, ...manifest } = manifestSchema;
const { $id: _dialect, ...dialect } = dialectSchema;

/** A whole file, for editors: one entry, or a list of them. The files themselves are checked entry by entry. */
export const fileSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:file",
  title: "distro-sync manifests",
  description: "One distribution, or a list of them. Absent keys are not managed.",
  type: ["object", "array"],
  if: { type: "array" },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { items: entry }, // oxlint-disable-line unicorn/no-thenable
  else: entry,
  definitions: { manifest, dialect },
} as const;
