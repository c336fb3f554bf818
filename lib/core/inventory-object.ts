import { distributionKey, type LiveRoute, routeKey } from "./distribution.ts";
import type { AppliedFields, Begun, InventoryEvent, Owned } from "./inventory.ts";

/** An event about one object. */
type ObjectEvent = Extract<InventoryEvent, { readonly identifier: string }>;

type Objects = { readonly owned: Map<string, Owned>; readonly begun: Map<string, Begun> };

/** What an event makes of the objects: {@link Objects} is changed. `key` is that of the event. */
export function foldObject(event: ObjectEvent, key: string, { owned, begun }: Objects): void {
  const { scope, identifier, at } = event;
  const alter = (next: (row: Owned) => Owned) => {
    const row = owned.get(key);
    if (row !== undefined) owned.set(key, next(row));
  };
  switch (event.event) {
    case "begun":
      begun.set(key, { scope, identifier, touchedAt: at });
      break;
    case "withdrawn":
      begun.delete(key);
      break;
    case "created": {
      const { id, origin, protect } = event;
      begun.delete(key);
      owned.set(key, { scope, identifier, id, origin, protect, complete: false, touchedAt: at });
      break;
    }
    case "removed":
    case "disowned":
      begun.delete(key);
      owned.delete(key);
      break;
    case "renamed": {
      const from = distributionKey(scope, event.from);
      const row = owned.get(from);
      if (row === undefined) break;
      begun.delete(key);
      owned.delete(from);
      owned.set(key, { ...row, identifier, touchedAt: at });
      break;
    }
    case "routing":
      alter((row) => ({ ...row, complete: false, touchedAt: at, routing: event.route }));
      break;
    case "disabling":
      alter((row) => ({ ...row, complete: false, touchedAt: at }));
      break;
    case "completed":
      alter((row) => completed(row, event));
      break;
    case "updating":
      alter((row) => ({ ...withPending(row, event.fields), touchedAt: at }));
      break;
    case "refused":
      alter((row) => ({ ...row, refused: withRefused(row.refused, event.route) }));
      break;
    case "declared":
      alter((row) => declared(row, event));
      break;
    case "removing":
      alter((row) => ({ ...row, touchedAt: at }));
      break;
    case "quarantined":
      // `removing` came before the write: this one says since when, and nothing of when it was touched.
      alter((row) => ({ ...row, quarantinedAt: row.quarantinedAt ?? at }));
      break;
    default:
      event satisfies never;
  }
}

type Of<Kind extends ObjectEvent["event"]> = Extract<ObjectEvent, { readonly event: Kind }>;

function completed(row: Owned, { at, applied, commit }: Of<"completed">): Owned {
  const { routing: _r, pending: _p, pendingBefore: _b, refused: _f, quarantinedAt: _q, ...rest } = row;
  return { ...rest, complete: true, touchedAt: at, applied, ...(commit === undefined ? {} : { commit }) };
}

function declared(row: Owned, { protect, onRemove }: Of<"declared">): Owned {
  const { onRemove: _, ...rest } = row;
  return { ...rest, protect, ...(onRemove === undefined ? {} : { onRemove }) };
}

/** Of one address the latest: somebody mended it, and that was refused as well. */
function withRefused(refused: readonly LiveRoute[] = [], route: LiveRoute): readonly LiveRoute[] {
  const address = routeKey(route);
  return [...refused.filter((one) => routeKey(one) !== address), route];
}

/** A pass that fails over and over with the same fields adds nothing. */
function withPending({ pending, pendingBefore = [], ...rest }: Owned, fields: AppliedFields): Owned {
  const text = JSON.stringify(fields);
  const before = [...pendingBefore, ...(pending === undefined ? [] : [pending])]
    .filter((other) => JSON.stringify(other) !== text)
    .slice(-MOST_BEFORE);
  return { ...rest, pending: fields, ...(before.length === 0 ? {} : { pendingBefore: before }) };
}

/** Somebody changes a manifest that often, and each pass in between is cut short: then what is live counts as changed by others. */
const MOST_BEFORE = 9;

/** The fewest events that tell of one of ours. */
export function unfoldOwned(row: Owned): readonly InventoryEvent[] {
  const { scope, identifier, touchedAt: at, id, origin, protect, complete } = row;
  const {
    onRemove,
    applied,
    commit,
    routing,
    quarantinedAt,
    pending,
    pendingBefore = [],
    refused = [],
  } = row;
  const about = { scope, identifier, at };
  const events: InventoryEvent[] = [{ event: "created", ...about, id, origin, protect }];
  if (onRemove !== undefined) events.push({ event: "declared", ...about, protect, onRemove });
  if (applied !== undefined) {
    events.push({ event: "completed", ...about, applied, ...(commit === undefined ? {} : { commit }) });
  }
  if (routing !== undefined) events.push({ event: "routing", ...about, route: routing });
  else if (applied !== undefined && !complete) events.push({ event: "disabling", ...about });
  if (quarantinedAt !== undefined) events.push({ event: "quarantined", ...about, at: quarantinedAt });
  for (const fields of pendingBefore) events.push({ event: "updating", ...about, fields });
  if (pending !== undefined) events.push({ event: "updating", ...about, fields: pending });
  for (const route of refused) events.push({ event: "refused", ...about, route });
  return events;
}
