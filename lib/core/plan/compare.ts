import type { Actual, Desired, Scope } from "../distribution.ts";
import type { AppliedFields, Owned } from "../inventory.ts";
import { compareAccess } from "./compare-access.ts";
import { compareRoutes, inOrderOfIds } from "./compare-routes.ts";
import { type FieldChange, idsOnly, type PlannedPermissions, type RouteChange } from "./plan.ts";
import { type AsKept, type FieldVerdict, KEPT_WHOLE, type Sides, whoMoved } from "./three-way.ts";

/** Where a distribution and its manifest differ, and who moved. */
export type Comparison = {
  readonly fields: readonly FieldChange[];
  readonly routes: readonly RouteChange[];
  /** What both sides have moved to the same value: no difference, and no longer what was last applied. */
  readonly both: readonly string[];
};

/** What we wrote last; empty for what is not ours yet. */
export type Base = Partial<
  Pick<Owned, "identifier" | "applied" | "pending" | "pendingBefore" | "quarantinedAt">
>;

/**
 * The three-way comparison of manifest, last applied and live, field by field. What the manifest does not declare and what
 * Buddy does not say is not compared.
 *
 * @param permissions those of the manifest, with Buddy's ids
 */
export function compareLive(
  wanted: Desired<Scope>,
  permissions: PlannedPermissions | undefined,
  actual: Actual,
  base: Base,
  asKept: AsKept = KEPT_WHOLE,
): Comparison {
  const { applied, pending, pendingBefore = [] } = base;
  // What was kept before its secret was known has it still.
  const bases = asKept([applied, pending, ...pendingBefore].filter((fields) => fields !== undefined));
  const found = [
    compareIdentifier(wanted.identifier, actual, base),
    compareName(wanted.name, actual, bases, asKept),
    compareDisabled(wanted.disabled, actual, base, bases),
    ...compareAccess(permissions, actual.permissions, bases),
  ].filter((one) => one !== undefined);
  const routes = compareRoutes(wanted.routes, actual.routes, bases, asKept);
  return {
    fields: found.filter((one) => typeof one !== "string"),
    routes: routes.changes,
    both: [...found.filter((one) => typeof one === "string"), ...routes.both],
  };
}

function compareIdentifier(to: string, { identifier: from }: Actual, { identifier }: Base): FieldVerdict {
  if (from === undefined) return undefined;
  const bases = identifier === undefined ? [] : [identifier];
  return verdictOf({ field: "identifier", from, to }, { declared: to, live: from, bases });
}

function compareName(
  to: string | undefined,
  { name: from }: Actual,
  bases: readonly AppliedFields[],
  asKept: AsKept,
): FieldVerdict {
  if (to === undefined) return undefined;
  const sides = { declared: to, live: from, bases: bases.map(({ name }) => name) };
  return verdictOf({ field: "name", from, to }, sides, asKept);
}

/** One that we disabled because its manifest was gone is enabled when that comes back, unless it says otherwise. */
function compareDisabled(
  declared: boolean | undefined,
  { disabled: from }: Actual,
  { quarantinedAt }: Base,
  bases: readonly AppliedFields[],
): FieldVerdict {
  const to = declared ?? (quarantinedAt === undefined ? undefined : false);
  if (to === undefined || from === undefined) return undefined;
  const known = quarantinedAt === undefined ? bases.flatMap(({ disabled }) => disabled ?? []) : [true];
  return verdictOf({ field: "disabled", from, to }, { declared: to, live: from, bases: known });
}

type Difference = FieldChange extends infer Each
  ? Each extends FieldChange
    ? Omit<Each, "moved">
    : never
  : never;

function verdictOf<T>(difference: Difference, sides: Sides<T>, asKept: AsKept = KEPT_WHOLE): FieldVerdict {
  const moved = whoMoved(sides, Object.is, asKept);
  if (moved === undefined) return undefined;
  return moved === "both" ? difference.field : { ...difference, moved };
}

/** What a manifest declares, as the inventory keeps it once it is applied. */
export function appliedOf(
  { disabled, routes }: Pick<Desired, "disabled" | "routes">,
  permissions: PlannedPermissions | undefined,
  name: string,
): AppliedFields {
  return {
    name,
    ...(disabled === undefined ? {} : { disabled }),
    ...(permissions === undefined ? {} : { permissions: idsOnly(permissions) }),
    ...(routes === undefined ? {} : { routes }),
  };
}

/** What is live of what a manifest declares: the base of all that comes after an adoption. */
export function liveFields(wanted: Desired, actual: Actual): AppliedFields {
  const { others, users, groups } = actual.permissions ?? {};
  const declared = wanted.permissions;
  const permissions = {
    ...(declared?.others === undefined || others === undefined ? {} : { others }),
    ...(declared?.users === undefined ? {} : { users: users ?? [] }),
    ...(declared?.groups === undefined ? {} : { groups: groups ?? [] }),
  };
  const routes = inOrderOfIds(actual.routes).map(({ id: _id, further: _further, ...route }) => route);
  return {
    name: actual.name,
    ...(wanted.disabled === undefined || actual.disabled === undefined ? {} : { disabled: actual.disabled }),
    ...(declared === undefined || actual.permissions === undefined ? {} : { permissions }),
    ...(wanted.routes === undefined ? {} : { routes }),
  };
}
