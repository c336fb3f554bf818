import { describe, expect, it } from "vitest";
import { actual, deleteChange, desired, disableChange, liveRoute, plan, route } from "../support/builders.ts";
import {
  type Desk,
  desk,
  dyingAt,
  failing,
  lostAnswer,
  outOfTime,
  ownership,
  refused,
  writesOf,
} from "./apply-desk.ts";

const ID = "rm1P93jG";

/** One that is ours, and in no manifest any more. */
function orphan(live: Parameters<typeof actual>[0] = {}): Desk {
  const routes = [liveRoute({ path: "/a", id: "ra" }), liveRoute({ path: "/b", id: "rb" })];
  return desk([actual({ routes, ...live })], ownership({ id: ID, as: desired({ routes: [] }) }));
}

const DISABLE = { onRemove: "disable" } as const;
const DELETE = { onRemove: "delete" } as const;

function theOnly({ outcomes }: { readonly outcomes: readonly unknown[] }): unknown {
  expect(outcomes).toHaveLength(1);
  return outcomes[0];
}

describe("disabling what no manifest mentions", () => {
  it("reads it, records what it is about to do, disables it, and records since when", async () => {
    const shop = orphan();
    const result = await shop.apply(shop.plan([], DISABLE));
    expect(shop.calls).toEqual(["get", "record removing", "updateDistribution", "record quarantined"]);
    expect(theOnly(result)).toEqual({
      key: "workspace#shop",
      identifier: "shop",
      where: "workspace",
      action: "disable",
      status: "applied",
      wrote: true,
      id: ID,
      distribution: "disabled",
      routes: [],
    });
    expect(shop.live.get(ID)).toMatchObject({ disabled: true, routes: [{}, {}] });
    expect(shop.events).toMatchObject([
      {},
      {},
      { event: "removing", as: "disable" },
      { event: "quarantined" },
    ]);
    expect(shop.inventory()).toMatchObject({
      owned: new Map([["workspace#shop", { quarantinedAt: shop.clock.now() }]]),
      removals: [{ key: "workspace#shop" }],
    });
  });

  it("writes nothing where somebody has disabled it already, and it is quarantined all the same", async () => {
    const shop = orphan({ disabled: true });
    expect(theOnly(await shop.apply(shop.plan([], DISABLE)))).toMatchObject({
      status: "applied",
      wrote: false,
      distribution: "disabled",
    });
    expect(writesOf(shop)).toEqual([]);
    expect(shop.inventory().owned.get("workspace#shop")).toHaveProperty("quarantinedAt");
  });

  it("is undone when its manifest comes back", async () => {
    const shop = orphan();
    await shop.apply(shop.plan([], DISABLE));
    shop.clock.advance(60_000);
    const back = [desired()];
    expect(theOnly(await shop.apply(shop.plan(back)))).toMatchObject({
      status: "applied",
      wrote: true,
    });
    expect(shop.live.get(ID)).toMatchObject({ disabled: false });
    expect(shop.inventory().owned.get("workspace#shop")).not.toHaveProperty("quarantinedAt");
  });
});

describe("deleting what no manifest mentions", () => {
  it("reads it, records what it is about to do, deletes it, and records that it is gone", async () => {
    const shop = orphan();
    const result = await shop.apply(shop.plan([], DELETE));
    expect(shop.calls).toEqual(["get", "record removing", "deleteDistribution", "record removed"]);
    expect(theOnly(result)).toMatchObject({
      action: "delete",
      status: "applied",
      wrote: true,
      id: ID,
      distribution: "deleted",
    });
    expect(shop.live.size).toBe(0);
    expect(shop.events).toMatchObject([{}, {}, { event: "removing", as: "delete" }, { event: "removed" }]);
    expect(shop.inventory()).toMatchObject({ owned: new Map(), removals: [{ key: "workspace#shop" }] });
  });

  it.each([
    ["was enabled", { disabled: true }, { disabled: false }, "somebody enabled it since the plan was made"],
    ["was disabled", { disabled: false }, { disabled: true }, "somebody disabled it since the plan was made"],
  ])("is a conflict when it %s after the plan was made", async (_, before, after, reason) => {
    const shop = orphan(before);
    const made = shop.plan([], DELETE);
    shop.edit(ID, after);
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "conflict", wrote: false, reason });
    expect(shop.calls).toEqual(["get"]);
  });
});

