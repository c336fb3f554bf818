import { describe, expect, it } from "vitest";
import type { LiveRoute, Targets } from "../../../lib/core/domain/distribution.ts";
import type { Block } from "../../../lib/core/plan/block.ts";
import {
  type Before,
  type ExposureContext,
  exposedBy,
  exposuresOf,
  hostsAfter,
} from "../../../lib/core/plan/exposure.ts";
import { guard } from "../../../lib/core/plan/guard.ts";
import { DEFAULT_LIMITS, type GuardContext, type Limits } from "../../../lib/core/plan/limits.ts";
import type { Change, FieldChange } from "../../../lib/core/plan/plan.ts";
import { route } from "../../support/builders.ts";
import { at, gone, name, names, update } from "./changes.ts";

/** Small differences that decide whether something is blocked: found by breaking the code (docs/mutation.md). */

const NOWHERE: ExposureContext = { live: new Map(), hosts: new Set() };
const EVERYWHERE: ExposureContext = { live: new Map(), hosts: { has: () => true } as never };

const API = at("www.example.com", "/api");
const others = (from: string, to: "DENIED" | "USE_ONLY" | "BLIND" | "RUN_ONLY" | "MANAGE"): FieldChange => {
  return { field: "others", from, to, moved: "ours" };
};

function blocksOf(
  changes: readonly Change[],
  context: Partial<GuardContext> = {},
  limits: Partial<Limits> = {},
) {
  return guard(
    changes,
    { ...DEFAULT_LIMITS, ...limits },
    { owned: 100, live: new Map(), removals: [], ...context },
  );
}

describe("exposuresOf", () => {
  it("takes no other field for the switch that turns a distribution off", () => {
    const live = new Map([["workspace#shop", [at("www.example.com")]]]);
    expect(exposuresOf(update("shop", { fields: [name()] }), { ...NOWHERE, live })).toEqual([]);
  });

  it("finds the loss of a route that is the only one of its address, however many others there are", () => {
    const live = new Map([
      ["workspace#shop", [API, at("www.example.com", "/2"), at("www.example.com", "/3")]],
    ]);
    expect(exposuresOf(update("shop", { routes: [gone(API)] }), { ...NOWHERE, live })).toEqual([
      "last-route",
    ]);
  });

  it("finds the default target in whatever order the regions are written", () => {
    const [usual, polish] = [external("backend"), external("pl")];
    const before: Targets = { "COUNTRY-PL": polish, Default: usual };
    const after: Targets = { "COUNTRY-PL": external("new"), Default: usual };
    expect(exposuresOf(update("shop", { routes: [led(before, after)] }), EVERYWHERE)).toEqual([]);
  });

  it("finds that the only target is gone", () => {
    const before: Targets = { "COUNTRY-PL": external("pl") };
    const after: Targets = { "COUNTRY-DE": external("de") };
    expect(exposuresOf(update("shop", { routes: [led(before, after)] }), EVERYWHERE)).toEqual([
      "default-target",
    ]);
  });

  it.each([
    ["USE_ONLY", "DENIED"],
    ["BLIND", "USE_ONLY"],
    ["RUN_ONLY", "BLIND"],
    ["READ_WRITE", "RUN_ONLY"],
  ] as const)("knows that %s allows more than %s", (more, less) => {
    expect(exposuresOf(update("shop", { fields: [others(more, less)] }), NOWHERE)).toEqual([]);
  });

  it("names what is widened, from what to what, also where Buddy does not say from what", () => {
    const unknown: FieldChange = { field: "others", to: "MANAGE", moved: "ours" };
    const whatOf = (field: FieldChange) => exposedBy(update("shop", { fields: [field] }), NOWHERE);
    expect(whatOf(others("DENIED", "MANAGE"))).toEqual([
      { exposure: "others-widened", what: "shop (DENIED → MANAGE)" },
    ]);
    expect(whatOf(unknown)).toEqual([{ exposure: "others-widened", what: "shop (unknown → MANAGE)" }]);
  });

  it("names the two addresses of a route that moves to another domain", () => {
    const to = route({ domain: "example.org", subdomain: "www", path: "/api" });
    const moves = update("shop", { routes: [{ kind: "replace", id: "r", from: API, to, moved: "ours" }] });
    expect(exposedBy(moves, EVERYWHERE)).toEqual([
      { exposure: "domain-change", what: "www.example.com/api → www.example.org/api" },
    ]);
  });
});

