import { describe, expect, it } from "vitest";
import { diff, type ReadResult, readsFor } from "../../../lib/core/plan/diff.ts";
import type { Match } from "../../../lib/core/plan/match.ts";
import { actual, desired, project, route, WORKSPACE } from "../../support/builders.ts";

function differences(
  match: Match,
  reads: Record<string, ReadResult> = {},
  wanted = desired({ routes: [route()] }),
) {
  return diff([wanted], () => match, new Map(Object.entries(reads)));
}

const LIVE_ROUTE = { id: "r1", domain: "example.com", subdomain: "www", path: "/", type: "DIRECT_PROXY" };

describe("diff", () => {
  it("asks for what is missing, with all of its routes", () => {
    expect(differences({ as: "missing" }).missing).toEqual([
      { desired: desired({ routes: [route()] }), routes: [route()] },
    ]);
  });

  it("asks for no routes where the manifest does not manage them", () => {
    expect(differences({ as: "missing" }, {}, desired()).missing).toMatchObject([{ routes: [] }]);
  });

  it("leaves what is ours as it is", () => {
    const { missing, unchanged, left } = differences({ as: "ours", id: "a" });
    expect({ missing, left }).toEqual({ missing: [], left: [] });
    expect(unchanged).toMatchObject([{ key: "workspace#shop", id: "a", source: "shop.yaml:1" }]);
  });

  it("leaves the twins of what is ours alone, and names them", () => {
    const { unchanged, left } = differences({ as: "ours", id: "a", twins: ["b", "c"] });
    expect(unchanged).toMatchObject([{ id: "a" }]);
    expect(left).toMatchObject([
      { reason: "ambiguous", id: "b", detail: expect.stringContaining("id a") },
      { reason: "ambiguous", id: "c" },
    ]);
  });

  it("leaves what is not ours alone, and says so", () => {
    expect(differences({ as: "unmanaged", id: "a" }).left).toMatchObject([
      { reason: "exists-unmanaged", id: "a" },
    ]);
  });

  it("leaves several objects of one identifier alone, and names them", () => {
    expect(differences({ as: "ambiguous", ids: ["a", "b"] }).left).toMatchObject([
      { reason: "ambiguous", detail: expect.stringContaining("a, b") },
    ]);
  });

  it("asks for the routes that an unfinished distribution lacks", () => {
    const wanted = desired({ routes: [route(), route({ path: "/api" })] });
    const read = { actual: actual({ id: "a", routes: [LIVE_ROUTE] }) };
    expect(differences({ as: "unfinished", id: "a" }, { a: read }, wanted).missing).toEqual([
      { desired: wanted, routes: [route({ path: "/api" })], resumes: "a" },
    ]);
  });

  it("asks for an unfinished distribution to be disabled where only that is missing", () => {
    const wanted = desired({ disabled: true });
    const read = { actual: actual({ id: "a", disabled: false }) };
    expect(differences({ as: "unfinished", id: "a" }, { a: read }, wanted).missing).toMatchObject([
      { routes: [], resumes: "a" },
    ]);
  });

  it("finds an unfinished distribution finished when nothing is missing", () => {
    const read = { actual: actual({ id: "a", disabled: true, routes: [LIVE_ROUTE] }) };
    const wanted = desired({ disabled: true, routes: [route()] });
    const { missing, unchanged, finished } = differences({ as: "unfinished", id: "a" }, { a: read }, wanted);
    expect(missing).toEqual([]);
    expect(unchanged).toMatchObject([{ id: "a" }]);
    expect(finished).toMatchObject([{ desired: wanted }]);
  });

  it("goes on with what an earlier pass may have created when it looks like it", () => {
    const read = { actual: actual({ id: "a" }) };
    expect(differences({ as: "begun", id: "a" }, { a: read }).missing).toMatchObject([
      { resumes: "a", presumed: true },
    ]);
  });

  it("shows what it takes for ours also when nothing is missing", () => {
    const read = { actual: actual({ id: "a" }) };
    const { missing, unchanged } = differences({ as: "begun", id: "a" }, { a: read }, desired());
    expect(missing).toMatchObject([{ routes: [], resumes: "a", presumed: true }]);
    expect(unchanged).toEqual([]);
  });

  it("leaves alone what an earlier pass cannot have created", () => {
    const read = { actual: actual({ id: "a", name: "Somebody's" }) };
    expect(differences({ as: "begun", id: "a" }, { a: read }).left).toMatchObject([
      { reason: "exists-unmanaged" },
    ]);
  });

  it("leaves alone what could not be read", () => {
    expect(differences({ as: "unfinished", id: "a" }, { a: { failed: "503" } }).left).toMatchObject([
      { reason: "unconfirmed", detail: "503" },
    ]);
    expect(differences({ as: "begun", id: "a" }, { a: { gone: true } }).left).toMatchObject([
      { reason: "unconfirmed" },
    ]);
    expect(differences({ as: "begun", id: "a" }).left).toMatchObject([{ reason: "unconfirmed" }]);
  });

  it("asks for what is missing here when every candidate is confirmed to live elsewhere", () => {
    const candidates = [{ id: "a", bucket: project("web") }];
    const read = { actual: actual({ id: "a", scope: "PROJECT", project: "web" }) };
    expect(differences({ as: "elsewhere", candidates }, { a: read }).missing).toHaveLength(1);
    expect(differences({ as: "elsewhere", candidates }, { a: read }, desired()).missing).toMatchObject([
      { routes: [] },
    ]);
  });

  it("leaves a candidate alone that turns out to live here, or that cannot be read", () => {
    const candidates = [{ id: "a", bucket: project("web") }];
    expect(
      differences({ as: "elsewhere", candidates }, { a: { actual: actual({ id: "a" }) } }).left,
    ).toMatchObject([{ reason: "exists-unmanaged" }]);
    expect(differences({ as: "elsewhere", candidates }, { a: { gone: true } }).left).toMatchObject([
      { reason: "unconfirmed" },
    ]);
  });
});

describe("readsFor", () => {
  it("reads nothing when the lists alone can tell", () => {
    const matches: Match[] = [
      { as: "missing" },
      { as: "ours", id: "a" },
      { as: "unmanaged", id: "a" },
      { as: "ambiguous", ids: ["a", "b"] },
    ];
    for (const match of matches) expect(readsFor(match, desired())).toEqual([]);
  });

  it("reads what is unfinished, begun, or likely to live elsewhere", () => {
    const candidates = [{ id: "b", bucket: project("web") }];
    expect(readsFor({ as: "unfinished", id: "a" }, desired())).toEqual([{ id: "a", bucket: WORKSPACE }]);
    expect(readsFor({ as: "begun", id: "a" }, desired())).toEqual([{ id: "a", bucket: WORKSPACE }]);
    expect(readsFor({ as: "elsewhere", candidates }, desired())).toEqual(candidates);
  });
});
