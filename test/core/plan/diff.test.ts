import { describe, expect, it } from "vitest";
import type { Desired, Scope } from "../../../lib/core/domain/distribution.ts";
import { EMPTY_INVENTORY, type Inventory, type Owned } from "../../../lib/core/domain/inventory.ts";
import {
  classifyAll,
  type DiffRules,
  displayName,
  type ReadResult,
  readsFor,
  unchangedOf,
} from "../../../lib/core/plan/classify.ts";
import type { Match } from "../../../lib/core/plan/match.ts";
import { POLICIES } from "../../../lib/core/plan/plan.ts";
import {
  actual,
  desired,
  environment,
  liveRoute,
  owned,
  project,
  route,
  WORKSPACE,
} from "../../support/builders.ts";

const SHOP = desired({ routes: [route()] });

type Given = {
  readonly reads?: Readonly<Record<string, ReadResult>>;
  readonly wanted?: Desired<Scope>;
} & Partial<DiffRules>;

/** Of one manifest, under create-only where nothing else is said. */
function differences(match: Match, { reads = {}, wanted = SHOP, ...rules }: Given = {}) {
  return classifyAll([wanted], () => match, new Map(Object.entries(reads)), {
    policy: "create-only",
    inventory: EMPTY_INVENTORY,
    adopts: ({ adopt }) => adopt,
    foreign: new Map(),
    consistentAt: 0,
    ...rules,
  });
}

function knowing(...rows: readonly Owned[]): Inventory {
  return { ...EMPTY_INVENTORY, owned: new Map(rows.map((row) => [`workspace#${row.identifier}`, row])) };
}

const NOTHING = { missing: [], comparable: [], unchanged: [], leftAlone: [], finished: [] };

describe("diff", () => {
  it("asks for what is missing, with all of its routes", () => {
    expect(differences({ kind: "missing" }).missing).toEqual([{ desired: SHOP, routes: [route()] }]);
  });

  it("asks for no routes where the manifest does not manage them", () => {
    expect(differences({ kind: "missing" }, { wanted: desired() }).missing).toMatchObject([{ routes: [] }]);
  });

  it("leaves the twins of what is ours alone, and names them", () => {
    const { unchanged, leftAlone } = differences({ kind: "ours", id: "a", twins: ["b", "c"] });
    expect(unchanged).toMatchObject([{ id: "a" }]);
    expect(leftAlone).toMatchObject([
      { reason: "ambiguous", id: "b", detail: expect.stringContaining("id a") },
      { reason: "ambiguous", id: "c" },
    ]);
  });

  it("leaves several objects of one identifier alone, and names them", () => {
    expect(differences({ kind: "ambiguous", ids: ["a", "b"] }).leftAlone).toMatchObject([
      { reason: "ambiguous", detail: expect.stringContaining("a, b") },
    ]);
  });
});

describe("what is ours", () => {
  const row = owned({ id: "a", applied: { name: "shop", routes: [route()] } });
  const changed = desired({ routes: [route(), route({ path: "/api" })] });
  const read = { a: { actual: actual({ id: "a", routes: [liveRoute()] }) } };

  it.each(POLICIES)("is unchanged under %s, and not verified, where only the list shows it", (policy) => {
    expect(differences({ kind: "ours", id: "a" }, { policy, inventory: knowing(row) })).toEqual({
      ...NOTHING,
      unchanged: [expect.objectContaining({ key: "workspace#shop", id: "a", verified: false })],
    });
  });

  it("is left alone under create-only where its manifest has changed", () => {
    const given = { wanted: changed, inventory: knowing(row) };
    expect(differences({ kind: "ours", id: "a" }, given)).toEqual({
      ...NOTHING,
      leftAlone: [expect.objectContaining({ reason: "create-only", id: "a" })],
    });
  });

  it("is not compared under create-only, not even where it was read to find another one", () => {
    const { comparable, unchanged } = differences(
      { kind: "ours", id: "a" },
      { reads: read, inventory: knowing(row) },
    );
    expect(comparable).toEqual([]);
    expect(unchanged).toMatchObject([{ id: "a", verified: false }]);
  });

  it.each(["upsert", "sync"] as const)(
    "waits for its turn under %s where its manifest has changed",
    (policy) => {
      const given = { policy, wanted: changed, inventory: knowing(row) };
      expect(differences({ kind: "ours", id: "a" }, given).unchanged).toMatchObject([{ verified: false }]);
    },
  );

  it.each(["upsert", "sync"] as const)("is to be compared under %s where it was read", (policy) => {
    expect(differences({ kind: "ours", id: "a" }, { policy, reads: read, inventory: knowing(row) })).toEqual({
      ...NOTHING,
      comparable: [{ desired: SHOP, actual: read.a.actual, row }],
    });
  });

  it("is left alone where reading it failed, or found nothing", () => {
    for (const [answer, detail] of [
      [{ failed: "503" }, "503"],
      [{ gone: true }, "it should be there, and reading it answers that there is none"],
    ] as const) {
      const given = { policy: "sync", reads: { a: answer }, inventory: knowing(row) } as const;
      expect(differences({ kind: "ours", id: "a" }, given).leftAlone).toMatchObject([
        { reason: "unconfirmed", id: "a", detail },
      ]);
    }
  });

  it("is left alone where somebody has moved it to another scope", () => {
    const moved = { a: { actual: actual({ id: "a", scope: "PROJECT", project: "web" }) } };
    const given = { policy: "sync", reads: moved, inventory: knowing(row) } as const;
    expect(differences({ kind: "ours", id: "a" }, given).leftAlone).toMatchObject([
      { reason: "changed-live", id: "a" },
    ]);
  });
});

