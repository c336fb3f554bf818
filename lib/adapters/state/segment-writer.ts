import type { InventoryEvent } from "../../core/inventory.ts";
import type { Objects } from "../objects/objects.ts";
import { journalLine } from "./journal.ts";
import { segmentKey } from "./keys.ts";
import { type Lease, takenOver } from "./lease.ts";
import { JSON_LINES } from "./segments.ts";

/** Appends to the ledger of the lease's holder, segment by segment. */
export type SegmentWriter = {
  /** Resolves when the event is stored. Once one is not, none that comes after it is. */
  record(event: InventoryEvent): Promise<void>;
  /** Takes no more events, and waits for those on their way. True when each of them was stored. */
  close(): Promise<boolean>;
  /** What was stored, in order. */
  readonly recorded: readonly InventoryEvent[];
};

/** Events that come while a segment is on its way gather, and go together in the next. */
export function segmentWriter(objects: Objects, prefix: string, lease: Lease): SegmentWriter {
  const recorded: InventoryEvent[] = [];
  let last: Promise<void> = Promise.resolve();
  let gathering: { readonly events: InventoryEvent[]; readonly stored: Promise<void> } | undefined;
  let sequence = 0;
  let closed = false;

  async function store(events: readonly InventoryEvent[]): Promise<void> {
    sequence += 1;
    const key = segmentKey(prefix, { fencing: lease.fencing, sequence });
    const bytes = Buffer.from(events.map(journalLine).join(""));
    if ((await objects.put(key, bytes, { when: "absent", contentType: JSON_LINES })) === undefined) {
      const reason = takenOver(lease.fencing);
      lease.end(reason);
      throw reason;
    }
    recorded.push(...events);
  }

  function gather(): NonNullable<typeof gathering> {
    const events: InventoryEvent[] = [];
    const stored = last
      .then(() => lease.confirm())
      .then(() => {
        gathering = undefined;
        return store(events);
      });
    last = stored;
    return { events, stored };
  }

  return {
    recorded,
    async record(event) {
      if (closed) throw new Error("the ledger is closed: open the state again");
      gathering ??= gather();
      gathering.events.push(event);
      await gathering.stored;
    },
    async close() {
      closed = true;
      try {
        await last;
        return true;
      } catch {
        // Whoever recorded has been told.
        return false;
      }
    },
  };
}
