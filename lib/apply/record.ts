import { type Route, routeKey, type Scope } from "../core/domain/distribution.ts";
import type { InventoryEvent, Owned } from "../core/domain/inventory.ts";
import { appliedOf } from "../core/plan/compare.ts";
import type { CreateChange, Plan, UpdateChange } from "../core/plan/plan.ts";
import { ProviderError, StateBusyError } from "../errors.ts";
import type { Clock, Ledger } from "../ports.ts";
import type { ChangeTools, RunState } from "./context.ts";

/** What apply records, and when: what is about to be written first, and what was done after it. */

/**
 * The ledger for each change. An approval is used up by the first thing that is recorded of a change that it allows, and so
 * before anything of such a change is written; what needs no approval does not use it up.
 */
export function ledgerByKey(
  { digest, approval }: Pick<Plan, "digest" | "approval">,
  passLedger: Pick<Ledger, "record">,
  clock: Clock,
): (key: string) => Pick<Ledger, "record"> {
  const ledger = recorder(passLedger);
  const allowed = new Set(approval?.lifts.flatMap(({ keys }) => keys));
  let used: Promise<void> | undefined;
  const approving: Pick<Ledger, "record"> = {
    record: async (event) => {
      used ??= ledger.record({ event: "approved", at: clock.now(), digest });
      await used;
      await ledger.record(event);
    },
  };
  return (key) => (allowed.has(key) ? approving : ledger);
}

/**
 * The ledger for work that goes on beside other work: a record that fails is the failure of the write that it comes
 * before, and the end of the pass, since nothing may be written that was not recorded.
 */
export function recorder(ledger: Pick<Ledger, "record">): Pick<Ledger, "record"> {
  return {
    record: async (event) => {
      try {
        await ledger.record(event);
      } catch (cause) {
        throw new ProviderError(cause instanceof Error ? cause.message : String(cause), {
          failure: cause instanceof StateBusyError ? "taken-over" : "unrecorded",
          call: nameOf(event),
          effect: "none",
          cause,
        });
      }
    },
  };
}

function nameOf(event: InventoryEvent): string {
  return `the record "${event.event}"`;
}

/** Records, before a route is written, what is about to be. */
export async function recordIntent(
  run: RunState,
  route: Route,
  tools: Pick<ChangeTools, "ledger" | "clock">,
): Promise<void> {
  switch (run.kind) {
    case "create": {
      const { scope, identifier } = run.change;
      const { ledger, clock } = tools;
      await ledger.record({ event: "routing", scope, identifier, at: clock.now(), route: routeKey(route) });
      break;
    }
    case "update":
      await recordUpdating(run, tools);
      break;
    default:
      run satisfies never;
  }
}

/** Recorded before the first write of an update: the inventory then has both, what was applied and what may have been. */
export async function recordUpdating(
  run: Extract<RunState, { kind: "update" }>,
  { ledger, clock }: Pick<ChangeTools, "ledger" | "clock">,
): Promise<void> {
  if (run.intended) return;
  const { change, identifier } = run;
  const { scope, declared, name } = change;
  const fields = appliedOf(declared, declared.permissions, name);
  await ledger.record({ event: "updating", scope, identifier, at: clock.now(), fields });
  run.intended = true;
}

/** Records that an object of ours needs nothing more. */
export async function recordCompleted(
  { scope, identifier, name, declared }: CreateChange | UpdateChange,
  { ledger, clock, commit }: Pick<ChangeTools, "ledger" | "clock" | "commit">,
): Promise<void> {
  const applied = appliedOf(declared, declared.permissions, name);
  const ofCommit = commit === undefined ? {} : { commit };
  await ledger.record({ event: "completed", scope, identifier, at: clock.now(), applied, ...ofCommit });
}

/** What the inventory knows a distribution by. */
type Subject = { readonly scope: Scope; readonly identifier: string };

/** Records what the manifest says about the object's end, unless the inventory says so already. */
export async function recordDeclared(
  { scope, identifier, protect, onRemove }: Subject & Pick<Owned, "protect" | "onRemove">,
  known: Pick<Owned, "protect" | "onRemove">,
  { ledger, clock }: Pick<ChangeTools, "ledger" | "clock">,
): Promise<void> {
  if (known.protect === protect && known.onRemove === onRemove) return;
  const kept = onRemove === undefined ? {} : { onRemove };
  await ledger.record({ event: "declared", scope, identifier, at: clock.now(), protect, ...kept });
}