describe("what is to be renamed", () => {
  const row = owned({ id: "a", identifier: "old-shop", applied: { name: "shop" } });
  const match: Match = { kind: "renamed", id: "a", from: "old-shop" };
  const read = { a: { actual: actual({ id: "a", identifier: "old-shop" }) } };

  it("is left alone under create-only", () => {
    expect(differences(match, { reads: read, inventory: knowing(row) }).leftAlone).toMatchObject([
      { reason: "create-only", id: "a", detail: expect.stringContaining("old-shop") },
    ]);
  });

  it.each(["upsert", "sync"] as const)("is compared with what was known of it under %s", (policy) => {
    expect(differences(match, { policy, reads: read, inventory: knowing(row) }).comparable).toEqual([
      { desired: SHOP, actual: read.a.actual, row },
    ]);
  });

  it("is made anew where it is gone, once that is sure", () => {
    const reads = { a: { gone: true } } as const;
    const touched = (touchedAt: number) => knowing({ ...row, touchedAt });
    expect(differences(match, { policy: "sync", reads, inventory: touched(0) }).missing).toMatchObject([
      { desired: SHOP },
    ]);
    expect(differences(match, { policy: "sync", reads, inventory: touched(1) }).leftAlone).toMatchObject([
      { reason: "unconfirmed", id: "a" },
    ]);
    expect(differences(match, { policy: "sync", reads }).leftAlone).toMatchObject([
      { reason: "unconfirmed" },
    ]);
    const wanted = desired();
    expect(differences(match, { policy: "sync", reads, wanted, inventory: touched(0) }).missing).toEqual([
      { desired: wanted, routes: [] },
    ]);
  });

  it("is left alone where it could not be read", () => {
    for (const reads of [{ a: { failed: "503" } }, {}]) {
      expect(differences(match, { policy: "sync", reads, inventory: knowing(row) }).leftAlone).toMatchObject([
        { reason: "unconfirmed", id: "a" },
      ]);
    }
  });
});

describe("what exists and is not ours", () => {
  const match: Match = { kind: "unmanaged", id: "a" };
  const adopting = desired({ adopt: true, routes: [route()] });
  const read = { a: { actual: actual({ id: "a" }) } };

  it.each(POLICIES)("is left alone under %s", (policy) => {
    expect(differences(match, { policy, reads: read })).toEqual({
      ...NOTHING,
      leftAlone: [expect.objectContaining({ reason: "exists-unmanaged", id: "a" })],
    });
  });

  it("is left alone under create-only although its manifest would adopt it", () => {
    expect(differences(match, { wanted: adopting, reads: read }).leftAlone).toMatchObject([
      { reason: "exists-unmanaged", detail: expect.stringContaining("upsert and sync") },
    ]);
  });

  it.each(["upsert", "sync"] as const)("is to be adopted under %s where its manifest says so", (policy) => {
    expect(differences(match, { policy, wanted: adopting, reads: read })).toEqual({
      ...NOTHING,
      comparable: [{ desired: adopting, actual: read.a.actual }],
    });
  });

  it.each(POLICIES)("is never adopted under %s where it belongs to another instance", (policy) => {
    const foreign = new Map([["a", "other-team"]]);
    expect(differences(match, { policy, wanted: adopting, reads: read, foreign }).leftAlone).toMatchObject([
      { reason: "foreign", id: "a", detail: expect.stringContaining("other-team") },
    ]);
  });

  it("is not adopted where reading it failed, or shows another one than the list does", () => {
    for (const answer of [
      { failed: "503" },
      { actual: actual({ id: "a", scope: "PROJECT" }) },
      { actual: actual({ id: "a", identifier: "blog" }) },
    ]) {
      const given = { policy: "sync", wanted: adopting, reads: { a: answer } } as const;
      expect(differences(match, given).leftAlone).toMatchObject([{ reason: "unconfirmed", id: "a" }]);
    }
  });
});

