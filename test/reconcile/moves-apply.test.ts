import { describe, expect, it } from "vitest";
import type { Applied } from "../../lib/apply/apply.ts";
import type { ActualRoute } from "../../lib/core/domain/distribution.ts";
import { actual, desired, liveRoute, route } from "../support/builders.ts";
import {
  type Desk,
  desk,
  failing,
  lostAnswer,
  outOfTime,
  ownership,
  refused,
  writesOf,
} from "./apply-desk.ts";

/** `/api` goes from the shop to the blog, and Buddy lets an address exist once. */

const BLOG = { id: "b", identifier: "blog", name: "blog" };
const SHOP = { id: "s", identifier: "shop", name: "shop" };
const API = liveRoute({ id: "r1", path: "/api" });
const wanted = [
  desired({ identifier: "blog", routes: [route({ path: "/api" })] }),
  desired({ identifier: "shop", routes: [] }),
];

function opened(routes: readonly ActualRoute[] = [API]): Desk {
  const self = desk(
    [actual({ ...BLOG, routes: [] }), actual({ ...SHOP, routes })],
    [
      ...ownership({ id: "b", as: desired({ identifier: "blog", routes: [] }) }),
      ...ownership({ id: "s", as: desired({ identifier: "shop", routes: [route({ path: "/api" })] }) }),
    ],
  );
  self.unique = true;
  return self;
}

function moving(self: Desk): Promise<Applied> {
  return self.apply(self.plan(wanted));
}

/** The same, but that the shop has no manifest any more. */
function merging(self: Desk): Promise<Applied> {
  const leftAlone = wanted.slice(0, 1);
  return self.apply(self.plan(leftAlone));
}

function pathsOf(self: Desk, id: string): readonly string[] | undefined {
  return self.live.get(id)?.routes.map(({ path }) => path);
}

const MOVED = ["createRoute", "deleteRoute", "createRoute"];

