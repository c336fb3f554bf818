/** JSON with the keys of every object in order: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isRecord(part) ? sortedKeys(part) : part));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sortedKeys(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const keys = Object.keys(record);
  if (keys.length < 2) return record;
  // Without a prototype `__proto__` is a key like any other.
  const ordered: Record<string, unknown> = { __proto__: null };
  for (const key of keys.toSorted()) ordered[key] = record[key];
  return ordered;
}
