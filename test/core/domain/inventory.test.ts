import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OnRemove } from "../../../lib/core/domain/distribution.ts";
import {
  foldInventory,
  type InventoryEvent,
  type Owned,
  unfoldInventory,
} from "../../../lib/core/domain/inventory.ts";
import { project, route, WORKSPACE } from "../../support/builders.ts";
import { tries } from "../../support/property.ts";

const subject = { scope: WORKSPACE, identifier: "shop" } as const;
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

const HOUR_MS = 3_600_000;

/** The one row of an inventory. */
function rowOf(...events: readonly InventoryEvent[]): Owned | undefined {
  return foldInventory(events).owned.get("workspace#shop");
}

function updating(name: string, at = 7): InventoryEvent {
  return { event: "updating", ...subject, at, fields: { name } };
}

function declared(what: { readonly protect: boolean; readonly onRemove?: OnRemove }): InventoryEvent {
  return { event: "declared", ...subject, at: 8, ...what };
}

function removing(at: number, identifier = "shop"): InventoryEvent {
  return { event: "removing", ...subject, identifier, at, as: "disable" };
}

function quarantined(at: number): InventoryEvent {
  return { event: "quarantined", ...subject, at };
}

function gone(event: "removed" | "disowned", at = 20): InventoryEvent {
  return { event, ...subject, at };
}

function renamed(from: string, identifier: string): InventoryEvent {
  return { event: "renamed", ...subject, identifier, at: 11, from };
}

function approved(digest: string, at: number): InventoryEvent {
  return { event: "approved", digest, at };
}

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

describe("foldInventory, of an update", () => {
  it("keeps what was about to be written beside what was applied, and the object finished", () => {
    expect(rowOf(created, completed, updating("Boutique"))).toMatchObject({
      complete: true,
      applied: { name: "Shop" },
      pending: { name: "Boutique" },
      touchedAt: 7,
    });
  });

  it("takes completion for all of it", () => {
    const done: InventoryEvent = { ...completed, at: 9, applied: { name: "Boutique" } };
    const row = rowOf(created, completed, quarantined(5), updating("A"), updating("Boutique"), routing, done);
    expect(row).toEqual({
      ...subject,
      id: "a",
      origin: "created",
      protect: true,
      complete: true,
      touchedAt: 9,
      applied: { name: "Boutique" },
      commit: "abc",
    });
  });

  it("keeps all that passes may have written that were cut short one after the other", () => {
    const row = rowOf(created, completed, updating("A"), updating("B"), updating("C"));
    expect(row).toMatchObject({ pending: { name: "C" }, pendingBefore: [{ name: "A" }, { name: "B" }] });
  });

  it("keeps the same fields once, however often they are tried", () => {
    const once = rowOf(created, completed, updating("A"), updating("A"));
    expect([once?.pending, once?.pendingBefore]).toEqual([{ name: "A" }, undefined]);
    const back = rowOf(created, completed, updating("A"), updating("B"), updating("A"));
    expect([back?.pending, back?.pendingBefore]).toEqual([{ name: "A" }, [{ name: "B" }]]);
  });

  it("keeps the ten last of those that differ", () => {
    const cutShort = Array.from({ length: 12 }, (_, n) => updating(`name ${n}`));
    const row = rowOf(created, completed, ...cutShort);
    expect(row?.pendingBefore?.map(({ name }) => name)).toEqual(
      [2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `name ${n}`),
    );
    expect(row?.pending).toEqual({ name: "name 11" });
  });
});

describe("foldInventory, of a rename", () => {
  it("moves the object to its new key, with all that is known of it", () => {
    const { owned } = foldInventory([created, completed, renamed("shop", "boutique")]);
    expect([...owned]).toEqual([
      ["workspace#boutique", { ...rowOf(created, completed), identifier: "boutique", touchedAt: 11 }],
    ]);
  });

  it("forgets a creation under the new identifier that was begun", () => {
    const before: InventoryEvent = { ...begun, identifier: "boutique" };
    const inventory = foldInventory([created, before, renamed("shop", "boutique")]);
    expect([[...inventory.owned.keys()], inventory.begun.size]).toEqual([["workspace#boutique"], 0]);
  });

  it("takes an object that goes by its new identifier already", () => {
    expect(rowOf(created, renamed("shop", "shop"))).toMatchObject({ id: "a", touchedAt: 11 });
  });

  it("leaves a creation that was begun when there is nothing to rename", () => {
    const inventory = foldInventory([begun, renamed("other", "shop")]);
    expect([inventory.owned.size, inventory.begun.size]).toEqual([0, 1]);
  });
});

