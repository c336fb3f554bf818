import { describe, expect, it } from "vitest";
import type { LiveRoute } from "../../../lib/core/domain/distribution.ts";
import { type ExposureContext, exposedBy, exposuresOf, hostsAfter } from "../../../lib/core/plan/exposure.ts";
import type { Change, FieldChange } from "../../../lib/core/plan/plan.ts";
import { change, route } from "../../support/builders.ts";
import { adopt, at, disable, disown, gone, remove, update } from "./changes.ts";

/** Everything is served elsewhere, so that no route is a last one. */
const ELSEWHERE: ExposureContext = { live: new Map(), hosts: { has: () => true } as never };
const NOWHERE: ExposureContext = { live: new Map(), hosts: new Set() };

const EVERY_PATH = at("www.example.com", "/api");

describe("exposuresOf", () => {
  it("finds none in what is made, adopted or disowned", () => {
    const routes = [at("*.example.com"), route({ subdomain: "" })];
    const widening = { field: "others", from: "DENIED", to: "MANAGE", moved: "ours" } as const;
    const changes: readonly Change[] = [
      change({ routes }),
      adopt("shop", { routes: routes.map(gone), fields: [widening] }),
      disown(),
    ];
    for (const one of changes) expect(exposuresOf(one, NOWHERE)).toEqual([]);
  });

  it.each([
    ["an ordinary one", at("www.example.com", "/api"), []],
    ["that of a domain itself", route({ subdomain: "", path: "/api" }), ["apex"]],
    ["one of every subdomain", at("*.example.com", "/api"), ["wildcard"]],
    [
      "one of every subdomain, written as a domain",
      route({ domain: "*.example.com", subdomain: "", path: "/a" }),
      ["apex", "wildcard"],
    ],
    ["one of every path", at("www.example.com", "/"), ["root-path"]],
  ])("judges a route that is taken away: %s", (_, taken, expected) => {
    expect(exposuresOf(update("shop", { routes: [gone(taken)] }), ELSEWHERE)).toEqual(expected);
    expect(exposuresOf(disable("shop", [taken]), ELSEWHERE)).toEqual(expected);
    expect(exposuresOf(remove("shop", { routes: [taken] }), ELSEWHERE)).toEqual(expected);
  });

  it("finds the last route of a hostname", () => {
    const last = ["last-route"];
    expect(exposuresOf(update("shop", { routes: [gone(EVERY_PATH)] }), NOWHERE)).toEqual(last);
    expect(exposuresOf(disable("shop", [EVERY_PATH]), NOWHERE)).toEqual(last);
    expect(exposuresOf(remove("shop", { routes: [EVERY_PATH] }), NOWHERE)).toEqual(last);
  });

  it("finds nothing in removing what is disabled: it answers nothing", () => {
    expect(exposuresOf(remove("shop", { routes: [EVERY_PATH], enabled: false }), NOWHERE)).toEqual([]);
    const disabled = new Set(["workspace#shop"]);
    expect(exposuresOf(disable("shop", [EVERY_PATH]), { ...NOWHERE, disabled })).toEqual([]);
  });

  it("takes switching off for taking away all routes, those that are only in the change among them", () => {
    const off: FieldChange = { field: "disabled", from: false, to: true, moved: "ours" };
    const live = new Map([["workspace#shop", [at("www.example.com", "/")]]]);
    expect(exposuresOf(update("shop", { fields: [off] }), { ...NOWHERE, live })).toEqual([
      "last-route",
      "root-path",
    ]);
    const routes = [gone(EVERY_PATH)];
    expect(exposuresOf(update("shop", { fields: [off], routes }), NOWHERE)).toEqual(["last-route"]);
    const on: FieldChange = { field: "disabled", from: true, to: false, moved: "ours" };
    expect(exposuresOf(update("shop", { fields: [on] }), { ...NOWHERE, live })).toEqual([]);
  });

  it("does not mind when one of two routes with the same address goes", () => {
    const twice = at("www.example.com", "/");
    const live = new Map([["workspace#shop", [twice, twice]]]);
    expect(exposuresOf(update("shop", { routes: [gone(twice)] }), { ...ELSEWHERE, live })).toEqual([]);
    expect(
      exposuresOf(update("shop", { routes: [gone(twice), gone(twice)] }), { ...ELSEWHERE, live }),
    ).toEqual(["root-path"]);
  });

  it("finds a route on another domain, and what is lost with the old one", () => {
    const from = route({ path: "/" });
    const to = route({ path: "/", domain: "example.org" });
    const routes = [{ kind: "replace", id: "r", from, to, moved: "ours" } as const];
    expect(exposuresOf(update("shop", { routes }), NOWHERE)).toEqual([
      "last-route",
      "root-path",
      "domain-change",
    ]);
  });

  it("finds nothing in routes that are added", () => {
    expect(
      exposuresOf(update("shop", { routes: [{ kind: "add", to: EVERY_PATH, moved: "ours" }] }), NOWHERE),
    ).toEqual([]);
  });

  const A = { type: "EXTERNAL", external_url: "https://a.example.com" } as const;
  const B = { type: "EXTERNAL", external_url: "https://b.example.com" } as const;

  it.each<readonly [string, LiveRoute["targets"], ReturnType<typeof route>["targets"], boolean]>([
    ["the default target", { Default: A }, { Default: B }, true],
    [
      "only its spelling",
      { default: { ...A, external_url: "https://A.example.com/" } },
      { Default: A },
      false,
    ],
    ["a region's target", { Default: A, "COUNTRY-PL": A }, { Default: A, "COUNTRY-PL": B }, false],
    ["a region that is added", { Default: A }, { Default: A, "COUNTRY-PL": B }, false],
    ["the only target, of a region", { "COUNTRY-PL": A }, { Default: A, "COUNTRY-PL": B }, true],
    ["the only region, to everywhere", { "COUNTRY-PL": A }, { Default: A }, false],
    ["the only region, to everywhere else", { "COUNTRY-PL": A }, { Default: B, "COUNTRY-PL": A }, true],
    ["a default where there was none", { "COUNTRY-PL": A, "COUNTRY-DE": B }, { Default: A }, true],
    ["nothing where there was nothing", {}, {}, false],
    ["a target where there was none", {}, { Default: A }, true],
  ])("judges a route whose target changes: %s", (_, from, to, exposed) => {
    const [before, after] = [
      { ...EVERY_PATH, targets: from },
      { ...EVERY_PATH, targets: to },
    ];
    const routes = [{ kind: "update", id: "r", from: before, to: after, moved: "ours" } as const];
    expect(exposuresOf(update("shop", { routes }), ELSEWHERE)).toEqual(exposed ? ["default-target"] : []);
  });

  it("finds another type of a route, and not another word for the same", () => {
    const to = { ...EVERY_PATH, type: "DIRECT_PROXY" } as const;
    const typed = (type: string) =>
      update("shop", {
        routes: [{ kind: "update", id: "r", from: { ...EVERY_PATH, type }, to, moved: "ours" }],
      });
    expect(exposuresOf(typed("REDIRECT"), ELSEWHERE)).toEqual(["default-target"]);
    expect(exposuresOf(typed("PROXY_NO_CACHE"), ELSEWHERE)).toEqual([]);
  });

  it.each([
    ["DENIED", "READ_ONLY", true],
    ["READ_ONLY", "MANAGE", true],
    ["MANAGE", "READ_ONLY", false],
    ["READ_WRITE", "DENIED", false],
    [undefined, "DENIED", true],
    ["SOMETHING_NEW", "READ_ONLY", true],
    ["MANAGE", "ALLOWED", true],
  ] as const)("judges the access of others: from %s to %s", (from, to, exposed) => {
    const fields = [{ field: "others", ...(from === undefined ? {} : { from }), to, moved: "ours" } as const];
    expect(exposuresOf(update("shop", { fields }), ELSEWHERE)).toEqual(exposed ? ["others-widened"] : []);
  });

  it("finds nothing in other fields", () => {
    const fields: readonly FieldChange[] = [{ field: "name", from: "Shop", to: "The shop", moved: "ours" }];
    expect(exposuresOf(update("shop", { fields }), NOWHERE)).toEqual([]);
  });
});

