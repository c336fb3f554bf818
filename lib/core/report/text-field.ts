import type { LiveGrant } from "../distribution.ts";
import { printable } from "../invisible.ts";
import type { FieldChange, PlannedPermissions } from "../plan/plan.ts";
import type { Style } from "./style.ts";
import type { TellMoved } from "./text-moved.ts";

/** `name  Shop → Shop 2  (changed in git)`: a line for each field, and below it one for each grant that is another. */
export function renderFields(
  fields: readonly FieldChange[],
  style: Style,
  tell: TellMoved,
): readonly string[] {
  return fields.flatMap((change) => [
    `${change.field}${valuesOf(change)}${tell(change.moved)}`,
    ...grantsOf(change, style).map((line) => `  ${line}`),
  ]);
}

function valuesOf(change: FieldChange): string {
  switch (change.field) {
    case "identifier":
      return `  ${shown(change.from ?? "none")} → ${shown(change.to)}`;
    case "name":
      return `  ${shown(change.from)} → ${shown(change.to)}`;
    case "disabled":
      return `  ${change.from} → ${change.to}`;
    case "others":
      return `  ${shown(change.from ?? "unknown")} → ${shown(change.to)}`;
    case "users":
    case "groups":
      return "";
    default:
      return change satisfies never;
  }
}

/** In quotation marks where its ends could not be seen. */
function shown(text: string): string {
  return printable(/^\s|\s$|^$|→/.test(text) ? `"${text}"` : text);
}

function grantsOf(change: FieldChange, style: Style): readonly string[] {
  switch (change.field) {
    case "users":
      return renderGrants(change.from, change.to.map(asUser), "user", style);
    case "groups":
      return renderGrants(change.from, change.to.map(asGroup), "group", style);
    case "identifier":
    case "name":
    case "disabled":
    case "others":
      return [];
    default:
      return change satisfies never;
  }
}

type Grantee = LiveGrant & { readonly who: string };

/** `dev@example.com`, `user 5` */
export function asUser({
  id,
  email,
  access_level,
}: NonNullable<PlannedPermissions["users"]>[number]): Grantee {
  return { id, access_level, who: printable(email ?? `user ${id}`) };
}

/** `group admins`, `group 9` */
export function asGroup({
  id,
  name,
  access_level,
}: NonNullable<PlannedPermissions["groups"]>[number]): Grantee {
  return { id, access_level, who: printable(`group ${name ?? id}`) };
}

function renderGrants(
  from: readonly LiveGrant[],
  to: readonly Grantee[],
  noun: "user" | "group",
  { create, warn, bad }: Style,
): readonly string[] {
  const before = new Map(from.map(({ id, access_level }) => [id, printable(access_level)]));
  const after = new Set(to.map(({ id }) => id));
  return [
    ...to.flatMap(({ id, who, access_level }) => {
      const was = before.get(id);
      if (was === undefined) return [create(`+ ${who} ${access_level}`)];
      return was === access_level ? [] : [warn(`~ ${who} ${was} → ${access_level}`)];
    }),
    ...from
      .filter(({ id }) => !after.has(id))
      .map(({ id, access_level }) => bad(`- ${noun} ${id} ${printable(access_level)}`)),
  ];
}
