import { describe, expect, it } from "vitest";
import type { Bucket, Summary } from "../../../lib/core/distribution.ts";
import { bucketKey } from "../../../lib/core/distribution.ts";
import { EMPTY_INVENTORY, type Inventory } from "../../../lib/core/inventory.ts";
import { livesIn, looksLikeOurs, type Match, matcher } from "../../../lib/core/plan/match.ts";
import {
  actual,
  desired,
  environment,
  owned,
  project,
  route,
  summary,
  WORKSPACE,
} from "../../support/builders.ts";

type Listed = readonly (readonly [Bucket, readonly Summary[]])[];

function match(listed: Listed, wanted = desired(), inventory: Inventory = EMPTY_INVENTORY): Match {
  const listings = new Map(listed.map(([bucket, summaries]) => [bucketKey(bucket), summaries] as const));
  const buckets = new Map(listed.map(([bucket]) => [bucketKey(bucket), bucket] as const));
  return matcher(listings, buckets, inventory)(wanted);
}

describe("matcher", () => {
  it("finds nothing where nothing has the identifier", () => {
    expect(match([[WORKSPACE, [summary({ identifier: "blog" })]]])).toEqual({ as: "missing" });
  });

  it("finds nothing where the bucket was not listed", () => {
    expect(match([])).toEqual({ as: "missing" });
  });

  it("never matches an object without an identifier", () => {
    expect(match([[WORKSPACE, [{ id: "a", name: "shop" }]]])).toEqual({ as: "missing" });
  });

  it("takes an object that is not in the inventory for somebody else's", () => {
    expect(match([[WORKSPACE, [summary()]]])).toEqual({ as: "unmanaged", id: "rm1P93jG" });
  });

  it("knows what is ours by Buddy's id, also when its identifier was changed", () => {
    const inventory = { ...EMPTY_INVENTORY, owned: new Map([["workspace#shop", owned()]]) };
    expect(match([[WORKSPACE, [summary({ identifier: "renamed" })]]], desired(), inventory)).toEqual({
      as: "ours",
      id: "rm1P93jG",
    });
  });

  it("knows the twins of what is ours: others of its identifier in the bucket, and none elsewhere", () => {
    const listed = [summary(), summary({ id: "twin" }), summary({ id: "far", home: project("web") })];
    for (const complete of [true, false]) {
      const inventory = { ...EMPTY_INVENTORY, owned: new Map([["workspace#shop", owned({ complete })]]) };
      const as = complete ? "ours" : "unfinished";
      expect(match([[WORKSPACE, listed]], desired(), inventory)).toEqual({
        as,
        id: "rm1P93jG",
        twins: ["twin"],
      });
    }
  });

  it("takes an object that was deleted and made again under the same identifier for somebody else's", () => {
    const inventory = { ...EMPTY_INVENTORY, owned: new Map([["workspace#shop", owned({ id: "old" })]]) };
    expect(match([[WORKSPACE, [summary({ id: "new" })]]], desired(), inventory)).toEqual({
      as: "unmanaged",
      id: "new",
    });
  });

  it("asks for ours to be read when an earlier pass did not finish it", () => {
    const inventory = {
      ...EMPTY_INVENTORY,
      owned: new Map([["workspace#shop", owned({ complete: false })]]),
    };
    expect(match([[WORKSPACE, [summary()]]], desired(), inventory)).toEqual({
      as: "unfinished",
      id: "rm1P93jG",
    });
  });

  it("asks for a candidate to be read when an earlier pass began to create it", () => {
    const begun = new Map([["workspace#shop", { bucket: WORKSPACE, identifier: "shop", touchedAt: 0 }]]);
    expect(match([[WORKSPACE, [summary()]]], desired(), { ...EMPTY_INVENTORY, begun })).toEqual({
      as: "begun",
      id: "rm1P93jG",
    });
  });

  it("does not choose among several live objects of one identifier", () => {
    expect(match([[WORKSPACE, [summary({ id: "a" }), summary({ id: "b" })]]])).toEqual({
      as: "ambiguous",
      ids: ["a", "b"],
    });
  });

  it("does not take a project's distribution in the list of the workspace for the workspace's own", () => {
    const listed = summary({ home: project("web") });
    expect(match([[WORKSPACE, [listed]]])).toEqual({
      as: "elsewhere",
      candidates: [{ id: "rm1P93jG", bucket: project("web") }],
    });
  });

  it("places an object whose address says nothing in the narrowest bucket that lists it", () => {
    const listed: Listed = [
      [environment("e1"), [summary()]],
      [WORKSPACE, [summary()]],
      [project("web"), [summary()]],
    ];
    expect(match(listed, desired({ bucket: environment("e1") }))).toEqual({
      as: "unmanaged",
      id: "rm1P93jG",
    });
    expect(match(listed)).toMatchObject({ as: "elsewhere" });
  });

  it("finds the workspace's own among others of the same identifier", () => {
    const listed = [summary({ id: "other", home: project("web") }), summary({ id: "own", home: WORKSPACE })];
    expect(match([[WORKSPACE, listed]])).toEqual({ as: "unmanaged", id: "own" });
  });

  it("takes an object to live where it is listed when nothing else is known of it", () => {
    const listings = new Map([["workspace", [summary()]]]);
    expect(matcher(listings, new Map(), EMPTY_INVENTORY)(desired())).toEqual({
      as: "unmanaged",
      id: "rm1P93jG",
    });
  });

  it("does without the list of a bucket that could not be read", () => {
    const buckets = new Map([
      ["workspace", WORKSPACE],
      ["project:web", project("web")],
    ]);
    const find = matcher(new Map([["workspace", [summary()]]]), buckets, EMPTY_INVENTORY);
    expect(find(desired())).toEqual({ as: "unmanaged", id: "rm1P93jG" });
  });

  it("is not confused by identifiers that are names of object properties", () => {
    const wanted = desired({ identifier: "__proto__" });
    expect(match([[WORKSPACE, [summary({ identifier: "constructor" })]]], wanted)).toEqual({ as: "missing" });
  });
});

