import { afterEach, describe, expect, it } from "vitest";
import { exitCodeOf } from "../../lib/core/report/report.ts";
import { type Workshop, type WorkshopOptions, workshop } from "../support/workshop.ts";

const open: Workshop[] = [];
async function start(options: WorkshopOptions): Promise<Workshop> {
  const shop = await workshop(options);
  open.push(shop);
  return shop;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((shop) => shop.close()));
});

const SHOP = `
identifier: shop
scope: WORKSPACE
routes:
  - domain: example.com
    subdomain: www
    type: DIRECT_PROXY
    targets:
      Default: { type: EXTERNAL, external_url: https://backend.example.com }
  - domain: example.com
    path: /api
    type: CACHED_PROXY
    targets:
      Default: { type: SANDBOX, sandbox: { id: ynjuqe2kov258, endpoint: www } }
`;

const calls = ({ emulator }: Workshop) =>
  emulator.log.map(({ method, path, query, status }) => `${method} ${path}${query && "?"}${query} ${status}`);

describe("reconcile", () => {
  it("creates what is missing, then its routes, and writes nothing on a second pass", async () => {
    const shop = await start({ manifests: { "shop.yaml": SHOP } });
    const report = await shop.pass();
    expect(report).toMatchObject({ verdict: "applied", outcomes: [{ status: "applied", wrote: true }] });
    const [made] = shop.emulator.distributions();
    const at = `/workspaces/my-company/distributions`;
    expect(calls(shop)).toEqual([
      `GET ${at} 200`,
      `POST ${at} 201`,
      `POST ${at}/${made?.id}/routes 201`,
      `POST ${at}/${made?.id}/routes 201`,
    ]);
    shop.emulator.clearLog();
    expect((await shop.pass()).verdict).toBe("in-sync");
    expect(calls(shop)).toEqual([`GET ${at} 200`]);
    expect(exitCodeOf(report.verdict, { detailed: true })).toBe(0);
  });
});
