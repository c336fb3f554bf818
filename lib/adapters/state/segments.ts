import { isRecord } from "../../core/domain/canonical-json.ts";
import type { InventoryEvent } from "../../core/domain/inventory.ts";
import type { Listed, Objects } from "../aws/objects.ts";
import { isEvent } from "./event.ts";
import { decodeUtf8, journalLine, parseLine } from "./journal.ts";
import {
  endOfLedger,
  ledgerPrefix,
  ledgersPrefix,
  parseSegmentKey,
  type SegmentName,
  segmentKey,
} from "./keys.ts";
import { type Lease, lostRightError } from "./lease.ts";

/** The sequences of the segments that each ledger has, in order, by fencing number. */
export type Ledgers = ReadonlyMap<number, readonly number[]>;

/** The ledgers after the one with the number `through`. */
export async function listLedgers(objects: Objects, prefix: string, through: number): Promise<Ledgers> {
  const listed = await objects.list(ledgersPrefix(prefix), { after: endOfLedger(prefix, through) });
  const ledgers = new Map<number, number[]>();
  for (const { fencing, sequence } of namesIn(prefix, listed)) {
    const sequences = ledgers.get(fencing);
    if (sequences === undefined) ledgers.set(fencing, [sequence]);
    else sequences.push(sequence);
  }
  return ledgers;
}

/** A ledger that somebody may still append to. */
type Unsealed = {
  readonly fencing: number;
  /** The segments that it had when it was listed. */
  readonly listed: readonly number[];
};

/**
 * Sees to it that nothing more is appended to a ledger: its owner's next append finds the key taken. That owner may be
 * appending at this very moment.
 * @param by the number of the pass that does so
 * @returns the segments that it has now, tombstones among them
 */
export async function seal(
  objects: Objects,
  prefix: string,
  { fencing, listed }: Unsealed,
  by: number,
): Promise<readonly number[]> {
  const bury = (sequence: number) =>
    objects.put(segmentKey(prefix, { fencing, sequence }), Buffer.from(journalLine({ sealed: by })), {
      when: "absent",
      contentType: JSON_LINES,
    });
  for (let sequences = listed; ; ) {
    const next = withoutGap(sequences) + 1;
    if ((await bury(next)) !== undefined) return [...sequences, next].toSorted((a, b) => a - b);
    // Its owner is at it, and could be quicker again and again: but not past this.
    await bury(next + REACH);
    const again = await objects.list(ledgerPrefix(prefix, fencing));
    sequences = namesIn(prefix, again).map(({ sequence }) => sequence);
  }
}

/** More than anybody appends while one list is read. */
const REACH = 16;

/** All events of some ledgers in their order. One segment that is missing or unreadable makes all of it unbelievable. */
export async function readLedgers(
  objects: Objects,
  prefix: string,
  ledgers: Ledgers,
): Promise<{ readonly events: readonly InventoryEvent[] } | { readonly unreadable: string }> {
  const segments = [...ledgers]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([fencing, sequences]) => {
      const end = withoutGap(sequences);
      return sequences.map((sequence) => ({ fencing, sequence, end }));
    });
  const events: InventoryEvent[] = [];
  for (let first = 0; first < segments.length; first += AT_ONCE) {
    const some = segments.slice(first, first + AT_ONCE).map(async (segment) => ({
      segment,
      read: await readSegment(objects, segmentKey(prefix, segment)),
    }));
    for (const { segment, read } of await Promise.all(some)) {
      if ("unreadable" in read) return read;
      const { fencing, sequence, end } = segment;
      if (sequence > end && read.events.length > 0) {
        return { unreadable: `${segmentKey(prefix, { fencing, sequence: end + 1 })} is missing` };
      }
      events.push(...read.events);
    }
  }
  return { events };
}

export const JSON_LINES = "application/x-ndjson";

const AT_ONCE = 16;
const MOST_BYTES = 64 * 1024 * 1024;

/** Up to where a ledger is whole. Its owner appends without a gap; what comes after one can only be tombstones. */
function withoutGap(sequences: readonly number[]): number {
  const gap = sequences.findIndex((sequence, index) => sequence !== index + 1);
  return gap === -1 ? sequences.length : gap;
}

function namesIn(prefix: string, listed: readonly Listed[]): readonly SegmentName[] {
  // What else lies there is not ours, and is let lie.
  return listed.flatMap(({ key }) => parseSegmentKey(prefix, key) ?? []);
}

async function readSegment(
  objects: Objects,
  key: string,
): Promise<{ readonly events: readonly InventoryEvent[] } | { readonly unreadable: string }> {
  const found = await objects.get(key, { maxBytes: MOST_BYTES });
  if (found === undefined) return { unreadable: `${key} is missing` };
  const text = decodeUtf8(found.bytes);
  if (text?.endsWith("\n") !== true) return { unreadable: `${key} does not end with a line of text` };
  const lines = text.slice(0, -1).split("\n");
  const entries = lines.map(parseLine).filter((entry) => !isTombstone(entry));
  const events = entries.filter(isEvent);
  return events.length === entries.length
    ? { events }
    : { unreadable: `${key} holds something that is not an entry of a ledger` };
}

function isTombstone(entry: unknown): boolean {
  return isRecord(entry) && typeof entry.sealed === "number";
}

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
      const reason = lostRightError(lease.fencing);
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
