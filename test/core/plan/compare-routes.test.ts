import { describe, expect, it } from "vitest";
import type { ActualRoute, LiveRoute, Route } from "../../../lib/core/domain/distribution.ts";
import { compareRoutes } from "../../../lib/core/plan/compare.ts";
import { liveRoute, route } from "../../support/builders.ts";

function compare(
  wanted: readonly Route[] | undefined,
  live: readonly ActualRoute[],
  ...bases: readonly (readonly LiveRoute[] | undefined)[]
) {
  const applied = bases.map((routes) => ({ name: "shop", ...(routes === undefined ? {} : { routes }) }));
  return compareRoutes(wanted, live, applied);
}

const changes = (...args: Parameters<typeof compare>) => compare(...args).changes;

const to = (host: string) => ({ Default: { type: "EXTERNAL", external_url: `https://${host}` } }) as const;
const NEW = to("new.example.com");
const OTHER = to("other.example.com");

describe("compareRoutes", () => {
  it("compares nothing where the manifest does not manage routes", () => {
    expect(compare(undefined, [liveRoute()], [])).toEqual({ changes: [], both: [] });
  });

  it("wants none where the manifest says so", () => {
    expect(changes([], [liveRoute()], [route()])).toEqual([
      { kind: "remove", id: "dybEM2bg", from: route(), moved: "ours" },
    ]);
  });

  it("takes what is live for ours to change where routes were not declared before", () => {
    expect(changes([], [liveRoute()], undefined)).toMatchObject([{ kind: "remove", moved: "ours" }]);
  });

  it.each([
    ["git has added it", [], "ours"],
    ["somebody has removed it", [route()], "theirs"],
    ["git has changed it, and somebody has removed it", [route({ targets: OTHER })], "conflict"],
  ])("adds a route where %s", (_, base, moved) => {
    expect(changes([route()], [], base)).toEqual([{ kind: "add", to: route(), moved }]);
  });

  it.each([
    ["git has changed it", [route()], "ours"],
    ["somebody has changed it", [route({ targets: NEW })], "theirs"],
    ["both have, and differently", [route({ targets: OTHER })], "conflict"],
    ["both have added it, and differently", [], "conflict"],
  ])("updates a route where %s", (_, base, moved) => {
    expect(changes([route({ targets: NEW })], [liveRoute()], base)).toEqual([
      { kind: "update", id: "dybEM2bg", from: route(), to: route({ targets: NEW }), moved },
    ]);
  });

  it.each([
    ["git has removed it", [route()], "ours"],
    ["somebody has added it", [], "theirs"],
    ["git has removed it, and somebody has changed it", [route({ targets: OTHER })], "conflict"],
  ])("removes a route where %s", (_, base, moved) => {
    expect(changes([], [liveRoute()], base)).toEqual([
      { kind: "remove", id: "dybEM2bg", from: route(), moved },
    ]);
  });

  it("names routes that both sides have made, changed or removed alike", () => {
    const wanted = [route({ path: "/a" }), route({ path: "/b" })];
    const live = [liveRoute({ id: "a", path: "/a" }), liveRoute({ id: "b", path: "/b" })];
    const base = [route({ path: "/b", targets: OTHER }), route({ path: "/c" })];
    expect(compare(wanted, live, base)).toEqual({
      changes: [],
      both: ["route www.example.com/a", "route www.example.com/b", "route www.example.com/c"],
    });
  });

  it("takes either of two for applied where an update was cut short", () => {
    const wanted = [route({ targets: NEW })];
    const bases = [[route()], [route({ targets: NEW })]] as const;
    expect(changes(wanted, [liveRoute()], ...bases)).toMatchObject([{ kind: "update", moved: "ours" }]);
    expect(changes(wanted, [liveRoute({ targets: NEW })], ...bases)).toEqual([]);
    expect(changes(wanted, [liveRoute({ targets: OTHER })], ...bases)).toMatchObject([{ moved: "theirs" }]);
  });

  it("puts what it finds in the order of the keys, whatever that of the routes", () => {
    const wanted = [route({ path: "/c" }), route({ path: "/a" })];
    const live = [liveRoute({ id: "d", path: "/d" }), liveRoute({ id: "b", path: "/b" })];
    const found = changes(wanted, live, []);
    expect(found.map((one) => (one.kind === "remove" ? one.from.path : one.to.path))).toEqual([
      "/a",
      "/b",
      "/c",
      "/d",
    ]);
  });

  it("shows of a live route what a manifest can say, and not its id or what else Buddy has", () => {
    const [change] = changes([], [liveRoute({ further: { note: "kept" } })], []);
    expect(change).toEqual({ kind: "remove", id: "dybEM2bg", from: route(), moved: "theirs" });
  });
});

describe("no phantom difference", () => {
  it("is found in another split of the same host", () => {
    const live = liveRoute({ domain: "www.example.com", subdomain: "" });
    expect(changes([route()], [live], [route()])).toEqual([]);
  });

  it("is found in the older name of a type", () => {
    expect(changes([route()], [liveRoute({ type: "PROXY_NO_CACHE" })], [route()])).toEqual([]);
    expect(changes([route({ type: "CACHED_PROXY" })], [liveRoute({ type: "PROXY" })], [])).toEqual([]);
  });

  it("is found in `default`, in what Buddy fills in, and in the scheme that it adds", () => {
    const wanted = route({ targets: { Default: { type: "EXTERNAL", external_url: "backend.example.com" } } });
    const live = liveRoute({
      targets: { default: { type: "EXTERNAL", external_url: "https://Backend.example.com/", tunnel: null } },
    });
    expect(changes([wanted], [live], [wanted])).toEqual([]);
  });
});

