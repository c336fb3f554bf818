import { isDialect, toManifest } from "./dialect.ts";
import { type DialectEntry, dialectSchema } from "./dialect-schema.ts";
import { validate as validateDialect } from "./dialect-validator.generated.ts";
import { explain } from "./explain.ts";
import type { Finding } from "./fault.ts";
import type { Entry } from "./parse.ts";
import { type Manifest, manifestSchema } from "./schema.ts";
import type { SchemaError } from "./schema-error.ts";
import { validate as validateManifest } from "./validator.generated.ts";

/** An entry of a file as a manifest, whichever words it is in, or everything that keeps it from being one. */
export function readEntry(entry: Entry): Checked<Manifest> {
  if (!isDialect(entry.value)) return check(entry, isManifest, manifestSchema);
  const read = check(entry, isDialectEntry, dialectSchema);
  return "valid" in read ? { valid: toManifest(read.valid) } : read;
}

export type Checked<T> = { readonly valid: T } | { readonly findings: readonly Finding[] };

export type Validator<T> = {
  (data: unknown): data is T;
  /** Of the last call that returned false. */
  readonly errors: readonly SchemaError[];
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bin/generate.ts makes it from the type's schema
const isManifest = validateManifest as Validator<Manifest>;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- bin/generate.ts makes it from the type's schema
const isDialectEntry = validateDialect as Validator<DialectEntry>;

export function check<T>(
  { value, source }: Omit<Entry, "value"> & { readonly value: unknown },
  validator: Validator<T>,
  schema: object,
  whole?: string,
): Checked<T> {
  if (validator(value)) return { valid: value };
  const findings: Finding[] = [];
  for (const error of validator.errors) {
    for (const found of explain(error, schema, value, whole))
      findings.push({ ...found, source, words: "file" });
  }
  return { findings };
}
