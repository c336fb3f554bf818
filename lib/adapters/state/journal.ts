import { isRecord } from "../../core/domain/canonical-json.ts";
import {
  foldInventory,
  type Inventory,
  type InventoryEvent,
  unfoldInventory,
} from "../../core/domain/inventory.ts";
import { printableLines } from "../../core/domain/wording.ts";
import type { StateOwner } from "../../deployment.ts";
import { isEvent } from "./event.ts";

const FORMAT = "distro-sync inventory";
/** Version 2 has the events of updates and removals, which a program that reads version 1 would take for garbage. */
const VERSION = 2;
const READS: readonly unknown[] = [1, VERSION];

/**
 * One JSON document a line: the owner first, then events in the order in which they happened.
 * @param more what else the first line says
 */
export function writeJournal(owner: StateOwner, inventory: Inventory, more: object = {}): string {
  const head = { format: FORMAT, version: VERSION, ...owner, ...more };
  return [head, ...unfoldInventory(inventory)].map(journalLine).join("");
}

export function journalLine(entry: object): string {
  return `${JSON.stringify(entry)}\n`;
}

/**
 * Reads a journal back. A last line without its end is what a killed process leaves, and is dropped; anything else that
 * cannot be read makes the whole journal unbelievable (`unreadable`); one of another version or owner is `foreign`.
 */
export function readJournal(
  text: string,
  owner: StateOwner,
): { readonly inventory: Inventory } | { readonly unreadable: string } | { readonly foreign: string } {
  const journal = parseJournal(text, owner);
  return "events" in journal ? { inventory: foldInventory(journal.events) } : journal;
}

/** As {@link readJournal}, with the first line and the events as they stand there. */
export function parseJournal(
  text: string,
  owner: StateOwner,
):
  | { readonly head: Readonly<Record<string, unknown>>; readonly events: readonly InventoryEvent[] }
  | { readonly unreadable: string }
  | { readonly foreign: string } {
  const lines = text.split("\n");
  lines.pop();
  const [head, ...rest] = lines.map(parseLine);
  if (!isRecord(head) || head.format !== FORMAT) {
    return { unreadable: "its first line does not say that it is an inventory" };
  }
  const foreign = mismatch(head, owner);
  if (foreign !== undefined) return { foreign };
  const events: InventoryEvent[] = [];
  for (const [index, entry] of rest.entries()) {
    if (!isEvent(entry)) return { unreadable: `line ${index + 2} is not an entry of an inventory` };
    events.push(entry);
  }
  return { head, events };
}

/** Undefined when it is no JSON. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A good inventory that is not for this pass: it must stay as it is. */
function mismatch(head: Readonly<Record<string, unknown>>, owner: StateOwner): string | undefined {
  if (!READS.includes(head.version))
    return `it has version ${printableExcerpt(String(head.version))}, and this program reads ${READS.join(" and ")}`;
  const other = (["instance", "api", "workspace"] as const).find((key) => head[key] !== owner[key]);
  return other === undefined
    ? undefined
    : `it is of ${other} "${printableExcerpt(String(head[other]))}", not "${owner[other]}"`;
}

/** Undefined when the bytes are not UTF-8: a replaced character would be another name. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Text that anybody who may write to the store can have put there, fit to be shown on a terminal: what would move the cursor,
 * turn the line or hide its neighbours is shown by its number, and long text is cut.
 */
export function printableExcerpt(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return printableLines(short);
}

const LONGEST = 10_000;

/** Whose objects are whose, by Buddy's id. */
export function ownersOf(
  inventories: readonly (readonly [instance: string, inventory: Inventory])[],
): ReadonlyMap<string, string> {
  return new Map(
    inventories.flatMap(([instance, { owned }]) => [...owned.values()].map(({ id }) => [id, instance])),
  );
}

/** Nobody may take an object of which nobody can say whose it is: an inventory that cannot be read is not an empty one. */
export function unknownOwnerError(instance: string, why: string, cause?: unknown): Error {
  return new Error(
    `whether instance ${instance} owns what is to be adopted cannot be known: ${why}; fix that, or take \`adopt\` \
out of the manifests`,
    cause === undefined ? undefined : { cause },
  );
}
