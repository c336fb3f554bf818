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
  | (Subject & {
      readonly event: "completed";
      readonly at: number;
      readonly applied: AppliedFields;
      readonly commit?: string;
    })
  | (Subject & { readonly event: "withdrawn"; readonly at: number });

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

/** What this instance owns in one workspace, by distribution key. */
export type Inventory = {
  readonly owned: ReadonlyMap<string, Owned>;
  readonly begun: ReadonlyMap<string, Begun>;
};

export const EMPTY_INVENTORY: Inventory = { owned: new Map(), begun: new Map() };

/** The inventory that a journal tells. Later events win; an event about an object nobody created is ignored. */
export function foldInventory(events: Iterable<InventoryEvent>): Inventory {
  const owned = new Map<string, Owned>();
  const begun = new Map<string, Begun>();
  for (const event of events) {
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
  return { owned, begun };
}

/** The shortest journal that tells the same inventory. */
export function unfoldInventory({ owned, begun }: Inventory): readonly InventoryEvent[] {
  const events: InventoryEvent[] = [];
  for (const row of owned.values()) {
    const { bucket, identifier, id, origin, protect, touchedAt: at, applied, commit, routing } = row;
    events.push({ event: "created", bucket, identifier, at, id, origin, protect });
    if (applied !== undefined) {
      const ofCommit = commit === undefined ? {} : { commit };
      events.push({ event: "completed", bucket, identifier, at, applied, ...ofCommit });
    }
    if (routing !== undefined) events.push({ event: "routing", bucket, identifier, at, route: routing });
  }
  for (const { bucket, identifier, touchedAt: at } of begun.values()) {
    events.push({ event: "begun", bucket, identifier, at });
  }
  return events;
}
