import { describe, expect, it } from "vitest";
import { afterRefusal } from "../../lib/apply/routes.ts";
import { KEPT_WHOLE } from "../../lib/core/plan/compare.ts";
import { ProviderError } from "../../lib/errors.ts";
import { actual, deleteChange, desired, liveRoute, route } from "../support/builders.ts";
import { outOfTime, ownership, refused, writesOf } from "./apply-desk.ts";
import { applyTo, opened, pathsOf, refusing } from "./moves-desk.ts";

/** Small differences that decide how routes move: found by breaking the code (docs/mutation.md). */

describe("a route that waits", () => {
  it("stays where it is while the other change is blocked, and is blocked for the same reason", async () => {
    const self = opened({ blog: [], shop: ["/api"] });
    const { outcomes } = await applyTo(self, { blog: ["/api"], shop: [] }, (plan) => ({
      ...plan,
      blocks: [
        { code: "LIMIT_ROUTE_REMOVALS", message: "too many", remedy: "fewer", keys: ["workspace#shop"] },
      ],
    }));
    expect(outcomes).toMatchObject([
      {
        identifier: "blog",
        status: "blocked",
        routes: [
          {
            status: "blocked",
            reason: expect.stringMatching(/^shop has www.example.com\/api until then: /) as string,
          },
        ],
      },
      { identifier: "shop", status: "blocked" },
    ]);
    expect(writesOf(self)).toEqual(["createRoute"]);
  });

  it.each([
    ["first", 3, []],
    ["second", 4, ["/a"]],
  ])("keeps all other removals back when the %s of two is refused for good", async (_, nth, come) => {
    const self = opened({ blog: [], old: ["/old"], shop: ["/a", "/b", "/c"] });
    refusing(self, [nth]); // The first two POSTs are refused for their addresses.
    const { outcomes } = await applyTo(self, { blog: ["/a", "/b"], shop: ["/c"] });
    expect(outcomes).toMatchObject([
      { identifier: "blog", status: "failed" },
      { identifier: "old", status: "skipped" },
      { identifier: "shop", status: "skipped" },
    ]);
    expect(pathsOf(self, "blog")).toEqual(come);
    expect(self.live.has("old")).toBe(true);
  });

  it("comes, and so does the next, from what somebody has deleted in the meantime", async () => {
    const self = opened({ blog: [], shop: ["/a", "/b"] });
    self.interfere = (what) => {
      if (what === "get" && self.calls.includes("createRoute")) self.live.delete("shop");
    };
    const { outcomes } = await applyTo(self, { blog: ["/a", "/b"] });
    expect(outcomes).toMatchObject([
      { status: "applied", routes: [{ status: "applied" }, { status: "applied" }] },
      { status: "applied", distribution: "absent" },
    ]);
    expect(self.events.filter(({ event }) => event === "removed")).toHaveLength(1);
    expect(pathsOf(self, "blog")).toEqual(["/a", "/b"]);
  });

  it("is seen before the route goes that it replaces", async () => {
    const self = opened({ shop: ["/api"] });
    const org = { domain: "example.org", path: "/api" } as const;
    const events = ownership({ id: "blog", as: desired({ identifier: "blog", routes: [route(org)] }) });
    self.events.push(...events);
    const blog = actual({
      id: "blog",
      identifier: "blog",
      name: "blog",
      routes: [liveRoute({ ...org, id: "o" })],
    });
    self.live.set("blog", blog);
    self.shown = (one) =>
      one.id === "blog"
        ? { ...one, routes: one.routes.filter(({ domain }) => domain !== "example.com") }
        : one;
    const { outcomes } = await applyTo(self, { blog: ["/api"], shop: [] });
    expect(outcomes[0]).toMatchObject({
      status: "unknown",
      reason: "it was created, and does not show; the old one stays",
    });
    expect(self.live.get("blog")?.routes.map(({ domain }) => domain)).toEqual(["example.org", "example.com"]);
  });
});

