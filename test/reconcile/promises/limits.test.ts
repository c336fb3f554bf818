import { describe, expect, it } from "vitest";
import { EXPOSURES } from "../../../lib/core/plan/block.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../lib/core/plan/limits.ts";
import { manifest } from "../../support/shops.ts";
import {
  alive,
  approvalOf,
  codesOf,
  everything,
  GUARDED,
  manifestsOf,
  NOTHING,
  owning,
  REMOVING,
  shopNames,
} from "./owning.ts";

/** The limits of numbers alone: what is exposed is a rule of its own. */
const NUMBERS: Limits = { ...DEFAULT_LIMITS, allow: EXPOSURES };
const COUNTED = { policy: "sync", onRemove: "delete", limits: NUMBERS } as const;

describe("promise 6: limits", () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [9, 2],
    [14, 3],
    [30, 6],
  ])(
    "promise 6: of %i owned ones %i removals are too many, and all of them are blocked",
    async (owned, removed) => {
      const shop = await owning(manifestsOf(shopNames(owned)));
      const before = everything(shop);
      const report = await shop.pass({ ...COUNTED, manifests: manifestsOf(shopNames(owned - removed)) });
      expect(codesOf(report.plan)).toContain("LIMIT_REMOVALS");
      expect(report.outcomes.map(({ status }) => status)).toEqual(
        Array.from({ length: removed }, () => "blocked"),
      );
      expect(everything(shop)).toBe(before);
    },
  );

  it.each([
    [2, 1],
    [9, 1],
    [15, 3],
    [30, 5],
  ])("promise 6: of %i owned ones %i may go", async (owned, removed) => {
    const shop = await owning(manifestsOf(shopNames(owned)));
    const report = await shop.pass({ ...COUNTED, manifests: manifestsOf(shopNames(owned - removed)) });
    expect(report.verdict).toBe("applied");
    expect(alive(shop)).toHaveLength(owned - removed);
  });

  it("promise 6: five a day: removals of earlier passes count for 24 hours", async () => {
    const shop = await owning(manifestsOf(shopNames(30)));
    await shop.pass({ ...COUNTED, manifests: manifestsOf(shopNames(26)) });
    shop.clock.advance(3_600_000);
    const over = await shop.pass({ ...COUNTED, manifests: manifestsOf(shopNames(24)) });
    expect(codesOf(over.plan)).toEqual(["LIMIT_REMOVALS_A_DAY"]);
    expect(alive(shop)).toHaveLength(26);
    shop.clock.advance(24 * 3_600_000);
    expect((await shop.pass({ ...COUNTED, manifests: manifestsOf(shopNames(24)) })).verdict).toBe("applied");
  });

  it("promise 6: updates of more than 30 % are blocked from five on", async () => {
    const renamed = (changed: number, of: number) => ({
      ...manifestsOf(shopNames(of)),
      ...manifestsOf(shopNames(changed), "name: From git\n"),
    });
    const few = await owning(manifestsOf(shopNames(4)));
    expect((await few.pass({ ...COUNTED, manifests: renamed(4, 4) })).verdict).toBe("applied");
    const many = await owning(manifestsOf(shopNames(16)));
    const report = await many.pass({ ...COUNTED, manifests: renamed(5, 16) });
    expect([report.verdict, codesOf(report.plan)]).toEqual(["blocked", ["LIMIT_UPDATES"]]);
    const enough = await owning(manifestsOf(shopNames(17)));
    expect((await enough.pass({ ...COUNTED, manifests: renamed(5, 17) })).verdict).toBe("applied");
  });

  it("promise 6: what is blocked does not keep the rest from being done", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const manifests = { ...manifestsOf(shopNames(1)), "new.yaml": manifest("new", ["/"]) };
    const report = await shop.pass({ ...COUNTED, manifests });
    expect(report.verdict).toBe("blocked");
    expect(alive(shop)).toEqual(["new", "shop-0", "shop-1", "shop-2"]);
  });

  const routes = (paths: readonly string[], change = (text: string) => text) => ({
    "shop.yaml": change(manifest("shop", paths)),
  });

  it.each([
    ["last-route", manifestsOf(["shop"]), { "shop.yaml": `${manifest("shop")}routes: []\n` }],
    ["root-path", routes(["/", "/a", "/b", "/c"]), routes(["/a", "/b", "/c"])],
    ["apex", routes(["/a", "/b"], apex), routes(["/a"], apex)],
    ["wildcard", routes(["/a", "/b"], wildcard), routes(["/a"], wildcard)],
    ["default-target", routes(["/a"]), routes(["/a"], (text) => text.replace("backend.", "other."))],
    ["domain-change", routes(["/a"]), routes(["/a"], (text) => text.replace("example.com", "example.org"))],
    [
      "others-widened",
      { "shop.yaml": manifest("shop", [], "permissions: { others: READ_ONLY }\n") },
      { "shop.yaml": manifest("shop", [], "permissions: { others: MANAGE }\n") },
    ],
  ] as const)(
    "promise 6: a change of exposure is blocked, however small: %s",
    async (exposure, before, after) => {
      const shop = await owning(before);
      const live = everything(shop);
      const limits = { ...NUMBERS, routeRemovalShare: 100, allow: [] };
      const report = await shop.pass({ policy: "sync", limits, manifests: after });
      expect(
        report.plan?.blocks.map((block) => (block.code === "EXPOSURE" ? block.exposure : block.code)),
      ).toContain(exposure);
      expect(report.verdict).toBe("blocked");
      expect(everything(shop)).toBe(live);
    },
  );

  it("promise 6: an approval lifts what it names, once, and not later than a day", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const { plan } = await shop.pass({ ...GUARDED, mode: { plan: true }, manifests: NOTHING });
    for (const hours of [-1, 25, 1_000]) {
      const late = await shop.pass({
        ...GUARDED,
        manifests: { ...NOTHING, ...approvalOf(plan, shop, { hours }) },
      });
      expect(late.verdict).not.toBe("applied");
      expect(alive(shop)).toHaveLength(2);
    }
    const approved = await shop.pass({ ...GUARDED, manifests: { ...NOTHING, ...approvalOf(plan, shop) } });
    expect(approved.verdict).toBe("applied");
    expect(alive(shop)).toEqual([]);
  });

  it("promise 6: is the same in a plan as in the pass that would carry it out", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const shown = await shop.pass({ ...GUARDED, mode: { plan: true }, manifests: NOTHING });
    const applied = await shop.pass({ ...GUARDED, manifests: NOTHING });
    expect(applied.plan).toEqual(shown.plan);
    expect(shown.verdict).toBe("blocked");
  });

  it("promise 6: counts a deletion that was disabled before once a day", async () => {
    const shop = await owning(manifestsOf(shopNames(6)));
    const day = { ...REMOVING, limits: { ...NUMBERS, removals: 1 }, quarantineMs: 3_600_000 } as const;
    const manifests = manifestsOf(shopNames(5));
    expect((await shop.pass({ ...day, manifests })).verdict).toBe("applied");
    shop.clock.advance(7_200_000);
    expect((await shop.pass({ ...day, manifests })).verdict).toBe("applied");
    expect(alive(shop)).toHaveLength(5);
  });
});

function apex(text: string): string {
  return text.replaceAll("    subdomain: shop\n", "");
}

function wildcard(text: string): string {
  return text.replaceAll("subdomain: shop", 'subdomain: "*"');
}