describe("foldInventory, of an object's end", () => {
  it("keeps what the last manifest said of it, and nothing of what an earlier one had", () => {
    const first = declared({ protect: false, onRemove: "delete" });
    expect(rowOf(created, first)).toMatchObject({ protect: false, onRemove: "delete", touchedAt: 2 });
    const second = rowOf(created, first, declared({ protect: true }));
    expect(second?.protect).toBe(true);
    expect(second).not.toHaveProperty("onRemove");
  });

  it("keeps since when it is quarantined, also when it is disabled once more", () => {
    const row = rowOf(created, completed, removing(6), quarantined(7), removing(8), quarantined(9));
    expect(row).toMatchObject({ quarantinedAt: 7, touchedAt: 8, complete: true });
  });

  it.each(["removed", "disowned"] as const)(
    "owns nothing of what was %s, not even its beginning",
    (event) => {
      const { owned, begun: left } = foldInventory([created, { ...begun, at: 3 }, gone(event)]);
      expect([owned.size, left.size]).toEqual([0, 0]);
    },
  );

  it("keeps nothing of an object in whose place another was created", () => {
    const again: InventoryEvent = { ...created, id: "b", at: 9, protect: false };
    const ended = [declared({ protect: true, onRemove: "delete" }), quarantined(8), updating("A")];
    expect(rowOf(created, completed, ...ended, again)).toEqual(rowOf(again));
  });
});

describe("foldInventory, of removals", () => {
  it("counts each object once, from the latest removal on, also when it is gone", () => {
    const events = [created, removing(10), removing(30), removing(20), gone("removed", 40)];
    expect(foldInventory(events).removals).toEqual([{ key: "workspace#shop", at: 30 }]);
  });

  it("forgets them after 24 hours of events, and not before", () => {
    const left = (ms: number) =>
      foldInventory([created, removing(10), { event: "replenished", at: 10 + ms }]).removals.length;
    expect([left(24 * HOUR_MS), left(24 * HOUR_MS + 1)]).toEqual([1, 0]);
  });

  it("is not led astray by a clock that is set back", () => {
    const events = [created, removing(100 * HOUR_MS), { ...begun, at: 1 }];
    expect(foldInventory(events).removals).toHaveLength(1);
  });
});

describe("foldInventory, of approvals and of what was verified", () => {
  it("knows when an approval was used, the last time if ever there were two", () => {
    const { approvals } = foldInventory([approved("d", 5), approved("e", 4), approved("d", 3)]);
    expect(approvals).toEqual(
      new Map([
        ["d", 5],
        ["e", 4],
      ]),
    );
  });

  it("forgets approvals after 48 hours of events, and not before", () => {
    const left = (ms: number) =>
      foldInventory([approved("d", 10), { event: "replenished", at: 10 + ms }]).approvals.size;
    expect([left(48 * HOUR_MS), left(48 * HOUR_MS + 1)]).toEqual([1, 0]);
  });

  it("knows up to where objects were last compared", () => {
    const events: InventoryEvent[] = [
      { event: "verified", at: 1, through: "workspace#z" },
      { event: "verified", at: 2, through: "workspace#b" },
    ];
    expect(foldInventory(events).verifiedThrough).toBe("workspace#b");
    expect(foldInventory([])).not.toHaveProperty("verifiedThrough");
  });
});

describe("foldInventory, of an object that nobody owns", () => {
  it.each([
    updating("A"),
    declared({ protect: true }),
    removing(6),
    quarantined(7),
    gone("removed"),
    gone("disowned"),
    renamed("blog", "shop"),
  ])("ignores $event", (event) => {
    expect(foldInventory([event])).toEqual(foldInventory([]));
  });

  it("ignores events that it does not know", () => {
    const unknown = [
      { event: "bored", ...subject, at: 9 },
      { event: "bored", at: 9 },
    ] as unknown;
    expect(rowOf(created, ...(unknown as InventoryEvent[]))).toEqual(rowOf(created));
  });
});

