import { cite, nearest } from "../domain/wording.ts";
import type { Finding, Path, What } from "./finding.ts";
import { EMAIL, IDENTIFIER, REFERENCE } from "./schema-parts.ts";

export type Explanation = Pick<Finding, "path" | "part" | "code" | "message" | "remedy">;

/** What an entry is checked against. */
export type Checking = {
  /** The schema that the validator was made from. */
  readonly schema: object;
  /** What people call all of it. Default: "the manifest". */
  readonly whole?: string;
  /** What this kind of entry says about an error in words of its own, at the path of the value; most errors need none. */
  readonly own?: (error: SchemaError, path: Path) => Explanation | undefined;
};

/**
 * What an error of the validator means to the person who wrote the value; nothing when another error says the same.
 * `data` is what the validator looked at.
 */
export function explain(
  error: SchemaError,
  { schema, whole = "the manifest", own }: Checking,
  data: unknown,
): readonly Explanation[] {
  // What is wrong with a key is summed up by the error of `propertyNames`.
  if (error.schemaPath.includes("/propertyNames/")) return [];
  const { path, value } = dataAt(error, data);
  const special = own?.(error, path);
  if (special !== undefined) return [special];
  const failed = schemaOf(error, schema);
  switch (error.keyword) {
    case "type":
      return [wrongType(path, value, error.params.type)];
    case "required":
      // An alternative that only names a key is summed up by the error of its `oneOf`.
      return "properties" in failed || "oneOf" in failed
        ? [missing(path, error.params.missingProperty, whole)]
        : [];
    case "additionalProperties":
      return [unknownKey(path, error.params.additionalProperty, Object.keys(failed.properties), whole)];
    case "enum":
      return [unknownValue(path, value, error.params.allowedValues)];
    case "pattern":
      return [
        { path, part: "value", ...explainPattern(error.params.pattern, nameOf(path), cite(String(value))) },
      ];
    case "maxLength":
      return [tooLarge(path, "TOO_LONG", `${error.params.limit} characters`)];
    case "maxItems":
      return [tooLarge(path, "TOO_MANY_ITEMS", `${error.params.limit} entries`)];
    case "minimum":
      return [outOfRange(path, error.params.limit)];
    case "oneOf":
      // What is no mapping has every key that is asked of a mapping; its type has an error of its own.
      return isMapping(value) ? [alternatives(path, failed, error.params.passingSchemas, whole)] : [];
    case "discriminator": {
      const { tag, tagValue } = error.params;
      // A missing key has an error of its own.
      return tagValue === undefined ? [] : [unknownValue([...path, tag], tagValue, tagsOf(failed))];
    }
    case "propertyNames":
      return [badKey(path, error.params.propertyName, failed.propertyNames)];
    default:
      return error satisfies never;
  }
}

