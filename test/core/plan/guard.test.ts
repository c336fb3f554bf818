import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inBlockOrder } from "../../../lib/core/plan/block.ts";
import { guard } from "../../../lib/core/plan/guard.ts";
import { DEFAULT_LIMITS, type GuardContext, type Limits } from "../../../lib/core/plan/limits.ts";
import { blockReasons, type Change } from "../../../lib/core/plan/plan.ts";
import { change } from "../../support/builders.ts";
import { tries } from "../../support/property.ts";
import { adopt, at, disable, disown, gone, name, names, remove, update } from "./changes.ts";

function limits(overrides: Partial<Limits> = {}): Limits {
  return { ...DEFAULT_LIMITS, ...overrides };
}

function context(overrides: Partial<GuardContext> = {}): GuardContext {
  return { owned: 100, live: new Map(), removals: [], ...overrides };
}

const creations = (number: number) =>
  names(number).map((identifier) => change({ key: `workspace#${identifier}`, identifier }));

const codes = (changes: readonly Change[], given: Partial<Limits>, around: Partial<GuardContext> = {}) =>
  guard(changes, limits(given), context(around)).map(({ code }) => code);

describe("a limit on creations", () => {
  it("lets as many pass as it says", () => {
    expect(codes(creations(50), {})).toEqual([]);
  });

  it("blocks all of them when there is one too many", () => {
    const blocks = guard(creations(51), limits(), context());
    expect(blocks).toMatchObject([{ code: "LIMIT_CREATES" }]);
    expect(blocks[0]?.keys).toHaveLength(51);
    expect(blocks[0]?.message).toBe("51 distributions would be created, and the limit is 50 a pass");
    expect(blocks[0]?.remedy).toContain("limits: { creates: 51 }");
  });

  it("does not count what an earlier pass began", () => {
    expect(codes([...creations(50), change({ resumes: "rm1P93jG" })], {})).toEqual([]);
  });

  it("allows none when it is 0", () => {
    expect(guard(creations(1), limits({ creates: 0 }), context())).toMatchObject([
      { message: "1 distribution would be created, and the limit is 0 a pass" },
    ]);
  });
});

describe("a limit on removals", () => {
  /** Fewest removals that are blocked, of so many distributions: the promise holds for small numbers too. */
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 2],
    [5, 2],
    [6, 2],
    [7, 2],
    [8, 2],
    [9, 2],
    [10, 3],
    [15, 4],
    [25, 6],
    [100, 6],
  ])("with %i distributions lets less than %i pass", (owned, blocked) => {
    for (const kind of [disable, remove]) {
      const changes = names(owned).map((identifier) => kind(identifier));
      const least = changes.findIndex((_, index) =>
        codes(changes.slice(0, index + 1), {}, { owned }).includes("LIMIT_REMOVALS"),
      );
      expect(least + 1).toBe(blocked);
    }
  });

  it("says how many of how many, in percent, over which threshold, and what would allow it", () => {
    const changes = names(6).map((identifier) => disable(identifier));
    expect(guard(changes, limits(), context({ owned: 20 }))).toMatchObject([
      {
        message:
          "6 of 20 distributions (30%) would be removed, and the limit is 20%, which is 4, and 5 a pass",
        remedy:
          "if that is intended, raise `limits: { removals: 30%, max_removals: 6 }` in distro-sync.yaml, or approve this plan",
      },
    ]);
    expect(guard(changes, limits(), context({ owned: 100 }))).toMatchObject([
      { message: "6 of 100 distributions (6%) would be removed, and the limit is 5 a pass" },
    ]);
    expect(guard(changes.slice(0, 5), limits(), context({ owned: 20 }))).toMatchObject([
      { message: "5 of 20 distributions (25%) would be removed, and the limit is 20%, which is 4" },
    ]);
  });

  it("is met by the least percentage that it names", () => {
    for (let owned = 3; owned < 60; owned += 1) {
      for (let removed = 2; removed < owned; removed += 1) {
        const changes = names(removed).map((identifier) => disable(identifier));
        const [block] = guard(changes, limits({ removals: 100 }), context({ owned }));
        if (block === undefined) continue;
        const removalShare = Number(/removals: (\d+)%/.exec(block.remedy)?.[1]);
        expect(codes(changes, { removals: 100, removalShare }, { owned })).toEqual([]);
      }
    }
  });

  it("never lets all be removed, whatever it is", () => {
    const generous = { removalShare: 100, removals: 1000 };
    const all = names(3).map((identifier) => remove(identifier));
    expect(guard(all, limits(generous), context({ owned: 3 }))).toMatchObject([
      {
        code: "LIMIT_REMOVALS",
        message: "all 3 distributions would be removed (100%), and never all are",
        remedy: "no limit allows that: if it is intended, approve this plan",
      },
    ]);
    expect(guard([remove()], limits(generous), context({ owned: 1 }))).toMatchObject([
      { message: "the only distribution would be removed (100%), and never all are" },
    ]);
    expect(codes(all, generous, { owned: 4 })).toEqual([]);
  });

  it("allows none when either of them is 0", () => {
    expect(codes([disable()], { removals: 0 })).toEqual(["LIMIT_REMOVALS"]);
    expect(codes([disable()], { removalShare: 0 })).toEqual(["LIMIT_REMOVALS"]);
  });

  it("does not count what is disowned: it stays as it is", () => {
    expect(
      codes(
        names(50).map((identifier) => disown(identifier)),
        {},
      ),
    ).toEqual([]);
  });
});

