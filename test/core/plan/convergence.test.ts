import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../lib/core/domain/canonical-json.ts";
import {
  type Actual,
  type ActualRoute,
  type Desired,
  distributionKey,
  type Route,
  routeKey,
} from "../../../lib/core/domain/distribution.ts";
import { type AppliedFields, EMPTY_INVENTORY, type Owned } from "../../../lib/core/domain/inventory.ts";
import { assemblePlan, createChange, decidedPlan } from "../../../lib/core/plan/assemble.ts";
import type { ReadResult } from "../../../lib/core/plan/classify.ts";
import { classifyAll } from "../../../lib/core/plan/classify.ts";
import {
  appliedOf,
  type Base,
  type Comparison,
  compareLive,
  liveFields,
} from "../../../lib/core/plan/compare.ts";
import { diff } from "../../../lib/core/plan/diff.ts";
import { fieldEffect } from "../../../lib/core/plan/digest.ts";
import { unmanagedLive } from "../../../lib/core/plan/left-alone.ts";
import { matcher, previousKeysOf } from "../../../lib/core/plan/match.ts";
import type { Plan, PlannedPermissions } from "../../../lib/core/plan/plan.ts";
import { orphansOf, removalsOf } from "../../../lib/core/plan/removals.ts";
import { actual, desired, owned, WORKSPACE } from "../../support/builders.ts";
import { tries } from "../../support/property.ts";

/** Few values of each kind, so that the sides often agree. */
const names = fc.constantFrom("Shop", "Blog", "shop");
const levels = fc.constantFrom("DENIED", "READ_ONLY", "MANAGE");
const grants = fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 4 }), access_level: levels }), {
  maxLength: 3,
  selector: ({ id }) => id,
});
const access = fc.record({ others: levels, users: grants, groups: grants }, { requiredKeys: [] });
const target = fc.constantFrom(
  { type: "EXTERNAL", external_url: "https://a.example.com" } as const,
  { type: "EXTERNAL", external_url: "b.example.com" } as const,
  { type: "SANDBOX", sandbox: { id: "s1", endpoint: "www" } } as const,
  { type: "ARTIFACT", artifact: { id: "a1" } } as const,
);
const routes: fc.Arbitrary<readonly Route[]> = fc.uniqueArray(
  fc.record({
    domain: fc.constantFrom("example.com", "example.org"),
    subdomain: fc.constantFrom("", "www"),
    path: fc.constantFrom("/", "/api"),
    type: fc.constantFrom("DIRECT_PROXY", "CACHED_PROXY", "REDIRECT"),
    targets: fc.oneof(fc.record({ Default: target }), fc.record({ Default: target, "COUNTRY-PL": target })),
  }),
  { maxLength: 5, selector: routeKey },
);

type Manifest = { readonly wanted: Desired<typeof WORKSPACE>; readonly permissions?: PlannedPermissions };

const manifests: fc.Arbitrary<Manifest> = fc
  .record({ name: names, disabled: fc.boolean(), permissions: access, routes }, { requiredKeys: [] })
  .map(({ permissions, ...declared }) => ({
    wanted: { ...desired({ ...declared, ...(permissions && { permissions }) }), scope: WORKSPACE },
    ...(permissions && { permissions }),
  }));

/** With twins now and then. */
const liveRoutes: fc.Arbitrary<readonly ActualRoute[]> = fc
  .tuple(routes, routes, fc.boolean())
  .map(([some, others, twins]) => (twins ? [...some, ...others] : some))
  .map((all) => all.map((route, index) => ({ ...route, id: `r${index}` })));

const lives: fc.Arbitrary<Actual> = fc
  .record(
    {
      identifier: fc.constantFrom("shop", "old-shop"),
      name: names,
      routes: liveRoutes,
      disabled: fc.boolean(),
      permissions: access,
    },
    { requiredKeys: ["identifier", "name", "routes"] },
  )
  .map((live) => actual(live));

const applied: fc.Arbitrary<AppliedFields> = fc.record(
  { name: names, disabled: fc.boolean(), permissions: access, routes },
  { requiredKeys: ["name"] },
);

const bases: fc.Arbitrary<Base> = fc.record(
  {
    identifier: fc.constantFrom("shop", "old-shop"),
    applied,
    pending: applied,
    pendingBefore: fc.array(applied, { maxLength: 2 }),
    quarantinedAt: fc.constant(1),
  },
  { requiredKeys: [] },
);

/** As another generation of Buddy shows the same route. */
function respelt(route: Route, index: number): ActualRoute {
  const { Default, ...regions } = route.targets;
  const older: Readonly<Record<string, string>> = { DIRECT_PROXY: "PROXY_NO_CACHE", CACHED_PROXY: "PROXY" };
  return {
    id: `r${index}`,
    domain: route.subdomain === "" ? route.domain : `${route.subdomain}.${route.domain}`,
    subdomain: "",
    path: route.path,
    type: older[route.type] ?? route.type,
    targets: { ...regions, ...(Default && { default: { ...Default, note: null } }) },
  };
}

