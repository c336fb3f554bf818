import { type Applied, apply } from "../../lib/apply/apply.ts";
import type { ApplyTools } from "../../lib/apply/context.ts";
import type { Actual, ActualRoute, Desired, OnRemove, Scope } from "../../lib/core/domain/distribution.ts";
import { distributionKey, routeKey } from "../../lib/core/domain/distribution.ts";
import { foldInventory, type Inventory, type InventoryEvent } from "../../lib/core/domain/inventory.ts";
import type { ToCompare } from "../../lib/core/plan/classify.ts";
import { type DriftRule, diff } from "../../lib/core/plan/diff.ts";
import type { Change, Plan, PlannedPermissions } from "../../lib/core/plan/plan.ts";
import { orphansOf, removalsOf } from "../../lib/core/plan/removals.ts";
import { ProviderError } from "../../lib/errors.ts";
import type { WritingProvider } from "../../lib/ports.ts";
import { plan } from "../support/builders.ts";
import { type VirtualClock, virtualClock } from "../support/virtual-clock.ts";

/** Called before and after the effect of each call and each record: `createRoute`, `record updating`. */
type Interference = (what: string, when: "before" | "after") => void | Promise<void>;

type Rules = {
  readonly onRemove?: OnRemove;
  readonly drift?: DriftRule;
  /** Identifiers of manifests whose objects are adopted. */
  readonly adopting?: readonly string[];
};

/** What apply works on, in memory: Buddy's objects, the journal, and a planner that knows what it needs to. */
export type Desk = {
  readonly live: Map<string, Actual>;
  readonly events: InventoryEvent[];
  /** Calls in their order, and records: `get`, `record updating`. */
  readonly calls: string[];
  readonly clock: VirtualClock;
  interfere: Interference;
  /** Whether a route is refused whose address another one has. */
  unique: boolean;
  /** What a read shows, where that is not what is there. */
  shown: (actual: Actual) => Actual;
  inventory(): Inventory;
  edit(id: string, changes: Partial<Actual>): void;
  /** What a pass would change, from what is live now. */
  plan(manifests: readonly Desired<Scope>[], rules?: Rules): Plan;
  /** What becomes of a plan before it is applied: it goes through JSON, for it is all that apply knows of the manifests. */
  carry: (plan: Plan) => Plan;
  apply(
    plan: Plan,
    tools?: Partial<Pick<ApplyTools, "concurrency" | "signal" | "log" | "commit">>,
  ): Promise<Applied>;
};

export function desk(objects: readonly Actual[], events: readonly InventoryEvent[] = []): Desk {
  const clock = virtualClock();
  const self: Desk = {
    live: new Map(objects.map((one) => [one.id, one])),
    events: [...events],
    calls: [],
    clock,
    interfere: () => {},
    unique: false,
    shown: (actual) => actual,
    carry: throughJson,
    inventory: () => foldInventory(self.events),
    edit: (id, changes) => self.live.set(id, { ...liveOf(self, id), ...changes }),
    plan: (manifests, rules = {}) => planOf(self, manifests, rules),
    apply: (made, tools = {}) =>
      apply(self.carry(made), {
        writer: writerOf(self),
        ledger: {
          record: (event) =>
            around(self, `record ${event.event}`, () => {
              self.events.push(event);
            }),
        },
        inventory: self.inventory(),
        clock,
        log: () => {},
        concurrency: 1,
        ...tools,
      }),
  };
  return self;
}

/** The calls that were writes. */
export function writesOf({ calls }: Desk): readonly string[] {
  return calls.filter((call) => call !== "get" && !call.startsWith("record"));
}

/** The journal of objects that were made or taken as these manifests say. */
export function ownership(
  ...rows: readonly { readonly id: string; readonly as: Desired<Scope>; readonly at?: number }[]
): readonly InventoryEvent[] {
  return rows.flatMap(({ id, as, at = 0 }): readonly InventoryEvent[] => {
    const { scope, identifier, name = identifier, disabled, routes, protect } = as;
    const permissions = permissionsOf([as]).get(keyOf(as));
    const applied = {
      name,
      ...(disabled === undefined ? {} : { disabled }),
      ...(permissions === undefined ? {} : { permissions }),
      ...(routes === undefined ? {} : { routes }),
    };
    return [
      { event: "created", scope, identifier, at, id, origin: "created", protect },
      { event: "completed", scope, identifier, at, applied },
    ];
  });
}

export function refused(call: string): ProviderError {
  return new ProviderError(`${call} was refused`, {
    failure: "refused",
    call,
    effect: "none",
    remedy: "mend it",
  });
}

export function lostAnswer(call: string): ProviderError {
  return new ProviderError(`no answer to ${call}`, { failure: "unreachable", call, effect: "unknown" });
}

export function outOfTime(call: string): ProviderError {
  return new ProviderError("the time is up", { failure: "out-of-time", call, effect: "none" });
}

