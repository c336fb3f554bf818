import {
  type Desired,
  type Grant,
  type GroupReference,
  type LiveGrant,
  type Permissions,
  routeKey,
  type UserReference,
} from "../domain/distribution.ts";
import type { Owned } from "../domain/inventory.ts";
import { sameRouteType, sameTargets } from "../domain/normalise.ts";
import { compareText } from "../domain/order.ts";

/**
 * Whether a manifest asks for something else than what was last applied, as far as that can be told without a call: users
 * and groups that it names by e-mail or name are only counted, with their access levels.
 */
export function isNewToGit(
  { name, disabled, permissions, routes }: Desired,
  row: Pick<Owned, "applied" | "pending" | "quarantinedAt"> | undefined,
): boolean {
  const applied = row?.applied;
  if (applied === undefined) return false;
  return (
    row?.pending !== undefined ||
    row?.quarantinedAt !== undefined ||
    (name !== undefined && name !== applied.name) ||
    (disabled !== undefined && disabled !== (applied.disabled ?? false)) ||
    (routes !== undefined && !sameRoutes(routes, applied.routes ?? [])) ||
    (permissions !== undefined && !sameAccess(permissions, applied.permissions ?? {}))
  );
}

type Routes = NonNullable<NonNullable<Owned["applied"]>["routes"]>;

function sameRoutes(declared: Routes, applied: Routes): boolean {
  if (declared.length !== applied.length) return false;
  const known = new Map(applied.map((route) => [routeKey(route), route]));
  return declared.every((route) => {
    const was = known.get(routeKey(route));
    return (
      was !== undefined && sameRouteType(route.type, was.type) && sameTargets(route.targets, was.targets)
    );
  });
}

type Access = NonNullable<NonNullable<Owned["applied"]>["permissions"]>;

function sameAccess({ others, users, groups }: Permissions, applied: Access): boolean {
  return (
    (others === undefined || others === applied.others) &&
    (users === undefined || sameGrants(users, applied.users ?? [])) &&
    (groups === undefined || sameGrants(groups, applied.groups ?? []))
  );
}

function sameGrants(
  declared: readonly Grant<UserReference | GroupReference>[],
  applied: readonly LiveGrant[],
): boolean {
  const byId = declared.every((grant) => "id" in grant);
  const textOf = (grants: readonly (Partial<LiveGrant> & { readonly access_level: string })[]) =>
    grants
      .map(({ id, access_level }) => (byId ? `${id} ${access_level}` : access_level))
      .toSorted(compareText)
      .join("\n");
  return textOf(declared) === textOf(applied);
}
