import { readFile } from "node:fs/promises";
import { Ajv, type AnySchemaObject } from "ajv";

/** What of a text that should be JSON of this schema is wrong; undefined when nothing is. */
export async function violations(name: "plan" | "report", text: string): Promise<unknown> {
  const url = new URL(`../../schema/${name}.schema.json`, import.meta.url);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a JSON Schema of ours
  const schema = JSON.parse(await readFile(url, "utf8")) as AnySchemaObject;
  const ajv = new Ajv({ allErrors: true, formats: { "date-time": ISO } });
  const valid = ajv.validate(schema, JSON.parse(text));
  return valid ? undefined : ajv.errors;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
