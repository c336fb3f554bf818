import { foldInventory, type InventoryEvent } from "../../lib/core/domain/inventory.ts";
import { StateBusyError } from "../../lib/errors.ts";
import type { State } from "../../lib/ports.ts";

export type MemoryState = State & {
  readonly events: InventoryEvent[];
  /** As when the process that holds the ledger dies: the ledger is free again. */
  release(): void;
};

/** An inventory in memory, with the file's promises: one writer, and what was recorded stays recorded. */
export function memoryState(): MemoryState {
  const events: InventoryEvent[] = [];
  let held = false;
  const reading = () => ({ inventory: foldInventory(events) });
  return {
    events,
    release() {
      held = false;
    },
    read: async () => reading(),
    foreign: async () => new Map(),
    open: async () => {
      if (held) throw new StateBusyError("another pass is writing");
      held = true;
      return {
        ...reading(),
        record: async (event) => {
          // As through a file: no reference is kept.
          events.push(JSON.parse(JSON.stringify(event)) as InventoryEvent);
        },
        confirm: async () => {},
        close: async () => {
          held = false;
        },
      };
    },
  };
}