function asLive({ wanted, permissions }: Manifest, spell: typeof respelt): Actual {
  const { users, groups, ...others } = permissions ?? {};
  return actual({
    name: wanted.name ?? "Whatever",
    disabled: wanted.disabled ?? false,
    permissions: {
      ...others,
      ...(users && { users: users.toReversed() }),
      ...(groups && { groups: groups.toReversed() }),
    },
    routes: (wanted.routes ?? []).map(spell).toReversed(),
  });
}

/** What becomes of a live distribution when all that a comparison found is carried out. */
function carriedOut(live: Actual, { fields, routes: changes }: Comparison): Actual {
  let next = live;
  for (const change of fields) {
    switch (change.field) {
      case "identifier":
      case "name":
      case "disabled":
        next = { ...next, [change.field]: change.to };
        break;
      case "others":
      case "users":
      case "groups":
        next = { ...next, permissions: { ...next.permissions, [change.field]: change.to } };
        break;
      default:
        change satisfies never;
    }
  }
  const after = new Map(next.routes.map((route) => [route.id, route]));
  for (const [index, change] of changes.entries()) {
    if (change.kind !== "add") after.delete(change.id);
    if (change.kind !== "remove") after.set(`new${index}`, { ...change.to, id: `new${index}` });
  }
  return { ...next, routes: [...after.values()] };
}

const NONE = { fields: [], routes: [] };

const ENABLED = { field: "disabled", from: true, to: false };

describe("compareLive", () => {
  it("finds no difference in what is as its manifest says, however it is spelt and whatever was applied", () => {
    fc.assert(
      fc.property(manifests, bases, (manifest, base) => {
        for (const spell of [respelt, (route: Route, index: number) => ({ ...route, id: `r${index}` })]) {
          const live = asLive(manifest, spell);
          expect(compareLive(manifest.wanted, manifest.permissions, live, base)).toMatchObject(NONE);
        }
      }),
      tries(100),
    );
  });

  it("finds nothing more once what it found is carried out", () => {
    fc.assert(
      fc.property(manifests, lives, bases, ({ wanted, permissions }, live, base) => {
        const known = live.permissions === undefined ? undefined : permissions;
        const found = compareLive(wanted, known, live, base);
        const after = carriedOut(live, found);
        expect(compareLive(wanted, known, after, base)).toMatchObject(NONE);
        const done = { identifier: wanted.identifier, applied: appliedOf(wanted, known, after.name) };
        expect(compareLive(wanted, known, after, done)).toEqual({ ...NONE, both: [] });
      }),
      tries(150),
    );
  });

  it("takes all for ours where nothing was applied, and all the same once it is adopted as it is", () => {
    fc.assert(
      fc.property(manifests, lives, ({ wanted, permissions }, live) => {
        const before = compareLive(wanted, permissions, live, {});
        expect([...before.fields, ...before.routes].every(({ moved }) => moved === "ours")).toBe(true);
        expect(before.both).toEqual([]);
        const identifier = live.identifier ?? wanted.identifier;
        const adopted = { identifier, applied: liveFields(wanted, live) };
        const { fields, routes: changes } = compareLive(wanted, permissions, live, adopted);
        expect({ fields, routes: changes }).toEqual({ fields: before.fields, routes: before.routes });
      }),
      tries(150),
    );
  });

  it("does not depend on the order in which Buddy lists routes and grants", () => {
    const shuffled = lives.chain((live) =>
      fc.record({
        live: fc.constant(live),
        routes: fc.shuffledSubarray([...live.routes], { minLength: live.routes.length }),
      }),
    );
    fc.assert(
      fc.property(manifests, shuffled, bases, ({ wanted, permissions }, { live, routes: order }, base) => {
        const { users = [], groups = [], ...others } = live.permissions ?? {};
        const other: Actual = {
          ...live,
          routes: order,
          ...(live.permissions && {
            permissions: { ...others, users: users.toReversed(), groups: groups.toReversed() },
          }),
        };
        const [one, two] = [live, other].map((each) => compareLive(wanted, permissions, each, base));
        expect(effects(two)).toBe(effects(one));
      }),
      tries(100),
    );
  });

  it("enables what was put in quarantine, and nothing else that is not declared", () => {
    fc.assert(
      fc.property(lives, fc.record({ applied }, { requiredKeys: [] }), (live, base) => {
        const quarantined = { ...base, quarantinedAt: 1 };
        const { fields } = compareLive(desired(), undefined, { ...live, disabled: true }, quarantined);
        expect(fields.filter(({ field }) => field !== "identifier")).toEqual([{ ...ENABLED, moved: "ours" }]);
      }),
      tries(100),
    );
  });
});

