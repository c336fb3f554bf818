import { describe, expect, it } from "vitest";
import type { Scope, Summary } from "../../../lib/core/domain/distribution.ts";
import { scopeKey } from "../../../lib/core/domain/distribution.ts";
import { EMPTY_INVENTORY, type Inventory } from "../../../lib/core/domain/inventory.ts";
import {
  livesIn,
  type Match,
  matcher,
  matchesOurCreate,
  previousKeysOf,
} from "../../../lib/core/plan/match.ts";
import {
  actual,
  desired,
  environment,
  liveRoute,
  owned,
  project,
  route,
  summary,
  WORKSPACE,
} from "../../support/builders.ts";

type Listed = readonly (readonly [Scope, readonly Summary[]])[];

function match(listed: Listed, wanted = desired(), inventory: Inventory = EMPTY_INVENTORY): Match {
  const listings = new Map(listed.map(([scope, summaries]) => [scopeKey(scope), summaries] as const));
  const scopes = new Map(listed.map(([scope]) => [scopeKey(scope), scope] as const));
  return matcher(listings, scopes, inventory)(wanted);
}

describe("matcher", () => {
  it("finds nothing where nothing has the identifier", () => {
    expect(match([[WORKSPACE, [summary({ identifier: "blog" })]]])).toEqual({ kind: "missing" });
  });

  it("finds nothing where the scope was not listed", () => {
    expect(match([])).toEqual({ kind: "missing" });
  });

  it("never matches an object without an identifier", () => {
    expect(match([[WORKSPACE, [{ id: "a", name: "shop" }]]])).toEqual({ kind: "missing" });
  });

  it("takes an object that is not in the inventory for somebody else's", () => {
    expect(match([[WORKSPACE, [summary()]]])).toEqual({ kind: "unmanaged", id: "rm1P93jG" });
  });

  it("knows what is ours by Buddy's id, also when its identifier was changed", () => {
    const inventory = { ...EMPTY_INVENTORY, owned: new Map([["workspace#shop", owned()]]) };
    expect(match([[WORKSPACE, [summary({ identifier: "renamed" })]]], desired(), inventory)).toEqual({
      kind: "ours",
      id: "rm1P93jG",
    });
  });

  it("knows the twins of what is ours: others of its identifier in the scope, and none elsewhere", () => {
    const listed = [summary(), summary({ id: "twin" }), summary({ id: "far", home: project("web") })];
    for (const complete of [true, false]) {
      const inventory = { ...EMPTY_INVENTORY, owned: new Map([["workspace#shop", owned({ complete })]]) };
      const kind = complete ? "ours" : "unfinished";
      expect(match([[WORKSPACE, listed]], desired(), inventory)).toEqual({
        kind,
        id: "rm1P93jG",
        twins: ["twin"],
      });
    }
  });

  it("takes an object that was deleted and made again under the same identifier for somebody else's", () => {
    const inventory = { ...EMPTY_INVENTORY, owned: new Map([["workspace#shop", owned({ id: "old" })]]) };
    expect(match([[WORKSPACE, [summary({ id: "new" })]]], desired(), inventory)).toEqual({
      kind: "unmanaged",
      id: "new",
    });
  });

  it("asks for ours to be read when an earlier pass did not finish it", () => {
    const inventory = {
      ...EMPTY_INVENTORY,
      owned: new Map([["workspace#shop", owned({ complete: false })]]),
    };
    expect(match([[WORKSPACE, [summary()]]], desired(), inventory)).toEqual({
      kind: "unfinished",
      id: "rm1P93jG",
    });
  });

  it("asks for a candidate to be read when an earlier pass began to create it", () => {
    const begun = new Map([["workspace#shop", { scope: WORKSPACE, identifier: "shop", touchedAt: 0 }]]);
    expect(match([[WORKSPACE, [summary()]]], desired(), { ...EMPTY_INVENTORY, begun })).toEqual({
      kind: "begun",
      id: "rm1P93jG",
    });
  });

  it("does not choose among several live objects of one identifier", () => {
    expect(match([[WORKSPACE, [summary({ id: "a" }), summary({ id: "b" })]]])).toEqual({
      kind: "ambiguous",
      ids: ["a", "b"],
    });
  });

  it("does not take a project's distribution in the list of the workspace for the workspace's own", () => {
    const listed = summary({ home: project("web") });
    expect(match([[WORKSPACE, [listed]]])).toEqual({
      kind: "elsewhere",
      candidates: [{ id: "rm1P93jG", scope: project("web") }],
    });
  });

  it("places an object whose address says nothing in the narrowest scope that lists it", () => {
    const listed: Listed = [
      [environment("e1"), [summary()]],
      [WORKSPACE, [summary()]],
      [project("web"), [summary()]],
    ];
    expect(match(listed, desired({ scope: environment("e1") }))).toEqual({
      kind: "unmanaged",
      id: "rm1P93jG",
    });
    expect(match(listed)).toMatchObject({ kind: "elsewhere" });
  });

  it("finds the workspace's own among others of the same identifier", () => {
    const listed = [summary({ id: "other", home: project("web") }), summary({ id: "own", home: WORKSPACE })];
    expect(match([[WORKSPACE, listed]])).toEqual({ kind: "unmanaged", id: "own" });
  });

  it("takes an object to live where it is listed when nothing else is known of it", () => {
    const listings = new Map([["workspace", [summary()]]]);
    expect(matcher(listings, new Map(), EMPTY_INVENTORY)(desired())).toEqual({
      kind: "unmanaged",
      id: "rm1P93jG",
    });
  });

  it("does without the list of a scope that could not be read", () => {
    const scopes = new Map([
      ["workspace", WORKSPACE],
      ["project:web", project("web")],
    ]);
    const find = matcher(new Map([["workspace", [summary()]]]), scopes, EMPTY_INVENTORY);
    expect(find(desired())).toEqual({ kind: "unmanaged", id: "rm1P93jG" });
  });

  it("is not confused by identifiers that are names of object properties", () => {
    const wanted = desired({ identifier: "__proto__" });
    expect(match([[WORKSPACE, [summary({ identifier: "constructor" })]]], wanted)).toEqual({
      kind: "missing",
    });
  });
});

