import { isRecord } from "../../core/domain/canonical-json.ts";
import { ON_REMOVE, type Scope } from "../../core/domain/distribution.ts";
import type { AppliedFields, InventoryEvent } from "../../core/domain/inventory.ts";

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
