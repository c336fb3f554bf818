import type { Bucket } from "../../core/distribution.ts";
import { foldInventory, type Inventory, type InventoryEvent, unfoldInventory } from "../../core/inventory.ts";
import type { StateOwner } from "../../deployment.ts";
import { shown } from "./stored-text.ts";

const FORMAT = "distro-sync inventory";
const VERSION = 1;

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
  if (head.version !== VERSION)
    return `it has version ${shown(String(head.version))}, and this program reads ${VERSION}`;
  const other = (["instance", "api", "workspace"] as const).find((key) => head[key] !== owner[key]);
  return other === undefined
    ? undefined
    : `it is of ${other} "${shown(String(head[other]))}", not "${owner[other]}"`;
}

export function isEvent(entry: unknown): entry is InventoryEvent {
  if (!isRecord(entry) || typeof entry.at !== "number") return false;
  if (entry.event === "intended")
    return Number.isSafeInteger(entry.generation) && isCommitOrAbsent(entry.commit);
  if (entry.event === "replenished") return true;
  if (entry.event === "exhausted") return typeof entry.resumeAt === "number";
  if (typeof entry.identifier !== "string" || !isBucket(entry.bucket)) return false;
  switch (entry.event) {
    case "begun":
    case "withdrawn":
    case "disabling":
      return true;
    case "created":
      return (
        typeof entry.id === "string" &&
        (entry.origin === "created" || entry.origin === "adopted") &&
        typeof entry.protect === "boolean"
      );
    case "routing":
      return typeof entry.route === "string";
    case "completed":
      return isRecord(entry.applied) && typeof entry.applied.name === "string";
    default:
      return false;
  }
}

function isBucket(value: unknown): value is Bucket {
  if (!isRecord(value)) return false;
  if (value.scope === "PROJECT") return typeof value.project === "string";
  if (value.scope === "ENVIRONMENT") return typeof value.environmentId === "string";
  return value.scope === "WORKSPACE";
}

/** It is shown to people. */
function isCommitOrAbsent(value: unknown): boolean {
  return value === undefined || (typeof value === "string" && /^[0-9a-z]{1,64}$/i.test(value));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
