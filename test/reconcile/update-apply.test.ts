import { describe, expect, it } from "vitest";
import type { Desired, Scope, Target } from "../../lib/core/domain/distribution.ts";
import { ProviderError } from "../../lib/errors.ts";
import {
  actual,
  adoptChange,
  block,
  desired,
  liveRoute,
  plan,
  project,
  route,
  updateChange,
} from "../support/builders.ts";
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

const to = (host: string): { Default: Target } => ({
  Default: { type: "EXTERNAL", external_url: `https://${host}.example.com` },
});

/** One that was applied as `before` says, and is live so. */
function applied(before: Partial<Desired<Scope>>, live: Parameters<typeof actual>[0] = {}): Desk {
  const { name = "shop", disabled = false, routes = [] } = before;
  const as = desired(before);
  return desk(
    [
      actual({
        name,
        disabled,
        routes: routes.map((one, n) => liveRoute({ ...one, id: `r${n}` })),
        ...live,
      }),
    ],
    ownership({ id: ID, as }),
  );
}

const theOnly = ({ outcomes }: { outcomes: readonly unknown[] }) => {
  expect(outcomes).toHaveLength(1);
  return outcomes[0];
};

describe("an update", () => {
  it("reads the object, records what it is about to write, writes all fields at once, and records that it did", async () => {
    const shop = applied({ name: "Shop", disabled: false });
    const wanted = [desired({ name: "New shop", disabled: true })];
    const result = await shop.apply(shop.plan(wanted), { commit: "abc" });
    expect(shop.calls).toEqual(["get", "record updating", "updateDistribution", "record completed"]);
    expect(shop.live.get(ID)).toMatchObject({ name: "New shop", disabled: true });
    expect(theOnly(result)).toEqual({
      key: "workspace#shop",
      identifier: "shop",
      where: "workspace",
      action: "update",
      status: "applied",
      wrote: true,
      id: ID,
      distribution: "updated",
      routes: [],
    });
    const row = shop.inventory().owned.get("workspace#shop");
    expect(row).toMatchObject({ applied: { name: "New shop", disabled: true }, commit: "abc" });
    expect(row).not.toHaveProperty("pending");
  });

  it("sends permissions whole: what the manifest does not declare stays as it is live", async () => {
    const live = {
      others: "READ_ONLY",
      users: [{ id: 1, access_level: "MANAGE" }],
      groups: [{ id: 7, access_level: "SOME_NEW_LEVEL" }],
    };
    const before = {
      permissions: { others: "READ_ONLY", users: [{ id: 1, access_level: "MANAGE" }] },
    } as const;
    const shop = applied(before, { permissions: live });
    const wanted = [
      desired({ permissions: { others: "DENIED", users: [{ id: 2, access_level: "READ_WRITE" }] } }),
    ];
    await shop.apply(shop.plan(wanted));
    expect(writesOf(shop)).toEqual(["updateDistribution"]);
    expect(shop.live.get(ID)?.permissions).toEqual({
      others: "DENIED",
      users: [{ id: 2, access_level: "READ_WRITE" }],
      groups: [{ id: 7, access_level: "SOME_NEW_LEVEL" }],
    });
  });

  it("changes the access of groups alone", async () => {
    const shop = applied({ permissions: { groups: [] } }, { permissions: { others: "DENIED", groups: [] } });
    const wanted = [desired({ permissions: { groups: [{ id: 7, access_level: "MANAGE" }] } })];
    await shop.apply(shop.plan(wanted));
    expect(shop.live.get(ID)?.permissions).toEqual({
      others: "DENIED",
      groups: [{ id: 7, access_level: "MANAGE" }],
    });
  });

  it("adds and changes routes first and removes last, after the object was read once more", async () => {
    const shop = applied({ routes: [route({ path: "/gone" }), route({ path: "/kept" })] });
    const wanted = [
      desired({ routes: [route({ path: "/kept", targets: to("other") }), route({ path: "/new" })] }),
    ];
    const result = await shop.apply(shop.plan(wanted));
    expect(shop.calls).toEqual([
      "get",
      "record updating",
      "updateRoute",
      "createRoute",
      "get",
      "deleteRoute",
      "record completed",
    ]);
    expect(theOnly(result)).toMatchObject({
      status: "applied",
      routes: [
        { route: "www.example.com/gone", status: "applied" },
        { route: "www.example.com/kept", status: "applied" },
        { route: "www.example.com/new", status: "applied" },
      ],
    });
    expect(shop.plan(wanted).changes).toEqual([]);
  });

  it("keeps of a changed route what no manifest can say", async () => {
    const shop = applied({}, { routes: [liveRoute({ further: { zone_type: "CUSTOM" } })] });
    const wanted = [desired({ routes: [route({ targets: to("other") })] })];
    await shop.apply(shop.plan(wanted));
    expect(shop.live.get(ID)?.routes).toMatchObject([
      { further: { zone_type: "CUSTOM" }, targets: to("other") },
    ]);
  });

  it("enables only once all routes are right, the removed ones among them", async () => {
    const shop = applied({ name: "Shop", disabled: true, routes: [route({ path: "/gone" })] });
    const wanted = [desired({ name: "New", disabled: false, routes: [route({ path: "/new" })] })];
    await shop.apply(shop.plan(wanted));
    expect(writesOf(shop)).toEqual([
      "updateDistribution",
      "createRoute",
      "deleteRoute",
      "updateDistribution",
    ]);
    expect(shop.live.get(ID)).toMatchObject({ name: "New", disabled: false });
    expect(shop.plan(wanted).changes).toEqual([]);
  });

  it("enables in the first phase when no route has to go", async () => {
    const shop = applied({ disabled: true, routes: [] });
    const wanted = [desired({ disabled: false, routes: [route()] })];
    await shop.apply(shop.plan(wanted));
    expect(writesOf(shop)).toEqual(["createRoute", "updateDistribution"]);
  });

  it("enables with the same PATCH where no route changes", async () => {
    const shop = applied({ name: "Shop", disabled: true });
    const wanted = [desired({ name: "New", disabled: false })];
    await shop.apply(shop.plan(wanted));
    expect(writesOf(shop)).toEqual(["updateDistribution"]);
    expect(shop.live.get(ID)).toMatchObject({ name: "New", disabled: false });
  });

  it("does not enable what lacks a route", async () => {
    const shop = applied({ disabled: true, routes: [] });
    const wanted = [desired({ disabled: false, routes: [route()] })];
    shop.interfere = failing("createRoute", refused("POST"));
    const result = await shop.apply(shop.plan(wanted));
    expect(theOnly(result)).toMatchObject({ status: "failed", wrote: false, distribution: "unchanged" });
    expect(shop.live.get(ID)?.disabled).toBe(true);
  });

  it("disables before it changes routes", async () => {
    const shop = applied({ disabled: false, routes: [] });
    const wanted = [desired({ disabled: true, routes: [route()] })];
    await shop.apply(shop.plan(wanted));
    expect(writesOf(shop)).toEqual(["updateDistribution", "createRoute"]);
  });

  it("records what the manifest says about the end of the object before it writes", async () => {
    const shop = applied({ name: "Shop" });
    const wanted = [desired({ name: "New", protect: true, onRemove: "disable" })];
    shop.interfere = failing("updateDistribution", refused("PATCH"));
    await shop.apply(shop.plan(wanted));
    expect(shop.inventory().owned.get("workspace#shop")).toMatchObject({
      protect: true,
      onRemove: "disable",
    });
  });

  it("records that protection was lifted, and asks nothing more of the object's end", async () => {
    const shop = applied({ name: "Shop", protect: true });
    const wanted = [desired({ name: "New" })];
    await shop.apply(shop.plan(wanted));
    const row = shop.inventory().owned.get("workspace#shop");
    expect(row).toMatchObject({ protect: false, applied: { name: "New" } });
    expect(row).not.toHaveProperty("onRemove");
  });

  it("logs what begins and what became of it, and accounts in the order of the plan", async () => {
    const names = ["a", "b", "c"];
    const shop = desk(
      names.map((name) => actual({ id: name, identifier: name, name })),
      ownership(...names.map((name) => ({ id: name, as: desired({ identifier: name, name }) }))),
    );
    const wanted = names.map((name) => desired({ identifier: name, name: `${name}!` }));
    const logged: unknown[] = [];
    const log = (event: string, { key, done, of }: Readonly<Record<string, unknown>>) =>
      logged.push(key === undefined ? [event, done, of] : [event, key]);
    const { outcomes } = await shop.apply(shop.plan(wanted), { log });
    expect(outcomes.map(({ identifier }) => identifier)).toEqual(names);
    expect(logged).toEqual([
      ["change.started", "workspace#a"],
      ["change.applied", 1, 3],
      ["change.started", "workspace#b"],
      ["change.applied", 2, 3],
      ["change.started", "workspace#c"],
      ["change.applied", 3, 3],
    ]);
  });
});