describe.each([
  ["disabling", DISABLE, "updateDistribution", "record quarantined", "it is disabled"],
  ["deleting", DELETE, "deleteDistribution", "record removed", "it was deleted"],
] as const)("%s", (_, rules, write, lastRecord, done) => {
  it.each([
    ["has another identifier", { identifier: "other" }, "it is called other since the plan was made"],
    [
      "has other routes",
      { routes: [liveRoute({ path: "/a", id: "ra" })] },
      "its routes were changed since the plan was made",
    ],
    [
      "leads elsewhere",
      {
        routes: [liveRoute({ path: "/a", id: "ra" }), liveRoute({ path: "/b", id: "rb", type: "REDIRECT" })],
      },
      "its routes were changed since the plan was made",
    ],
    [
      "was moved",
      { scope: "PROJECT", project: "web" },
      "it is no longer in workspace, where it was when the plan was made",
    ],
  ])("is a conflict, and nothing is written, when the object %s", async (_what, edit, reason) => {
    const shop = orphan();
    const made = shop.plan([], rules);
    shop.edit(ID, edit);
    expect(theOnly(await shop.apply(made))).toMatchObject({
      status: "conflict",
      wrote: false,
      distribution: "unchanged",
      reason,
    });
    expect(shop.calls).toEqual(["get"]);
  });

  it("does not mind that Buddy lists routes in another order, or says no identifier", async () => {
    const shop = orphan();
    const made = shop.plan([], rules);
    shop.shown = ({ identifier: _identifier, ...one }) => ({ ...one, routes: one.routes.toReversed() });
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "applied" });
  });

  it("finds what is gone already as it was to be, and records that", async () => {
    const shop = orphan();
    const made = shop.plan([], rules);
    shop.live.clear();
    expect(theOnly(await shop.apply(made))).toMatchObject({
      status: "applied",
      wrote: false,
      distribution: "absent",
      reason: "somebody deleted it since the plan was made",
    });
    expect(shop.inventory().owned.size).toBe(0);
  });

  it("is told as unknown when it is gone already and that cannot be recorded", async () => {
    const shop = orphan();
    const made = shop.plan([], rules);
    shop.live.clear();
    shop.interfere = failing("record removed", new Error("the disk is full"));
    expect(theOnly(await shop.apply(made))).toMatchObject({
      status: "unknown",
      wrote: false,
      reason: "it is gone, which could not be recorded: the disk is full",
    });
  });

  it("is not done when it was refused, and another pass tries again", async () => {
    const shop = orphan();
    shop.interfere = failing(write, refused("the call"));
    expect(theOnly(await shop.apply(shop.plan([], rules)))).toMatchObject({
      status: "failed",
      wrote: false,
      distribution: "unchanged",
      reason: "the call was refused",
      remedy: "mend it",
    });
    shop.interfere = () => {};
    shop.clock.advance(60_000);
    expect(theOnly(await shop.apply(shop.plan([], rules)))).toMatchObject({ status: "applied" });
  });

  it("is unknown when the answer is lost", async () => {
    const shop = orphan();
    shop.interfere = failing(write, lostAnswer("the call"), { when: "after" });
    expect(theOnly(await shop.apply(shop.plan([], rules)))).toMatchObject({
      status: "unknown",
      distribution: "unknown",
      reason: "no answer to the call",
    });
  });

  it("is not begun without a record of it", async () => {
    const shop = orphan();
    shop.interfere = failing("record removing", new Error("the disk is full"));
    const result = await shop.apply(shop.plan([], rules));
    expect(theOnly(result)).toMatchObject({ status: "skipped", wrote: false, reason: "the disk is full" });
    expect(result.stoppedBy?.failure).toBe("unrecorded");
    expect(writesOf(shop)).toEqual([]);
  });

  it("is told as unknown when it was done and could not be recorded", async () => {
    const shop = orphan();
    shop.interfere = failing(lastRecord, new Error("the disk is full"));
    expect(theOnly(await shop.apply(shop.plan([], rules)))).toMatchObject({
      status: "unknown",
      wrote: true,
      reason: `${done}, which could not be recorded: the disk is full`,
    });
  });

  it("waits for what an earlier pass wrote a moment ago", async () => {
    const shop = desk([actual()]);
    const begun = shop.clock.now();
    shop.events.push(...ownership({ id: ID, as: desired(), at: begun - 4_000 }));
    await shop.apply(shop.plan([], rules));
    expect(shop.clock.now() - begun).toBe(6_000);
  });

  /** At the last one it survives. */
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    "is followed by a pass that does the rest when it dies at its moment %i",
    async (moment) => {
      const shop = orphan();
      const death = dyingAt(moment);
      shop.interfere = death.interfere;
      const ended = await Promise.race([shop.apply(shop.plan([], rules)), death.died]);
      expect(ended === "died").toBe(moment < 9);
      shop.interfere = () => {};
      shop.clock.advance(60_000);
      const { outcomes } = await shop.apply(shop.plan([], rules));
      expect(outcomes.every(({ status }) => status === "applied")).toBe(true);
      expect(shop.live.get(ID)?.disabled ?? true).toBe(true);
    },
  );
});

