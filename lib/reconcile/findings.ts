import { canonicalJson } from "../core/domain/canonical-json.ts";
import { type Desired, keyOf, type Scope } from "../core/domain/distribution.ts";
import type { AppliedFields, Inventory, InventoryEvent, Owned } from "../core/domain/inventory.ts";
import { type Classified, displayName, type ToCompare } from "../core/plan/classify.ts";
import { type AsKept, appliedOf } from "../core/plan/compare.ts";
import type { Change, PlannedPermissions, Unchanged } from "../core/plan/plan.ts";

/**
 * What planning has found out about what is ours, and the inventory does not say: it is recorded before the plan is carried
 * out, and needs no call to Buddy.
 */
export type InventoryFinding = WithoutTime<
  Extract<InventoryEvent, { event: "removed" | "completed" | "declared" }>
>;

type WithoutTime<Event> = Event extends unknown ? Omit<Event, "at"> : never;

type Found = {
  readonly inventory: Inventory;
  readonly desired: readonly Desired<Scope>[];
  readonly classified: Classified;
  /** The access that manifests ask for with Buddy's ids, by key. */
  readonly permissions: ReadonlyMap<string, PlannedPermissions>;
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
  /** Ours by the inventory, and gone. */
  readonly vanished: readonly Owned[];
  readonly asKept: AsKept;
  readonly commit: string | undefined;
};

/** What is gone, what is as it should be, and what manifests say about the end of what does not change. */
export function findingsOf(found: Found): readonly InventoryFinding[] {
  const { vanished, commit } = found;
  const ofCommit = commit === undefined ? {} : { commit };
  return [
    ...vanished.map(({ scope, identifier }) => ({ event: "removed" as const, scope, identifier })),
    ...[...finishedOf(found), ...agreedOf(found)].map(({ desired: { scope, identifier }, applied }) => ({
      event: "completed" as const,
      scope,
      identifier,
      applied,
      ...ofCommit,
    })),
    ...declarationsOf(found),
  ];
}

type Completed = { readonly desired: Desired<Scope>; readonly applied: AppliedFields };

/** Complete as it is, and not yet recorded as complete. */
function finishedOf({ classified, permissions }: Found): readonly Completed[] {
  return classified.finished.flatMap(({ desired }) => {
    const granted = permissions.get(keyOf(desired));
    if (desired.permissions !== undefined && granted === undefined) return [];
    return [{ desired, applied: appliedOf(desired, granted, displayName(desired)) }];
  });
}

/** As both sides want it, and not yet recorded so. */
function agreedOf({ classified, permissions, unchanged, asKept }: Found): readonly Completed[] {
  const agreed = new Set(unchanged.map(({ key }) => key));
  return classified.comparable.flatMap((one) => {
    const { desired, actual } = one;
    const key = keyOf(desired);
    if (!agreed.has(key)) return [];
    const applied = appliedOf(desired, permissions.get(key), desired.name ?? actual.name);
    return isRecorded(one, asKept(applied)) ? [] : [{ desired, applied }];
  });
}

function isRecorded({ row }: ToCompare, applied: AppliedFields): boolean {
  return (
    row?.pending === undefined &&
    row?.quarantinedAt === undefined &&
    canonicalJson(row?.applied) === canonicalJson(applied)
  );
}

/** What a change needs recorded of this is in the change. */
function declarationsOf({ desired, changes, inventory }: Found): readonly InventoryFinding[] {
  const changed = new Set(changes.map(({ key }) => key));
  return desired.flatMap((manifest) => {
    const { scope, identifier, protect, onRemove } = manifest;
    const key = keyOf(manifest);
    const row = inventory.owned.get(key);
    if (row === undefined || changed.has(key)) return [];
    if (row.protect === protect && row.onRemove === onRemove) return [];
    const kept = onRemove === undefined ? {} : { onRemove };
    return [{ event: "declared" as const, scope, identifier, protect, ...kept }];
  });
}