describe("what an earlier pass began", () => {
  it("needs the routes that it lacks", () => {
    const wanted = desired({ routes: [route(), route({ path: "/api" })] });
    const reads = { a: { actual: actual({ id: "a", routes: [liveRoute()] }) } };
    expect(differences({ kind: "unfinished", id: "a" }, { reads, wanted }).missing).toEqual([
      { desired: wanted, routes: [route({ path: "/api" })], resumes: "a" },
    ]);
  });

  it("needs to be disabled where only that is missing", () => {
    const reads = { a: { actual: actual({ id: "a", disabled: false }) } };
    const wanted = desired({ disabled: true });
    expect(differences({ kind: "unfinished", id: "a" }, { reads, wanted }).missing).toMatchObject([
      { routes: [], resumes: "a" },
    ]);
  });

  it("is finished when nothing is missing", () => {
    const reads = { a: { actual: actual({ id: "a", disabled: true, routes: [liveRoute()] }) } };
    const wanted = desired({ disabled: true, routes: [route()] });
    const { missing, unchanged, finished } = differences({ kind: "unfinished", id: "a" }, { reads, wanted });
    expect(missing).toEqual([]);
    expect(unchanged).toMatchObject([{ id: "a", verified: true }]);
    expect(finished).toMatchObject([{ desired: wanted }]);
  });

  it.each(["upsert", "sync"] as const)("is compared like everything of ours under %s", (policy) => {
    const row = owned({ id: "a", complete: false });
    const read = { a: { actual: actual({ id: "a", name: "By hand" }) } };
    const match: Match = { kind: "unfinished", id: "a" };
    expect(differences(match, { policy, reads: read, inventory: knowing(row) }).comparable).toEqual([
      { desired: SHOP, actual: read.a.actual, row },
    ]);
  });

  it("has its twins named as well", () => {
    const reads = { a: { actual: actual({ id: "a", routes: [liveRoute()] }) } };
    expect(differences({ kind: "unfinished", id: "a", twins: ["b"] }, { reads }).leftAlone).toMatchObject([
      { reason: "ambiguous", id: "b" },
    ]);
  });

  it("is taken for ours when it looks like it", () => {
    const reads = { a: { actual: actual({ id: "a" }) } };
    expect(differences({ kind: "begun", id: "a" }, { reads }).missing).toMatchObject([
      { resumes: "a", presumed: true },
    ]);
  });

  it("is shown when it is taken for ours, also when nothing is missing", () => {
    const reads = { a: { actual: actual({ id: "a" }) } };
    const { missing, unchanged } = differences({ kind: "begun", id: "a" }, { reads, wanted: desired() });
    expect(missing).toMatchObject([{ routes: [], resumes: "a", presumed: true }]);
    expect(unchanged).toEqual([]);
  });

  it("is left alone where it cannot be what was begun", () => {
    const reads = { a: { actual: actual({ id: "a", name: "Somebody's" }) } };
    expect(differences({ kind: "begun", id: "a" }, { reads }).leftAlone).toMatchObject([
      { reason: "exists-unmanaged" },
    ]);
  });

  it("is left alone where it could not be read", () => {
    expect(
      differences({ kind: "unfinished", id: "a" }, { reads: { a: { failed: "503" } } }).leftAlone,
    ).toMatchObject([{ reason: "unconfirmed", detail: "503" }]);
    expect(differences({ kind: "begun", id: "a" }, { reads: { a: { gone: true } } }).leftAlone).toMatchObject(
      [{ reason: "unconfirmed" }],
    );
    expect(differences({ kind: "begun", id: "a" }).leftAlone).toMatchObject([
      { reason: "unconfirmed", detail: "it was not read" },
    ]);
  });
});

