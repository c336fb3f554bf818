import { isRecord } from "../../core/domain/canonical-json.ts";
import { ON_REMOVE, type Scope } from "../../core/domain/distribution.ts";
import {
  type AppliedFields,
  foldInventory,
  type Inventory,
  type InventoryEvent,
  unfoldInventory,
} from "../../core/domain/inventory.ts";
import { printableLines } from "../../core/domain/wording.ts";
import type { StateOwner } from "../../deployment.ts";

/** Whether an entry of a journal is an event, whole: what is not must be found out here, and not where it is used. */
export function isEvent(entry: unknown): entry is InventoryEvent {
  if (!isRecord(entry) || !isTime(entry.at)) return false;
  switch (entry.event) {
    case "intended":
      return Number.isSafeInteger(entry.generation) && isCommitOrAbsent(entry.commit);
    case "replenished":
      return true;
    case "exhausted":
      return typeof entry.resumeAt === "number";
    case "approved":
      return isText(entry.digest);
    case "verified":
      return isText(entry.through);
    case "counted":
      return isText(entry.key);
    default:
      return isText(entry.identifier) && isScope(entry.scope) && isOfObject(entry);
  }
}

/** The rest of an event about one object. */
function isOfObject(entry: Readonly<Record<string, unknown>>): boolean {
  switch (entry.event) {
    case "begun":
    case "withdrawn":
    case "disabling":
    case "quarantined":
    case "removed":
    case "disowned":
      return true;
    case "created":
      return (
        isText(entry.id) &&
        (entry.origin === "created" || entry.origin === "adopted") &&
        typeof entry.protect === "boolean"
      );
    case "routing":
      return isText(entry.route);
    case "completed":
      return isFields(entry.applied) && isCommitOrAbsent(entry.commit);
    case "updating":
      return isFields(entry.fields);
    case "refused":
      return isRoute(entry.route);
    case "renamed":
      return isText(entry.from);
    case "declared":
      return (
        typeof entry.protect === "boolean" &&
        (entry.onRemove === undefined || ON_REMOVE.some((one) => one === entry.onRemove))
      );
    case "removing":
      return entry.as === "disable" || entry.as === "delete";
    default:
      return false;
  }
}

function isFields(value: unknown): value is AppliedFields {
  return (
    isRecord(value) &&
    isText(value.name) &&
    (value.disabled === undefined || typeof value.disabled === "boolean") &&
    (value.permissions === undefined || isPermissions(value.permissions)) &&
    isListOrAbsent(value.routes, isRoute)
  );
}

function isPermissions(value: unknown): boolean {
  return (
    isRecord(value) &&
    (value.others === undefined || isText(value.others)) &&
    isListOrAbsent(value.users, isGrant) &&
    isListOrAbsent(value.groups, isGrant)
  );
}

function isGrant(value: unknown): boolean {
  return isRecord(value) && typeof value.id === "number" && isText(value.access_level);
}

function isRoute(value: unknown): boolean {
  return (
    isRecord(value) &&
    [value.domain, value.subdomain, value.path, value.type].every(isText) &&
    isRecord(value.targets) &&
    Object.values(value.targets).every(isRecord)
  );
}

function isListOrAbsent(value: unknown, is: (one: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every((one: unknown) => is(one)));
}

function isScope(value: unknown): value is Scope {
  if (!isRecord(value)) return false;
  if (value.kind === "project") return isText(value.project);
  if (value.kind === "environment") return isText(value.environmentId);
  return value.kind === "workspace";
}

/** It is shown to people. */
function isCommitOrAbsent(value: unknown): boolean {
  return value === undefined || (typeof value === "string" && /^[0-9a-z]{1,64}$/i.test(value));
}

/** Milliseconds that a date can be made of: JSON knows greater numbers, and one of them would outdate all else. */
function isTime(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) <= 8.64e15;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

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

/** Undefined when the bytes are not UTF-8: a replaced character would be another name. */
export function textIn(bytes: Uint8Array): string | undefined {
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
export function shown(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return printableLines(short);
}

const LONGEST = 10_000;
