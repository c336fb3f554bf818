import { isRecord } from "./event.ts";
import { parseLine } from "./journal.ts";

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

export function writeLease({ since, until, ...record }: LeaseRecord): string {
  const times = { since: new Date(since).toISOString(), until: new Date(until).toISOString() };
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...record, ...times }, undefined, 2)}\n`;
}

/** Undefined when it is not a lease, or one of another version. */
export function parseLease(text: string): LeaseRecord | undefined {
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