describe("livesIn", () => {
  it.each([
    [WORKSPACE, actual(), true],
    [WORKSPACE, actual({ scope: "PROJECT" }), false],
    [project("web"), actual({ scope: "PROJECT", project: "web" }), true],
    [project("web"), actual({ scope: "PROJECT", project: "shop" }), false],
    [project("web"), actual({ scope: "PROJECT" }), undefined],
    [environment("e1"), actual({ scope: "ENVIRONMENT", environmentId: "e1" }), true],
    [environment("e1"), actual({ scope: "ENVIRONMENT", environmentId: "e2" }), false],
    [environment("e1"), actual({ scope: "ENVIRONMENT" }), undefined],
  ])("%j and %j: %s", (bucket, read, expected) => {
    expect(livesIn(bucket, read)).toBe(expected);
  });

  it("does not guess when Buddy does not say the scope", () => {
    const { scope: _, ...scopeless } = actual();
    expect(livesIn(WORKSPACE, scopeless)).toBeUndefined();
  });
});

describe("looksLikeOurs", () => {
  const wanted = { ...desired(), name: "Shop", routes: [route()] };
  const live = { id: "r1", domain: "example.com", subdomain: "www", path: "/", type: "DIRECT_PROXY" };

  it("recognises what we would have made, with and without its routes", () => {
    expect(looksLikeOurs(wanted, actual({ name: "Shop" }))).toBe(true);
    expect(looksLikeOurs(wanted, actual({ name: "Shop", routes: [live] }))).toBe(true);
  });

  it("does not recognise another name, identifier, bucket, or a route that we would not have made", () => {
    expect(looksLikeOurs(wanted, actual({ name: "Somebody's shop" }))).toBe(false);
    expect(looksLikeOurs(wanted, actual({ name: "Shop", identifier: "other" }))).toBe(false);
    expect(looksLikeOurs(wanted, actual({ name: "Shop", scope: "PROJECT" }))).toBe(false);
    expect(looksLikeOurs(wanted, actual({ name: "Shop", routes: [{ ...live, path: "/api" }] }))).toBe(false);
    expect(looksLikeOurs({ ...desired(), name: "Shop" }, actual({ name: "Shop", routes: [live] }))).toBe(
      false,
    );
  });

  it("does not recognise one that is disabled, or that gives others another access", () => {
    expect(looksLikeOurs(wanted, actual({ name: "Shop", disabled: true }))).toBe(false);
    const open = { ...wanted, permissions: { others: "MANAGE" as const } };
    expect(looksLikeOurs(open, actual({ name: "Shop", others: "DENIED" }))).toBe(false);
    expect(looksLikeOurs(open, actual({ name: "Shop", others: "MANAGE" }))).toBe(true);
    expect(looksLikeOurs(open, actual({ name: "Shop" }))).toBe(true);
  });

  it("does without an identifier that Buddy does not show", () => {
    const { identifier: _, ...unnamed } = actual({ name: "Shop" });
    expect(looksLikeOurs(wanted, unnamed)).toBe(true);
  });
});
