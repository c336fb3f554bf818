import { type Checking, explain, type SchemaError } from "./explain.ts";
import type { Finding } from "./finding.ts";
import type { Entry } from "./parse.ts";

export type Checked<T> = { readonly valid: T } | { readonly findings: readonly Finding[] };

export type Validator<T> = {
  (data: unknown): data is T;
  /** Of the last call that returned false. */
  readonly errors: readonly SchemaError[];
};

/** An entry that its validator accepts, or everything that is wrong with it. */
export function check<T>(
  { value, source }: Omit<Entry, "value"> & { readonly value: unknown },
  validator: Validator<T>,
  checking: Checking,
): Checked<T> {
  if (validator(value)) return { valid: value };
  const findings: Finding[] = [];
  for (const error of validator.errors) {
    for (const found of explain(error, checking, value)) findings.push({ ...found, source, words: "file" });
  }
  return { findings };
}
