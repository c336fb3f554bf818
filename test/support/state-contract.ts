import { expect } from "vitest";
import { foldInventory, type InventoryEvent } from "../../lib/core/domain/inventory.ts";
import { StateBusyError } from "../../lib/errors.ts";
import type { State } from "../../lib/ports.ts";
import { WORKSPACE } from "./builders.ts";

/** What `ports.ts` promises of a state, as checks that can be made against any. Each call gives the state to a new pass. */
export const STATE_CONTRACT: ReadonlyMap<string, (state: () => State) => Promise<void>> = new Map([
  [
    "owns nothing at first, and says nothing about that",
    async (state) => {
      const { inventory, notice } = await state().read();
      expect(inventory.owned.size + inventory.begun.size).toBe(0);
      expect(notice).toBeUndefined();
    },
  ],
  [
    "remembers what was recorded, for planning and for the next pass",
    async (state) => {
      const first = await state().open();
      for (const event of [...creationOf("shop"), begun("blog"), INTENDED, EXHAUSTED])
        await first.record(event);
      await first.close();
      const second = await state().open();
      for (const { inventory } of [await state().read(), second]) {
        expect(inventory.owned.get("workspace#shop")).toMatchObject({ id: "id of shop", complete: true });
        expect(inventory.begun.has("workspace#blog")).toBe(true);
        expect(inventory.intent).toMatchObject({ generation: 7 });
        expect(inventory.exhaustion).toMatchObject({ resumeAt: 9 });
      }
      await second.close();
    },
  ],
  [
    "remembers what updates and removals leave to later passes, however often it is told anew",
    async (state) => {
      const subject = { scope: WORKSPACE, identifier: "shop", at: 5 } as const;
      const events: readonly InventoryEvent[] = [
        ...creationOf("shop"),
        ...creationOf("old"),
        { event: "renamed", ...subject, identifier: "blog", from: "old" },
        { event: "declared", ...subject, protect: true, onRemove: "delete" },
        { event: "updating", ...subject, fields: { name: "Shop" } },
        { event: "removing", ...subject, as: "disable" },
        { event: "quarantined", ...subject },
        ...creationOf("gone"),
        { event: "removing", ...subject, identifier: "gone", as: "delete" },
        { event: "removed", ...subject, identifier: "gone" },
        ...creationOf("given up"),
        { event: "disowned", ...subject, identifier: "given up" },
        { event: "approved", at: 5, digest: "sha256:00" },
        { event: "verified", at: 5, through: "workspace#shop" },
      ];
      const ledger = await state().open();
      for (const event of events) await ledger.record(event);
      await ledger.close();
      for (let passes = 0; passes < 2; passes += 1) await (await state().open()).close();
      expect((await state().read()).inventory).toEqual(foldInventory(events));
    },
  ],
  [
    "has an entry as soon as it is recorded",
    async (state) => {
      const ledger = await state().open();
      await ledger.record(begun("shop"));
      expect((await state().read()).inventory.begun.has("workspace#shop")).toBe(true);
      await ledger.close();
    },
  ],
  [
    "keeps the order of what is recorded side by side",
    async (state) => {
      const names = Array.from({ length: 10 }, (_, n) => `shop-${n}`);
      const ledger = await state().open();
      await Promise.all(names.flatMap(creationOf).map((event) => ledger.record(event)));
      await ledger.close();
      const { inventory } = await state().read();
      expect([...inventory.owned.values()].filter(({ complete }) => complete)).toHaveLength(names.length);
      expect(inventory.begun.size).toBe(0);
    },
  ],
  [
    "remembers across many passes, also those that record nothing",
    async (state) => {
      for (const name of ["a", "", "b", "", "", "c"]) {
        const ledger = await state().open();
        for (const event of name === "" ? [] : creationOf(name)) await ledger.record(event);
        await ledger.close();
      }
      const { inventory } = await state().read();
      expect([...inventory.owned.keys()]).toEqual(["workspace#a", "workspace#b", "workspace#c"]);
    },
  ],
  [
    "lets one pass write at a time, and the next when it has closed",
    async (state) => {
      const first = await state().open();
      await expect(state().open()).rejects.toThrow(StateBusyError);
      await first.confirm();
      await first.record(begun("shop"));
      await first.close();
      const second = await state().open();
      await second.confirm();
      await second.close();
    },
  ],
  [
    "lets one of many in that come at once",
    async (state) => {
      const tries = await Promise.allSettled(Array.from({ length: 5 }, () => state().open()));
      const refused = tries.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
      expect(refused).toHaveLength(4);
      for (const reason of refused) expect(reason).toBeInstanceOf(StateBusyError);
    },
  ],
]);

export function begun(identifier: string): InventoryEvent {
  return { event: "begun", scope: WORKSPACE, identifier, at: 1 };
}

/** All that is recorded of the creation of one distribution. */
export function creationOf(identifier: string): readonly InventoryEvent[] {
  const subject = { scope: WORKSPACE, identifier, at: 2 } as const;
  return [
    begun(identifier),
    { event: "created", ...subject, id: `id of ${identifier}`, origin: "created", protect: false },
    { event: "routing", ...subject, route: "www.example.com/" },
    { event: "completed", ...subject, applied: { name: identifier } },
  ];
}

const INTENDED: InventoryEvent = { event: "intended", at: 3, generation: 7, commit: "0123abc" };
const EXHAUSTED: InventoryEvent = { event: "exhausted", at: 4, resumeAt: 9 };
