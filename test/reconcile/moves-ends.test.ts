import { describe, expect, it } from "vitest";
import { ProviderError } from "../../lib/errors.ts";
import { liveRoute } from "../support/builders.ts";
import { type Desk, failing, refused, writesOf } from "./apply-desk.ts";
import { applyTo, opened, pathsOf, refusing } from "./moves-desk.ts";

/** How changes end whose routes move, and what else is removed then: found by breaking the code (docs/mutation.md). */

/** Has a field that no manifest has, and so could not be put back. */
const FURTHER = { ttl: 5 };

/** Somebody deletes it once the first POST was sent. */
function deleting(self: Desk, id: string): void {
  self.interfere = (what, when) => {
    if (what === "get" && when === "before" && self.calls.includes("createRoute")) self.live.delete(id);
  };
}

describe("a route is not taken from another distribution", () => {
  it.each([
    ["an update", { blog: ["/api"], cart: ["/c", "/new"], shop: [] }],
    ["a deletion", { blog: ["/api"], cart: ["/c", "/new"] }],
  ])("once a third one has failed, which is said: from %s", async (_, after) => {
    const self = opened({ blog: [], cart: ["/c"], shop: ["/api"] });
    refusing(self, [2]);
    const { outcomes } = await applyTo(self, after);
    const why = "nothing is removed in this pass, for cart (workspace) ended as failed";
    expect(outcomes).toMatchObject([
      {
        status: "skipped",
        routes: [{ status: "skipped", reason: `shop has www.example.com/api until then: ${why}` }],
      },
      { status: "failed" },
      { status: "skipped", reason: why },
    ]);
    expect(pathsOf(self, "shop")).toEqual(["/api"]);
  });

  it("where somebody has added another one with its address", async () => {
    const self = opened({ blog: [], shop: ["/api"] });
    const twin = liveRoute({ id: "twin", path: "/api" });
    const { outcomes } = await applyTo(self, { blog: ["/api"], shop: [] }, (plan) => {
      self.edit("shop", { routes: [...(self.live.get("shop")?.routes ?? []), twin] });
      return plan;
    });
    expect(outcomes).toMatchObject([
      { status: "failed", reason: expect.stringMatching(/^shop has www.example.com\/api still: /) as string },
      { status: "skipped" },
    ]);
    expect(writesOf(self)).toEqual(["createRoute"]); // which is refused
  });
});

describe("a chain of moves", () => {
  it("is blocked as a whole where its first one is, and nothing is sent for it again", async () => {
    const self = opened({ about: ["/a"], blog: ["/b"], cart: [] });
    const { outcomes } = await applyTo(self, { about: [], blog: ["/a"], cart: ["/b"] }, (plan) => ({
      ...plan,
      blocks: [
        { code: "LIMIT_ROUTE_REMOVALS", message: "too many", remedy: "fewer", keys: ["workspace#about"] },
      ],
    }));
    expect(outcomes).toMatchObject([
      { identifier: "about", status: "blocked", reason: "too many" },
      {
        identifier: "blog",
        status: "blocked",
        reason: "about has www.example.com/a until then: too many",
      },
      {
        identifier: "cart",
        status: "blocked",
        reason: "blog has www.example.com/b until then: about has www.example.com/a until then: too many",
      },
    ]);
    expect(writesOf(self)).toEqual(["createRoute", "createRoute"]); // which are refused
  });
});

describe("a route that is put back for another reason than a refusal", () => {
  it("is taken away again by the next pass", async () => {
    const self = opened({ blog: [], shop: ["/api"] });
    const error = new ProviderError("no right", { failure: "forbidden", call: "POST", effect: "none" });
    self.interfere = failing("createRoute", error, { nth: 2 });
    await applyTo(self, { blog: ["/api"], shop: [] });
    expect(pathsOf(self, "shop")).toEqual(["/api"]);
    self.interfere = () => {};
    expect(await applyTo(self, { blog: ["/api"], shop: [] })).toMatchObject({
      outcomes: [{ status: "applied" }, { status: "applied" }],
    });
  });
});