describe("an update of what somebody changed meanwhile", () => {
  const before = {
    name: "Shop",
    permissions: {
      others: "READ_ONLY",
      users: [
        { id: 1, access_level: "MANAGE" },
        { id: 2, access_level: "MANAGE" },
      ],
    },
    routes: [route()],
  } as const;
  const live = { permissions: before.permissions };
  const wanted = [
    desired({
      name: "New",
      permissions: { others: "DENIED", users: [] },
      routes: [route({ targets: to("other") })],
    }),
  ];

  it.each([
    ["name", { name: "Somebody's" }],
    ["others", { permissions: { ...before.permissions, others: "MANAGE" } }],
    ["users", { permissions: { ...before.permissions, users: [{ id: 1, access_level: "MANAGE" }] } }],
    ["route www.example.com/", { routes: [liveRoute({ id: "r0", targets: to("theirs") })] }],
    ["route www.example.com/", { routes: [liveRoute({ id: "made-again" })] }],
    ["route www.example.com/", { routes: [] }],
  ])("is a conflict that names the %s, and nothing is written", async (what, edit) => {
    const shop = applied(before, live);
    const made = shop.plan(wanted);
    shop.edit(ID, edit);
    const result = await shop.apply(made);
    expect(theOnly(result)).toMatchObject({
      status: "conflict",
      wrote: false,
      distribution: "unchanged",
      routes: [{ route: "www.example.com/", status: "blocked" }],
      reason: `changed in Buddy since the plan was made: ${what}; it is left as it is now`,
    });
    expect(shop.calls).toEqual(["get"]);
  });

  it("names all that was changed", async () => {
    const shop = applied(before, live);
    const made = shop.plan(wanted);
    shop.edit(ID, { name: "Somebody's", routes: [] });
    expect(theOnly(await shop.apply(made))).toMatchObject({
      reason:
        "changed in Buddy since the plan was made: name, route www.example.com/; it is left as it is now",
    });
  });

  it("is none when only the order of the grants is another", async () => {
    const shop = applied(before, live);
    const made = shop.plan(wanted);
    shop.edit(ID, {
      permissions: { ...before.permissions, users: before.permissions.users.toReversed() },
    });
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "applied" });
  });

  it("is none, and leaves alone, what the plan does not speak of", async () => {
    const shop = applied({ name: "Shop", routes: [route()] });
    const renamed = [desired({ name: "New", routes: [route()] })];
    const made = shop.plan(renamed);
    shop.edit(ID, { routes: [liveRoute({ id: "r0", targets: to("theirs") })] });
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "applied" });
    expect(shop.live.get(ID)).toMatchObject({ name: "New", routes: [{ targets: to("theirs") }] });
    expect(shop.plan(renamed).changes).toMatchObject([{ routes: [{ moved: "theirs" }] }]);
  });

  it("writes what git moved when a schedule leaves out what moved on Buddy's side, and that stays as it is", async () => {
    const shop = applied(
      { name: "Shop", permissions: { others: "READ_ONLY" } },
      { permissions: { others: "MANAGE" } },
    );
    const scheduled = [desired({ name: "New", permissions: { others: "READ_ONLY" } })];
    const made = shop.plan(scheduled, { drift: "report" });
    expect(made.changes).toMatchObject([{ fields: [{ field: "name" }] }]);
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "applied" });
    expect(shop.live.get(ID)).toMatchObject({ name: "New", permissions: { others: "MANAGE" } });
    expect(shop.plan(scheduled, { drift: "report" }).changes).toEqual([]);
    expect(shop.plan(scheduled).changes).toMatchObject([{ fields: [{ field: "others", moved: "theirs" }] }]);
  });

  it("is a conflict when the object is gone", async () => {
    const shop = applied(before, live);
    const made = shop.plan(wanted);
    shop.live.delete(ID);
    expect(theOnly(await shop.apply(made))).toMatchObject({
      status: "conflict",
      reason: "it is gone since the plan was made",
    });
  });

  it("is a conflict when the object was moved to another scope", async () => {
    const shop = applied(before, live);
    const made = shop.plan(wanted);
    shop.edit(ID, { scope: "PROJECT", project: "web" });
    expect(theOnly(await shop.apply(made))).toMatchObject({
      status: "conflict",
      reason: "it is no longer in workspace, where it was when the plan was made",
    });
    expect(shop.calls).toEqual(["get"]);
  });

  it.each([
    ["nothing", []],
    ["another id", ownership({ id: "other", as: desired() })],
  ])("never touches what the inventory does not have under its id, but %s", async (_, events) => {
    const shop = desk([actual()], events);
    const change = updateChange({ fields: [{ field: "name", from: "shop", to: "New", moved: "ours" }] });
    const result = await shop.apply(plan({ changes: [change] }));
    expect(theOnly(result)).toMatchObject({ status: "conflict", reason: `it is not ours (id ${ID})` });
    expect(shop.calls).toEqual([]);
  });
});