/** What is ours in the workspace: ids by identifier. */
function ours(ids: Readonly<Record<string, string>>): Inventory {
  const rows = Object.entries(ids).map(([identifier, id]) => owned({ identifier, id }));
  return { ...EMPTY_INVENTORY, owned: new Map(rows.map((row) => [`workspace#${row.identifier}`, row])) };
}

describe("a manifest that says what it was called before", () => {
  const renames = desired({ previously: ["old-shop"] });

  function find(
    listed: readonly Summary[],
    inventory: Inventory,
    {
      wanted = renames,
      manifests = [wanted],
    }: { wanted?: typeof renames; manifests?: (typeof renames)[] } = {},
  ): Match {
    const previousKeys = previousKeysOf(manifests);
    return matcher(new Map([["workspace", listed]]), new Map(), inventory, previousKeys)(wanted);
  }

  it("finds ours under its earlier identifier", () => {
    expect(find([summary({ id: "a", identifier: "old-shop" })], ours({ "old-shop": "a" }))).toEqual({
      kind: "renamed",
      id: "a",
      from: "old-shop",
    });
  });

  it("finds ours also where it is called so already, and the inventory does not know", () => {
    expect(find([summary({ id: "a" })], ours({ "old-shop": "a" }))).toMatchObject({
      kind: "renamed",
      id: "a",
    });
  });

  it("finds the one of several earlier identifiers that is live", () => {
    const wanted = desired({ previously: ["older-shop", "old-shop", "old-shop"] });
    const inventory = ours({ "older-shop": "gone", "old-shop": "a" });
    expect(find([summary({ id: "a", identifier: "old-shop" })], inventory, { wanted })).toMatchObject({
      kind: "renamed",
      from: "old-shop",
    });
  });

  it("does not choose where somebody else has the new identifier", () => {
    const listed = [summary({ id: "a", identifier: "old-shop" }), summary({ id: "b" })];
    expect(find(listed, ours({ "old-shop": "a" }))).toEqual({ kind: "ambiguous", ids: ["a", "b"] });
  });

  it("leaves the earlier one alone once the new one is ours", () => {
    const listed = [summary({ id: "a", identifier: "old-shop" }), summary({ id: "b" })];
    expect(find(listed, ours({ "old-shop": "a", shop: "b" }))).toEqual({ kind: "ours", id: "b" });
  });

  it("takes nothing that is not ours", () => {
    expect(find([summary({ id: "a", identifier: "old-shop" })], EMPTY_INVENTORY)).toEqual({
      kind: "missing",
    });
  });

  it("may be renamed from what the list does not show, which is read before anything is made", () => {
    const expected = { kind: "renamed", id: "a", from: "old-shop" };
    expect(find([], ours({ "old-shop": "a" }))).toEqual(expected);
    expect(
      matcher(new Map(), new Map(), ours({ "old-shop": "a" }), previousKeysOf([renames]))(renames),
    ).toEqual(expected);
  });

  it("is not renamed to what is ours already, also where the list does not show that", () => {
    const listed = [summary({ id: "a", identifier: "old-shop" })];
    expect(find(listed, ours({ "old-shop": "a", shop: "b" }))).toEqual({ kind: "missing" });
  });

  it("takes nothing that two manifests say they were", () => {
    const manifests = [renames, desired({ identifier: "blog", previously: ["old-shop"] })];
    const listed = [summary({ id: "a", identifier: "old-shop" })];
    expect(find(listed, ours({ "old-shop": "a" }), { manifests })).toEqual({ kind: "missing" });
  });

  it("takes nothing that another manifest is", () => {
    const manifests = [renames, desired({ identifier: "old-shop" })];
    const listed = [summary({ id: "a", identifier: "old-shop" })];
    expect(find(listed, ours({ "old-shop": "a" }), { manifests })).toEqual({ kind: "missing" });
  });

  it("takes what a manifest of the same identifier has in another scope for nobody's", () => {
    const elsewhere = desired({ scope: project("web"), identifier: "old-shop" });
    expect(previousKeysOf([renames, elsewhere])(renames)).toEqual(["workspace#old-shop"]);
  });

  it("was never called what it is called", () => {
    expect(previousKeysOf([desired({ previously: ["shop"] })])(desired({ previously: ["shop"] }))).toEqual(
      [],
    );
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
  ])("%j and %j: %s", (scope, read, expected) => {
    expect(livesIn(scope, read)).toBe(expected);
  });

  it("does not guess when Buddy does not say the scope", () => {
    const { scope: _, ...scopeless } = actual();
    expect(livesIn(WORKSPACE, scopeless)).toBeUndefined();
  });
});

