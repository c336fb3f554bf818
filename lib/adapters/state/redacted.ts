import type { InventoryEvent } from "../../core/domain/inventory.ts";
import type { Ledger, State } from "../../ports.ts";
import type { Redactor } from "../../redact.ts";

/** The same state, in which no secret is recorded. */
export function redactedState(state: State, redactor: Pick<Redactor, "data">): State {
  return {
    read: () => state.read(),
    foreign: () => state.foreign(),
    open: async () => redactedLedger(await state.open(), redactor),
  };
}

function redactedLedger(ledger: Ledger, { data }: Pick<Redactor, "data">): Ledger {
  return {
    inventory: ledger.inventory,
    ...(ledger.notice === undefined ? {} : { notice: ledger.notice }),
    record: async (event) => {
      const kept = data(event);
      if (JSON.stringify(identityIn(kept)) !== JSON.stringify(identityIn(event))) throw new Error(UNKNOWABLE);
      await ledger.record(kept);
    },
    confirm: () => ledger.confirm(),
    close: () => ledger.close(),
  };
}

/** By which an object is found again: with the secret taken out of it, it would be another one's. */
function identityIn(event: InventoryEvent): unknown {
  if (!("identifier" in event)) return undefined;
  const { scope, identifier } = event;
  return [scope, identifier, "id" in event ? event.id : "", "from" in event ? event.from : ""];
}

const UNKNOWABLE =
  "what cannot be kept cannot be owned: the token is part of an identifier, or of the name of a project or environment; \
give it another one, and the workspace another token";
