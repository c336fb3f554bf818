import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { routeKey } from "../../lib/core/domain/distribution.ts";
import type { Fault, FaultAction } from "../../lib/emulator/faults.ts";
import { PERSONALITIES, type Personality } from "../../lib/emulator/personality.ts";
import { THOROUGH, tries } from "../support/property.ts";
import { type Workshop, workshop } from "../support/workshop.ts";

const route = (path: string) => `
  - domain: example.com
    subdomain: www
    path: ${path}
    type: CACHED_PROXY
    targets:
      Default: { type: EXTERNAL, external_url: "https://backend.example.com" }
      COUNTRY-PL: { type: EXTERNAL, external_url: "https://pl.example.com" }`;

/** All scopes; an environment by its identifier, a user by e-mail, a group by name; 0 to 2 routes; one disabled. */
const MANIFESTS = {
  "shop.yaml": `identifier: shop\nscope: WORKSPACE\nname: Shop\nroutes:${route("/")}${route("/api")}\n`,
  "web.yaml": `identifier: shop\nscope: PROJECT\nproject_name: web\ndisabled: true\nroutes:${route("/web")}\n`,
  "staging.yaml": `
identifier: shop
scope: ENVIRONMENT
project_name: web
environment: staging
permissions:
  others: READ_ONLY
  users: [{ email: dev@example.com, access_level: MANAGE }]
  groups: [{ name: admins, access_level: MANAGE }]
`,
};

const EXPECTED = [
  { scope: "ENVIRONMENT", name: "shop", disabled: false, routes: [] },
  { scope: "PROJECT", name: "shop", disabled: true, routes: ["www.example.com/web"] },
  { scope: "WORKSPACE", name: "Shop", disabled: false, routes: ["www.example.com/", "www.example.com/api"] },
];

/** What is live, in a form that does not depend on ids or order. */
function live({ emulator }: Workshop) {
  return emulator
    .distributions()
    .map(({ scope, name, disabled, routes }) => ({
      scope,
      name,
      disabled,
      routes: routes
        .map(({ domain, subdomain, path }) =>
          routeKey({
            domain: domain ?? "",
            subdomain: subdomain ?? "",
            path: `/${(path ?? "").replace(/^\//, "")}`,
          }),
        )
        .toSorted(),
    }))
    .toSorted((a, b) => (a.scope < b.scope ? -1 : 1));
}

const writes = ({ emulator }: Workshop) => emulator.log.filter(({ method }) => method !== "GET").length;

/** Whatever happened before: at most three fault-free passes later all is there once, and a further pass writes nothing. */
async function expectConvergence(shop: Workshop): Promise<void> {
  shop.emulator.clearFaults();
  for (let pass = 0; pass < 3; pass += 1) {
    const report = await shop.pass();
    if (report.verdict === "in-sync") break;
  }
  expect(live(shop)).toEqual(EXPECTED);
  shop.emulator.clearLog();
  expect((await shop.pass()).verdict).toBe("in-sync");
  expect(writes(shop)).toBe(0);
}

const ACTIONS: readonly FaultAction[] = [
  { kind: "reset" },
  { kind: "time-out" },
  { kind: "status", status: 429, headers: { "Retry-After": "7" } },
  { kind: "status", status: 429, body: "<html>slow down</html>" },
  { kind: "status", status: 500 },
  { kind: "status", status: 503, body: "<html>unavailable</html>" },
  { kind: "wrong-shape", body: {} },
  { kind: "wrong-shape", body: null },
  { kind: "wrong-shape", body: { distributions: {} } },
  { kind: "truncated" },
  { kind: "slow-body" },
  { kind: "not-json" },
  { kind: "oversize", bytes: 21_000_000 },
  { kind: "redirect", status: 307, location: "http://127.0.0.1:9/" },
  { kind: "status", status: 408 },
];

const personality: fc.Arbitrary<Partial<Personality>> = fc.record({
  uniqueness: fc.constantFrom(...PERSONALITIES.uniqueness),
  unfilteredList: fc.constantFrom(...PERSONALITIES.unfilteredList),
  paging: fc.constantFrom(...PERSONALITIES.paging),
  ids: fc.constantFrom(...PERSONALITIES.ids),
  typeNames: fc.constantFrom(...PERSONALITIES.typeNames),
  regionKeys: fc.constantFrom(...PERSONALITIES.regionKeys),
  quota: fc.constantFrom(...PERSONALITIES.quota),
  lagSeconds: fc.constantFrom(...PERSONALITIES.lagSeconds),
  undocumentedFields: fc.constantFrom(...PERSONALITIES.undocumentedFields),
});

const fault: fc.Arbitrary<Fault> = fc
  .record({
    action: fc.constantFrom(...ACTIONS),
    call: fc.integer({ min: 1, max: 16 }),
    when: fc.constantFrom("before" as const, "after" as const),
  })
  .map(({ action, call, when }) => ({ ...action, call, when }));

async function withShop(
  switches: Partial<Personality>,
  check: (shop: Workshop) => Promise<void>,
): Promise<void> {
  const shop = await workshop({ manifests: MANIFESTS, personality: switches });
  try {
    await check(shop);
  } finally {
    await shop.close();
  }
}

/** As many as the first pass of these manifests has calls, and a few more. */
const CALLS = Array.from({ length: 14 }, (_, index) => index + 1);
const SIDES = ["before", "after"] as const;

/** Each at one call before and one after, so that each call is under two; when there is time, each at every call. */
const FAULTS = ACTIONS.flatMap((action, nth) =>
  SIDES.flatMap((when, side) =>
    CALLS.filter((call) => THOROUGH || (call + nth + 7 * side) % 14 === 0).map((call) => {
      const detail = "status" in action ? ` ${action.status}` : "";
      return [`${action.kind}${detail} ${when} the effect of call ${call}`, { action, when, call }] as const;
    }),
  ),
);

describe("reconcile, when something goes wrong once", () => {
  it.each(FAULTS)("creates everything once after %s", async (_, { action, call, when }) => {
    await withShop({ uniqueness: "none" }, async (shop) => {
      shop.emulator.fault({ ...action, call, when });
      await shop.pass();
      await expectConvergence(shop);
    });
  });

  it("creates everything once after any fault, under any personality", async () => {
    await fc.assert(
      fc.asyncProperty(personality, fault, async (switches, one) => {
        await withShop(switches, async (shop) => {
          shop.emulator.fault(one);
          await shop.pass();
          await expectConvergence(shop);
        });
      }),
      tries(8),
    );
  });
});

describe("reconcile, when it is killed", () => {
  const kills = SIDES.flatMap((when) => CALLS.map((call) => [when, call] as const));

  it.each(kills)("creates everything once when it was killed %s call %i was answered", async (when, call) => {
    await withShop({ uniqueness: "none" }, async (shop) => {
      await shop.killedPass({ call, when });
      await expectConvergence(shop);
    });
  });

  it("creates everything once when it was killed at any call, under any personality", async () => {
    await fc.assert(
      fc.asyncProperty(
        personality,
        fc.constantFrom(...CALLS),
        fc.constantFrom("before" as const, "after" as const),
        async (switches, call, when) => {
          await withShop(switches, async (shop) => {
            await shop.killedPass({ call, when });
            await expectConvergence(shop);
          });
        },
      ),
      tries(8),
    );
  });
});