describe("looksLikeOurs", () => {
  const wanted = { ...desired(), name: "Shop", routes: [route()] };
  const live = liveRoute();

  it("recognises what we would have made, with and without its routes", () => {
    expect(matchesOurCreate(wanted, actual({ name: "Shop" }))).toBe(true);
    expect(matchesOurCreate(wanted, actual({ name: "Shop", routes: [live] }))).toBe(true);
  });

  it("does not recognise another name, identifier, scope, or a route that we would not have made", () => {
    expect(matchesOurCreate(wanted, actual({ name: "Somebody's shop" }))).toBe(false);
    expect(matchesOurCreate(wanted, actual({ name: "Shop", identifier: "other" }))).toBe(false);
    expect(matchesOurCreate(wanted, actual({ name: "Shop", scope: "PROJECT" }))).toBe(false);
    expect(matchesOurCreate(wanted, actual({ name: "Shop", unaddressed: ["r9"] }))).toBe(false);
    expect(matchesOurCreate(wanted, actual({ name: "Shop", routes: [{ ...live, path: "/api" }] }))).toBe(
      false,
    );
    expect(matchesOurCreate({ ...desired(), name: "Shop" }, actual({ name: "Shop", routes: [live] }))).toBe(
      false,
    );
  });

  it("does not recognise one that is disabled, or that gives others another access", () => {
    expect(matchesOurCreate(wanted, actual({ name: "Shop", disabled: true }))).toBe(false);
    const open = { ...wanted, permissions: { others: "MANAGE" as const } };
    expect(matchesOurCreate(open, actual({ name: "Shop", permissions: { others: "DENIED" } }))).toBe(false);
    expect(matchesOurCreate(open, actual({ name: "Shop", permissions: { others: "MANAGE" } }))).toBe(true);
    expect(matchesOurCreate(open, actual({ name: "Shop" }))).toBe(true);
    expect(matchesOurCreate(open, actual({ name: "Shop", permissions: {} }))).toBe(true);
  });

  it("does without an identifier that Buddy does not show", () => {
    const { identifier: _, ...unnamed } = actual({ name: "Shop" });
    expect(matchesOurCreate(wanted, unnamed)).toBe(true);
  });
});