describe("a route that is replaced", () => {
  const before = { routes: [route({ domain: "old.example" })] };
  const wanted = [desired({ routes: [route({ domain: "new.example" })] })];

  it("is created, seen, and only then is the old one removed; it is accounted for as one", async () => {
    const shop = applied(before);
    const made = shop.plan(wanted);
    expect(made.changes).toMatchObject([{ routes: [{ kind: "replace" }] }]);
    const result = await shop.apply(made);
    expect(shop.calls).toEqual([
      "get",
      "record updating",
      "createRoute",
      "get",
      "get",
      "deleteRoute",
      "record completed",
    ]);
    expect(theOnly(result)).toMatchObject({
      status: "applied",
      routes: [{ route: "www.new.example/", status: "applied" }],
    });
    expect(shop.live.get(ID)?.routes.map(({ domain }) => domain)).toEqual(["new.example"]);
  });

  it("is waited for where reads lag behind", async () => {
    const shop = applied(before);
    const begun = shop.clock.now();
    shop.shown = (one) =>
      shop.clock.now() - begun >= 5_000
        ? one
        : { ...one, routes: one.routes.filter(({ domain }) => domain === "old.example") };
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({ status: "applied" });
    expect(writesOf(shop)).toEqual(["createRoute", "deleteRoute"]);
    expect(shop.clock.now() - begun).toBe(10_000);
  });

  it("keeps its old one when the new one does not show, and nothing else is removed", async () => {
    const other = desired({ identifier: "old" });
    const shop = desk(
      [
        actual({ routes: [liveRoute({ domain: "old.example" })] }),
        actual({ id: "x", identifier: "old", name: "old" }),
      ],
      ownership({ id: ID, as: desired(before) }, { id: "x", as: other }),
    );
    shop.shown = (one) => ({ ...one, routes: one.routes.filter(({ domain }) => domain !== "new.example") });
    const { outcomes } = await shop.apply(shop.plan(wanted));
    expect(outcomes).toMatchObject([
      {
        key: "workspace#old",
        status: "skipped",
        reason: "nothing is removed in this pass, for shop (workspace) ended as unknown",
      },
      {
        key: "workspace#shop",
        status: "unknown",
        wrote: true,
        routes: [{ route: "www.new.example/", status: "unknown" }],
      },
    ]);
    expect(writesOf(shop)).toEqual(["createRoute"]);
  });

  it("has both when the second phase does not come, and says so; the next pass removes the old one", async () => {
    const other = desired({ identifier: "a", name: "A" });
    const shop = desk(
      [
        actual({ routes: [liveRoute({ domain: "old.example" })] }),
        actual({ id: "x", identifier: "a", name: "a" }),
      ],
      ownership({ id: ID, as: desired(before) }, { id: "x", as: desired({ identifier: "a" }) }),
    );
    shop.interfere = failing("updateDistribution", refused("PATCH"));
    const { outcomes } = await shop.apply(shop.plan([...wanted, other]));
    expect(outcomes).toMatchObject([
      { key: "workspace#a", status: "failed", remedy: "mend it" },
      {
        key: "workspace#shop",
        status: "skipped",
        wrote: true,
        distribution: "updated",
        reason: "nothing is removed in this pass, for a (workspace) ended as failed",
        routes: [{ status: "skipped", reason: "it is there, and so is www.old.example/ still" }],
      },
    ]);
    shop.interfere = () => {};
    const again = shop.plan([...wanted, other]);
    expect(again.changes).toMatchObject([{}, { routes: [{ kind: "remove" }] }]);
    await shop.apply(again);
    expect(shop.live.get(ID)?.routes).toMatchObject([{ domain: "new.example" }]);
  });

  it("of which the new one is refused keeps its old one", async () => {
    const shop = applied(before);
    shop.interfere = failing("createRoute", refused("POST"));
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "failed",
      wrote: false,
      routes: [{ route: "www.new.example/", status: "failed", reason: "POST was refused" }],
    });
    expect(shop.calls).toEqual(["get", "record updating"]);
    expect(shop.live.get(ID)?.routes).toMatchObject([{ domain: "old.example" }]);
  });

  it("that is gone from under the pass does not show either", async () => {
    const shop = applied(before);
    shop.interfere = (what, when) => {
      if (what === "createRoute" && when === "after") shop.live.delete(ID);
    };
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "unknown",
      reason: "it was created, and does not show; the old one stays",
    });
  });

  it("is not looked at once the time is up", async () => {
    const shop = applied(before);
    const more = [
      desired({ routes: [route({ domain: "new.example" }), route({ domain: "new.example", path: "/x" })] }),
    ];
    shop.interfere = failing("createRoute", outOfTime("POST"), { nth: 2 });
    expect(theOnly(await shop.apply(shop.plan(more)))).toMatchObject({
      status: "skipped",
      wrote: true,
      routes: [
        { status: "skipped", reason: "it is there, and so is www.old.example/ still" },
        { status: "skipped", reason: "the time is up" },
      ],
    });
    expect(shop.calls).toEqual(["get", "record updating", "createRoute"]);
  });

  it("that cannot be looked at again has failed, and its old one stays", async () => {
    const shop = applied(before);
    shop.interfere = failing("get", refused("GET"), { nth: 2 });
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "failed",
      wrote: true,
      routes: [{ status: "blocked", reason: "it is there, and so is www.old.example/ still" }],
    });
    expect(writesOf(shop)).toEqual(["createRoute"]);
  });
});