describe("what gives a route", () => {
  it.each([
    ["an update", { blog: ["/b"], shop: [] }],
    ["a deletion", { blog: ["/b"] }],
  ])("gives that one alone: %s", async (_, after) => {
    const self = opened({ blog: [], shop: ["/a", "/b", "/c"] });
    const seen: unknown[] = [];
    self.interfere = (what, when) => {
      if (what === "createRoute" && when === "before") seen.push(pathsOf(self, "shop"));
    };
    expect(await applyTo(self, after)).toMatchObject({
      outcomes: [{ status: "applied" }, { status: "applied" }],
    });
    expect(seen).toEqual([
      ["/a", "/b", "/c"],
      ["/a", "/c"],
    ]);
  });

  it("says of the route that came back what became of it, and of the others that they stay", async () => {
    const self = opened({ blog: [], shop: ["/a", "/b"] });
    refusing(self, [2]);
    const { outcomes } = await applyTo(self, { blog: ["/a"], shop: [] });
    expect(outcomes[1]).toMatchObject({
      status: "skipped",
      routes: [
        { route: "www.example.com/a", status: "skipped", reason: expect.stringContaining("back") as string },
        { route: "www.example.com/b" },
      ],
    });
    expect(pathsOf(self, "shop")?.toSorted()).toEqual(["/a", "/b"]);
  });

  it.each([
    ["an update", { blog: ["/a"], shop: [] }],
    ["a deletion", { blog: ["/a"] }],
  ])("ends the pass when the time is up before the route is back: %s", async (_, after) => {
    const self = opened({ blog: [], shop: ["/a"] });
    let seen = 0;
    self.interfere = (what, when) => {
      if (what !== "createRoute" || when !== "before") return;
      seen += 1;
      if (seen === 2) throw refused(what);
      if (seen === 3) throw outOfTime(what);
    };
    const { outcomes, stoppedBy } = await applyTo(self, after);
    expect(stoppedBy).toMatchObject({ failure: "out-of-time" });
    expect(outcomes[1]).toMatchObject({ status: "skipped", distribution: "updated", wrote: true });
    expect(outcomes[1]?.reason).toContain("could not be put back");
  });

  it("records that it is being deleted before its first route goes", async () => {
    const self = opened({ blog: [], shop: ["/a"] });
    await applyTo(self, { blog: ["/a"] });
    const at = self.calls.indexOf("deleteRoute");
    expect(self.calls[at - 1]).toBe("record removing");
    expect(self.events.filter(({ event }) => event === "removing")).toMatchObject([
      { identifier: "shop", as: "delete" },
      { identifier: "shop", as: "delete" },
    ]);
  });
});

describe("afterRefusal", () => {
  const api = route({ path: "/api" });
  const givenUp = new Map([["www.example.com/api", deleteChange()]]);
  const tools = { givenUp, asKept: KEPT_WHOLE };
  const result = (error?: ProviderError) => ({
    outcome: { route: "www.example.com/api", status: "failed", reason: "no" } as const,
    ...(error === undefined ? {} : { error }),
  });
  const error = (details: Partial<ConstructorParameters<typeof ProviderError>[1]>) =>
    new ProviderError("no", { failure: "refused", call: "POST", effect: "none", ...details });

  it("lets nothing wait but what was refused, and for an address that is given up", () => {
    expect(afterRefusal(api, result(refused("POST")), undefined, tools).waits).toBe(true);
    expect(afterRefusal(api, result(), undefined, tools).waits).toBe(false);
    expect(afterRefusal(api, result(error({ effect: "unknown" })), undefined, tools).waits).toBe(false);
    expect(afterRefusal(api, result(error({ failure: "forbidden" })), undefined, tools).waits).toBe(false);
    expect(
      afterRefusal(api, result(refused("POST")), undefined, { ...tools, givenUp: new Map() }).waits,
    ).toBe(false);
  });

  it("lets nothing wait that was refused in vain, whatever else was", () => {
    const others = [route({ path: "/x" }), route({ path: "/api", type: "REDIRECT" })];
    const look = (...all: Parameters<typeof afterRefusal>[0][]) =>
      afterRefusal(api, result(refused("POST")), { refused: all }, tools);
    expect(look(...others).waits).toBe(true);
    expect(look(...others, api)).toMatchObject({
      waits: false,
      result: { outcome: { reason: expect.stringMatching(/^no; it was refused before/) as string } },
    });
  });
});