describe("what is likely to live in another scope", () => {
  const match: Match = { kind: "elsewhere", candidates: [{ id: "a", scope: project("web") }] };
  const there = { a: { actual: actual({ id: "a", scope: "PROJECT", project: "web" }) } };
  const here = { a: { actual: actual({ id: "a" }) } };

  it("is missing here when each candidate is confirmed to live there", () => {
    expect(differences(match, { reads: there }).missing).toMatchObject([{ routes: [route()] }]);
    expect(differences(match, { reads: there, wanted: desired() }).missing).toMatchObject([{ routes: [] }]);
  });

  it("is left alone when it turns out to live here", () => {
    expect(differences(match, { policy: "sync", reads: here }).leftAlone).toMatchObject([
      { reason: "exists-unmanaged", id: "a" },
    ]);
  });

  it("can be adopted when it turns out to live here", () => {
    const wanted = desired({ adopt: true });
    expect(differences(match, { policy: "sync", reads: here, wanted }).comparable).toEqual([
      { desired: wanted, actual: here.a.actual },
    ]);
    const foreign = new Map([["a", "other-team"]]);
    expect(differences(match, { policy: "sync", reads: here, wanted, foreign }).leftAlone).toMatchObject([
      { reason: "foreign" },
    ]);
  });

  it("is left alone when it could not be read", () => {
    expect(differences(match, { reads: { a: { gone: true } } }).leftAlone).toMatchObject([
      { reason: "unconfirmed" },
    ]);
  });
});

describe("readsFor", () => {
  const always = () => true;
  const never = () => false;

  it("reads nothing when the lists alone can tell", () => {
    for (const match of [{ kind: "missing" }, { kind: "ambiguous", ids: ["a", "b"] }] as const) {
      expect(readsFor(match, desired(), always)).toEqual([]);
    }
  });

  it("reads what is to be compared, and nothing else of what the lists show", () => {
    const matches: Match[] = [
      { kind: "ours", id: "a" },
      { kind: "renamed", id: "a", from: "old-shop" },
      { kind: "unmanaged", id: "a" },
    ];
    for (const match of matches) {
      expect(readsFor(match, desired(), always)).toEqual([{ id: "a", scope: WORKSPACE }]);
      expect(readsFor(match, desired(), never)).toEqual([]);
    }
  });

  it("asks about the manifest and its match", () => {
    const asked: unknown[] = [];
    readsFor({ kind: "ours", id: "a" }, SHOP, (...args) => asked.push(args) > 0);
    expect(asked).toEqual([[SHOP, { kind: "ours", id: "a" }]]);
  });

  it("reads what is unfinished, begun, or likely to live elsewhere in any case", () => {
    const candidates = [{ id: "b", scope: project("web") }];
    expect(readsFor({ kind: "unfinished", id: "a" }, desired(), never)).toEqual([
      { id: "a", scope: WORKSPACE },
    ]);
    expect(readsFor({ kind: "begun", id: "a" }, desired(), never)).toEqual([{ id: "a", scope: WORKSPACE }]);
    expect(readsFor({ kind: "elsewhere", candidates }, desired(), never)).toEqual(candidates);
  });
});

describe("nameOf", () => {
  it("is the identifier where the manifest gives no name", () => {
    expect(displayName(desired())).toBe("shop");
    expect(displayName(desired({ name: "Shop" }))).toBe("Shop");
  });
});

describe("unchangedOf", () => {
  it("says where it is for people, and what both sides have moved alike", () => {
    const wanted = desired({ scope: environment("e1"), environmentName: "web/staging" });
    const unchanged = {
      key: "environment:e1#shop",
      scope: environment("e1"),
      identifier: "shop",
      where: "environment web/staging",
      id: "a",
      source: "shop.yaml:1",
      verified: true,
    };
    expect(unchangedOf(wanted, "a", { verified: true, both: ["name"] })).toEqual({
      ...unchanged,
      both: ["name"],
    });
    expect(unchangedOf(wanted, "a", { verified: true, both: [] })).toEqual(unchanged);
  });
});