describe("the second phase of an update", () => {
  const before = { routes: [route({ path: "/a" }), route({ path: "/b" })] };
  const wanted = [desired({ name: "New", routes: [] })];

  it("is a conflict, and removes nothing, when somebody changed a route between the phases", async () => {
    const shop = applied(before);
    const made = shop.plan(wanted);
    shop.interfere = (what, when) => {
      if (what !== "updateDistribution" || when !== "after") return;
      shop.edit(ID, {
        routes: [
          liveRoute({ path: "/a", id: "r0" }),
          liveRoute({ path: "/b", id: "r1", targets: to("theirs") }),
        ],
      });
    };
    const result = await shop.apply(made);
    expect(theOnly(result)).toMatchObject({
      status: "conflict",
      wrote: true,
      distribution: "updated",
      routes: [
        { route: "www.example.com/a", status: "blocked" },
        { route: "www.example.com/b", status: "blocked" },
      ],
      reason: "changed in Buddy since the plan was made: route www.example.com/b; it is left as it is now",
    });
    expect(JSON.stringify(result)).not.toContain("still");
    expect(shop.live.get(ID)?.routes).toHaveLength(2);
  });

  it("waits for its own writes to show before it takes another answer for a change by somebody", async () => {
    const old = [route({ domain: "a.example" })];
    const shop = applied({ routes: old });
    // Which of the two takes the place of the old one cannot be said: all three are changes of their own.
    const moved = [desired({ routes: [route({ domain: "b.example" }), route({ domain: "c.example" })] })];
    const begun = shop.clock.now();
    shop.shown = (one) =>
      shop.clock.now() - begun >= 5_000
        ? one
        : { ...one, routes: one.routes.filter(({ domain }) => domain !== "c.example") };
    expect(theOnly(await shop.apply(shop.plan(moved)))).toMatchObject({ status: "applied" });
    expect(shop.clock.now() - begun).toBe(10_000);
    expect(shop.live.get(ID)?.routes.map(({ domain }) => domain)).toEqual(["b.example", "c.example"]);
  });

  it("does not wait where it has written nothing", async () => {
    const shop = applied(before);
    const fewer = [desired({ routes: [] })];
    const made = shop.plan(fewer);
    let reads = 0;
    shop.shown = (one) => (++reads === 1 ? one : { ...one, routes: [] });
    const begun = shop.clock.now();
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "conflict", wrote: false });
    expect(shop.clock.now()).toBe(begun);
  });

  it("fails where the object cannot be read again", async () => {
    const shop = applied(before);
    shop.interfere = failing("get", refused("GET"), { nth: 2 });
    const begun = shop.clock.now();
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "failed",
      wrote: true,
    });
    expect(shop.clock.now()).toBe(begun);
    expect(writesOf(shop)).toEqual(["updateDistribution"]);
  });

  it("records what it is about to do when the first phase had nothing to write", async () => {
    const shop = applied(before);
    const fewer = [desired({ routes: [route({ path: "/a" })] })];
    await shop.apply(shop.plan(fewer));
    expect(shop.calls).toEqual(["get", "get", "record updating", "deleteRoute", "record completed"]);
  });

  it("goes no further when one removal fails, and distributions stay as well", async () => {
    const shop = desk(
      [
        actual({ routes: before.routes.map((one, n) => liveRoute({ ...one, id: `r${n}` })) }),
        actual({ id: "x", identifier: "old", name: "old" }),
      ],
      ownership({ id: ID, as: desired(before) }, { id: "x", as: desired({ identifier: "old" }) }),
    );
    const none = [desired({ routes: [] })];
    shop.interfere = failing("deleteRoute", refused("DELETE"));
    const { outcomes } = await shop.apply(shop.plan(none));
    expect(outcomes).toMatchObject([
      { key: "workspace#old", status: "skipped", wrote: false },
      {
        key: "workspace#shop",
        status: "failed",
        wrote: false,
        routes: [
          { route: "www.example.com/a", status: "failed", reason: "DELETE was refused" },
          { route: "www.example.com/b", status: "blocked" },
        ],
      },
    ]);
    expect(writesOf(shop)).toEqual([]);
  });

  it("comes although another change is blocked: a block is no failure", async () => {
    const shop = desk(
      [
        actual({ routes: before.routes.map((one, n) => liveRoute({ ...one, id: `r${n}` })) }),
        actual({ id: "x", identifier: "a", name: "a" }),
      ],
      ownership({ id: ID, as: desired(before) }, { id: "x", as: desired({ identifier: "a" }) }),
    );
    const both = [desired({ routes: [] }), desired({ identifier: "a", name: "A" })];
    const made = shop.plan(both);
    const held = { code: "HELD", message: "held", remedy: "wait", keys: ["workspace#a"] } as const;
    const { outcomes } = await shop.apply({ ...made, blocks: [held] });
    expect(outcomes).toMatchObject([
      { status: "blocked", reason: "held", wrote: false, id: "x", distribution: "unchanged" },
      { status: "applied" },
    ]);
  });

  it("does not come after an interruption, which is said of the routes", async () => {
    const shop = applied(before);
    const interrupted = new AbortController();
    shop.interfere = (what) => {
      if (what === "updateDistribution") interrupted.abort();
    };
    const result = await shop.apply(shop.plan(wanted), { signal: interrupted.signal });
    expect(theOnly(result)).toMatchObject({
      status: "skipped",
      wrote: true,
      reason: "the pass was interrupted",
      routes: [{ status: "skipped" }, { status: "skipped" }],
    });
  });

  it("tells a fault of ours as unknown", async () => {
    const shop = applied(before);
    shop.interfere = failing("deleteRoute", new TypeError("x is not a function"));
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "unknown",
      distribution: "unknown",
      routes: [{ status: "unknown" }, { status: "unknown" }],
      reason: "internal: x is not a function; the next pass finds out",
    });
  });
});