describe("hostsAfter", () => {
  const host = "www.example.com";
  const hostsLeft = (change: Change, before: Before) => [...hostsAfter([change], before, new Set())];
  const two = new Map([
    ["workspace#shop", [API]],
    ["workspace#blog", [API]],
  ]);

  it("does not lose with a route of one that is disabled what another serves", () => {
    const removal = update("shop", { routes: [gone(API)] });
    expect(hostsLeft(removal, { live: two, disabled: new Set(["workspace#shop"]) })).toEqual([host]);
  });

  it("counts on a route of one that is disabled only if the same update enables it", () => {
    const field = (to: boolean): FieldChange => ({ field: "disabled", from: !to, to, moved: "ours" });
    const before: Before = { live: new Map(), disabled: new Set(["workspace#shop"]) };
    const adding = { routes: [{ kind: "add", to: API, moved: "ours" }] } as const;
    expect(hostsLeft(update("shop", { ...adding, fields: [field(false)] }), before)).toEqual([host]);
    expect(hostsLeft(update("shop", { ...adding, fields: [name()] }), before)).toEqual([]);
    expect(hostsLeft(update("shop", { ...adding, fields: [] }), before)).toEqual([]);
  });
});

const classOf = (block: Block) => (block.code === "EXPOSURE" ? block.exposure : undefined);

describe("guard", () => {
  it("shows exposures in the order of their classes, not in that of the keys", () => {
    const apex = update("a", { routes: [gone(route({ subdomain: "", path: "/api" }))] });
    const last = update("b", { routes: [gone(API)] });
    const live = new Map([["workspace#c", [route({ subdomain: "", path: "/other" })]]]);
    const blocks = blocksOf([apex, last], { live }, { routeRemovalShare: 100 });
    expect(blocks.map((block) => [classOf(block), block.keys])).toEqual([
      ["last-route", ["workspace#b"]],
      ["apex", ["workspace#a"]],
    ]);
  });

  it("says in words what each class of exposure means", () => {
    const messageOf = (change: Change, context: Partial<GuardContext> = {}) =>
      blocksOf([change], context, { routeRemovalShare: 100 }).map((block) => [classOf(block), block.message]);
    const elsewhere = (routes: readonly LiveRoute[]) => ({ live: new Map([["workspace#other", routes]]) });
    const taken = (one: LiveRoute) => messageOf(update("shop", { routes: [gone(one)] }), elsewhere([one]));
    const to = { ...API, domain: "example.org" };
    expect([
      ...taken(route({ subdomain: "", path: "/api" })),
      ...taken(at("*.example.com", "/api")),
      ...taken(at("www.example.com", "/")),
      ...messageOf(update("shop", { routes: [led({ Default: external("a") }, { Default: external("b") })] })),
      ...messageOf(
        update("shop", { routes: [{ kind: "replace", id: "r", from: API, to, moved: "ours" }] }),
        elsewhere([API]),
      ),
      ...messageOf(update("shop", { fields: [others("DENIED", "MANAGE")] })),
    ]).toEqual([
      ["apex", "routes of a domain itself would be taken away: example.com/api"],
      ["wildcard", "routes of every subdomain would be taken away: *.example.com/api"],
      ["root-path", "routes of the path / would be taken away: www.example.com/"],
      ["default-target", "the default target or the type of routes would change: www.example.com/api"],
      ["domain-change", "routes would move to another domain: www.example.com/api → www.example.org/api"],
      ["others-widened", "everybody would be allowed more: shop (DENIED → MANAGE)"],
    ]);
  });

  it("does not block what loses no route when others lose too many", () => {
    const limits = { allow: ["last-route"], routeRemovalShare: 100, routeRemovals: 1 } as const;
    const losing = update("a", {
      routes: [gone(at("a.example.com", "/1")), gone(at("a.example.com", "/2"))],
    });
    const blocks = blocksOf([losing, update("b", { fields: [name()] })], {}, limits);
    expect(blocks.map(({ keys }) => keys)).toEqual([["workspace#a"]]);
  });

  it("never speaks of more than 100 percent, and names no limit that could not be set", () => {
    const updates = names(6).map((identifier) => update(identifier, { fields: [name()] }));
    const said = (owned: number) =>
      blocksOf(updates, { owned }).map(({ message, remedy }) => [message, remedy]);
    expect(said(5)).toEqual([
      [
        "6 of 5 distributions (100%) would be updated, and the limit is 30%",
        "no limit allows that: if it is intended, approve this plan",
      ],
    ]);
    expect(said(6)[0]?.[1]).toContain("limits: { updates: 100% }");
  });

  it("names a route that git changed and somebody removed", () => {
    const conflict = { kind: "add", to: API, moved: "conflict" } as const;
    const blocks = blocksOf(
      [update("shop", { routes: [conflict] })],
      {},
      { allow: ["last-route"], routeRemovalShare: 100 },
    );
    expect(blocks).toMatchObject([
      { code: "CONFLICT", message: expect.stringContaining("www.example.com/api") },
    ]);
  });
});

function external(host: string): Targets[string] {
  return { type: "EXTERNAL", external_url: `https://${host}.example.com` };
}

/** A route that leads elsewhere. */
function led(from: Targets, to: Targets) {
  return {
    kind: "update",
    id: "r",
    from: { ...API, targets: from },
    to: { ...API, targets: to },
    moved: "ours",
  } as const;
}
