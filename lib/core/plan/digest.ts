import { canonicalJson } from "../domain/canonical-json.ts";
import type { LiveGrant, LivePermissions } from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import { type Change, idsOnly, type Plan, type PlannedPermissions } from "./plan.ts";

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

/**
 * What a change does, without where it was written, when, and what people call the users and groups in it. What its
 * manifest declares counts as far as it makes a difference to what is live.
 */
function effectOf(change: Change): unknown {
  switch (change.action) {
    case "create": {
      const { source: _s, where: _w, declared: _d, onRemove: _o, permissions, ...effect } = change;
      return permissions === undefined ? effect : { ...effect, permissions: accessEffect(permissions) };
    }
    case "update":
    case "adopt": {
      const { source: _s, where: _w, declared: _d, onRemove: _o, fields, ...effect } = change;
      return { ...effect, fields: fields.map(fieldEffect) };
    }
    case "disown":
    case "disable":
    case "delete": {
      const { where: _where, declaredIn: _declaredIn, goneIn: _goneIn, ...effect } = change;
      const { deleteAfter: _deleteAfter, ...timeless } = { deleteAfter: undefined, ...effect };
      return timeless;
    }
    /* v8 ignore next -- @preserve: the compiler knows every case */
    default:
      return change satisfies never;
  }
}

type Field = Extract<Change, { action: "update" }>["fields"][number];

/** As a text of which equal effects have equal ones. */
export function fieldEffect(change: Field): unknown {
  switch (change.field) {
    case "users":
    case "groups":
      return { ...change, from: asSet(change.from), to: asSet(change.to) };
    case "identifier":
    case "name":
    case "disabled":
    case "others":
      return change;
    /* v8 ignore next -- @preserve: the compiler knows every case */
    default:
      return change satisfies never;
  }
}

function accessEffect(permissions: PlannedPermissions): LivePermissions {
  const { users, groups, ...rest } = idsOnly(permissions);
  return {
    ...rest,
    ...(users === undefined ? {} : { users: asSet(users) }),
    ...(groups === undefined ? {} : { groups: asSet(groups) }),
  };
}

/** Grants in one order, whatever that of the manifest and of Buddy's list. */
function asSet(grants: readonly LiveGrant[]): readonly LiveGrant[] {
  return grants
    .map(({ id, access_level }) => ({ id, access_level }))
    .toSorted((a, b) => a.id - b.id || compareText(a.access_level, b.access_level));
}
