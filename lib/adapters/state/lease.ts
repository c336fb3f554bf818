import { randomUUID } from "node:crypto";
import { isRecord } from "../../core/domain/canonical-json.ts";
import { StateBusyError } from "../../errors.ts";
import type { Clock, WriteRight } from "../../ports.ts";
import { type Objects, ObjectsError, type PutOptions } from "../aws/objects.ts";
import { parseLine, printableExcerpt } from "./journal.ts";
import { leaseKey } from "./keys.ts";

export type LeaseOptions = {
  readonly clock: Pick<Clock, "now">;
  /** For the people that wait for this pass. */
  readonly holder: string;
  /** How long the right is to last from now on, unless it is renewed. */
  readonly leaseMs: () => number;
};

/** The right to write, as long as nobody found it expired and took it. */
export type Lease = WriteRight & {
  readonly fencing: number;
  /** From now on nothing may be written: `confirm` rejects with the reason. */
  end(reason: Error): void;
  /** Gives it back; not an error when another pass has it. `unsealed`: the ledgers that may still be appended to. */
  release(unsealed: readonly number[]): Promise<void>;
};

export type StoredLease = { readonly record: LeaseRecord; readonly etag: string };

/** @throws Error when there is one that cannot be read: nobody can tell then whether a pass is writing */
export async function readLease(objects: Objects, prefix: string): Promise<StoredLease | undefined> {
  const key = leaseKey(prefix);
  const found = await objects.get(key, { maxBytes: MOST_BYTES });
  if (found === undefined) return undefined;
  const record = parseLease(Buffer.from(found.bytes).toString("utf8"));
  if (record !== undefined) return { record, etag: found.etag };
  throw new Error(
    `${key} is no lease that this program reads: use the distro-sync that wrote it, or, when no pass is at work, delete it`,
  );
}

/** @throws StateBusyError when somebody holds it, and has time left by our clock */
export function refuseHeld(lease: StoredLease | undefined, prefix: string, now: number): void {
  if (lease === undefined || lease.record.released || lease.record.until <= now) return;
  const { holder, since, until } = lease.record;
  const end = new Date(until).toISOString();
  throw new StateBusyError(
    `another pass is writing (${printableExcerpt(holder)}, since ${new Date(since).toISOString()}, until ${end}): wait for it to end; \
if it is dead, its right to write ends by itself then, and before when ${leaseKey(prefix)} is deleted`,
  );
}

/** @throws StateBusyError when another pass was quicker */
export async function takeLease(
  objects: Objects,
  prefix: string,
  next: Pick<LeaseRecord, "fencing" | "unsealed"> & { readonly previous: StoredLease | undefined },
  { clock, holder, leaseMs }: LeaseOptions,
): Promise<Lease> {
  const { fencing, unsealed, previous } = next;
  const key = leaseKey(prefix);
  const id = randomUUID();
  const since = clock.now();
  let record: LeaseRecord = { fencing, unsealed, holder, id, since, until: endOf(), released: false };
  /** Undefined after a write of which nobody knows whether it happened. */
  let etag = await store(record, previous === undefined ? "absent" : { etag: previous.etag });
  if (etag === undefined) {
    throw new StateBusyError(`another pass took ${key} at the same moment: try again when it has ended`);
  }
  let ended: Error | undefined;
  let renewal: Promise<void> | undefined;

  function endOf(): number {
    return clock.now() + Math.max(leaseMs(), SHORTEST_MS);
  }

  function store(written: LeaseRecord, when: PutOptions["when"]): Promise<string | undefined> {
    const bytes = Buffer.from(writeLease(written));
    return objects.put(key, bytes, { when, contentType: "application/json" });
  }

  async function change(changes: Partial<LeaseRecord>): Promise<void> {
    const expected = etag ?? (await ownEtag());
    etag = undefined;
    const changed = { ...record, ...changes };
    etag = await store(changed, { etag: expected });
    if (etag === undefined) throw lostRightError(fencing);
    record = changed;
  }

  async function ownEtag(): Promise<string> {
    const found = await readLease(objects, prefix);
    if (found?.record.id !== id) throw lostRightError(fencing);
    return found.etag;
  }

  /** Also an expired lease is ours, for as long as nobody took it. */
  async function renew(): Promise<void> {
    try {
      await change({ until: endOf() });
    } catch (error) {
      if (error instanceof StateBusyError) ended ??= error;
      throw error;
    }
  }

  return {
    fencing,
    async confirm() {
      for (let tries = 0; ; tries += 1) {
        if (ended !== undefined) throw ended;
        if (clock.now() < record.until - MARGIN_MS) return;
        if (tries === MOST_RENEWALS) throw tooSlow(key);
        renewal ??= renew().finally(() => {
          renewal = undefined;
        });
        await renewal;
      }
    },
    end(reason) {
      ended ??= reason;
    },
    async release(unsealedThen) {
      if (ended !== undefined) return;
      ended = new Error("the ledger is closed: open the state again");
      // Whoever asked for a renewal that fails is told.
      await renewal?.catch(() => {});
      try {
        await change({ released: true, unsealed: unsealedThen });
      } catch (error) {
        if (!(error instanceof StateBusyError)) throw error;
      }
    },
  };
}

/** What a request that is begun now may take. */
const MARGIN_MS = 15_000;
/** Shorter ones would be renewed for every write. */
const SHORTEST_MS = 2 * MARGIN_MS;
const MOST_RENEWALS = 3;
const MOST_BYTES = 64 * 1024;

export function lostRightError(fencing: number): StateBusyError {
  return new StateBusyError(
    `another pass has taken the right to write from this one (number ${fencing}): nothing more is written; \
the other pass goes on with what was recorded`,
  );
}

function tooSlow(key: string): ObjectsError {
  return new ObjectsError(
    `${key} was renewed, each time too late to be of use: try again later`,
    "unavailable",
  );
}

/** Who may write now, as it stands in `lease.json`. */
export type LeaseRecord = {
  /** Greater than that of every lease before: the number of the holder's ledger. */
  readonly fencing: number;
  /** The ledgers that may still be appended to: the holder's own, and those that somebody may wake up and go on with. */
  readonly unsealed: readonly number[];
  /** For people. */
  readonly holder: string;
  /** Tells one pass from every other, so that no two leases are the same bytes. */
  readonly id: string;
  /** Milliseconds since the epoch, by the holder's clock. */
  readonly since: number;
  readonly until: number;
  readonly released: boolean;
};

const FORMAT = "distro-sync lease";
/** That of the events in the ledgers: whoever does not know them must not go on with what they tell. */
const VERSION = 2;
const READS: readonly unknown[] = [1, VERSION];

function writeLease({ since, until, ...record }: LeaseRecord): string {
  const times = { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...record, ...times }, undefined, 2)}\n`;
}

/** Undefined when it is not a lease, or one of another version. */
function parseLease(text: string): LeaseRecord | undefined {
  const value = parseLine(text);
  if (!isRecord(value) || value.format !== FORMAT || !READS.includes(value.version)) return undefined;
  const { fencing, unsealed, holder, id, released } = value;
  const since = Date.parse(String(value.since));
  const until = Date.parse(String(value.until));
  if (!isFencing(fencing) || !Array.isArray(unsealed) || !unsealed.every(isFencing)) return undefined;
  if (typeof holder !== "string" || typeof id !== "string" || typeof released !== "boolean") return undefined;
  if (Number.isNaN(since) || Number.isNaN(until)) return undefined;
  return { fencing, unsealed, holder, id, since, until, released };
}

function isFencing(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
