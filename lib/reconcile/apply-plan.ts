import { type Applied, apply } from "../apply/apply.ts";
import { recordCompleted, recordDeclared } from "../apply/record.ts";
import type { AsKept } from "../core/plan/compare.ts";
import type { Clock, Ledger, Log, Provider } from "../ports.ts";
import type { Planned } from "./make-plan.ts";

export type ApplyPlanTools = {
  readonly provider: Provider;
  readonly clock: Clock;
  readonly log: Log;
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  readonly asKept?: AsKept;
};

/** Carries the plan out, after the inventory has been told what the plan found out about what is ours. */
export async function applyPlan(
  { provider, clock, log, concurrency, signal, asKept }: ApplyPlanTools,
  ledger: Ledger,
  planned: Planned,
  commit: string | undefined,
): Promise<Applied> {
  const { plan, desired, permissions, verifiedThrough: through } = planned;
  const ofCommit = commit === undefined ? {} : { commit };
  await recordFindings(planned, ledger, clock, ofCommit);
  const applied = await apply(plan, {
    writer: provider.writing(ledger),
    ledger,
    inventory: ledger.inventory,
    clock,
    log,
    concurrency,
    desired,
    permissions,
    ...ofCommit,
    ...(signal === undefined ? {} : { signal }),
    ...(asKept === undefined ? {} : { asKept }),
  });
  if (through !== undefined && applied.stoppedBy === undefined)
    await ledger.record({ event: "verified", at: clock.now(), through });
  return applied;
}

/** What needs nothing of Buddy: what is gone, what is as it should be, and what manifests say about the end of what is ours. */
async function recordFindings(
  { plan, settled, vanished, desired }: Planned,
  ledger: Ledger,
  clock: Clock,
  ofCommit: { readonly commit?: string },
): Promise<void> {
  for (const { scope, identifier } of vanished)
    await ledger.record({ event: "removed", scope, identifier, at: clock.now() });
  for (const { desired: manifest, name, permissions } of settled) {
    const { scope, identifier } = manifest;
    const about = { scope, identifier, name, ...(permissions === undefined ? {} : { permissions }) };
    await recordCompleted(about, { ledger, clock, desired: manifest, ...ofCommit });
  }
  const changed = new Set(plan.changes.map(({ key }) => key));
  for (const [key, manifest] of desired) {
    const row = ledger.inventory.owned.get(key);
    if (row !== undefined && !changed.has(key))
      await recordDeclared(manifest, row, { ledger, clock, desired: manifest });
  }
}