describe("a rename", () => {
  const wanted = [desired({ identifier: "store", name: "Store", previously: ["shop"] })];

  it("is one PATCH with all that changes, and is recorded at once", async () => {
    const shop = applied({ name: "Shop" });
    const result = await shop.apply(shop.plan(wanted));
    expect(shop.calls).toEqual([
      "get",
      "record updating",
      "updateDistribution",
      "record renamed",
      "record completed",
    ]);
    expect(theOnly(result)).toMatchObject({ key: "workspace#store", status: "applied" });
    expect([...shop.inventory().owned.keys()]).toEqual(["workspace#store"]);
    expect(shop.live.get(ID)).toMatchObject({ identifier: "store", name: "Store" });
  });

  it("that an earlier pass did and could not record is recorded, and nothing is written", async () => {
    const shop = applied({ name: "Store" }, { identifier: "store" });
    const result = await shop.apply(shop.plan(wanted));
    expect(theOnly(result)).toMatchObject({ status: "applied", wrote: false, distribution: "unchanged" });
    expect(shop.calls).toEqual(["get", "record renamed", "record completed"]);
    expect([...shop.inventory().owned.keys()]).toEqual(["workspace#store"]);
  });

  it("that cannot be recorded is told as unknown, and nothing more is written", async () => {
    const shop = applied({ name: "Shop", routes: [] });
    const more = [desired({ ...wanted[0], routes: [route()] })];
    shop.interfere = failing("record renamed", new Error("the disk is full"));
    const result = await shop.apply(shop.plan(more));
    expect(theOnly(result)).toMatchObject({
      status: "unknown",
      wrote: true,
      routes: [{ status: "skipped" }],
      reason: "it is called store now, which could not be recorded: the disk is full",
    });
    expect(result.stoppedBy?.failure).toBe("unrecorded");
    expect(writesOf(shop)).toEqual(["updateDistribution"]);
  });
});