describe("unfoldInventory", () => {
  it("tells the same inventory in the fewest events", () => {
    const other = { ...begun, scope: project("web") };
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

  it("keeps what an object's last manifest said, since when it is quarantined, and what was about to be written", () => {
    const inventory = foldInventory([
      created,
      declared({ protect: false, onRemove: "disable" }),
      completed,
      removing(6),
      quarantined(7),
      updating("A"),
      updating("B"),
    ]);
    expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
    expect(unfoldInventory(inventory).map(({ event }) => event)).toEqual([
      "counted",
      "created",
      "declared",
      "completed",
      "quarantined",
      "updating",
      "updating",
    ]);
  });

  it("keeps which routes Buddy would not have: of an address the last, until the object is complete", () => {
    const refused = (path: string, type: "REDIRECT" | "CLOAKING"): InventoryEvent => ({
      event: "refused",
      ...subject,
      at: 9,
      route: route({ path, type }),
    });
    const events = [created, refused("/a", "REDIRECT"), refused("/b", "REDIRECT"), refused("/a", "CLOAKING")];
    const inventory = foldInventory(events);
    expect(rowOf(...events)?.refused?.map(({ path, type }) => [path, type])).toEqual([
      ["/b", "REDIRECT"],
      ["/a", "CLOAKING"],
    ]);
    expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
    expect(rowOf(...events, completed)).not.toHaveProperty("refused");
  });

  it("keeps removals of what is gone, approvals, and what was verified", () => {
    const inventory = foldInventory([
      created,
      removing(6),
      gone("removed"),
      approved("d", 30),
      { event: "verified", at: 31, through: "workspace#shop" },
    ]);
    expect(inventory.removals).toHaveLength(1);
    expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
  });
});

describe("every journal", () => {
  const BARE = ["begun", "withdrawn", "disabling", "quarantined", "removed", "disowned"] as const;
  const at = fc.nat({ max: 72 }).map((hours) => hours * HOUR_MS);
  const about = fc.record({
    scope: fc.constantFrom(WORKSPACE, project("web")),
    identifier: fc.constantFrom("a", "b", "c"),
    at,
  });
  const name = fc.constantFrom("A", "B", "C");
  const event: fc.Arbitrary<InventoryEvent> = fc.oneof(
    fc.tuple(about, fc.constantFrom(...BARE)).map(([subjectOf, kind]) => ({ event: kind, ...subjectOf })),
    fc.tuple(about, fc.constantFrom("1", "2"), fc.boolean()).map(([one, id, protect]) => ({
      event: "created" as const,
      ...one,
      id,
      origin: "created" as const,
      protect,
    })),
    about.map((one) => ({ event: "routing" as const, ...one, route: "www.example.com/" })),
    fc.tuple(about, name, fc.constantFrom({}, { commit: "abc" })).map(([one, to, commit]) => ({
      event: "completed" as const,
      ...one,
      applied: { name: to },
      ...commit,
    })),
    fc.tuple(about, name).map(([one, to]) => ({ event: "updating" as const, ...one, fields: { name: to } })),
    fc
      .tuple(about, fc.constantFrom("a", "b", "c"))
      .map(([one, from]) => ({ event: "renamed" as const, ...one, from })),
    fc
      .tuple(about, fc.boolean(), fc.constantFrom({}, { onRemove: "delete" as const }))
      .map(([one, protect, onRemove]) => ({ event: "declared" as const, ...one, protect, ...onRemove })),
    fc.tuple(about, fc.constantFrom("/a", "/b")).map(([one, path]) => ({
      event: "refused" as const,
      ...one,
      route: route({ path }),
    })),
    about.map((one) => ({ event: "removing" as const, ...one, as: "delete" as const })),
    fc.record({ event: fc.constant("approved" as const), at, digest: name }),
    fc.record({ event: fc.constant("verified" as const), at, through: name }),
    fc.record({ event: fc.constant("intended" as const), at, generation: fc.nat() }),
    fc.record({ event: fc.constant("exhausted" as const), at, resumeAt: fc.nat() }),
    fc.record({ event: fc.constant("replenished" as const), at }),
  );

  it("tells the same inventory when it is told anew", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (events) => {
        const inventory = foldInventory(events);
        expect(foldInventory(unfoldInventory(inventory))).toEqual(inventory);
      }),
      tries(200),
    );
  });

  it("goes on as if it had never been told anew, while time does not run backwards", () => {
    const inOrder = fc
      .array(event, { maxLength: 25 })
      .map((events) => events.toSorted((a, b) => a.at - b.at));
    fc.assert(
      fc.property(inOrder, fc.nat({ max: 25 }), (events, until) => {
        const anew = unfoldInventory(foldInventory(events.slice(0, until)));
        expect(foldInventory([...anew, ...events.slice(until)])).toEqual(foldInventory(events));
      }),
      tries(200),
    );
  });
});