describe("what is not ours to remove", () => {
  const changes = [disableChange(), deleteChange()];

  it.each([
    ["in no inventory", []],
    ["another object by now", ownership({ id: "other", as: desired() })],
  ])("is not touched, whatever a plan says: it is %s", async (_, events) => {
    for (const change of changes) {
      const shop = desk([actual()], events);
      expect(theOnly(await shop.apply(plan({ changes: [change] })))).toMatchObject({
        status: "conflict",
        reason: `it is not ours (id ${ID})`,
      });
      expect(shop.calls).toEqual([]);
    }
  });

  it("is not touched while it is protected, whatever a plan says (promise 9)", async () => {
    for (const change of changes) {
      const shop = desk([actual()], ownership({ id: ID, as: desired({ protect: true }) }));
      const approval = {
        by: "somebody",
        reason: "agreed",
        until: "2026-11-25T00:00:00.000Z",
        source: "approvals/x.yaml",
        lifts: [{ code: "LIMIT_REMOVALS", message: "", remedy: "", keys: [change.key] }],
      } as const;
      expect(theOnly(await shop.apply(plan({ changes: [change], approval })))).toMatchObject({
        status: "conflict",
        reason: "it is protected",
      });
      expect(shop.calls).toEqual([]);
    }
  });
});