describe("an object that an earlier pass wrote to a moment ago", () => {
  it("is read when its writes are settled", async () => {
    const shop = desk([actual()]);
    const begun = shop.clock.now();
    shop.events.push(...ownership({ id: ID, as: desired(), at: begun - 3_000 }));
    const wanted = [desired({ name: "New" })];
    let readAt = 0;
    shop.interfere = (what) => {
      if (what === "get") readAt = shop.clock.now();
    };
    await shop.apply(shop.plan(wanted));
    expect(readAt - begun).toBe(7_000);
  });

  it("is waited for as long after the pass began where it is not known when that was", async () => {
    const shop = applied({ name: "shop" });
    const begun = shop.clock.now();
    const fields = { name: "Halfway" };
    shop.events.push({
      event: "updating",
      scope: desired().scope,
      identifier: "shop",
      at: begun - 60_000,
      fields,
    });
    const wanted = [desired({ name: "New" })];
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({ status: "applied" });
    expect(shop.clock.now() - begun).toBe(10_000);
  });
});

describe("an update that fails", () => {
  const before = { name: "Shop", routes: [] };
  const wanted = [desired({ name: "New", routes: [route({ path: "/a" }), route({ path: "/b" })] })];

  it("at its fields leaves the routes for later", async () => {
    const shop = applied(before);
    shop.interfere = failing("updateDistribution", refused("PATCH"));
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "failed",
      wrote: false,
      distribution: "unchanged",
      reason: "PATCH was refused",
      remedy: "mend it",
      routes: [{ status: "blocked" }, { status: "blocked" }],
    });
    expect(writesOf(shop)).toEqual([]);
  });

  it("to learn what became of its fields is unknown, and the next pass finds out", async () => {
    const shop = applied(before);
    shop.interfere = failing("updateDistribution", lostAnswer("PATCH"), { when: "after" });
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "unknown",
      distribution: "unknown",
      routes: [{ status: "blocked" }, { status: "blocked" }],
    });
    shop.interfere = () => {};
    const again = shop.plan(wanted);
    expect(again.changes).toMatchObject([{ fields: [], routes: [{ kind: "add" }, { kind: "add" }] }]);
    expect(theOnly(await shop.apply(again))).toMatchObject({ status: "applied" });
  });

  it("at one route goes on with the others", async () => {
    const shop = applied(before);
    shop.interfere = failing("createRoute", refused("POST"));
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "failed",
      wrote: true,
      distribution: "updated",
      routes: [{ status: "failed", reason: "POST was refused" }, { status: "applied" }],
    });
  });

  it("at a changed route says so of that route", async () => {
    const shop = applied({ routes: [route()] });
    const changed = [desired({ routes: [route({ targets: to("other") })] })];
    shop.interfere = failing("updateRoute", lostAnswer("PUT"));
    expect(theOnly(await shop.apply(shop.plan(changed)))).toMatchObject({
      status: "unknown",
      wrote: false,
      routes: [{ status: "unknown", reason: "no answer to PUT" }],
    });
  });

  it("to get the answer to a route's POST looks for the route, and makes no second one", async () => {
    const shop = applied({ routes: [] });
    const one = [desired({ routes: [route()] })];
    shop.interfere = failing("createRoute", lostAnswer("POST"), { when: "after" });
    expect(theOnly(await shop.apply(shop.plan(one)))).toMatchObject({ status: "applied" });
    expect(shop.live.get(ID)?.routes).toHaveLength(1);
    expect(writesOf(shop)).toEqual(["createRoute"]);
  });

  it("to get a route's POST through at all sends it once more, whatever other routes are there", async () => {
    const shop = applied({ routes: [route({ path: "/other" })] });
    const one = [desired({ routes: [route(), route({ path: "/other" })] })];
    shop.interfere = failing("createRoute", lostAnswer("POST"));
    expect(theOnly(await shop.apply(shop.plan(one)))).toMatchObject({ status: "applied" });
    expect(shop.live.get(ID)?.routes).toHaveLength(2);
  });

  it("to be allowed says nothing of the others in its scope", async () => {
    const names = ["a", "b"];
    const shop = desk(
      names.map((name) => actual({ id: name, identifier: name, name })),
      ownership(...names.map((name) => ({ id: name, as: desired({ identifier: name, name }) }))),
    );
    const both = names.map((name) => desired({ identifier: name, name: `${name}!` }));
    const forbidden = new ProviderError("no", { failure: "forbidden", call: "PATCH", effect: "none" });
    shop.interfere = failing("updateDistribution", forbidden);
    const { outcomes } = await shop.apply(shop.plan(both));
    expect(outcomes.map(({ status }) => status)).toEqual(["failed", "applied"]);
  });

  it("to get the answer twice, and finds nothing, leaves the route to the next pass", async () => {
    const shop = applied({ routes: [] });
    const one = [desired({ routes: [route()] })];
    shop.interfere = (what, when) => {
      if (what === "createRoute" && when === "before") throw lostAnswer("POST");
    };
    expect(theOnly(await shop.apply(shop.plan(one)))).toMatchObject({
      status: "unknown",
      routes: [{ status: "unknown", reason: "no answer to POST" }],
    });
  });

  it("for want of time says what was not begun, also of other changes", async () => {
    const shop = desk(
      [actual(), actual({ id: "x", identifier: "a", name: "a" })],
      ownership({ id: ID, as: desired(before) }, { id: "x", as: desired({ identifier: "a", routes: [] }) }),
    );
    const both = [
      desired({ identifier: "a", routes: [route({ path: "/a" }), route({ path: "/b" })] }),
      ...wanted,
    ];
    shop.interfere = failing("createRoute", outOfTime("POST"));
    const { outcomes, stoppedBy } = await shop.apply(shop.plan(both));
    expect(stoppedBy?.failure).toBe("out-of-time");
    expect(outcomes).toMatchObject([
      { key: "workspace#a", status: "skipped", routes: [{ status: "skipped" }, { status: "skipped" }] },
      { key: "workspace#shop", status: "skipped", wrote: false, reason: "the time is up" },
    ]);
  });

  it("to record what it is about to write writes nothing, and the pass ends", async () => {
    const shop = applied(before);
    shop.interfere = failing("record updating", new Error("the disk is full"));
    const result = await shop.apply(shop.plan(wanted));
    expect(theOnly(result)).toMatchObject({ status: "skipped", wrote: false, reason: "the disk is full" });
    expect(result.stoppedBy?.failure).toBe("unrecorded");
    expect(writesOf(shop)).toEqual([]);
  });

  it("to record that it is done is told as unknown, with what was written", async () => {
    const shop = applied(before);
    shop.interfere = failing("record completed", new Error("the disk is full"));
    expect(theOnly(await shop.apply(shop.plan(wanted)))).toMatchObject({
      status: "unknown",
      wrote: true,
      distribution: "updated",
      routes: [{ status: "applied" }, { status: "applied" }],
      reason: "it is as its manifest says, which could not be recorded: the disk is full",
    });
  });
});

