import {
  distributionKey,
  type LivePermissions,
  type LiveRoute,
  type OnRemove,
  routeKey,
  type Scope,
} from "./distribution.ts";
import { DAY_MS } from "./time.ts";

/** The declared fields as they were last written, or found when it was adopted: the base of a three-way comparison. */
export type AppliedFields = {
  readonly name: string;
  readonly disabled?: boolean;
  readonly permissions?: LivePermissions;
  readonly routes?: readonly LiveRoute[];
};

/** Which distribution an event is about. */
type Subject = { readonly scope: Scope; readonly identifier: string };

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
  /** Fields of one of ours are about to be written; `completed` says that they were. */
  | (Subject & { readonly event: "updating"; readonly at: number; readonly fields: AppliedFields })
  /** A route that Buddy would not have, also while no other distribution had its address. */
  | (Subject & { readonly event: "refused"; readonly at: number; readonly route: LiveRoute })
  /** It has the identifier of the event now, and had `from` before. */
  | (Subject & { readonly event: "renamed"; readonly at: number; readonly from: string })
  /** What its manifest says about its end: kept, because it outlives the manifest. */
  | (Subject & {
      readonly event: "declared";
      readonly at: number;
      readonly protect: boolean;
      readonly onRemove?: OnRemove;
    })
  /** It is about to be disabled for good, or deleted, since no manifest mentions it any more. */
  | (Subject & { readonly event: "removing"; readonly at: number; readonly as: "disable" | "delete" })
  /** It is disabled, and stays ours. */
  | (Subject & { readonly event: "quarantined"; readonly at: number })
  /** It is gone: deleted by us, or found so. */
  | (Subject & { readonly event: "removed"; readonly at: number })
  /** It is there, and no longer ours. */
  | (Subject & { readonly event: "disowned"; readonly at: number })
  /** What is left of `removing` in a journal that is told anew: the object may be gone, and its removal counts. */
  | { readonly event: "counted"; readonly at: number; readonly key: string }
  /** An approval of the plan with this digest was used: it works once. */
  | { readonly event: "approved"; readonly at: number; readonly digest: string }
  /** Objects were read and compared, in the order of their keys, up to this one: the next slice begins after it. */
  | { readonly event: "verified"; readonly at: number; readonly through: string }
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
  /** `sync.on_remove` of the last manifest that declared it. */
  readonly onRemove?: OnRemove;
  /** Fields that a pass was about to write and did not confirm: either these or `applied` are what we wrote last. */
  readonly pending?: AppliedFields;
  /** The same of passes before that one: while nothing is confirmed, what is live can be of any of them. */
  readonly pendingBefore?: readonly AppliedFields[];
  /** Since when it is disabled because no manifest mentions it any more. */
  readonly quarantinedAt?: number;
  /** False while a pass has not finished what it began with the object. */
  readonly complete: boolean;
  /** The route that was last begun, while the object is not complete. */
  readonly routing?: string;
  /**
   * Routes that Buddy would not have, also while no other distribution had their address: none is taken away for them
   * again. Until the object is complete.
   */
  readonly refused?: readonly LiveRoute[];
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
  /** Removals of the last 24 hours before the latest event: of each distribution the latest. */
  readonly removals: readonly Removal[];
  /** When an approval was used, by the digest of its plan: for 48 hours, which is longer than one can be valid. */
  readonly approvals: ReadonlyMap<string, number>;
  /** Up to which key objects were last read and compared. */
  readonly verifiedThrough?: string;
};

export type Removal = { readonly key: string; readonly at: number };

export const EMPTY_INVENTORY: Inventory = {
  owned: new Map(),
  begun: new Map(),
  removals: [],
  approvals: new Map(),
};

/** The inventory that a journal tells. Later events win; an event about an object nobody created is ignored. */
export function foldInventory(events: Iterable<InventoryEvent>): Inventory {
  const owned = new Map<string, Owned>();
  const begun = new Map<string, Begun>();
  const removals = new Map<string, number>();
  const approvals = new Map<string, number>();
  let intent: Intent | undefined;
  let exhaustion: Exhaustion | undefined;
  let verifiedThrough: string | undefined;
  let latest = 0;
  for (const event of events) {
    const { at } = event;
    latest = Math.max(latest, at);
    if ("identifier" in event) {
      const key = distributionKey(event.scope, event.identifier);
      if (event.event === "removing" && owned.has(key)) keepLatest(removals, key, at);
      foldObject(event, key, { owned, begun });
      continue;
    }
    switch (event.event) {
      case "intended": {
        const { event: _, ...intended } = event;
        if (intent === undefined || intended.generation >= intent.generation) intent = intended;
        break;
      }
      case "exhausted":
        exhaustion = { resumeAt: event.resumeAt, at };
        break;
      case "replenished":
        exhaustion = undefined;
        break;
      case "approved":
        keepLatest(approvals, event.digest, at);
        break;
      case "verified":
        verifiedThrough = event.through;
        break;
      case "counted":
        keepLatest(removals, event.key, at);
        break;
      default:
        event satisfies never;
    }
  }
  return {
    owned,
    begun,
    removals: [...since(latest - DAY_MS, removals)].map(([key, at]) => ({ key, at })),
    approvals: new Map(since(latest - 2 * DAY_MS, approvals)),
    ...(intent === undefined ? {} : { intent }),
    ...(exhaustion === undefined ? {} : { exhaustion }),
    ...(verifiedThrough === undefined ? {} : { verifiedThrough }),
  };
}

/** Never the earlier one: what is forgotten too soon would let more be removed in a day, or an approval work twice. */
function keepLatest(times: Map<string, number>, key: string, at: number): void {
  times.set(key, Math.max(at, times.get(key) ?? at));
}

function since(start: number, times: ReadonlyMap<string, number>): Iterable<[string, number]> {
  return [...times].filter(([, at]) => at >= start);
}

/** The shortest journal that tells the same inventory. */
export function unfoldInventory(inventory: Inventory): readonly InventoryEvent[] {
  const { owned, begun, intent, exhaustion, removals, approvals, verifiedThrough } = inventory;
  return [
    ...(intent === undefined ? [] : [{ event: "intended" as const, ...intent }]),
    ...(exhaustion === undefined ? [] : [{ event: "exhausted" as const, ...exhaustion }]),
    ...removals.map(({ key, at }) => ({ event: "counted" as const, at, key })),
    ...[...approvals].map(([digest, at]) => ({ event: "approved" as const, at, digest })),
    // Nobody asks when that was.
    ...(verifiedThrough === undefined
      ? []
      : [{ event: "verified" as const, at: 0, through: verifiedThrough }]),
    ...[...owned.values()].flatMap(unfoldOwned),
    ...[...begun.values()].map(({ scope, identifier, touchedAt: at }) => ({
      event: "begun" as const,
      scope,
      identifier,
      at,
    })),
  ];
}

/** An event about one object. */
type ObjectEvent = Extract<InventoryEvent, { readonly identifier: string }>;

type Objects = { readonly owned: Map<string, Owned>; readonly begun: Map<string, Begun> };

/** What an event makes of the objects: {@link Objects} is changed. `key` is that of the event. */
function foldObject(event: ObjectEvent, key: string, { owned, begun }: Objects): void {
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

/** Of one address the latest: somebody fixed it, and that was refused as well. */
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
function unfoldOwned(row: Owned): readonly InventoryEvent[] {
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