describe("removals", () => {
  const names = ["a", "b", "c"];
  /** Three that are ours, with a route each. */
  const three = () =>
    desk(
      names.map((name) =>
        actual({
          id: name,
          identifier: name,
          name,
          routes: [liveRoute({ subdomain: name, id: `r${name}` })],
        }),
      ),
      ownership(
        ...names.map((name) => ({
          id: name,
          as: desired({ identifier: name, routes: [route({ subdomain: name })] }),
        })),
      ),
    );

  it("come last: routes after all that is added or changed, distributions after the routes", async () => {
    const shop = three();
    const wanted = [
      desired({ identifier: "b", routes: [] }),
      desired({ identifier: "c", name: "C", routes: [route({ subdomain: "c" })] }),
    ];
    const { outcomes } = await shop.apply(shop.plan(wanted));
    expect(outcomes.map(({ identifier, action, status }) => [identifier, action, status])).toEqual([
      ["a", "delete", "applied"],
      ["b", "update", "applied"],
      ["c", "update", "applied"],
    ]);
    expect(writesOf(shop)).toEqual(["updateDistribution", "deleteRoute", "deleteDistribution"]);
  });

  it("do not come after a failure when they only disable, either", async () => {
    const shop = three();
    const wanted = [
      desired({ identifier: "b", routes: [route({ subdomain: "b" })] }),
      desired({
        identifier: "c",
        routes: [route({ subdomain: "c" }), route({ subdomain: "c", path: "/x" })],
      }),
    ];
    shop.interfere = failing("createRoute", refused("POST"));
    const { outcomes } = await shop.apply(shop.plan(wanted, DISABLE));
    expect(outcomes).toMatchObject([
      { identifier: "a", action: "disable", status: "skipped", distribution: "unchanged" },
      { identifier: "c", status: "failed" },
    ]);
    expect(writesOf(shop)).toEqual([]);
  });

  it.each([
    ["failed", failing("updateDistribution", refused("PATCH"))],
    ["unknown", failing("updateDistribution", lostAnswer("PATCH"))],
  ])("do not come after a change that ended as %s", async (status, interfere) => {
    const shop = three();
    const wanted = [
      desired({ identifier: "b", routes: [] }),
      desired({ identifier: "c", name: "C", routes: [route({ subdomain: "c" })] }),
    ];
    const made = shop.plan(wanted);
    shop.interfere = interfere;
    const { outcomes } = await shop.apply(made);
    const reason = `nothing is removed in this pass, for c (workspace) ended as ${status}`;
    expect(outcomes).toMatchObject([
      { identifier: "a", status: "skipped", wrote: false, distribution: "unchanged", reason },
      { identifier: "b", status: "skipped", wrote: false, distribution: "unchanged", reason },
      { identifier: "c", status },
    ]);
    expect(writesOf(shop)).toEqual([]);
  });

  it("do not come after a conflict", async () => {
    const shop = three();
    const wanted = [
      desired({ identifier: "b", routes: [route({ subdomain: "b" })] }),
      desired({ identifier: "c", name: "C", routes: [route({ subdomain: "c" })] }),
    ];
    const made = shop.plan(wanted);
    shop.edit("c", { name: "Somebody's" });
    const { outcomes } = await shop.apply(made);
    expect(outcomes.map(({ status }) => status)).toEqual(["skipped", "conflict"]);
    expect(shop.live.size).toBe(3);
  });

  it("end with the first that goes otherwise than planned", async () => {
    const shop = three();
    const made = shop.plan([], DELETE);
    shop.edit("b", { name: "b", routes: [] });
    const { outcomes } = await shop.apply(made);
    expect(outcomes.map(({ status }) => status)).toEqual(["applied", "conflict", "skipped"]);
    expect([...shop.live.keys()]).toEqual(["b", "c"]);
  });

  it("end with the pass, which says why", async () => {
    const shop = three();
    shop.interfere = failing("deleteDistribution", outOfTime("DELETE"), { nth: 2 });
    const { outcomes, stoppedBy } = await shop.apply(shop.plan([], DELETE));
    expect(stoppedBy?.failure).toBe("out-of-time");
    expect(outcomes).toMatchObject([
      { status: "applied" },
      { status: "skipped", reason: "the time is up" },
      { status: "skipped", reason: "the time is up" },
    ]);
  });

  it("that are blocked are not begun", async () => {
    const shop = three();
    const made = shop.plan([], DELETE);
    const keys = names.map((name) => `workspace#${name}`);
    const block = { code: "LIMIT_REMOVALS", message: "too many", remedy: "approve them", keys } as const;
    const { outcomes } = await shop.apply({ ...made, blocks: [block] });
    expect(outcomes).toMatchObject(
      names.map((name) => ({ identifier: name, status: "blocked", id: name, reason: "too many" })),
    );
    expect(shop.calls).toEqual([]);
  });

  it("tell a fault of ours as unknown, and go no further", async () => {
    const shop = three();
    shop.interfere = failing("deleteDistribution", new TypeError("x is not a function"));
    const { outcomes } = await shop.apply(shop.plan([], DELETE));
    expect(outcomes).toMatchObject([
      { status: "unknown", reason: "internal: x is not a function; the next pass finds out" },
      { status: "skipped" },
      { status: "skipped" },
    ]);
  });
});

describe("disowning", () => {
  const RETAIN = { onRemove: "retain" } as const;

  it("forgets the object, and neither reads nor writes it", async () => {
    const shop = orphan();
    expect(theOnly(await shop.apply(shop.plan([], RETAIN)))).toMatchObject({
      action: "disown",
      status: "applied",
      wrote: false,
      id: ID,
      distribution: "disowned",
    });
    expect(shop.calls).toEqual(["record disowned"]);
    expect(shop.inventory().owned.size).toBe(0);
  });

  it("that cannot be recorded has not happened", async () => {
    const shop = orphan();
    shop.interfere = failing("record disowned", new Error("the disk is full"));
    expect(theOnly(await shop.apply(shop.plan([], RETAIN)))).toMatchObject({
      status: "skipped",
      wrote: false,
      distribution: "unchanged",
    });
    expect(shop.inventory().owned.size).toBe(1);
  });

  it("is not done to what another pass gave another id", async () => {
    const shop = orphan();
    const made = shop.plan([], RETAIN);
    shop.events.push(...ownership({ id: "other", as: desired() }));
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "conflict" });
    expect(shop.calls).toEqual([]);
  });
});