describe("an approval", () => {
  const wanted = [desired({ identifier: "a", name: "A" }), desired({ identifier: "b", name: "B" })];
  const both = () =>
    desk(
      ["a", "b"].map((name) => actual({ id: name, identifier: name, name })),
      ownership(...["a", "b"].map((name) => ({ id: name, as: desired({ identifier: name, name }) }))),
    );
  const lifting = (...keys: readonly string[]) => ({
    by: "somebody",
    reason: "agreed",
    until: "2026-11-25T00:00:00.000Z",
    source: "approvals/x.yaml",
    lifts: [block("EXPOSURE", { keys })],
  });

  it("is recorded as used once, before the first record of what it allows", async () => {
    const shop = both();
    const made = { ...shop.plan(wanted), approval: lifting("workspace#b", "workspace#a") };
    await shop.apply(made, { concurrency: 2 });
    expect(shop.calls.filter((call) => call === "record approved")).toHaveLength(1);
    expect(shop.calls.indexOf("record approved")).toBeLessThan(shop.calls.indexOf("record updating"));
    expect(shop.inventory().approvals.get(made.digest)).toBe(shop.clock.now());
  });

  it("is not used up by what needs none", async () => {
    const shop = both();
    const made = { ...shop.plan(wanted), approval: lifting("workspace#b") };
    shop.edit("b", { name: "Somebody's" });
    const { outcomes } = await shop.apply(made);
    expect(outcomes.map(({ status }) => status)).toEqual(["applied", "conflict"]);
    expect(shop.inventory().approvals.size).toBe(0);
  });

  it("that cannot be recorded as used allows nothing", async () => {
    const shop = both();
    const made = { ...shop.plan(wanted), approval: lifting("workspace#a") };
    shop.interfere = failing("record approved", new Error("the disk is full"));
    const { outcomes } = await shop.apply(made);
    expect(outcomes.map(({ status }) => status)).toEqual(["skipped", "skipped"]);
    expect(writesOf(shop)).toEqual([]);
  });
});

