import { type Explanation, explain, type SchemaError } from "./explain.ts";
import type { Finding, Path } from "./finding.ts";
import type { Entry } from "./parse.ts";

export type Checked<T> = { readonly valid: T } | { readonly findings: readonly Finding[] };

export type Validator<T> = {
  (data: unknown): data is T;
  /** Of the last call that returned false. */
  readonly errors: readonly SchemaError[];
};

export type CheckedAgainst = {
  /** The schema that the validator was made from. */
  readonly schema: object;
  /** What people call all of it: "the manifest". */
  readonly whole?: string;
  /** What this kind of entry says about an error in words of its own, at the path of the value; most errors need none. */
  readonly own?: (error: SchemaError, path: Path) => Explanation | undefined;
};

/** An entry that its validator accepts, or everything that is wrong with it. */
export function check<T>(
  { value, source }: Omit<Entry, "value"> & { readonly value: unknown },
  validator: Validator<T>,
  { schema, whole, own }: CheckedAgainst,
): Checked<T> {
  if (validator(value)) return { valid: value };
  const findings: Finding[] = [];
  for (const error of validator.errors) {
    for (const found of explain(error, { schema, whole, own }, value))
      findings.push({ ...found, source, words: "file" });
  }
  return { findings };
}
