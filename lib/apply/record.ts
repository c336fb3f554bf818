import type { Desired, Route, Scope } from "../core/domain/distribution.ts";
import type { Owned } from "../core/domain/inventory.ts";
import { appliedOf } from "../core/plan/compare.ts";
import type { PlannedPermissions } from "../core/plan/plan.ts";
import type { Clock, Ledger } from "../ports.ts";

/** Which object a record is about: by the identifier that the inventory knows it under. */
type Subject = { readonly scope: Scope; readonly identifier: string };

type RecordTools = {
  readonly ledger: Pick<Ledger, "record">;
  readonly clock: Clock;
  readonly desired: Pick<Desired, "disabled" | "routes" | "protect" | "onRemove">;
  readonly commit?: string;
};

/** Records that an object of ours needs nothing more, also when an earlier pass did it and could not say so. */
export async function recordCompleted(
  about: Subject & { readonly name: string; readonly permissions?: PlannedPermissions },
  { ledger, clock, desired, commit }: RecordTools,
): Promise<void> {
  const { scope, identifier, name, permissions } = about;
  const applied = appliedOf(desired, permissions, name);
  const ofCommit = commit === undefined ? {} : { commit };
  await ledger.record({ event: "completed", scope, identifier, at: clock.now(), applied, ...ofCommit });
}

/** Records what the manifest says about the object's end, unless the inventory says so already. */
export async function recordDeclared(
  { scope, identifier }: Subject,
  known: Pick<Owned, "protect" | "onRemove">,
  { ledger, clock, desired: { protect, onRemove } }: Pick<RecordTools, "ledger" | "clock" | "desired">,
): Promise<void> {
  if (known.protect === protect && known.onRemove === onRemove) return;
  const kept = onRemove === undefined ? {} : { onRemove };
  await ledger.record({ event: "declared", scope, identifier, at: clock.now(), protect, ...kept });
}

/** Records that taking this route away from another distribution for this one was in vain. */
export async function recordRefused(
  { scope, identifier }: Subject,
  route: Route,
  { ledger, clock }: Pick<RecordTools, "ledger" | "clock">,
): Promise<void> {
  await ledger.record({ event: "refused", scope, identifier, at: clock.now(), route });
}
