import { describe, expect, it } from "vitest";
import { givenUpBy, movesOf } from "../../../lib/core/plan/moves.ts";
import type { RouteChange } from "../../../lib/core/plan/plan.ts";
import {
  adoptChange,
  change,
  deleteChange,
  disableChange,
  disownChange,
  liveRoute,
  route,
  updateChange,
} from "../../support/builders.ts";

const api = route({ path: "/api" });
const liveApi = liveRoute({ path: "/api" });
const adds: RouteChange = { kind: "add", to: api, moved: "ours" };
const removes: RouteChange = { kind: "remove", id: "r1", from: liveApi, moved: "ours" };
const replaces: RouteChange = {
  kind: "replace",
  id: "r1",
  from: liveApi,
  to: route({ path: "/api", domain: "example.org" }),
  moved: "ours",
};
const API = "www.example.com/api";

const taken = [
  ["an update that removes it", updateChange({ key: "from", routes: [removes] })],
  ["an update that gives it another domain", updateChange({ key: "from", routes: [replaces] })],
  ["a deletion", deleteChange({ key: "from", routes: [liveApi] })],
] as const;

const added = [
  ["a creation", change({ key: "to", routes: [api] })],
  ["an update that adds it", updateChange({ key: "to", routes: [adds] })],
  [
    "an update in which it replaces another",
    updateChange({
      key: "to",
      routes: [{ ...replaces, from: liveRoute({ path: "/api", domain: "example.net" }), to: api }],
    }),
  ],
] as const;

describe("movesOf", () => {
  it.each(taken.flatMap(([by, from]) => added.map(([get, to]) => [by, get, from, to] as const)))(
    "sees a route that %s takes away and that %s gets",
    (_, __, from, to) => {
      expect(movesOf([from, to])).toEqual([{ address: API, from, to }]);
      expect(movesOf([to, from])).toEqual([{ address: API, from, to }]);
    },
  );

  it.each([
    ["is disabled", disableChange({ key: "from", routes: [liveApi] })],
    ["is given up", disownChange({ key: "from" })],
    ["is adopted", adoptChange({ key: "from", routes: [removes] })],
    ["changes its target", updateChange({ key: "from", routes: [{ ...removes, kind: "update", to: api }] })],
  ])("sees nothing go from one that %s: it keeps its routes", (_, from) => {
    expect(movesOf([from, change({ key: "to", routes: [api] })])).toEqual([]);
  });

  it("sees nothing go to one that does not add it", () => {
    const from = updateChange({ key: "from", routes: [removes] });
    const others = [
      adoptChange({ key: "to", routes: [adds] }),
      updateChange({ key: "to", routes: [{ ...adds, to: route({ path: "/other" }) }] }),
    ];
    expect(movesOf([from, ...others])).toEqual([]);
  });
});

describe("givenUpBy", () => {
  it("does not say who gives an address up when several do", () => {
    const twice = ["a", "b", "c"].map((key) => updateChange({ key, routes: [removes] }));
    expect(givenUpBy(twice)).toEqual(new Map());
    expect(givenUpBy(twice.slice(0, 1))).toEqual(new Map([[API, twice[0]]]));
  });
});
