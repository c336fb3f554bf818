import type { ChangeTools } from "../../lib/apply/context.ts";
import { beginCreate } from "../../lib/apply/create.ts";
import { type Actual, type Route, routeKey } from "../../lib/core/domain/distribution.ts";
import { EMPTY_INVENTORY, type Inventory, type InventoryEvent } from "../../lib/core/domain/inventory.ts";
import { KEPT_WHOLE } from "../../lib/core/plan/compare.ts";
import type { CreateChange } from "../../lib/core/plan/plan.ts";
import { deleteChange } from "../support/builders.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { NOW } from "./ensuring.ts";

type Scene = {
  readonly inventory?: Partial<Inventory>;
  /** What an earlier pass left behind. */
  readonly live?: Actual;
  /** How a call fails, each time that it is made: `POST`, `POST www.example.com/1`, `PATCH new {…}`. */
  readonly fails?: Readonly<Record<string, readonly Error[]>>;
  /** Addresses that another change of the plan gives up. */
  readonly givenUp?: readonly string[];
};

/** Begins to create a distribution where all is as the scene says; what is done, and recorded, is kept in its order. */
export async function creating(change: CreateChange, scene: Scene = {}) {
  const { inventory = {}, live, fails = {}, givenUp = [] } = scene;
  const [steps, events]: [string[], InventoryEvent[]] = [[], []];
  const done = new Map<string, number>();
  const step = (what: string) => {
    steps.push(what);
    const nth = done.get(what) ?? 0;
    done.set(what, nth + 1);
    const error = fails[what]?.[nth];
    if (error !== undefined) throw error;
  };
  const tools = {
    writer: {
      get: async () => live,
      createDistribution: async () => {
        step("POST");
        return "new";
      },
      createRoute: async (_scope: unknown, id: string, route: Route) => {
        step(`POST ${id === "new" || id === live?.id ? "" : `${id} `}${routeKey(route)}`);
      },
      updateDistribution: async (_scope: unknown, id: string, fields: object) => {
        step(`PATCH ${id} ${JSON.stringify(fields)}`);
      },
    },
    ledger: {
      record: async (event: InventoryEvent) => {
        steps.push(event.event);
        events.push(event);
      },
    },
    inventory: { ...EMPTY_INVENTORY, ...inventory },
    clock: virtualClock(NOW),
    relist: async () => [],
    asKept: KEPT_WHOLE,
    givenUp: new Map(givenUp.map((address) => [address, deleteChange()])),
  };
  // Creating uses nothing else of its tools.
  const begun = await beginCreate(
    { ...change, declared: { routes: change.routes, ...change.declared } },
    tools as unknown as ChangeTools,
  );
  return { begun, steps, events, tools: tools as unknown as ChangeTools };
}
