import type { Bucket, ResolvedPermissions, Route } from "./distribution.ts";
import { distributionKey } from "./distribution.ts";

/** What we declared when an object was last written: the base of a later three-way comparison. */
type AppliedFields = {
  readonly name: string;
  readonly disabled?: boolean;
  readonly permissions?: ResolvedPermissions;
  readonly routes?: readonly Route[];
};

/** Which distribution an event is about. */
type Subject = { readonly bucket: Bucket; readonly identifier: string };

/**
 * One line of the journal. Intent is recorded before a write and the result after it, so that whoever comes next knows
 * what may have happened. `at` is in milliseconds since the epoch.
 */
export type InventoryEvent =
  | (Subject & { readonly event: "begun"; readonly at: number })
  | (Subject & {
      readonly event: "created";
      readonly at: number;
      readonly id: string;
      /** `adopted`: an answer was lost, and the object was found by looking again. */
      readonly origin: "created" | "adopted";
      readonly protect: boolean;
    })
  | (Subject & { readonly event: "routing"; readonly at: number; readonly route: string })
  | (Subject & { readonly event: "disabling"; readonly at: number })
  | (Subject & {
      readonly event: "completed";
      readonly at: number;
      readonly applied: AppliedFields;
      readonly commit?: string;
    })
  | (Subject & { readonly event: "withdrawn"; readonly at: number })
  /** A pass of this generation of the source was begun: an older one must not follow. */
  | { readonly event: "intended"; readonly at: number; readonly generation: number; readonly commit?: string }
  /** A pass after that did not: what was known of the quota holds no longer. */
  | { readonly event: "replenished"; readonly at: number }
  /** A pass ended at Buddy's quota, which begins anew at `resumeAt`. */
  | { readonly event: "exhausted"; readonly at: number; readonly resumeAt: number };

/** An object that is ours, by Buddy's id. */
export type Owned = Subject & {
  readonly id: string;
  readonly origin: "created" | "adopted";
  readonly protect: boolean;
  /** False while a pass has not finished what it began with the object. */
  readonly complete: boolean;
  /** The route that was last begun, while the object is not complete. */
  readonly routing?: string;
  /** When we last wrote, or began to write, to it. */
  readonly touchedAt: number;
  readonly applied?: AppliedFields;
  readonly commit?: string;
};

/** A creation that was begun and whose end nobody recorded: the object may exist. */
type Begun = Subject & { readonly touchedAt: number };

/** The newest generation of the source that a pass was begun with. */
type Intent = { readonly generation: number; readonly commit?: string; readonly at: number };

/** When Buddy's quota began anew after a pass had met its end, and when that pass said so. */
type Exhaustion = { readonly resumeAt: number; readonly at: number };

/** What this instance owns in one workspace, by distribution key, and what later passes must know of earlier ones. */
export type Inventory = {
  readonly owned: ReadonlyMap<string, Owned>;
  readonly begun: ReadonlyMap<string, Begun>;
  readonly intent?: Intent;
  readonly exhaustion?: Exhaustion;
};

export const EMPTY_INVENTORY: Inventory = { owned: new Map(), begun: new Map() };

/** The inventory that a journal tells. Later events win; an event about an object nobody created is ignored. */
export function foldInventory(events: Iterable<InventoryEvent>): Inventory {
  const owned = new Map<string, Owned>();
  const begun = new Map<string, Begun>();
  let intent: Intent | undefined;
  let exhaustion: Exhaustion | undefined;
  for (const event of events) {
    if (event.event === "intended") {
      const { event: _, ...intended } = event;
      if (intent === undefined || intended.generation >= intent.generation) intent = intended;
      continue;
    }
    if (event.event === "exhausted") {
      exhaustion = { resumeAt: event.resumeAt, at: event.at };
      continue;
    }
    if (event.event === "replenished") {
      exhaustion = undefined;
      continue;
    }
    const { bucket, identifier, at } = event;
    const key = distributionKey(bucket, identifier);
    const known = owned.get(key);
    switch (event.event) {
      case "begun":
        begun.set(key, { bucket, identifier, touchedAt: at });
        break;
      case "withdrawn":
        begun.delete(key);
        break;
      case "created":
        begun.delete(key);
        owned.set(key, {
          bucket,
          identifier,
          id: event.id,
          origin: event.origin,
          protect: event.protect,
          complete: false,
          touchedAt: at,
        });
        break;
      case "routing":
        if (known !== undefined)
          owned.set(key, { ...known, complete: false, touchedAt: at, routing: event.route });
        break;
      case "disabling":
        if (known !== undefined) owned.set(key, { ...known, complete: false, touchedAt: at });
        break;
      case "completed":
        if (known !== undefined) {
          const { applied, commit } = event;
          const { routing: _done, ...rest } = known;
          owned.set(key, {
            ...rest,
            complete: true,
            touchedAt: at,
            applied,
            ...(commit === undefined ? {} : { commit }),
          });
        }
        break;
      default:
        event satisfies never;
    }
  }
  return {
    owned,
    begun,
    ...(intent === undefined ? {} : { intent }),
    ...(exhaustion === undefined ? {} : { exhaustion }),
  };
}

/** The shortest journal that tells the same inventory. */
export function unfoldInventory(inventory: Inventory): readonly InventoryEvent[] {
  const { owned, begun, intent, exhaustion } = inventory;
  const events: InventoryEvent[] = [];
  if (intent !== undefined) events.push({ event: "intended", ...intent });
  if (exhaustion !== undefined) events.push({ event: "exhausted", ...exhaustion });
  for (const row of owned.values()) {
    const {
      bucket,
      identifier,
      id,
      origin,
      protect,
      touchedAt: at,
      applied,
      commit,
      routing,
      complete,
    } = row;
    events.push({ event: "created", bucket, identifier, at, id, origin, protect });
    if (applied !== undefined) {
      const ofCommit = commit === undefined ? {} : { commit };
      events.push({ event: "completed", bucket, identifier, at, applied, ...ofCommit });
    }
    if (routing !== undefined) events.push({ event: "routing", bucket, identifier, at, route: routing });
    else if (applied !== undefined && !complete) events.push({ event: "disabling", bucket, identifier, at });
  }
  for (const { bucket, identifier, touchedAt: at } of begun.values()) {
    events.push({ event: "begun", bucket, identifier, at });
  }
  return events;
}