describe("a limit on the removals of a day", () => {
  const earlier = (...identifiers: readonly string[]) =>
    identifiers.map((identifier) => ({ key: `workspace#${identifier}`, at: 0 }));

  it("counts those of earlier passes", () => {
    const changes = [disable("x"), disable("y")];
    expect(codes(changes, {}, { removals: earlier("a", "b", "c") })).toEqual([]);
    const blocks = guard(changes, limits(), context({ removals: earlier("a", "b", "c", "d") }));
    expect(blocks).toEqual([
      {
        code: "LIMIT_REMOVALS_A_DAY",
        message:
          "2 distributions would be removed after 4 in the last 24 hours, which makes 6, and the limit is 5 a day",
        remedy:
          "wait for the day to pass; if that is intended, raise `limits: { max_removals: 6 }` in distro-sync.yaml, or approve this plan",
        keys: ["workspace#x", "workspace#y"],
      },
    ]);
  });

  it("counts each distribution once: what was disabled today and is deleted now is one", () => {
    const removals = earlier("a", "b", "c", "d", "e");
    expect(codes([remove("e")], {}, { removals })).toEqual([]);
    expect(codes([remove("f")], {}, { removals })).toEqual(["LIMIT_REMOVALS_A_DAY"]);
    expect(codes([remove("f")], {}, { removals: [...earlier("a"), ...earlier("a", "a", "a", "a")] })).toEqual(
      [],
    );
  });

  it("blocks nothing else on a day on which much was removed", () => {
    expect(codes([update(), change()], {}, { removals: earlier(...names(9)) })).toEqual([]);
  });
});

describe("a limit on updates", () => {
  it.each([
    [4, 4, []],
    [5, 16, ["LIMIT_UPDATES"]],
    [5, 17, []],
    [30, 100, []],
    [31, 100, ["LIMIT_UPDATES"]],
    [9, 9, ["LIMIT_UPDATES"]],
  ])("judges %i updates of %i distributions", (number, owned, expected) => {
    const changes = names(number).map((identifier) => update(identifier, { fields: [name()] }));
    expect(codes(changes, {}, { owned })).toEqual(expected);
  });

  it("says how many of how many, and what would allow it", () => {
    const changes = names(7).map((identifier) => update(identifier));
    expect(guard(changes, limits(), context({ owned: 20 }))).toMatchObject([
      {
        message: "7 of 20 distributions (35%) would be updated, and the limit is 30%",
        remedy:
          "if that is intended, raise `limits: { updates: 35% }` in distro-sync.yaml, or approve this plan",
      },
    ]);
    expect(guard(changes, limits({ updateShare: 100 }), context({ owned: 0 }))).toMatchObject([
      { remedy: "no limit allows that: if it is intended, approve this plan" },
    ]);
  });

  it("allows none when it is 0", () => {
    expect(codes([update()], { updateShare: 0 })).toEqual(["LIMIT_UPDATES"]);
  });

  it("does not count what is adopted: nothing is written to it", () => {
    expect(
      codes(
        names(50).map((identifier) => adopt(identifier)),
        {},
      ),
    ).toEqual([]);
  });
});

