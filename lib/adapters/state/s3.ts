import {
  EMPTY_INVENTORY,
  foldInventory,
  type Inventory,
  type InventoryEvent,
} from "../../core/domain/inventory.ts";
import { PREFIXES, type StateOwner, statePrefix } from "../../deployment.ts";
import { StateBusyError } from "../../errors.ts";
import type { Ledger, State, StateReading } from "../../ports.ts";
import type { Objects } from "../aws/objects.ts";
import { decodeUtf8, ownersOf, parseJournal, unknownOwnerError, writeJournal } from "./journal.ts";
import { inventoryKey } from "./keys.ts";
import { type Lease, type LeaseOptions, lostRightError, readLease, refuseHeld, takeLease } from "./lease.ts";
import { JSON_LINES, type Ledgers, listLedgers, readLedgers, seal, segmentWriter } from "./segments.ts";

/**
 * The state in a store of objects, below `state/INSTANCE/API-ADDRESS/WORKSPACE/`: a lease that says who may write, a
 * ledger of its own for each holder, and an inventory into which closed ledgers are folded. Everything is written by
 * conditional puts. It holds no secret.
 */
export function s3State(objects: Objects, owner: StateOwner, options: LeaseOptions): State {
  const place = { objects, owner, prefix: statePrefix(owner) };
  return {
    read: async () => {
      const folded = await readFolded(objects, place.prefix, owner);
      const ledgers = await listLedgers(objects, place.prefix, folded.through);
      return readingOf(await readAll(place, folded, ledgers));
    },
    open: () => open(place, options),
    foreign: async () => {
      const others = (await objects.folders(PREFIXES.state)).filter((name) => name !== owner.instance);
      return ownersOf(
        await Promise.all(
          others.map(
            async (instance) => [instance, await foreignInventory(objects, { ...owner, instance })] as const,
          ),
        ),
      );
    },
  };
}

/** Of another instance in the same workspace; empty where it has none there. */
async function foreignInventory(objects: Objects, owner: StateOwner): Promise<Inventory> {
  const place = { objects, owner, prefix: statePrefix(owner) };
  let known: Known;
  try {
    const folded = await readFolded(objects, place.prefix, owner);
    known = await readAll(place, folded, await listLedgers(objects, place.prefix, folded.through));
  } catch (error) {
    throw unknownOwnerError(owner.instance, error instanceof Error ? error.message : String(error), error);
  }
  if (known.unreadable !== undefined) throw unknownOwnerError(owner.instance, known.unreadable);
  return foldInventory(known.events);
}

type Place = { readonly objects: Objects; readonly prefix: string; readonly owner: StateOwner };

/** Nothing is written before an inventory for this pass, or none, has been seen. */
async function open(place: Place, options: LeaseOptions): Promise<Ledger> {
  const { objects, prefix, owner } = place;
  const previous = await readLease(objects, prefix);
  refuseHeld(previous, prefix, options.clock.now());
  const folded = await readFolded(objects, prefix, owner);
  // Where somebody deleted the lease, its number and what was unsealed follow from the ledgers.
  const orphans =
    previous === undefined ? [...(await listLedgers(objects, prefix, folded.through)).keys()] : [];
  const fencing = 1 + Math.max(folded.through, previous?.record.fencing ?? 0, ...orphans);
  const unsealed = (previous?.record.unsealed ?? orphans).filter((number) => number > folded.through);
  const next = { fencing, unsealed: [...unsealed, fencing], previous };
  const lease = await takeLease(objects, prefix, next, options);
  try {
    return await openHeld(place, lease, folded, unsealed);
  } catch (error) {
    // Should this fail as well, then the lease ends by itself: what matters is why there is no ledger.
    await lease.release(unsealed).catch(() => {});
    throw error;
  }
}

/** Earlier holders are shut out before anything of theirs is read: what they recorded until then is all they ever will. */
async function openHeld(
  place: Place,
  lease: Lease,
  folded: FoldedInventory,
  unsealed: readonly number[],
): Promise<Ledger> {
  const { objects, prefix } = place;
  const ledgers = new Map(await listLedgers(objects, prefix, folded.through));
  if ([...ledgers.keys()].some((number) => number >= lease.fencing)) throw lostRightError(lease.fencing);
  for (const number of unsealed) {
    const ledger = { fencing: number, listed: ledgers.get(number) ?? [] };
    ledgers.set(number, await seal(objects, prefix, ledger, lease.fencing));
  }
  const known = await readAll(place, folded, ledgers);
  const reading = readingOf(known);
  const before = known.unreadable === undefined ? known : await beginAnew(place, known, lease);
  const writer = segmentWriter(objects, prefix, lease);
  return {
    ...reading,
    record: (event) => writer.record(event),
    confirm: () => lease.confirm(),
    close: async () => {
      const intact = await writer.close();
      try {
        const isNews = writer.recorded.length > 0 || before.isNews;
        if (intact && isNews) await fold(place, lease, before, writer.recorded);
      } finally {
        await lease.release(intact ? [] : [lease.fencing]);
      }
    },
  };
}

