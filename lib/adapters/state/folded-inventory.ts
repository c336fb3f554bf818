import type { Inventory, InventoryEvent } from "../../core/inventory.ts";
import type { StateOwner } from "../../deployment.ts";
import type { Objects } from "../objects/objects.ts";
import { parseJournal, writeJournal } from "./journal.ts";
import { inventoryKey } from "./keys.ts";
import { JSON_LINES } from "./segments.ts";
import { textIn } from "./stored-text.ts";

/** The inventory that closed passes left: everything that the ledgers up to a number tell. */
export type FoldedInventory = {
  readonly events: readonly InventoryEvent[];
  /** Ledgers up to this number are in it, sealed, and of no further use. */
  readonly through: number;
  /** Absent when there is none yet. */
  readonly etag?: string;
  /** Why it cannot be believed; there are no events then. */
  readonly unreadable?: string;
};

/** @throws Error when it is a good one that is not for this pass */
export async function readFolded(
  objects: Objects,
  prefix: string,
  owner: StateOwner,
): Promise<FoldedInventory> {
  const key = inventoryKey(prefix);
  const found = await objects.get(key, { maxBytes: MOST_BYTES });
  if (found === undefined) return { events: [], through: 0 };
  const { etag } = found;
  const unbelievable = (why: string) => ({ events: [], through: 0, etag, unreadable: `${key}: ${why}` });
  const text = textIn(found.bytes);
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
export async function writeFolded(
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
