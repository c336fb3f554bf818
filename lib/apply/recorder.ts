import type { InventoryEvent } from "../core/domain/inventory.ts";
import { ProviderError, StateBusyError } from "../errors.ts";
import type { Ledger } from "../ports.ts";

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
