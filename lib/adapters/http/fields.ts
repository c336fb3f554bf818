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

/** A text by which one thing is told from another: nothing is none, and a list or an object is unreadable, never none. */
export function labelText(value: unknown, what: string): string | undefined {
  if (typeof value === "object" && value !== null) throw new ShapeError(`${what} is not a text`);
  return text(value);
}

/**
 * Whatever is kept of an answer is compared, written and sent by functions that call themselves once a level: a value that is
 * nested too deeply would end the process's stack, and with it a pass that is about many others.
 *
 * @param path of the value, as people write it: `routes[0]`
 * @throws ShapeError that names the path, as far as one needs it to find the place
 */
export function shallow(value: unknown, path: string): void {
  const deep = tooDeep(value, 1);
  if (deep === undefined) return;
  const place = [path, ...deep.slice(0, MOST_STEPS)].join("");
  throw new ShapeError(`\`${place}…\` is nested deeper than ${MOST_LEVELS} levels`);
}

/** Buddy's own answers have six. */
const MOST_LEVELS = 64;
const MOST_STEPS = 3;

/** The way to a value below the deepest level that is taken; it calls itself no deeper than that. */
function tooDeep(value: unknown, level: number): readonly string[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (level > MOST_LEVELS) return [];
  for (const [name, part] of Object.entries(value)) {
    const below = tooDeep(part, level + 1);
    if (below !== undefined) return [stepOf(name, value), ...below];
  }
  return undefined;
}

/** A name that is no plain word is not repeated: it is the server's, and may be anything. */
function stepOf(name: string, parent: object): string {
  if (Array.isArray(parent)) return `[${name}]`;
  return /^\w{1,40}$/.test(name) ? `.${name}` : ".*";
}
