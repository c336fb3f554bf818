import { ACCESS_LEVELS, type Grant } from "../core/distribution.ts";
import { exactKeys, listField, object, oneOf, refuse, wholeNumber } from "./check.ts";
import type { SeedPermissions, SeedWorkspace } from "./seed.ts";

/** @throws Refusal 400, also for a user or a group that the workspace does not have. */
export function checkPermissions(value: unknown, workspace: SeedWorkspace): SeedPermissions {
  const fields = object(value, "permissions");
  exactKeys(fields, "permissions", [], ["others", "users", "groups"]);
  const { others, users, groups } = fields;
  return {
    ...(others === undefined ? {} : { others: oneOf(others, "permissions.others", ACCESS_LEVELS) }),
    ...(users === undefined ? {} : { users: grants(users, "permissions.users", workspace.members ?? []) }),
    ...(groups === undefined ? {} : { groups: grants(groups, "permissions.groups", workspace.groups ?? []) }),
  };
}

type Known = readonly { readonly id: number }[];

function grants(value: unknown, what: string, known: Known): readonly Grant<{ readonly id: number }>[] {
  return listField(value, what).map((entry, at) => grant(entry, `${what}[${at}]`, known));
}

function grant(value: unknown, what: string, known: Known): Grant<{ readonly id: number }> {
  const fields = object(value, what);
  exactKeys(fields, what, ["id", "access_level"]);
  const id = wholeNumber(fields.id, `${what}.id`);
  if (!known.some((candidate) => candidate.id === id)) refuse(`${what}: the workspace has no id ${id}`);
  return { id, access_level: oneOf(fields.access_level, `${what}.access_level`, ACCESS_LEVELS) };
}
