import { describe, expect, it } from "vitest";
import { appliedOf, compareAccess, compareRoutes, liveFields } from "../../../lib/core/plan/compare.ts";
import { type DriftRule, diff } from "../../../lib/core/plan/diff.ts";
import { actual, desired, liveRoute, owned, route } from "../../support/builders.ts";

/** Small differences that decide whether something is changed, and by whom: found by breaking the code (docs/mutation.md). */

const OTHER = { Default: { type: "EXTERNAL", external_url: "https://other.example.com" } } as const;

describe("compareAll", () => {
  const compare = (one: Parameters<typeof diff>[0][number], drift: DriftRule) =>
    diff([one], new Map(), drift);

  it("acts when nothing but a route differs", () => {
    const one = {
      desired: desired({ routes: [route()] }),
      actual: actual(),
      row: owned({ applied: { name: "shop", routes: [] } }),
    };
    expect(compare(one, "report").changes).toMatchObject([{ action: "update", fields: [], routes: [{}] }]);
  });

  it("reports as drift what differs in a field alone", () => {
    const one = {
      desired: desired({ name: "Shop" }),
      actual: actual({ name: "By hand" }),
      row: owned({ applied: { name: "Shop" } }),
    };
    expect(compare(one, "report")).toMatchObject({
      changes: [],
      unchanged: [],
      leftAlone: [{ reason: "drift", fields: [{ field: "name", moved: "theirs" }], routes: [] }],
    });
  });

  it("reports as drift what differs in a route alone", () => {
    const one = {
      desired: desired({ routes: [route()] }),
      actual: actual({ routes: [liveRoute({ targets: OTHER })] }),
      row: owned({ applied: { name: "shop", routes: [route()] } }),
    };
    expect(compare(one, "report")).toMatchObject({
      changes: [],
      unchanged: [],
      leftAlone: [{ reason: "drift", fields: [], routes: [{ kind: "update", moved: "theirs" }] }],
    });
  });
});

describe("compareRoutes, of a second route with one address", () => {
  const live = [liveRoute({ id: "a" }), liveRoute({ id: "b" })];
  const twinOf = (...bases: readonly (readonly ReturnType<typeof route>[])[]) =>
    compareRoutes(
      [route()],
      live,
      bases.map((routes) => ({ name: "shop", routes })),
    ).changes;

  it("says that somebody has added it, however many other routes were applied", () => {
    expect(twinOf([route(), route({ path: "/2" }), route({ path: "/3" })])).toMatchObject([
      { kind: "remove", id: "b", moved: "theirs" },
    ]);
  });

  it("says that it was there when either of two bases has it twice", () => {
    expect(twinOf([route(), route()], [route()])).toMatchObject([{ id: "b", moved: "ours" }]);
    expect(twinOf([route()], [route(), route()])).toMatchObject([{ id: "b", moved: "ours" }]);
  });
});

describe("compareAccess, of everybody else", () => {
  const compare = (live: "DENIED" | undefined) =>
    compareAccess({ others: "DENIED" }, live === undefined ? {} : { others: live }, []);

  it("finds nothing where it is as the manifest declares it", () => {
    expect(compare("DENIED")).toEqual([undefined, undefined, undefined]);
  });

  it("says nothing of what it was where Buddy does not show it", () => {
    expect(compare(undefined)).toStrictEqual([
      { field: "others", to: "DENIED", moved: "ours" },
      undefined,
      undefined,
    ]);
  });
});

describe("what is kept as applied", () => {
  it("has no key for what the manifest does not declare", () => {
    expect(appliedOf({}, undefined, "shop")).toStrictEqual({ name: "shop" });
  });

  it("has no key for what Buddy does not show", () => {
    const wanted = desired({ disabled: true, permissions: { others: "DENIED" } });
    expect(liveFields(wanted, actual({ permissions: {} }))).toStrictEqual({ name: "shop", permissions: {} });
  });
});

describe("an update", () => {
  it("has no earlier identifier where the distribution keeps its own", () => {
    const one = {
      desired: desired({ name: "Shop" }),
      actual: actual(),
      row: owned({ applied: { name: "shop" } }),
    };
    const [change] = diff([one], new Map(), "report").changes;
    expect(change).not.toHaveProperty("renames");
  });
});
