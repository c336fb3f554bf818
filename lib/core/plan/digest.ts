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

/** What a change does, without where it was written, when, and what people call the users and groups in it. */
function effectOf(change: Change): unknown {
  switch (change.action) {
    case "create": {
      const { source: _source, where: _where, permissions, ...effect } = change;
      return permissions === undefined ? effect : { ...effect, permissions: idsOnly(permissions) };
    }
    case "update":
    case "adopt": {
      const { source: _source, where: _where, fields, ...effect } = change;
      return { ...effect, fields: fields.map(fieldEffect) };
    }
    case "release":
    case "disable":
    case "delete": {
      const { where: _where, declaredIn: _declaredIn, goneIn: _goneIn, ...effect } = change;
      const { deleteAfter: _deleteAfter, ...timeless } = { deleteAfter: undefined, ...effect };
      return timeless;
    }
    default:
      return change satisfies never;
  }
}

type Field = Extract<Change, { action: "update" }>["fields"][number];

/** As a text of which equal effects have equal ones. */
export function fieldEffect(change: Field): unknown {
  switch (change.field) {
    case "users":
      return { ...change, to: idsOnly({ users: change.to }).users };
    case "groups":
      return { ...change, to: idsOnly({ groups: change.to }).groups };
    case "identifier":
    case "name":
    case "disabled":
    case "others":
      return change;
    default:
      return change satisfies never;
  }
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
