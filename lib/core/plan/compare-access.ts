import type { LiveGrant, LivePermissions } from "../distribution.ts";
import type { AppliedFields } from "../inventory.ts";
import { compareText } from "../order.ts";
import type { PlannedPermissions } from "./plan.ts";
import { type FieldVerdict, whoMoved } from "./three-way.ts";

/** Access of everybody else, of single users and of groups: each is a field of its own, and a list is compared as a set. */
export function compareAccess(
  wanted: PlannedPermissions | undefined,
  live: LivePermissions | undefined,
  bases: readonly AppliedFields[],
): readonly FieldVerdict[] {
  if (wanted === undefined || live === undefined) return [];
  const known = bases.flatMap(({ permissions }) => permissions ?? []);
  return [
    compareOthers(wanted, live, known),
    compareUsers(wanted, live, known),
    compareGroups(wanted, live, known),
  ];
}

function compareOthers(
  { others: to }: PlannedPermissions,
  { others: from }: LivePermissions,
  known: readonly LivePermissions[],
): FieldVerdict {
  if (to === undefined) return undefined;
  const bases = known.flatMap(({ others }) => others ?? []);
  const moved = whoMoved<string | undefined>({ declared: to, live: from, bases }, Object.is);
  if (moved === undefined || moved === "both") return moved && "others";
  return { field: "others", ...(from === undefined ? {} : { from }), to, moved };
}

function compareUsers(
  { users: to }: PlannedPermissions,
  { users: from = [] }: LivePermissions,
  known: readonly LivePermissions[],
): FieldVerdict {
  if (to === undefined) return undefined;
  const bases = known.flatMap(({ users }) => (users === undefined ? [] : [users]));
  const moved = whoMoved<readonly LiveGrant[]>({ declared: to, live: from, bases }, sameGrants);
  return moved === undefined || moved === "both" ? moved && "users" : { field: "users", from, to, moved };
}

function compareGroups(
  { groups: to }: PlannedPermissions,
  { groups: from = [] }: LivePermissions,
  known: readonly LivePermissions[],
): FieldVerdict {
  if (to === undefined) return undefined;
  const bases = known.flatMap(({ groups }) => (groups === undefined ? [] : [groups]));
  const moved = whoMoved<readonly LiveGrant[]>({ declared: to, live: from, bases }, sameGrants);
  return moved === undefined || moved === "both" ? moved && "groups" : { field: "groups", from, to, moved };
}

function sameGrants(a: readonly LiveGrant[], b: readonly LiveGrant[]): boolean {
  return a.length === b.length && textOf(a) === textOf(b);
}

function textOf(grants: readonly LiveGrant[]): string {
  return grants
    .map(({ id, access_level }) => `${id} ${access_level}`)
    .toSorted(compareText)
    .join("\n");
}
