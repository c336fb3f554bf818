import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldInventory, type InventoryEvent, unfoldInventory } from "../../lib/core/inventory.ts";
import { project, WORKSPACE } from "../support/builders.ts";

const subject = { bucket: WORKSPACE, identifier: "shop" } as const;
const begun: InventoryEvent = { event: "begun", ...subject, at: 1 };
const created: InventoryEvent = {
  event: "created",
  ...subject,
  at: 2,
  id: "a",
  origin: "created",
  protect: true,
};
const routing: InventoryEvent = { event: "routing", ...subject, at: 3, route: "www.example.com/" };
const completed: InventoryEvent = {
  event: "completed",
  ...subject,
  at: 4,
  applied: { name: "Shop" },
  commit: "abc",
};
const disabling: InventoryEvent = { event: "disabling", ...subject, at: 6 };
const withdrawn: InventoryEvent = { event: "withdrawn", ...subject, at: 5 };

describe("foldInventory", () => {
  it("knows of a creation that was begun and not ended", () => {
    expect(foldInventory([begun]).begun.get("workspace#shop")).toEqual({ ...subject, touchedAt: 1 });
  });

  it("forgets a creation that Buddy refused", () => {
    const { begun: left, owned } = foldInventory([begun, withdrawn]);
    expect([left.size, owned.size]).toEqual([0, 0]);
  });

  it("owns what was created, unfinished until it is completed", () => {
    const { begun: left, owned } = foldInventory([begun, created, routing]);
    expect(left.size).toBe(0);
    expect(owned.get("workspace#shop")).toMatchObject({
      id: "a",
      complete: false,
      touchedAt: 3,
      protect: true,
    });
    expect(foldInventory([begun, created, routing, completed]).owned.get("workspace#shop")).toMatchObject({
      complete: true,
      applied: { name: "Shop" },
      commit: "abc",
    });
  });

  it("takes an object that is being disabled for unfinished", () => {
    expect(foldInventory([created, completed, disabling]).owned.get("workspace#shop")).toMatchObject({
      complete: false,
      touchedAt: 6,
    });
    expect(foldInventory([disabling]).owned.size).toBe(0);
  });

  it("owns the newer object when one was created again", () => {
    const again: InventoryEvent = { ...created, id: "b", at: 9 };
    expect(foldInventory([created, completed, again]).owned.get("workspace#shop")).toMatchObject({
      id: "b",
      complete: false,
    });
  });

  it("keeps the newest generation of the source, and a later commit of the same", () => {
    const events: InventoryEvent[] = [
      { event: "intended", at: 1, generation: 3, commit: "a" },
      { event: "intended", at: 2, generation: 5 },
      { event: "intended", at: 3, generation: 4, commit: "b" },
      { event: "intended", at: 4, generation: 5, commit: "c" },
    ];
    expect(foldInventory(events).intent).toEqual({ generation: 5, commit: "c", at: 4 });
    expect(foldInventory([]).intent).toBeUndefined();
  });

  it("keeps when Buddy's quota last began anew", () => {
    const events: InventoryEvent[] = [
      { event: "exhausted", at: 1, resumeAt: 10 },
      { event: "exhausted", at: 5, resumeAt: 20 },
    ];
    expect(foldInventory(events).exhaustion).toEqual({ resumeAt: 20, at: 5 });
    expect(unfoldInventory(foldInventory(events))).toEqual([events[1]]);
    expect(foldInventory([...events, { event: "replenished", at: 30 }]).exhaustion).toBeUndefined();
  });

  it("ignores what is said of an object that nobody created", () => {
    const { commit: _, ...withoutCommit } = completed;
    expect(foldInventory([routing, completed, withoutCommit]).owned.size).toBe(0);
  });

  it("keeps completion without a commit", () => {
    const { commit: _, ...withoutCommit } = completed;
    const row = foldInventory([created, withoutCommit]).owned.get("workspace#shop");
    expect(row?.complete).toBe(true);
    expect(row).not.toHaveProperty("commit");
  });
});

describe("unfoldInventory", () => {
  it("tells the same inventory in the fewest events", () => {
    const other = { ...begun, bucket: project("web") };
    const events = [begun, created, routing, completed, other];
    const inventory = foldInventory(events);
    expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
    expect(unfoldInventory(inventory).map(({ event }) => event)).toEqual(["created", "completed", "begun"]);
  });

  it("keeps an object that is as it was created, one with a route begun, and the newest intent", () => {
    const kinds = (events: readonly InventoryEvent[]) =>
      unfoldInventory(foldInventory(events)).map(({ event }) => event);
    expect(kinds([created])).toEqual(["created"]);
    expect(kinds([created, routing])).toEqual(["created", "routing"]);
    expect(kinds([{ event: "intended", at: 1, generation: 3 }])).toEqual(["intended"]);
  });

  it("keeps that a finished object was about to be disabled", () => {
    const inventory = foldInventory([created, completed, disabling]);
    expect(unfoldInventory(inventory).map(({ event }) => event)).toEqual([
      "created",
      "completed",
      "disabling",
    ]);
    expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
  });

  it("keeps a completion that no commit is known of", () => {
    const { commit: _, ...withoutCommit } = completed;
    const inventory = foldInventory([created, withoutCommit]);
    expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
  });

  it("holds for every journal", () => {
    const event = fc.oneof(
      fc.constantFrom(begun, created, routing, disabling, completed, withdrawn),
      fc.record({ event: fc.constant("intended" as const), at: fc.nat(), generation: fc.nat() }),
      fc.record({ event: fc.constant("exhausted" as const), at: fc.nat(), resumeAt: fc.nat() }),
      fc.record({ event: fc.constant("replenished" as const), at: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const inventory = foldInventory(events);
        expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
      }),
    );
  });
});
