export function leaseKey(prefix: string): string {
  return `${prefix}lease.json`;
}

export function inventoryKey(prefix: string): string {
  return `${prefix}inventory.jsonl`;
}

export function holdsKey(prefix: string): string {
  return `${prefix}holds.yaml`;
}

/** One object of a ledger. Keys sort by fencing number, then by sequence. */
export type SegmentName = { readonly fencing: number; readonly sequence: number };

export function segmentKey(prefix: string, { fencing, sequence }: SegmentName): string {
  return `${ledgerPrefix(prefix, fencing)}${digits(sequence, 6)}.jsonl`;
}

/** What the keys of one ledger's segments begin with. */
export function ledgerPrefix(prefix: string, fencing: number): string {
  return `${ledgersPrefix(prefix)}${digits(fencing, 10)}/`;
}

/** Of all ledgers. */
export function ledgersPrefix(prefix: string): string {
  return `${prefix}ledger/`;
}

/** A key that comes after every segment of the ledgers up to `fencing`, and before those of the next. */
export function endOfLedger(prefix: string, fencing: number): string {
  return `${ledgerPrefix(prefix, fencing)}~`;
}

/** Undefined when the key is not one that {@link segmentKey} makes. */
export function parseSegmentKey(prefix: string, key: string): SegmentName | undefined {
  const name = key.slice(ledgersPrefix(prefix).length);
  const [, fencing, sequence] = /^(\d{10})\/(\d{6})\.jsonl$/.exec(name) ?? [];
  if (fencing === undefined || sequence === undefined) return undefined;
  return { fencing: Number(fencing), sequence: Number(sequence) };
}

/** By the day on which the pass ended, in UTC. */
export function reportKey(prefix: string, pass: { readonly id: string; readonly endedAt: string }): string {
  const day = new Date(pass.endedAt).toISOString().slice(0, 10);
  return `${prefix}reports/${day}/${pass.id.replaceAll(/[^\w.-]/g, "_")}.json`;
}

export function latestReportKey(prefix: string): string {
  return `${prefix}reports/latest.json`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
