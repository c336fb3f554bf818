import { describe, expect, it } from "vitest";
import { PERSONALITIES_SINGLY } from "../contract/personalities.ts";
import { type Workshop, type WorkshopOptions, workshop } from "../support/workshop.ts";

const SHOP = `identifier: shop
name: Shop
scope: PROJECT
project_name: web
permissions: { others: READ_ONLY, users: [{ email: dev@example.com, access_level: MANAGE }], groups: [{ name: admins, access_level: MANAGE }] }
routes:
  - domain: example.com
    subdomain: www
    type: DIRECT_PROXY
    targets: { Default: { type: EXTERNAL, external_url: https://backend.example.com }, COUNTRY-PL: { type: EXTERNAL, external_url: https://pl.example.com } }
  - { domain: example.com, subdomain: www, path: /api, type: CACHED_PROXY, targets: { Default: { type: EXTERNAL, external_url: https://api.example.com } } }
`;

async function withWorkshop<T>(
  options: Partial<WorkshopOptions>,
  work: (shop: Workshop) => Promise<T>,
): Promise<T> {
  const shop = await workshop({ manifests: { "shop.yaml": SHOP }, ...options });
  try {
    return await work(shop);
  } finally {
    await shop.close();
  }
}

describe("a pass under upsert", () => {
  it.each(PERSONALITIES_SINGLY)("writes nothing the second time, with %j", async (personality) => {
    await withWorkshop({ personality }, async (shop) => {
      const first = await shop.pass({ policy: "upsert" });
      expect(first).toMatchObject({ verdict: "applied" });
      await shop.clock.sleep(60_000);
      const second = await shop.pass({ policy: "upsert" });
      expect(second).toMatchObject({
        verdict: "in-sync",
        plan: { summary: { unchanged: 1, unverified: 0 } },
      });
    });
  });

  it.each(PERSONALITIES_SINGLY)(
    "carries a change in git out, and is in sync after it, with %j",
    async (personality) => {
      await withWorkshop({ personality }, async (shop) => {
        await shop.pass({ policy: "upsert" });
        await shop.clock.sleep(60_000);
        const changed = {
          "shop.yaml": SHOP.replace("name: Shop", "name: Store")
            .replace("https://backend.example.com", "https://new.example.com")
            .replace("path: /api", "path: /v2")
            .replace("others: READ_ONLY", "others: DENIED"),
        };
        const report = await shop.pass({ policy: "upsert", manifests: changed });
        expect(report.outcomes).toMatchObject([{ action: "update", status: "applied" }]);
        expect(report.plan?.changes).toMatchObject([
          {
            action: "update",
            fields: [
              { field: "name", from: "Shop", to: "Store", moved: "ours" },
              { field: "others", from: "READ_ONLY", to: "DENIED", moved: "ours" },
            ],
            routes: [
              { kind: "update", moved: "ours" },
              { kind: "remove", moved: "ours", from: { path: "/api" } },
              { kind: "add", moved: "ours", to: { path: "/v2" } },
            ],
          },
        ]);
        await shop.clock.sleep(60_000);
        expect(await shop.pass({ policy: "upsert", manifests: changed })).toMatchObject({
          verdict: "in-sync",
        });
      });
    },
  );
});
