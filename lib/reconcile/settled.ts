import { type Desired, keyOf, type Scope } from "../core/distribution.ts";
import type { AppliedFields } from "../core/inventory.ts";
import { appliedOf } from "../core/plan/compare.ts";
import type { Classified } from "../core/plan/diff.ts";
import { canonicalJson } from "../core/plan/digest.ts";
import type { PlannedPermissions, Unchanged } from "../core/plan/plan.ts";
import type { AsKept } from "../core/plan/three-way.ts";
import { displayName, type ToCompare } from "../core/plan/verdict.ts";
import type { Grants } from "./grants.ts";

/** Complete, or as both sides want it, and not yet recorded so. */
export type Settled = {
  readonly desired: Desired<Scope>;
  readonly name: string;
  readonly permissions?: PlannedPermissions;
};

/** What needs nothing of Buddy, and of which the inventory does not say that it is as it should be. */
export function settledOf(
  { finished, comparable }: Classified,
  { permissions }: Grants,
  unchanged: readonly Unchanged[],
  asKept: AsKept,
): readonly Settled[] {
  const agreed = new Set(unchanged.map(({ key }) => key));
  return [
    ...finished.flatMap(({ desired }) => {
      const granted = permissions.get(keyOf(desired));
      if (desired.permissions !== undefined && granted === undefined) return [];
      return [
        { desired, name: displayName(desired), ...(granted === undefined ? {} : { permissions: granted }) },
      ];
    }),
    ...comparable.flatMap((one) => {
      const { desired, actual } = one;
      const granted = permissions.get(keyOf(desired));
      const name = desired.name ?? actual.name;
      if (!agreed.has(keyOf(desired)) || isRecorded(one, asKept(appliedOf(desired, granted, name))))
        return [];
      return [{ desired, name, ...(granted === undefined ? {} : { permissions: granted }) }];
    }),
  ];
}

function isRecorded({ row }: ToCompare, applied: AppliedFields): boolean {
  return (
    row?.pending === undefined &&
    row?.quarantinedAt === undefined &&
    canonicalJson(row?.applied) === canonicalJson(applied)
  );
}