function isMapping(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrongType(path: Path, value: unknown, due: Type): Explanation {
  const name = nameOf(path);
  if (due === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return {
      path,
      part: "value",
      code: "UNQUOTED_TEXT",
      message: (typed) =>
        `${name} is ${typed}, which YAML reads as the ${typeof value} ${value}, and text is due`,
      remedy: "put it in quotes",
    };
  }
  return { path, part: "value", code: "WRONG_TYPE", message: `${name} must be ${DUE[due]}` };
}

const DUE: Readonly<Record<Type, string>> = {
  object: "a mapping: `key: value` lines, indented below it",
  array: "a list: lines that begin with `- `, or []",
  string: "a text",
  boolean: "true or false",
  integer: "a whole number",
};

function missing(path: Path, key: string, whole: string): Explanation {
  const message = `${nameOf(path, whole)} has no ${key}, which is required`;
  return { path, part: "value", code: "MISSING_KEY", message, remedy: `add \`${key}:\`` };
}

function unknownKey(path: Path, key: string, known: readonly string[], whole: string): Explanation {
  const message = `${cite(key)} is not a key of ${nameOf(path, whole)}`;
  return { path: [...path, key], part: "key", code: "UNKNOWN_KEY", message, remedy: didYouMean(key, known) };
}

function unknownValue(path: Path, value: unknown, known: readonly string[]): Explanation {
  const name = nameOf(path);
  const message =
    typeof value === "object"
      ? `${name} must be a single word`
      : (typed: string) => `${name} is ${cite(typed)}, which is not one of its values`;
  const remedy = didYouMean(String(value), known);
  return { path, part: "value", code: "UNKNOWN_VALUE", message, remedy };
}

function didYouMean(written: string, known: readonly string[]): string {
  const meant = nearest(written, known);
  return meant === undefined ? `one of ${known.join(", ")}` : `did you mean ${meant}?`;
}

function tooLarge(path: Path, code: "TOO_LONG" | "TOO_MANY_ITEMS", limit: string): Explanation {
  return {
    path,
    part: "value",
    code,
    message: `${nameOf(path)} has more than the ${limit} that are allowed`,
  };
}

function outOfRange(path: Path, limit: number): Explanation {
  return { path, part: "value", code: "OUT_OF_RANGE", message: `${nameOf(path)} must be at least ${limit}` };
}

function alternatives(
  path: Path,
  { oneOf }: SchemaNode,
  passing: readonly number[] | null,
  whole: string,
): Explanation {
  const keys = oneOf.flatMap(({ required }) => required).join(" or ");
  const name = nameOf(path, whole);
  return passing === null
    ? {
        path,
        part: "value",
        code: "MISSING_KEY",
        message: `${name} has no ${keys}`,
        remedy: "add one of them",
      }
    : { path, part: "value", code: "CONFLICTING_KEYS", message: `${name} has more than one of ${keys}` };
}

function tagsOf({ oneOf }: SchemaNode): readonly string[] {
  return oneOf.flatMap(({ properties }) =>
    Object.values(properties).flatMap((property) => property.const ?? []),
  );
}

function badKey(path: Path, key: string, { pattern }: SchemaNode["propertyNames"]): Explanation {
  return { path: [...path, key], part: "key", ...explainPattern(pattern, "the key", cite(key)) };
}

/** `routes[0].type`, as people say it. */
function nameOf(path: Path, whole = "the manifest"): string {
  if (path.length === 0) return whole;
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${cite(part)}`))
    .join("")
    .replace(/^\./, "");
}

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

type Type = "object" | "array" | "string" | "boolean" | "integer";

/** As much of a schema as explaining an error takes. Which keys there are depends on the keyword that failed. */
type SchemaNode = {
  readonly properties: Readonly<Record<string, { readonly const?: string }>>;
  readonly propertyNames: { readonly pattern: string };
  readonly required: readonly string[];
  readonly oneOf: readonly SchemaNode[];
};

/** The schema that holds the keyword which failed. */
function schemaOf({ schemaPath }: SchemaError, root: object): SchemaNode {
  let node: unknown = root;
  for (const part of pointer(schemaPath).slice(0, -1)) node = step(node, part);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the path was made from this schema
  return node as SchemaNode;
}

/** The value that the error is about, and where it is; numbers in the path are places in a list. */
function dataAt(
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

/** What it means that a text does not match one of our patterns. */
function explainPattern(pattern: string, name: string, cited: string): What {
  switch (pattern) {
    case IDENTIFIER.pattern:
      return {
        code: "INVALID_IDENTIFIER",
        message: `${name} is ${cited}, and Buddy allows letters, digits, _ and -, with no - at its ends`,
        remedy: "write a name such as my-shop",
      };
    case REFERENCE.pattern:
      return {
        code: "INVALID_REFERENCE",
        message: `${name} is ${cited}, which could not stand in an address of Buddy's API`,
        remedy: "write it as it stands in the address of Buddy's own page, without blanks and / \\ % ? #",
      };
    case EMAIL.pattern:
      return {
        code: "INVALID_EMAIL",
        message: `${cited} is not an e-mail address`,
        remedy: "write the address that the user has in Buddy",
      };
    default:
      return {
        code: "INVALID_TEXT",
        message: `${name} is ${cited}, and must neither be empty nor begin or end with a blank`,
        remedy: "write it without",
      };
  }
}
