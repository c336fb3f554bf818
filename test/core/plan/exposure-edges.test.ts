import { describe, expect, it } from "vitest";
import { type ExposureContext, exposedBy } from "../../../lib/core/plan/exposure.ts";
import { DEFAULT_LIMITS } from "../../../lib/core/plan/limits.ts";
import type { Change, FieldChange } from "../../../lib/core/plan/plan.ts";
import { change, route } from "../../support/builders.ts";
import { adopt, at, disable, disown, gone, name, remove, update } from "./changes.ts";

/** What is exposed, and nothing besides: found by breaking the code (docs/mutation.md). */

const NOWHERE: ExposureContext = { live: new Map(), hosts: new Set() };
const API = at("www.example.com", "/api");

const others = (from: "DENIED" | "MANAGE", to: "DENIED" | "MANAGE"): FieldChange => {
  return { field: "others", from, to, moved: "ours" };
};

describe("exposedBy", () => {
  const twice = new Map([["workspace#shop", [API, API]]]);
  const again = { kind: "update", id: "r", from: API, to: route({ path: "/api" }), moved: "ours" } as const;

  it.each<readonly [string, Change, Partial<ExposureContext>]>([
    ["what is made", change({ routes: [API] }), {}],
    ["what is adopted", adopt("shop", { routes: [gone(API)] }), {}],
    ["what is disowned", disown(), {}],
    ["what is disabled already", disable("shop", [API]), { disabled: new Set(["workspace#shop"]) }],
    ["what answered nothing and is deleted", remove("shop", { routes: [API], enabled: false }), {}],
    ["one of two routes with one address", update("shop", { routes: [gone(API)] }), { live: twice }],
    ["a route that is added", update("shop", { routes: [{ ...again, kind: "add" }] }), {}],
    ["a route that leads where it led", update("shop", { routes: [again] }), {}],
    ["another name", update("shop", { fields: [name()] }), {}],
    ["less for everybody", update("shop", { fields: [others("MANAGE", "DENIED")] }), {}],
    ["the same for everybody", update("shop", { fields: [others("MANAGE", "MANAGE")] }), {}],
  ])("names nothing in %s", (_, one, context) => {
    expect(exposedBy(one, { ...NOWHERE, ...context })).toEqual([]);
  });

  it("names the hostname alone where one is switched off of which only the change is known", () => {
    const off: FieldChange = { field: "disabled", from: false, to: true, moved: "ours" };
    expect(exposedBy(update("shop", { fields: [off], routes: [gone(API)] }), NOWHERE)).toEqual([
      { exposure: "last-route", what: "www.example.com" },
    ]);
    expect(exposedBy(update("shop", { fields: [off], routes: [again] }), NOWHERE)).toEqual([]);
  });
});

describe("the limits where nothing is configured", () => {
  it("allow no class of exposure", () => {
    expect(DEFAULT_LIMITS.allow).toEqual([]);
  });
});