type Known = FoldedInventory & {
  /** Whether any of it is in ledgers alone. */
  readonly isNews: boolean;
};

async function readAll(
  { objects, prefix }: Place,
  folded: FoldedInventory,
  ledgers: Ledgers,
): Promise<Known> {
  if (folded.unreadable !== undefined) return { ...folded, isNews: false };
  const read = await readLedgers(objects, prefix, ledgers);
  return "unreadable" in read
    ? { ...folded, events: [], isNews: false, unreadable: read.unreadable }
    : { ...folded, events: [...folded.events, ...read.events], isNews: ledgers.size > 0 };
}

function readingOf({ events, unreadable }: Known): StateReading {
  if (unreadable === undefined) return { inventory: foldInventory(events) };
  const notice = `the state cannot be believed (${unreadable}): nothing counts as ours; apply begins a new inventory, \
and the bucket keeps the old one as an older version`;
  return { inventory: EMPTY_INVENTORY, notice };
}

/** What cannot be believed is not read again. Done at once: from now on this pass records what later ones must read. */
async function beginAnew({ objects, prefix, owner }: Place, known: Known, lease: Lease): Promise<Known> {
  const through = lease.fencing - 1;
  const etag = await writeFolded(objects, prefix, owner, { ...known, inventory: EMPTY_INVENTORY, through });
  if (etag === undefined) throw lostRightError(lease.fencing);
  return { events: [], through, etag, isNews: false };
}

/** Saves later passes the reading of this ledger. When another pass writes, it is left to that one or to the next. */
async function fold(
  { objects, prefix, owner }: Place,
  lease: Lease,
  { events, etag }: Known,
  recorded: readonly InventoryEvent[],
): Promise<void> {
  try {
    await lease.confirm();
  } catch (error) {
    if (error instanceof StateBusyError) return;
    throw error;
  }
  const inventory = foldInventory([...events, ...recorded]);
  const expected = etag === undefined ? {} : { etag };
  await writeFolded(objects, prefix, owner, { inventory, through: lease.fencing, ...expected });
}

/** The inventory that closed passes left: everything that the ledgers up to a number tell. */
type FoldedInventory = {
  readonly events: readonly InventoryEvent[];
  /** Ledgers up to this number are in it, sealed, and of no further use. */
  readonly through: number;
  /** Absent when there is none yet. */
  readonly etag?: string;
  /** Why it cannot be believed; there are no events then. */
  readonly unreadable?: string;
};

/** @throws Error when it is a good one that is not for this pass */
async function readFolded(objects: Objects, prefix: string, owner: StateOwner): Promise<FoldedInventory> {
  const key = inventoryKey(prefix);
  const found = await objects.get(key, { maxBytes: MOST_BYTES });
  if (found === undefined) return { events: [], through: 0 };
  const { etag } = found;
  const unbelievable = (why: string) => ({ events: [], through: 0, etag, unreadable: `${key}: ${why}` });
  const text = decodeUtf8(found.bytes);
  if (text?.endsWith("\n") !== true) return unbelievable("it does not end with a line of text");
  const journal = parseJournal(text, owner);
  if ("foreign" in journal) {
    throw new Error(`${key} is not for this pass: ${journal.foreign}; use the distro-sync that wrote it`);
  }
  if ("unreadable" in journal) return unbelievable(journal.unreadable);
  const { through } = journal.head;
  if (typeof through !== "number" || !Number.isSafeInteger(through)) {
    return unbelievable("it does not say which ledgers it holds");
  }
  return { events: journal.events, through, etag };
}

/** Undefined when another pass has written it since `etag` was read. */
async function writeFolded(
  objects: Objects,
  prefix: string,
  owner: StateOwner,
  { inventory, through, etag }: { readonly inventory: Inventory } & Pick<FoldedInventory, "through" | "etag">,
): Promise<string | undefined> {
  return objects.put(inventoryKey(prefix), Buffer.from(writeJournal(owner, inventory, { through })), {
    when: etag === undefined ? "absent" : { etag },
    contentType: JSON_LINES,
  });
}

const MOST_BYTES = 256 * 1024 * 1024;
