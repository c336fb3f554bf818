import type { ChangeTools } from "../../lib/apply/context.ts";
import { type Ensured, ensureDistribution } from "../../lib/apply/ensure-distribution.ts";
import { type Actual, distributionKey, type Summary } from "../../lib/core/domain/distribution.ts";
import { EMPTY_INVENTORY, type Inventory, type InventoryEvent } from "../../lib/core/domain/inventory.ts";
import type { CreateChange } from "../../lib/core/plan/plan.ts";
import { ProviderError } from "../../lib/errors.ts";
import type { WritingProvider } from "../../lib/ports.ts";
import { owned, WORKSPACE } from "../support/builders.ts";
import { virtualClock } from "../support/virtual-clock.ts";

export type Scene = {
  readonly inventory?: Partial<Inventory>;
  /** What can be read, by the id of each. */
  readonly live?: readonly Actual[];
  /** What each list has, in turn; after that what can be read. An error is thrown. */
  readonly lists?: readonly (readonly Summary[] | Error)[];
  /** How each POST fails, in turn; after that they succeed. */
  readonly posts?: readonly Error[];
  /** Fails the record of an event. */
  readonly unrecorded?: { readonly event: InventoryEvent["event"]; readonly error: Error };
};

export type Seen = {
  readonly result: Ensured;
  /** `list`, `get x1`, `POST`, `record begun`, each with how many milliseconds after the beginning. */
  readonly steps: readonly string[];
  readonly events: readonly InventoryEvent[];
  readonly sent: readonly unknown[];
};

/** Ensures the distribution of a creation where all is as the scene says. A distribution that is created is `new`. */
export async function ensuring(change: CreateChange, scene: Scene = {}): Promise<Seen> {
  const { inventory = {}, live = [], lists = [], posts = [], unrecorded } = scene;
  const clock = virtualClock(NOW);
  const [steps, events, sent]: [string[], InventoryEvent[], unknown[]] = [[], [], []];
  const step = (what: string) => steps.push(`${what} +${clock.now() - NOW}`);
  let listed = 0;
  const writer: Pick<WritingProvider, "get" | "createDistribution"> = {
    get: async (_scope, id) => {
      step(`get ${id}`);
      return live.find((one) => one.id === id);
    },
    createDistribution: async (distribution) => {
      step("POST");
      const error = posts[sent.length];
      sent.push(distribution);
      if (error !== undefined) throw error;
      return "new";
    },
  };
  const tools = {
    writer,
    ledger: {
      record: async (event: InventoryEvent) => {
        step(`record ${event.event}`);
        if (event.event === unrecorded?.event) throw unrecorded.error;
        events.push(event);
      },
    },
    inventory: { ...EMPTY_INVENTORY, ...inventory },
    clock,
    relist: async () => {
      step("list");
      const list = lists[listed] ?? live;
      listed += 1;
      if (list instanceof Error) throw list;
      return list;
    },
  };
  // It uses nothing else of what a creation needs.
  const result = await ensureDistribution(change, tools as unknown as ChangeTools);
  return { result, steps, events, sent };
}

export const NOW = Date.UTC(2026, 10, 24);

/** Long enough ago for a list to be believed. */
export const BEFORE = NOW - 60_000;

const KEY = distributionKey(WORKSPACE, "shop");

/** An earlier pass recorded that it created `id`, and no end. */
export const unfinished = (id: string, touchedAt = BEFORE): Partial<Inventory> => ({
  owned: new Map([[KEY, owned({ id, complete: false, touchedAt })]]),
});

/** An earlier pass recorded that it was about to create it. */
export const begun = (touchedAt = BEFORE): Partial<Inventory> => ({
  begun: new Map([[KEY, { scope: WORKSPACE, identifier: "shop", touchedAt }]]),
});

export const failing = (
  failure: ProviderError["failure"],
  effect: ProviderError["effect"] = "none",
): ProviderError => new ProviderError(`it is ${failure}`, { failure, effect, call: "POST /distributions" });