describe("a word that no type knows", () => {
  it("is never taken for another word", () => {
    const foreign = { ...disown(), action: "sell" } as unknown as Change;
    expect(exposedBy(foreign, NOWHERE)).toBe(foreign);
    expect([...hostsAfter([foreign], { live: new Map() }, new Set())]).toEqual([]);
    const strange = { change: "sell", from: EVERY_PATH, to: EVERY_PATH } as never;
    expect(exposuresOf(update("shop", { routes: [strange] }), NOWHERE)).toEqual([]);
  });
});

describe("hostsAfter", () => {
  const [a, b] = [at("a.example.com", "/"), at("b.example.com", "/")];
  const live = new Map([
    ["workspace#shop", [a]],
    ["workspace#blog", [a, b]],
  ]);
  const served = (
    changes: readonly Change[],
    { disabled = [], blocked = [] }: { disabled?: readonly string[]; blocked?: readonly string[] } = {},
  ) =>
    [...hostsAfter(changes, { live, disabled: new Set(disabled) }, new Set(blocked))].map((host) =>
      host.slice(0, 1),
    );
  const on: FieldChange = { field: "disabled", from: true, to: false, moved: "ours" };
  const off: FieldChange = { field: "disabled", from: false, to: true, moved: "ours" };
  const added = { kind: "add", to: at("c.example.com"), moved: "ours" } as const;
  const replaced = { kind: "replace", id: "r", from: b, to: at("c.example.com"), moved: "ours" } as const;
  const led = { kind: "update", id: "r", from: a, to: a, moved: "ours" } as const;

  it("are those of all distributions that were read and are enabled", () => {
    expect(served([])).toEqual(["a", "b"]);
    expect([...hostsAfter([], { live }, new Set())]).toHaveLength(2);
    expect(served([], { disabled: ["workspace#blog"] })).toEqual(["a"]);
  });

  it("remain while one distribution has a route", () => {
    expect(served([remove("blog")])).toEqual(["a"]);
    expect(served([disable("shop")])).toEqual(["a", "b"]);
    expect(served([update("blog", { fields: [off] }), remove("shop")])).toEqual([]);
    expect(served([update("blog", { routes: [gone(b)] })])).toEqual(["a"]);
    expect(served([update("blog", { routes: [led] })])).toEqual(["a", "b"]);
    expect(served([disown("blog"), adopt("shop")])).toEqual(["a", "b"]);
  });

  it("are joined by what is made, unless it is disabled or blocked", () => {
    const made = (disabled?: boolean) =>
      change({ key: "workspace#new", routes: [added.to], ...(disabled === undefined ? {} : { disabled }) });
    expect(served([made()])).toEqual(["a", "b", "c"]);
    expect(served([made(false)])).toEqual(["a", "b", "c"]);
    expect(served([made(true)])).toEqual(["a", "b"]);
    expect(served([made()], { blocked: ["workspace#new"] })).toEqual(["a", "b"]);
  });

  it("are joined by what is added to an enabled one, unless that is blocked", () => {
    expect(served([update("shop", { routes: [added] })])).toEqual(["a", "b", "c"]);
    expect(served([update("blog", { routes: [replaced] })])).toEqual(["a", "c"]);
    expect(served([update("blog", { routes: [replaced] })], { blocked: ["workspace#blog"] })).toEqual(["a"]);
    const disabled = ["workspace#shop"];
    expect(served([update("shop", { routes: [added] })], { disabled })).toEqual(["a", "b"]);
    expect(served([update("shop", { fields: [on], routes: [added] })], { disabled })).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("lose nothing that they did not have", () => {
    expect(served([remove("unread"), update("unread", { routes: [gone(a)] })])).toEqual(["a", "b"]);
    expect(served([update("unread", { fields: [off] })])).toEqual(["a", "b"]);
  });
});