function effects(comparison: Comparison | undefined): string {
  const { fields = [], routes: changes = [], both = [] } = comparison ?? {};
  return canonicalJson({ fields: fields.map(fieldEffect), routes: changes, both });
}

describe("a plan", () => {
  it("does not depend on the order of manifests, lists, readings or the inventory", () => {
    const identifiers = ["a", "b", "c", "d", "e"];
    const world = fc.record({
      manifests: fc.uniqueArray(fc.tuple(fc.constantFrom(...identifiers), manifests), {
        maxLength: 5,
        selector: ([identifier]) => identifier,
      }),
      listed: fc.uniqueArray(fc.tuple(fc.constantFrom(...identifiers, "f", "g"), lives), {
        maxLength: 7,
        selector: ([identifier]) => identifier,
      }),
      rows: fc.uniqueArray(fc.tuple(fc.constantFrom(...identifiers, "f", "g"), applied), {
        maxLength: 7,
        selector: ([identifier]) => identifier,
      }),
      drift: fc.constantFrom("report" as const, "correct" as const),
    });
    fc.assert(
      fc.property(world, ({ manifests: all, listed, rows, drift }) => {
        const given: World = {
          manifests: all.map(([identifier, { wanted, permissions }]) => ({
            wanted: { ...wanted, identifier, adopt: true, previously: identifier === "a" ? ["g"] : [] },
            ...(permissions && { permissions }),
          })),
          live: listed.map(([identifier, live]) => ({ ...live, identifier, id: `id-${identifier}` })),
          rows: rows.map(([identifier, fields]) =>
            owned({ identifier, id: `id-${identifier}`, applied: fields }),
          ),
          drift,
        };
        const reversed: World = {
          manifests: given.manifests.toReversed(),
          live: given.live.toReversed(),
          rows: given.rows.toReversed(),
          drift,
        };
        expect(JSON.stringify(planOf(reversed))).toBe(JSON.stringify(planOf(given)));
      }),
      tries(100),
    );
  });
});

type World = {
  readonly manifests: readonly Manifest[];
  readonly live: readonly Actual[];
  readonly rows: readonly Owned[];
  readonly drift: "report" | "correct";
};

/** All of planning but the calls: everything is read. */
function planOf({ manifests: all, live, rows, drift }: World): Plan {
  const wanted = all.map((manifest) => manifest.wanted);
  const inventory = {
    ...EMPTY_INVENTORY,
    owned: new Map(rows.map((row) => [distributionKey(row.scope, row.identifier), row])),
  };
  const listings = new Map([["workspace", live]]);
  const match = matcher(listings, new Map([["workspace", WORKSPACE]]), inventory, previousKeysOf(wanted));
  const reads = new Map<string, ReadResult>(live.map((one) => [one.id, { actual: one }]));
  for (const { id } of rows) if (!reads.has(id)) reads.set(id, { gone: true });
  const policy = "sync";
  const rules = {
    policy,
    inventory,
    adopts: () => true,
    foreign: new Map([["id-e", "other-team"]]),
    consistentAt: 0,
  } as const;
  const { missing, comparable, unchanged, leftAlone } = classifyAll(wanted, match, reads, rules);
  const permissions = new Map(
    all.flatMap((manifest) =>
      manifest.permissions === undefined
        ? []
        : [[distributionKey(WORKSPACE, manifest.wanted.identifier), manifest.permissions] as const],
    ),
  );
  const compared = diff(comparable, permissions, drift);
  const claimed = wanted.flatMap(({ identifier, previously }) =>
    [identifier, ...previously].map((name) => distributionKey(WORKSPACE, name)),
  );
  const removals = removalsOf(orphansOf(inventory, new Set(claimed)), reads, {
    policy,
    onRemove: "delete",
    quarantineMs: 1000,
    now: 0,
    unread: undefined,
    commit: undefined,
  });
  const undecided = assemblePlan({
    instance: "test",
    workspace: { api: "https://api.buddy.works", name: "my-company" },
    policy,
    changes: [
      ...missing.map((one) => createChange(one, permissions)),
      ...compared.changes,
      ...removals.changes,
    ],
    unchanged: [...unchanged, ...compared.unchanged],
    leftAlone: [
      ...leftAlone,
      ...compared.leftAlone,
      ...removals.leftAlone,
      ...unmanagedLive(wanted, listings, new Set()),
    ],
    hash: (text) => createHash("sha256").update(text).digest("hex"),
  });
  return decidedPlan(undecided, { blocks: [] });
}