describe("adopting", () => {
  const wanted = [
    desired({
      name: "Shop",
      disabled: false,
      permissions: { others: "DENIED" },
      routes: [route()],
      protect: true,
      onRemove: "disable",
    }),
  ];
  const found = actual({
    name: "By hand",
    disabled: true,
    permissions: { others: "READ_ONLY", users: [{ id: 1, access_level: "MANAGE" }] },
    routes: [liveRoute({ path: "/theirs" })],
  });
  const ADOPTING = { adopting: ["shop"] };

  it("writes nothing to Buddy, and records what is live as the state that later passes begin with", async () => {
    const shop = desk([found]);
    const result = await shop.apply(shop.plan(wanted, ADOPTING), { commit: "abc" });
    expect(theOnly(result)).toMatchObject({
      action: "adopt",
      status: "applied",
      wrote: false,
      id: ID,
      distribution: "adopted",
      routes: [],
    });
    expect(shop.calls).toEqual(["get", "record created", "record declared", "record completed"]);
    expect(shop.live.get(ID)).toEqual(found);
    expect(shop.inventory().owned.get("workspace#shop")).toMatchObject({
      id: ID,
      origin: "adopted",
      protect: true,
      onRemove: "disable",
      commit: "abc",
      applied: { name: "By hand", disabled: true, permissions: { others: "READ_ONLY" } },
    });
  });

  it("is followed by an update of what its plan showed, as ours", async () => {
    const shop = desk([found]);
    const adoption = shop.plan(wanted, ADOPTING);
    await shop.apply(adoption);
    const [shown] = adoption.changes;
    const [next] = shop.plan(wanted).changes;
    expect(next).toMatchObject({ action: "update" });
    expect(next).toMatchObject({
      fields: (shown as { fields?: unknown }).fields,
      routes: (shown as { routes?: unknown }).routes,
    });
  });

  it.each([
    ["name", { name: "Other" }],
    [
      "route www.example.com/more",
      { routes: [liveRoute({ path: "/theirs" }), liveRoute({ path: "/more", id: "x" })] },
    ],
    ["disabled", { disabled: false }],
  ])("is a conflict when anything that was shown is not so any more: %s", async (what, edit) => {
    const shop = desk([found]);
    const made = shop.plan(wanted, ADOPTING);
    shop.edit(ID, edit);
    expect(theOnly(await shop.apply(made))).toMatchObject({
      status: "conflict",
      wrote: false,
      distribution: "unchanged",
      reason: `changed in Buddy since the plan was made: ${what}; it is left as it is now`,
    });
    expect(shop.events).toEqual([]);
  });

  it.each([
    ["is gone", undefined, "it is gone since the plan was made"],
    [
      "has another identifier",
      { identifier: "other" },
      "changed in Buddy since the plan was made: identifier; it is left as it is now",
    ],
    [
      "lives elsewhere",
      { scope: "PROJECT", project: "web" },
      "it is no longer in workspace, where it was when the plan was made",
    ],
  ])("is a conflict when the object %s", async (_, edit, reason) => {
    const shop = desk([found]);
    const made = shop.plan(wanted, ADOPTING);
    if (edit === undefined) shop.live.delete(ID);
    else shop.edit(ID, edit);
    expect(theOnly(await shop.apply(made))).toMatchObject({ status: "conflict", reason });
    expect(shop.events).toEqual([]);
  });

  it("that cannot be recorded to its end is unknown", async () => {
    const shop = desk([found]);
    shop.interfere = failing("record completed", new Error("the disk is full"));
    expect(theOnly(await shop.apply(shop.plan(wanted, ADOPTING)))).toMatchObject({
      status: "unknown",
      wrote: false,
      reason: "it is ours now, which could not be recorded: the disk is full",
    });
  });

  it("fails where the object cannot be read", async () => {
    const shop = desk([found]);
    shop.interfere = failing("get", refused("GET"));
    expect(theOnly(await shop.apply(shop.plan(wanted, ADOPTING)))).toMatchObject({
      status: "failed",
      remedy: "mend it",
    });
  });

  it("is not begun in a pass that was interrupted", async () => {
    const shop = desk([found]);
    const signal = AbortSignal.abort();
    expect(theOnly(await shop.apply(shop.plan(wanted, ADOPTING), { signal }))).toMatchObject({
      status: "skipped",
      routes: [],
    });
  });

  it("tells a fault of ours as unknown", async () => {
    const shop = desk([found]);
    shop.interfere = failing("get", new TypeError("x is not a function"));
    const change = adoptChange({ scope: project("web") });
    expect(theOnly(await shop.apply(plan({ changes: [change] })))).toMatchObject({
      status: "unknown",
      distribution: "unknown",
    });
  });
});

describe("a pass that dies at any call or record of an update, before its effect or after", () => {
  const before = {
    name: "Shop",
    disabled: true,
    permissions: { others: "READ_ONLY" },
    routes: [
      route({ path: "/gone" }),
      route({ path: "/kept" }),
      route({ path: "/moved", domain: "old.example" }),
    ],
  } as const;
  const wanted = [
    desired({
      identifier: "store",
      previously: ["shop"],
      name: "Store",
      disabled: false,
      permissions: { others: "DENIED" },
      routes: [
        route({ path: "/kept", targets: to("other") }),
        route({ path: "/moved", domain: "new.example" }),
        route({ path: "/new" }),
      ],
      onRemove: "retain",
    }),
  ];

  /** At the last one it survives. */
  const MOMENTS = 29;

  it.each(Array.from({ length: MOMENTS }, (_, index) => index + 1))(
    "is followed by one that does the rest, once: at its moment %i",
    async (moment) => {
      const shop = applied(before, { permissions: before.permissions });
      const death = dyingAt(moment);
      shop.interfere = death.interfere;
      const ended = await Promise.race([shop.apply(shop.plan(wanted)), death.died]);
      expect(ended === "died").toBe(moment < MOMENTS);
      shop.interfere = () => {};
      shop.clock.advance(60_000);
      const rest = shop.plan(wanted);
      const { outcomes } = await shop.apply(rest);
      expect(outcomes.every(({ status }) => status === "applied")).toBe(true);
      expect(shop.plan(wanted).changes).toEqual([]);
      const live = shop.live.get(ID);
      expect(live).toMatchObject({ identifier: "store", name: "Store", disabled: false });
      expect(live?.routes.map(({ domain, path }) => `${domain}${path}`).toSorted()).toEqual([
        "example.com/kept",
        "example.com/new",
        "new.example/moved",
      ]);
      expect([...shop.inventory().owned.keys()]).toEqual(["workspace#store"]);
    },
  );
});

describe("a pass that dies at any record of an adoption", () => {
  it.each([1, 2, 3, 4, 5, 6])("has written nothing to Buddy: at its moment %i", async (moment) => {
    const wanted = [desired({ name: "Shop" })];
    const shop = desk([actual({ name: "By hand" })]);
    const death = dyingAt(moment);
    shop.interfere = death.interfere;
    const made = shop.plan(wanted, { adopting: ["shop"] });
    expect(await Promise.race([shop.apply(made), death.died])).toBe("died");
    expect(writesOf(shop)).toEqual([]);
  });
});
