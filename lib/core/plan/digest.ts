import { type Change, idsOnly, type Plan } from "./plan.ts";

/** The sha256 of a text as lower-case hex; handed in, because core does no I/O of any kind. */
export type Hash = (text: string) => string;

/**
 * `sha256:…` over the effects: who would do what to which object of which workspace. Not over time, file names, line
 * numbers or the order of files, so that a rebase with the same effects keeps an approval.
 */
export function digestOf(
  plan: Pick<Plan, "version" | "instance" | "workspace" | "policy" | "changes">,
  hash: Hash,
): string {
  const { version, instance, workspace, policy, changes } = plan;
  return `sha256:${hash(canonicalJson({ version, instance, workspace, policy, changes: changes.map(effectOf) }))}`;
}

function effectOf(change: Change): unknown {
  const { source: _source, where: _where, permissions, ...effect } = change;
  return permissions === undefined ? effect : { ...effect, permissions: idsOnly(permissions) };
}

/** JSON with the keys of every object in order: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (isRecord(part) ? inOrder(part) : part));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inOrder(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const keys = Object.keys(record);
  if (keys.length < 2) return record;
  // Without a prototype `__proto__` is a key like any other.
  const ordered: Record<string, unknown> = { __proto__: null };
  for (const key of keys.toSorted()) ordered[key] = record[key];
  return ordered;
}