describe("a route whose domain is changed", () => {
  const moved = route({ domain: "example.org" });

  it("is one change where git has changed it", () => {
    expect(changes([moved], [liveRoute()], [route()])).toEqual([
      { kind: "replace", id: "dybEM2bg", from: route(), to: moved, moved: "ours" },
    ]);
  });

  it("is one change where somebody has changed it in Buddy", () => {
    expect(changes([route()], [liveRoute({ domain: "example.org" })], [route()])).toMatchObject([
      { kind: "replace", from: moved, to: route(), moved: "theirs" },
    ]);
  });

  it("is one change also where its targets change with it", () => {
    expect(changes([{ ...moved, targets: NEW }], [liveRoute()], [route()])).toMatchObject([
      { kind: "replace", to: { targets: NEW } },
    ]);
  });

  it("stands where it is added, among the others", () => {
    const wanted = [route({ path: "/a" }), moved];
    expect(changes(wanted, [liveRoute()], [route()])).toMatchObject([
      { kind: "add", to: { path: "/a" } },
      { kind: "replace" },
    ]);
  });

  it("is two changes where the subdomain or the path differs as well", () => {
    for (const wanted of [route({ domain: "example.org", subdomain: "shop" }), { ...moved, path: "/api" }]) {
      expect(
        changes([wanted], [liveRoute()], [route()])
          .map(({ kind }) => kind)
          .toSorted(),
      ).toEqual(["add", "remove"]);
    }
  });

  it("is two changes where the domain is the same and only the subdomain differs", () => {
    expect(changes([route({ subdomain: "shop" })], [liveRoute()], [route()])).toHaveLength(2);
  });

  it("is two changes where one side has added and the other has removed", () => {
    expect(changes([moved], [liveRoute()], [])).toMatchObject([
      { kind: "remove", moved: "theirs" },
      { kind: "add", moved: "ours" },
    ]);
  });

  it("is not guessed where two removed routes may be meant", () => {
    const live = [liveRoute({ id: "a" }), liveRoute({ id: "b", domain: "example.net" })];
    const found = changes([moved], live, [route(), route({ domain: "example.net" })]);
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(["add", "remove", "remove"]);
  });

  it("is not guessed where two added routes may be meant", () => {
    const found = changes([moved, route({ domain: "example.net" })], [liveRoute()], [route()]);
    expect(found.map(({ kind }) => kind).toSorted()).toEqual(["add", "add", "remove"]);
  });
});

describe("twins: several live routes of one key", () => {
  it("leaves the one that is as it should be, wherever it stands, and removes the others", () => {
    const right = liveRoute({ id: "b" });
    const [one, other] = [liveRoute({ id: "a", targets: OTHER }), liveRoute({ id: "c", targets: NEW })];
    for (const live of [
      [right, one, other],
      [one, right, other],
      [other, one, right],
    ]) {
      expect(changes([route()], live, [route()])).toEqual([
        { kind: "remove", id: "a", from: route({ targets: OTHER }), moved: "theirs" },
        { kind: "remove", id: "c", from: route({ targets: NEW }), moved: "theirs" },
      ]);
    }
  });

  it("leaves the first of several that are alike", () => {
    const live = [liveRoute({ id: "b" }), liveRoute({ id: "a" })];
    expect(changes([route()], live, [route()])).toMatchObject([{ kind: "remove", id: "b" }]);
  });

  it("leaves one of which Buddy says more than was asked for", () => {
    const wanted = route({ targets: { Default: { type: "EXTERNAL", external_url: "backend.example.com" } } });
    const live = [liveRoute({ id: "a", targets: OTHER }), liveRoute({ id: "b" })];
    expect(changes([wanted], live, [wanted])).toMatchObject([{ kind: "remove", id: "a" }]);
  });

  it("updates the first and removes the others where none is as it should be", () => {
    const live = [liveRoute({ id: "b", targets: OTHER }), liveRoute({ id: "a" })];
    expect(changes([route({ targets: NEW })], live, [route()])).toMatchObject([
      { kind: "update", id: "a", moved: "ours" },
      { kind: "remove", id: "b", moved: "theirs" },
    ]);
  });

  it("removes all of them where none is wanted", () => {
    const live = [liveRoute({ id: "a" }), liveRoute({ id: "b" })];
    expect(changes([], live, [route()])).toMatchObject([
      { kind: "remove", id: "a", moved: "ours" },
      { kind: "remove", id: "b", moved: "theirs" },
    ]);
  });

  it("are ours to remove where they were there when it was adopted", () => {
    const live = [liveRoute({ id: "a" }), liveRoute({ id: "b", targets: OTHER })];
    const found = [
      { kind: "update", id: "a", moved: "ours" },
      { kind: "remove", id: "b", moved: "ours" },
    ];
    expect(changes([route({ targets: NEW })], live, [route(), route({ targets: OTHER })])).toMatchObject(
      found,
    );
    expect(changes([route({ targets: NEW })], live)).toMatchObject(found);
  });
});