describe("nothing else is removed", () => {
  it("once one of two routes stays where it is, also not what comes before in the plan", async () => {
    const self = opened({ about: ["/old"], blog: [], shop: ["/a", "/b"] });
    self.edit("shop", {
      routes: [liveRoute({ id: "a", path: "/a", further: FURTHER }), liveRoute({ id: "b", path: "/b" })],
    });
    const { outcomes } = await applyTo(self, { about: [], blog: ["/a", "/b"], shop: [] });
    expect(outcomes).toMatchObject([
      { status: "skipped" },
      { status: "failed", routes: [{ status: "failed" }, { status: "applied" }] },
      { status: "skipped" },
    ]);
    expect(pathsOf(self, "about")).toEqual(["/old"]);
    expect(pathsOf(self, "shop")).toEqual(["/a"]);
  });

  it("once a route is refused that nobody has any more, also not what comes before in the plan", async () => {
    const self = opened({ about: ["/old"], blog: [], shop: ["/api"] });
    deleting(self, "shop");
    const { interfere } = self;
    self.interfere = async (what, when) => {
      await interfere(what, when);
      if (what === "createRoute" && when === "before" && !self.live.has("shop")) throw refused(what);
    };
    const { outcomes } = await applyTo(self, { about: [], blog: ["/api"] });
    const then = "shop has given it up: the next pass adds it, unless it is there by then";
    expect(outcomes).toMatchObject([
      { status: "skipped" },
      { status: "failed", reason: `createRoute was refused; ${then}` },
      { status: "applied", distribution: "absent" },
    ]);
    expect(pathsOf(self, "about")).toEqual(["/old"]);
  });

  it("of what has got its routes, before all others have theirs", async () => {
    const self = opened({ blog: ["/x"], cart: [], shop: ["/a", "/b", "/c"] });
    refusing(self, [4]); // The first two POSTs are refused for their addresses.
    const { outcomes } = await applyTo(self, { blog: ["/a"], cart: ["/b"], shop: ["/c"] });
    expect(outcomes).toMatchObject([{ status: "skipped" }, { status: "failed" }, { status: "skipped" }]);
    expect(pathsOf(self, "blog")).toEqual(["/x", "/a"]);
  });

  it("of what does not get its route", async () => {
    const self = opened({ blog: ["/x"], shop: ["/a"] });
    refusing(self, [2]);
    const { outcomes } = await applyTo(self, { blog: ["/a"], shop: [] });
    expect(outcomes[0]).toMatchObject({
      status: "failed",
      routes: [{ status: "failed" }, { status: "blocked" }],
    });
    expect(pathsOf(self, "blog")).toEqual(["/x"]);
  });
});

describe("what is told of a route that moves", () => {
  it("is of it alone when it is put back: who could not have it, and why", async () => {
    const self = opened({ blog: [], shop: ["/a", "/b"] });
    refusing(self, [2]);
    const { outcomes } = await applyTo(self, { blog: ["/a"], shop: [] });
    const reason = "blog could not have it: createRoute was refused; it is back where it was";
    expect(outcomes[1]?.routes).toEqual([
      { route: "www.example.com/a", status: "skipped", reason },
      { route: "www.example.com/b", status: "skipped" },
    ]);
  });

  it("has the remedy of what was refused, also when another one stays where it is after that", async () => {
    const self = opened({ blog: [], shop: ["/a", "/b"] });
    refusing(self, [3]);
    const { outcomes } = await applyTo(self, { blog: ["/a", "/b"], shop: [] });
    expect(outcomes[0]).toMatchObject({ status: "failed", remedy: "mend it" });
  });

  it("leaves what was told of one that was found gone, whatever comes after", async () => {
    const self = opened({ blog: [], shop: ["/a"] });
    deleting(self, "shop");
    const { interfere } = self;
    const fault = failing("createRoute", new TypeError("x is not a function"), { nth: 2 });
    self.interfere = async (what, when) => {
      await fault(what, when);
      await interfere(what, when);
    };
    expect(await applyTo(self, { blog: ["/a"] })).toMatchObject({
      outcomes: [
        { status: "unknown", reason: "internal: x is not a function; the next pass finds out" },
        { status: "applied", distribution: "absent" },
      ],
    });
  });
});