/** Fails one kind of call, the first time or the n-th. */
export function failing(what: string, error: unknown, { when = "before", nth = 1 } = {}): Interference {
  let seen = 0;
  return (call, moment) => {
    if (call === what && moment === when && ++seen === nth) throw error;
  };
}

/** A process that dies at its n-th moment: there are two for each call and record, before its effect and after. */
export function dyingAt(moment: number): {
  readonly interfere: Interference;
  readonly died: Promise<"died">;
} {
  let moments = 0;
  let tell = () => {};
  const died = new Promise<"died">((resolve) => {
    tell = () => resolve("died");
  });
  return {
    died,
    interfere: () => {
      moments += 1;
      if (moments < moment) return undefined;
      tell();
      return new Promise<never>(() => {});
    },
  };
}

export function throughJson(made: Plan): Plan {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON.parse gives any
  return JSON.parse(JSON.stringify(made)) as Plan;
}

async function around<T>(self: Desk, what: string, work: () => T): Promise<T> {
  await self.interfere(what, "before");
  self.calls.push(what);
  const result = work();
  await self.interfere(what, "after");
  return result;
}

function writerOf(self: Desk): WritingProvider {
  const none = () => Promise.reject(new Error("this is not asked for"));
  const routesOf = (id: string, change: (routes: readonly ActualRoute[]) => readonly ActualRoute[]) =>
    self.edit(id, { routes: change(liveOf(self, id).routes) });
  return {
    list: none,
    rest: none,
    environments: none,
    users: none,
    groups: none,
    createDistribution: none,
    get: (_scope, id) =>
      around(self, "get", () => {
        const actual = self.live.get(id);
        return actual && self.shown(actual);
      }),
    createRoute: (_scope, id, route) =>
      around(self, "createRoute", () => {
        const taken = [...self.live.values()].flatMap(({ routes }) => routes.map(routeKey));
        if (self.unique && taken.includes(routeKey(route))) throw refused("createRoute");
        routesOf(id, (routes) => [...routes, { ...route, id: `new-${route.domain}${route.path}` }]);
      }),
    updateDistribution: (_scope, id, fields) =>
      around(self, "updateDistribution", () => self.edit(id, fields)),
    updateRoute: (_scope, id, live, route) =>
      around(self, "updateRoute", () =>
        routesOf(id, (routes) =>
          routes.map((one) => (one.id === live.id ? { ...live, ...route, id: one.id } : one)),
        ),
      ),
    deleteRoute: (_scope, id, routeId) =>
      around(self, "deleteRoute", () => routesOf(id, (routes) => routes.filter((one) => one.id !== routeId))),
    deleteDistribution: (_scope, id) =>
      around(self, "deleteDistribution", () => {
        self.live.delete(id);
      }),
  };
}

function liveOf({ live }: Desk, id: string): Actual {
  const actual = live.get(id);
  if (actual === undefined) throw new Error(`nothing has the id ${id}`);
  return actual;
}

function planOf(self: Desk, manifests: readonly Desired<Scope>[], rules: Rules): Plan {
  const { onRemove = "delete", drift = "correct", adopting = [] } = rules;
  const inventory = self.inventory();
  const comparable = manifests.flatMap((wanted): readonly ToCompare[] => {
    const names = [wanted.identifier, ...wanted.previously];
    const row = names
      .map((name) => inventory.owned.get(distributionKey(wanted.scope, name)))
      .find((one) => one !== undefined);
    const free = [...self.live.values()].find(({ identifier }) => identifier === wanted.identifier);
    if (row === undefined && !adopting.includes(wanted.identifier)) return [];
    const actual = row === undefined ? free : self.live.get(row.id);
    if (actual === undefined) return [];
    return [{ desired: wanted, actual, ...(row === undefined ? {} : { row }) }];
  });
  const claimed = new Set(
    manifests.flatMap(({ scope, identifier, previously }) =>
      [identifier, ...previously].map((name) => distributionKey(scope, name)),
    ),
  );
  const orphans = orphansOf(inventory, claimed);
  const reads = new Map(
    orphans.map(({ id }) => {
      const actual = self.live.get(id);
      return [id, actual === undefined ? { gone: true as const } : { actual }] as const;
    }),
  );
  const { changes: removals } = removalsOf(orphans, reads, {
    policy: "sync",
    onRemove,
    quarantineMs: 0,
    now: self.clock.now(),
    unread: undefined,
    commit: undefined,
  });
  const { changes: updates } = diff(comparable, permissionsOf(manifests), drift);
  const changes: readonly Change[] = [...updates, ...removals];
  return plan({ changes: changes.toSorted((a, b) => (a.key < b.key ? -1 : 1)) });
}

/** Manifests of these tests name users and groups by their ids. */
function permissionsOf(manifests: readonly Desired<Scope>[]): ReadonlyMap<string, PlannedPermissions> {
  return new Map(
    manifests.flatMap((one) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      one.permissions === undefined ? [] : [[keyOf(one), one.permissions as PlannedPermissions]],
    ),
  );
}

function keyOf({ scope, identifier }: Desired<Scope>): string {
  return distributionKey(scope, identifier);
}
