import { foldInventory, type Inventory, type InventoryEvent, unfoldInventory } from "../../core/inventory.ts";
import type { StateOwner } from "../../deployment.ts";
import { isEvent, isRecord } from "./event.ts";
import { shown } from "./stored-text.ts";

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
    return `it has version ${shown(String(head.version))}, and this program reads ${READS.join(" and ")}`;
  const other = (["instance", "api", "workspace"] as const).find((key) => head[key] !== owner[key]);
  return other === undefined
    ? undefined
    : `it is of ${other} "${shown(String(head[other]))}", not "${owner[other]}"`;
}
