import type { AnySchemaObject } from "ajv";

/**
 * The TypeScript type of what a schema takes, as the text of a module that exports it and imports nothing. Each property has
 * its description as its comment, which editors show.
 * @throws Error when the schema says something that this does not know
 */
export function schemaType(name: string, schema: AnySchemaObject): string {
  return `\nexport type ${name} = ${typeOf(asNode(schema), "")};\n`;
}

/** As far as our schemas go. */
type Node = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  /** Alternatives that each ask for keys, one of which has to hold. */
  readonly oneOf?: readonly Node[];
  readonly description?: string;
};

function asNode(schema: AnySchemaObject): Node {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it does not know, it refuses
  return schema as Node;
}

function typeOf(node: Node, indent: string): string {
  if (node.enum !== undefined) return node.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (node.type === "array") return listType(node.items ?? {}, indent);
  if (node.type === "object") return objectType(node, indent);
  const primitive = PRIMITIVES[node.type ?? ""];
  if (primitive === undefined) throw new Error(`no type is known for ${JSON.stringify(node)}`);
  return primitive;
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: "string",
  boolean: "boolean",
  integer: "number",
};

function listType(items: Node, indent: string): string {
  const item = typeOf(items, indent);
  return items.enum === undefined && items.oneOf === undefined
    ? `readonly ${item}[]`
    : `readonly (${item})[]`;
}

function objectType(node: Node, indent: string): string {
  const { properties, required = [], additionalProperties, oneOf } = node;
  if (properties === undefined || additionalProperties !== false)
    throw new Error(`an object has to name its keys, and to have no others: ${JSON.stringify(node)}`);
  if (oneOf === undefined) return membersOf(properties, new Set(required), new Set(), indent);
  // With a key of one alternative, those of the others are an error.
  const alternatives = oneOf.map((alternative) => alternative.required ?? []);
  const variants = alternatives.map((keys) => {
    const others = alternatives.flat().filter((key) => !keys.includes(key));
    return membersOf(properties, new Set([...required, ...keys]), new Set(others), indent);
  });
  return variants.join(" | ");
}

function membersOf(
  properties: Readonly<Record<string, Node>>,
  required: ReadonlySet<string>,
  forbidden: ReadonlySet<string>,
  indent: string,
): string {
  const inner = `${indent}  `;
  const members = Object.entries(properties).flatMap(([key, property]) => {
    if (forbidden.has(key)) return [`${inner}readonly ${key}?: never;`];
    const member = `${inner}readonly ${key}${required.has(key) ? "" : "?"}: ${typeOf(property, inner)};`;
    const { description } = property;
    return description === undefined ? [member] : [`${inner}/** ${description} */`, member];
  });
  return ["{", ...members, `${indent}}`].join("\n");
}