describe("a route that moves", () => {
  it("is taken away from what was read once more, and added where it was refused before", async () => {
    const self = opened();
    const { outcomes } = await moving(self);
    expect(outcomes).toMatchObject([
      { identifier: "blog", status: "applied", routes: [{ status: "applied" }] },
      { identifier: "shop", status: "applied", routes: [{ status: "applied" }] },
    ]);
    expect(self.calls).toEqual([
      "get",
      "record updating",
      "createRoute", // refused
      "get", // the shop has nothing to add
      "get",
      "record updating",
      "deleteRoute",
      "createRoute",
      "record completed",
      "record completed",
    ]);
    expect([pathsOf(self, "b"), pathsOf(self, "s")]).toEqual([["/api"], []]);
  });

  it("leaves what is deleted before that is, and the deletion minds only what else has changed", async () => {
    const self = opened([API, liveRoute({ id: "r2", path: "/other" })]);
    // A read that lags shows the route where it was.
    self.shown = (one) =>
      one.id === "s" ? { ...one, routes: [API, liveRoute({ id: "r2", path: "/other" })] } : one;
    expect(await merging(self)).toMatchObject({ outcomes: [{ status: "applied" }, { status: "applied" }] });
    expect(writesOf(self)).toEqual([...MOVED, "deleteDistribution"]);
    expect(self.inventory()).toMatchObject({ removals: [{ key: "workspace#shop" }] });
  });

  it("is added at once when somebody has deleted all of what had it", async () => {
    const self = opened();
    self.interfere = (what, when) => {
      if (what === "createRoute" && when === "before" && self.calls.includes("createRoute")) return;
      if (what === "get" && self.calls.includes("createRoute")) self.live.delete("s");
    };
    expect(await merging(self)).toMatchObject({
      outcomes: [
        { identifier: "blog", status: "applied" },
        { identifier: "shop", status: "applied", distribution: "absent", wrote: false },
      ],
    });
    expect(writesOf(self)).toEqual(["createRoute", "createRoute"]);
    expect(self.inventory().owned.has("workspace#shop")).toBe(false);
  });

  it.each([
    ["has a field that no manifest has", { further: { ttl: 5 } }],
    ["is of a type that no manifest has", { type: "MIRROR" }],
    ["has a target that no manifest has", { targets: { Default: { type: "LAMBDA" } } }],
  ])("stays where it is when it %s, since it could not be put back", async (_, more) => {
    for (const move of [moving, merging]) {
      const self = opened([{ ...API, ...more }]);
      const { outcomes } = await move(self);
      expect(outcomes).toMatchObject([{ status: "failed" }, { identifier: "shop", status: "skipped" }]);
      expect(outcomes[0]?.reason).toMatch(/^shop has www.example.com\/api still: .*in one commit/);
      expect(writesOf(self)).toEqual(["createRoute"]);
      expect(pathsOf(self, "s")).toEqual(["/api"]);
    }
  });

  it("stays where it is when somebody changed it since the plan was made", async () => {
    for (const move of [moving, merging]) {
      const self = opened();
      const reads = move === moving ? 2 : 1;
      self.interfere = (what, when) => {
        const seen = self.calls.filter((call) => call === "get").length;
        if (what === "get" && when === "before" && seen === reads)
          self.edit("s", { routes: [liveRoute({ ...API, type: "REDIRECT" })] });
      };
      const { outcomes } = await move(self);
      expect(outcomes).toMatchObject([{ status: "failed" }, { identifier: "shop", status: "conflict" }]);
      expect(writesOf(self)).toEqual(["createRoute"]);
    }
  });

  it("is nobody's until the next pass when the time is up in between, and both say so", async () => {
    for (const move of [moving, merging]) {
      const self = opened();
      self.interfere = failing("createRoute", outOfTime("createRoute"), { nth: 2 });
      const { outcomes, stoppedBy } = await move(self);
      expect(stoppedBy).toMatchObject({ failure: "out-of-time" });
      expect(outcomes).toMatchObject([{ status: "skipped" }, { identifier: "shop", status: "skipped" }]);
      expect(outcomes[0]?.reason).toContain("shop has given it up: the next pass adds it");
      self.interfere = () => {};
      await move(self);
      expect([pathsOf(self, "b"), pathsOf(self, "s")]).toEqual([["/api"], move === moving ? [] : undefined]);
    }
  });

  it("is not put back when nobody knows whether it was added", async () => {
    const self = opened();
    let sent = 0;
    self.interfere = (what, when) => {
      if (what !== "createRoute" && what !== "get") return;
      if (what === "createRoute" && when === "before") sent += 1;
      if (sent >= 2) throw lostAnswer(what);
    };
    const { outcomes } = await moving(self);
    expect(outcomes).toMatchObject([{ status: "unknown" }, { identifier: "shop", status: "skipped" }]);
    expect(pathsOf(self, "s")).toEqual([]);
  });

  it("is put back where the other cannot have it; the next pass does not take it away for that again", async () => {
    for (const move of [moving, merging]) {
      const self = opened();
      self.interfere = failing("createRoute", refused("createRoute"), { nth: 2 });
      const { outcomes } = await move(self);
      expect(outcomes).toMatchObject([
        { status: "failed", reason: expect.stringContaining("also while no other distribution had it") },
        {
          identifier: "shop",
          status: "skipped",
          wrote: true,
          reason: expect.stringContaining("it is back where it was"),
        },
      ]);
      expect(pathsOf(self, "s")).toEqual(["/api"]);
      self.calls.length = 0;
      expect((await move(self)).outcomes).toMatchObject([
        { status: "failed", reason: expect.stringContaining("it was refused before") },
        { identifier: "shop", status: "skipped" },
      ]);
      expect(writesOf(self)).toEqual(["createRoute"]);
    }
  });

  it("that cannot be put back either is said to be nowhere", async () => {
    for (const move of [moving, merging]) {
      const self = opened();
      self.interfere = (what, when) => {
        if (what === "createRoute" && when === "before" && pathsOf(self, "s")?.length === 0)
          throw refused(what);
      };
      const { outcomes } = await move(self);
      expect(outcomes).toMatchObject([
        { status: "failed" },
        { identifier: "shop", status: "failed", remedy: "mend it" },
      ]);
      expect(outcomes[1]?.reason).toContain("and it could not be put back: createRoute was refused");
    }
  });

  it("may end in a fault of ours: both changes are accounted for, and nothing else is removed", async () => {
    const self = opened();
    self.interfere = failing("createRoute", new Error("a bug"), { nth: 2 });
    expect((await moving(self)).outcomes).toMatchObject([
      { identifier: "blog", status: "unknown", reason: "internal: a bug; the next pass finds out" },
      { identifier: "shop", status: "unknown" },
    ]);
  });

  it("waits in vain when its own distribution has another route that failed: nothing is taken away for it", async () => {
    const self = opened();
    const more = desired({ identifier: "blog", routes: [route({ path: "/api" }), route({ path: "/x" })] });
    const both = [more, ...wanted.slice(1)];
    const made = self.plan(both);
    self.interfere = (what, when) => {
      if (what === "createRoute" && when === "before" && self.calls.includes("createRoute"))
        throw refused(what);
    };
    const { outcomes } = await self.apply(made);
    expect(outcomes).toMatchObject([
      { status: "failed", routes: [{ status: "failed" }, { status: "failed" }] },
      { identifier: "shop", status: "skipped" },
    ]);
    expect(pathsOf(self, "s")).toEqual(["/api"]);
  });
});