describe("a limit on the removal of routes", () => {
  /** `count` routes of one host that keeps another route, so that no class of exposure is met. */
  const paths = (count: number, host = "www.example.com") =>
    Array.from({ length: count }, (_, index) => at(host, `/${index}`));

  it.each([
    [1, 2, []],
    [2, 7, ["LIMIT_ROUTE_REMOVALS"]],
    [2, 8, []],
    [3, 8, ["LIMIT_ROUTE_REMOVALS"]],
  ])("judges %i removals of %i routes of one distribution", (removed, whole, expected) => {
    const routes = paths(whole);
    const changes = [update("shop", { routes: routes.slice(0, removed).map(gone) })];
    expect(codes(changes, {}, { live: new Map([["workspace#shop", routes]]) })).toEqual(expected);
  });

  it("says of which distribution, how many of how many, and what would allow it", () => {
    const routes = paths(8);
    const live = new Map([["workspace#shop", routes]]);
    const changes = [update("shop", { routes: routes.slice(0, 3).map(gone) })];
    expect(guard(changes, limits(), context({ live }))).toEqual([
      {
        code: "LIMIT_ROUTE_REMOVALS",
        message: "shop: 3 of 8 routes (38%) would be removed, and the limit is 25%, which is 2",
        remedy:
          "if that is intended, raise `limits: { route_removals: 38% }` in distro-sync.yaml, or approve this plan",
        keys: ["workspace#shop"],
      },
    ]);
    expect(codes(changes, { routeRemovalShare: 38 }, { live })).toEqual([]);
  });

  it("takes a route that is replaced for one that is removed", () => {
    const routes = paths(7);
    const replaced = routes.slice(0, 2).map((from) => {
      return {
        kind: "replace",
        id: "r",
        from,
        to: { ...from, domain: "example.org" },
        moved: "ours",
      } as const;
    });
    const live = new Map([["workspace#shop", routes]]);
    const allow = ["domain-change"] as const;
    expect(codes([update("shop", { routes: replaced })], { allow }, { live })).toEqual([
      "LIMIT_ROUTE_REMOVALS",
    ]);
  });

  it("counts those of all distributions together, and blocks all of them", () => {
    const live = new Map(names(11).map((one) => [`workspace#${one}`, paths(9, `${one}.example.com`)]));
    const changes = names(11).map((one) => update(one, { routes: paths(1, `${one}.example.com`).map(gone) }));
    expect(codes(changes.slice(0, 10), {}, { live })).toEqual([]);
    const blocks = guard(changes, limits(), context({ live }));
    expect(blocks).toMatchObject([
      {
        code: "LIMIT_ROUTE_REMOVALS",
        message: "11 routes would be removed, and the limit is 10 a pass",
        keys: changes.map(({ key }) => key),
      },
    ]);
    expect(blocks[0]?.remedy).toContain("max_route_removals: 11");
  });

  it("allows none when it is 0", () => {
    const routes = paths(9);
    const live = new Map([["workspace#shop", routes]]);
    const changes = [update("shop", { routes: routes.slice(0, 1).map(gone) })];
    expect(codes(changes, { routeRemovals: 0 }, { live })).toEqual(["LIMIT_ROUTE_REMOVALS"]);
    expect(guard(changes, limits({ routeRemovals: 0 }), context({ live }))[0]?.message).toBe(
      "1 route would be removed, and the limit is 0 a pass",
    );
    expect(codes(changes, { routeRemovalShare: 0 }, { live })).toEqual(["LIMIT_ROUTE_REMOVALS"]);
  });

  it("believes the change when the live routes are not known", () => {
    const changes = [update("shop", { routes: paths(2).map(gone) })];
    const blocks = guard(changes, limits({ allow: ["last-route"] }), context());
    expect(blocks.map(({ message }) => message)).toEqual([
      "shop: 2 of 2 routes (100%) would be removed, and the limit is 25%, which is 1",
    ]);
  });
});

describe("a conflict", () => {
  it("is blocked until somebody decides", () => {
    const from = at("www.example.com", "/a");
    const changes = [
      update("shop", {
        fields: [name("conflict"), { field: "disabled", from: true, to: false, moved: "ours" }],
        routes: [
          { kind: "update", id: "r", from: { ...from, type: "REDIRECT" }, to: from, moved: "conflict" },
          { kind: "add", to: at("www.example.com", "/b"), moved: "ours" },
        ],
      }),
      update("blog", { fields: [name("theirs")] }),
      adopt("docs", { routes: [{ ...gone(from), moved: "conflict" }] }),
    ];
    const blocks = guard(changes, limits({ allow: ["default-target"] }), context());
    expect(blocks).toMatchObject([
      {
        code: "CONFLICT",
        message: "docs: changed in git and in Buddy, differently: route www.example.com/a",
        keys: ["workspace#docs"],
      },
      {
        code: "CONFLICT",
        message: "shop: changed in git and in Buddy, differently: name, route www.example.com/a",
        keys: ["workspace#shop"],
      },
    ]);
    expect(blocks[0]?.remedy).toContain("write the value that Buddy has into the manifest");
  });
});

