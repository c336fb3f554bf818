import type { Path } from "./fault.ts";

/** What the generated validator reports: ajv's error objects, for the keywords that our schemas use. */
export type SchemaError = {
  /** A JSON pointer into the data. */
  readonly instancePath: string;
  /** A JSON pointer into the schema, with `#` before it. */
  readonly schemaPath: string;
} & (
  | { readonly keyword: "type"; readonly params: { readonly type: Type } }
  | { readonly keyword: "required"; readonly params: { readonly missingProperty: string } }
  | { readonly keyword: "additionalProperties"; readonly params: { readonly additionalProperty: string } }
  | { readonly keyword: "enum"; readonly params: { readonly allowedValues: readonly string[] } }
  | { readonly keyword: "pattern"; readonly params: { readonly pattern: string } }
  | {
      readonly keyword: "maxLength" | "maxItems" | "minimum";
      readonly params: { readonly limit: number };
    }
  | { readonly keyword: "oneOf"; readonly params: { readonly passingSchemas: readonly number[] | null } }
  | {
      readonly keyword: "discriminator";
      readonly params: { readonly tag: string; readonly tagValue?: unknown };
    }
  | { readonly keyword: "propertyNames"; readonly params: { readonly propertyName: string } }
);

export type Type = "object" | "array" | "string" | "boolean" | "integer";

/** As much of a schema as explaining an error takes. Which keys there are depends on the keyword that failed. */
export type SchemaNode = {
  readonly properties: Readonly<Record<string, { readonly const?: string }>>;
  readonly propertyNames: { readonly pattern: string } | { readonly enum: readonly string[] };
  readonly required: readonly string[];
  readonly oneOf: readonly SchemaNode[];
};

/** The schema that holds the keyword which failed. */
export function schemaOf({ schemaPath }: SchemaError, root: object): SchemaNode {
  let node: unknown = root;
  for (const part of pointer(schemaPath).slice(0, -1)) node = step(node, part);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the path was made from this schema
  return node as SchemaNode;
}

/** The value that the error is about, and where it is; numbers in the path are places in a list. */
export function dataAt(
  { instancePath }: SchemaError,
  root: unknown,
): { readonly path: Path; readonly value: unknown } {
  let value = root;
  const path: (string | number)[] = [];
  for (const part of pointer(instancePath)) {
    path.push(Array.isArray(value) ? Number(part) : part);
    value = step(value, part);
  }
  return { path, value };
}

function step(node: unknown, part: string): unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the path was made from this data
  return (node as Record<string, unknown>)[part];
}

function pointer(text: string): readonly string[] {
  return text
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}
