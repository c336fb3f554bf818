/** An answer whose shape is not what the API promises. The message says which part, and never repeats its content. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** Reads the own fields of a JSON object: a field named `__proto__` or `constructor` is a field like any other. */
export function fields(value: unknown, what: string): (name: string) => unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ShapeError(`${what} is not an object`);
  return (name) => {
    const found: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    return found;
  };
}

/** A JSON object as a whole. */
export function record(value: unknown, what: string): Readonly<Record<string, unknown>> {
  fields(value, what);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `fields` takes nothing but an object
  return value as Readonly<Record<string, unknown>>;
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value))
    throw new ShapeError(`${what} is ${value === undefined ? "missing" : "not a list"}`);
  return value;
}

/** Documented as integers, shown as hash strings in every example (June 2026): both are taken, as text. */
export function identity(value: unknown, what: string): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  throw new ShapeError(
    typeof value === "number" ? `${what} has an id that JSON cannot carry exactly` : `${what} has no id`,
  );
}

/** Ids of users and groups, which are numbers throughout. */
export function numericIdentity(value: unknown, what: string): number {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isSafeInteger(number)) return number;
  throw new ShapeError(`${what} has no numeric id`);
}

/** A text that says something: "", null and everything else are absent. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