describe("guard", () => {
  it("blocks exposure whatever the number, one block a class", () => {
    const live = new Map([["workspace#shop", [at("www.example.com")]]]);
    const blocks = guard([disable("shop", [at("www.example.com")])], limits(), context({ live }));
    expect(blocks).toMatchObject([
      {
        code: "EXPOSURE",
        exposure: "last-route",
        message: "hostnames would answer nothing any more: www.example.com",
        keys: ["workspace#shop"],
      },
      { code: "EXPOSURE", exposure: "root-path" },
    ]);
    expect(blocks[0]?.remedy).toContain("limits: { allow: [last-route] }");
  });

  it("lets classes pass that the limits allow", () => {
    const changes = [disable("shop", [at("www.example.com")])];
    expect(guard(changes, limits({ allow: ["last-route"] }), context())).toMatchObject([
      { exposure: "root-path" },
    ]);
    expect(guard(changes, limits({ allow: ["last-route", "root-path"] }), context())).toEqual([]);
  });

  it("names some of many, and what came from Buddy without what would move a cursor", () => {
    const routes = names(7).map((one) => at(`${one}.example.com`, "/a"));
    const [block] = guard(
      [disable("shop", [...routes, at("a\u001b[31m.example.com", "/a")])],
      limits(),
      context(),
    );
    expect(block?.message).toMatch(/ a\\u001b\[31m\.example\.com, shop-000\.example\.com, .* and 3 more$/);
  });

  it("does not count on a hostname that a blocked change would serve", () => {
    const host = at("www.example.com", "/a");
    const moves = [disable("shop", [host]), change({ key: "workspace#new", routes: [host] })];
    const live = new Map([["workspace#shop", [host]]]);
    expect(codes(moves, {}, { live })).toEqual([]);
    expect(codes(moves, { creates: 0 }, { live })).toEqual(["LIMIT_CREATES", "EXPOSURE"]);
    expect(codes(moves, {}, { live, blocked: new Set(["workspace#new"]) })).toEqual(["EXPOSURE"]);
  });

  it("does not count on a hostname that is served by a change which exposes another", () => {
    const [first, second] = [at("first.example.com", "/a"), at("second.example.com", "/a")];
    const swap = update("shop", { routes: [gone(first), { kind: "add", to: second, moved: "ours" }] });
    const live = new Map([
      ["workspace#shop", [first]],
      ["workspace#blog", [second]],
    ]);
    const blocks = guard([swap, disable("blog", [second])], limits(), context({ live }));
    expect(blocks).toMatchObject([
      {
        exposure: "last-route",
        message: "hostnames would answer nothing any more: first.example.com, second.example.com",
        keys: ["workspace#blog", "workspace#shop"],
      },
    ]);
  });

  it("tells the same whatever the order of the changes", () => {
    const changes: readonly Change[] = [
      ...creations(51),
      ...names(6, "old").map((one) => disable(one, [at(`${one}.example.com`)])),
      ...names(5, "new").map((one) => update(one, { fields: [name("conflict")] })),
    ];
    const expected = guard(changes, limits(), context({ owned: 12 }));
    expect(expected.map(({ code }) => code)).toEqual([
      "LIMIT_CREATES",
      "LIMIT_REMOVALS",
      "LIMIT_UPDATES",
      "EXPOSURE",
      "EXPOSURE",
      ...Array.from({ length: 5 }, () => "CONFLICT"),
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...changes], { minLength: changes.length }), (shuffled) => {
        expect(guard(shuffled, limits(), context({ owned: 12 }))).toEqual(expected);
      }),
      tries(20),
    );
  });

  it("has nothing to say of nothing, whatever is around it", () => {
    expect(guard([], limits({ creates: 0, removals: 0, updateShare: 0 }), context({ owned: 0 }))).toEqual([]);
  });

  it("puts blocks of one code and class in order by their keys, then their words", () => {
    const block = (key: string, message: string) =>
      ({ code: "HELD", message, remedy: "", keys: [key, "a"] }) as const;
    expect(
      inBlockOrder([block("c", "y"), block("c", "x"), block("b", "z")]).map(({ message }) => message),
    ).toEqual(["z", "x", "y"]);
  });
});

describe("blockReasons", () => {
  it("tells for each key why it is blocked", () => {
    const blocks = guard(creations(2), limits({ creates: 1 }), context());
    expect([...blockReasons({ blocks }).keys()]).toEqual(["workspace#shop-000", "workspace#shop-001"]);
  });
});
