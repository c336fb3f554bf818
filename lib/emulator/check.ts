import { Refusal } from "./answer.ts";
import type { Personality } from "./personality.ts";

/** The pieces that checks of requests are made of. Each throws a Refusal 400 that names the field. */

export type Fields = Readonly<Record<string, unknown>>;

export function refuse(message: string): never {
  throw new Refusal(400, message);
}

export function object(value: unknown, what: string): Fields {
  return isObject(value) ? value : refuse(`${what} must be an object`);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listField(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`${what} must be a list`);
  return value as readonly unknown[];
}

/** A text that is not empty. */
export function textField(value: unknown, what: string): string {
  if (typeof value !== "string" || value.trim() === "") refuse(`${what} must be a text that is not empty`);
  return value;
}

export function flag(value: unknown, what: string): boolean {
  if (typeof value !== "boolean") refuse(`${what} must be true or false`);
  return value;
}

export function wholeNumber(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) refuse(`${what} must be a whole number`);
  return value;
}

export function oneOf<Value extends string>(value: unknown, what: string, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) refuse(`${what} must be one of ${values.join(", ")}`);
  return found;
}

/** Letters, digits, underscores and hyphens; no hyphen first or last: buddy.works/docs/api/distributions/create. */
export function identifier(value: unknown): string {
  const checked = textField(value, "identifier");
  if (!/^[A-Za-z0-9_-]+$/.test(checked) || checked.startsWith("-") || checked.endsWith("-")) {
    refuse("identifier may hold letters, digits, underscores and hyphens, and no hyphen first or last");
  }
  return checked;
}

/** Exactly these keys, and no other one. */
export function exactKeys(
  fields: Fields,
  what: string,
  required: readonly string[],
  optional: readonly string[] = [],
): void {
  for (const key of required) if (!Object.hasOwn(fields, key)) refuse(`${what} lacks ${key}`);
  const unknown = Object.keys(fields).find((key) => !required.includes(key) && !optional.includes(key));
  if (unknown !== undefined) refuse(`${what} must not hold ${unknown}`);
}

/** The fields of a body that count, as the personality takes those that no page documents. */
export function knownFields(
  body: unknown,
  documented: readonly string[],
  undocumented: readonly string[],
  rule: Personality["undocumentedFields"],
): Fields {
  const fields = object(body, "The body");
  const known = rule === "accepted" ? [...documented, ...undocumented] : documented;
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (rule === "refused" && unknown !== undefined) refuse(`Unknown field ${unknown}`);
  return Object.fromEntries(Object.entries(fields).filter(([key]) => known.includes(key)));
}
