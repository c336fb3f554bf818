import { describe, expect, it } from "vitest";
import { byHand, callsOf, manifest, open, writesOf } from "../support/shops.ts";
import type { Workshop } from "../support/workshop.ts";

/** Stays where it is, so that no pass removes all there is. */
const BLOG = { "blog.yaml": manifest("blog", ["/"]) };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SYNC = { policy: "sync", onRemove: "delete" } as const;

/** A workspace in which the manifests were applied a minute ago. */
async function applied(manifests: Readonly<Record<string, string>>): Promise<Workshop> {
  const shop = await open({ manifests: { ...BLOG, ...manifests } });
  expect(await shop.pass({ policy: "sync" })).toMatchObject({ verdict: "applied" });
  await shop.clock.sleep(MINUTE);
  shop.emulator.clearLog();
  return shop;
}

function only(shop: Workshop) {
  const distribution = shop.emulator.distributions().find(({ identifier }) => identifier !== "blog");
  if (distribution === undefined) throw new Error("there is none");
  return distribution;
}

describe("a manifest that is gone", () => {
  it("costs one read of its own, and the distribution is deleted where that is wanted", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    const { id } = only(shop);
    const report = await shop.pass({ ...SYNC, manifests: BLOG });
    expect(report).toMatchObject({
      verdict: "applied",
      plan: { changes: [{ action: "delete", identifier: "shop" }], summary: { delete: 1 } },
      outcomes: [{ status: "applied", distribution: "deleted" }],
    });
    expect(callsOf(shop)).toEqual([
      "GET /distributions 200",
      expect.stringMatching(/^GET \/distributions\/\w+ 200$/),
      expect.stringMatching(/^GET \/distributions\/\w+ 200$/),
      `GET /distributions/${id} 200`,
      `DELETE /distributions/${id} 204`,
    ]);
    expect(await shop.pass({ ...SYNC, manifests: BLOG })).toMatchObject({ verdict: "in-sync" });
  });

  it("leaves the distribution alone under upsert, and says that it is an orphan", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    const report = await shop.pass({ policy: "upsert", manifests: BLOG });
    expect(report).toMatchObject({ verdict: "in-sync", plan: { leftAlone: [{ reason: "orphaned" }] } });
    expect(writesOf(shop)).toEqual([]);
  });

  it("gives the distribution up where it is to be retained", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    const report = await shop.pass({ policy: "sync", onRemove: "retain", manifests: BLOG });
    expect(report.outcomes).toMatchObject([{ action: "disown", status: "applied", wrote: false }]);
    expect(writesOf(shop)).toEqual([]);
    expect(await shop.pass({ policy: "sync" })).toMatchObject({
      plan: { leftAlone: [{ reason: "exists-unmanaged" }] },
    });
  });

  it("disables the distribution first and deletes it when its quarantine is over", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    const week = { ...SYNC, manifests: BLOG, quarantineMs: 7 * DAY };
    expect(await shop.pass(week)).toMatchObject({ plan: { changes: [{ action: "disable" }] } });
    expect(only(shop)).toMatchObject({ disabled: true });
    await shop.clock.sleep(7 * DAY - 2 * MINUTE);
    expect(await shop.pass(week)).toMatchObject({
      verdict: "in-sync",
      plan: { leftAlone: [{ reason: "quarantined" }] },
    });
    await shop.clock.sleep(2 * MINUTE);
    expect(await shop.pass(week)).toMatchObject({
      plan: { changes: [{ action: "delete", enabled: false }] },
    });
    expect(shop.emulator.distributions()).toMatchObject([{ identifier: "blog" }]);
  });

  it("and comes back in its quarantine enables the distribution again", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    const { id } = only(shop);
    await shop.pass({ ...SYNC, manifests: BLOG, quarantineMs: DAY });
    const report = await shop.pass({ ...SYNC, quarantineMs: DAY });
    expect(report.plan?.changes).toMatchObject([
      { action: "update", fields: [{ field: "disabled", from: true, to: false, moved: "ours" }] },
    ]);
    expect(only(shop)).toMatchObject({ id, disabled: false });
    await shop.clock.sleep(2 * DAY);
    expect(await shop.pass({ ...SYNC, quarantineMs: DAY })).toMatchObject({ verdict: "in-sync" });
  });

  it("does not delete what somebody enabled again in its quarantine", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    await shop.pass({ ...SYNC, manifests: BLOG, quarantineMs: DAY });
    await byHand(shop, "PATCH", `/distributions/${only(shop).id}`, { disabled: false });
    await shop.clock.sleep(2 * DAY);
    const report = await shop.pass({ ...SYNC, manifests: BLOG, quarantineMs: DAY });
    expect(report).toMatchObject({ verdict: "in-sync", plan: { leftAlone: [{ reason: "kept-live" }] } });
  });

  it("does not remove what is protected: lifting that and removing it take two commits", async () => {
    const protects = manifest("shop", ["/"], "sync: { protect: true }\n");
    const shop = await applied({ "shop.yaml": protects });
    expect(await shop.pass({ ...SYNC, manifests: BLOG })).toMatchObject({
      plan: { changes: [], leftAlone: [{ reason: "protected" }] },
    });
    await shop.pass({ ...SYNC, manifests: { ...BLOG, "shop.yaml": manifest("shop", ["/"]) } });
    expect(await shop.pass({ ...SYNC, manifests: BLOG })).toMatchObject({
      plan: { changes: [{ action: "delete" }] },
    });
  });

  it("removes nothing when another list of the pass fails", async () => {
    const web = manifest("web", ["/"], "scope: PROJECT\nproject_name: web\n");
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]), "web.yaml": web });
    shop.emulator.fault({
      kind: "status",
      status: 403,
      match: { method: "GET", path: "/distributions" },
      when: "before",
    });
    const report = await shop.pass({ ...SYNC, manifests: { ...BLOG, "web.yaml": web } });
    expect(writesOf(shop)).toEqual([]);
    expect(report.plan?.leftAlone.map(({ reason }) => reason)).toContain("incomplete-read");
    expect(report.verdict).toBe("error");
  });

  it("does not delete what somebody renamed for another use", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    await byHand(shop, "PATCH", `/distributions/${only(shop).id}`, { identifier: "campaign" });
    expect(await shop.pass({ ...SYNC, manifests: BLOG })).toMatchObject({
      plan: { changes: [], leftAlone: [{ reason: "changed-live" }] },
    });
  });

  it("is forgotten when the distribution is gone, too", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    shop.emulator.remove(only(shop).id);
    expect(await shop.pass({ ...SYNC, manifests: BLOG })).toMatchObject({ verdict: "in-sync" });
    expect(shop.state.events.at(-1)).toMatchObject({ event: "removed", identifier: "shop" });
  });
});

describe("a change of somebody in Buddy", () => {
  it("is corrected by a push, and only reported by a schedule", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"], "name: Shop\n") });
    await byHand(shop, "PATCH", `/distributions/${only(shop).id}`, { name: "Hacked" });
    const scheduled = await shop.pass({ policy: "upsert", drift: "report" });
    expect(scheduled).toMatchObject({
      plan: {
        changes: [],
        leftAlone: [
          { reason: "drift", fields: [{ field: "name", from: "Hacked", to: "Shop", moved: "theirs" }] },
        ],
        summary: { drift: 1 },
      },
    });
    expect(only(shop)).toMatchObject({ name: "Hacked" });
    expect(await shop.pass({ policy: "upsert" })).toMatchObject({ verdict: "applied" });
    expect(only(shop)).toMatchObject({ name: "Shop" });
  });

  it("that git contradicts is a conflict, and nothing is written until somebody decides", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"], "name: Shop\n") });
    await byHand(shop, "PATCH", `/distributions/${only(shop).id}`, { name: "Theirs" });
    const ours = { ...BLOG, "shop.yaml": manifest("shop", ["/"], "name: Ours\n") };
    const report = await shop.pass({ policy: "upsert", manifests: ours });
    expect(report).toMatchObject({
      verdict: "blocked",
      plan: { blocks: [{ code: "CONFLICT", keys: ["workspace#shop"] }] },
      outcomes: [{ status: "blocked" }],
    });
    expect(writesOf(shop)).toEqual([]);
    const agreed = { ...BLOG, "shop.yaml": manifest("shop", ["/"], "name: Theirs\n") };
    expect(await shop.pass({ policy: "upsert", manifests: agreed })).toMatchObject({
      verdict: "in-sync",
      plan: { unchanged: [{ identifier: "blog" }, { identifier: "shop", both: ["name"] }] },
    });
    const later = { ...BLOG, "shop.yaml": manifest("shop", ["/"], "name: Later\n") };
    expect(await shop.pass({ policy: "upsert", manifests: later })).toMatchObject({ verdict: "applied" });
  });

  it("to a route that no manifest has is undone with the routes that are declared", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    await byHand(shop, "POST", `/distributions/${only(shop).id}/routes`, {
      type: "DIRECT_PROXY",
      domain: "example.com",
      subdomain: "shop",
      path: "/extra",
      targets: { Default: { type: "EXTERNAL", external_url: "https://extra.example.com" } },
    });
    const report = await shop.pass({ policy: "upsert" });
    expect(report.plan?.changes).toMatchObject([
      { routes: [{ kind: "remove", moved: "theirs", from: { path: "/extra" } }] },
    ]);
    expect(only(shop).routes).toMatchObject([{ path: "" }]);
  });
});

describe("a rename", () => {
  it("with previously is one PATCH, and the object keeps its id", async () => {
    const shop = await applied({ "shop.yaml": manifest("old-shop", ["/"]) });
    const { id } = only(shop);
    const renamed = manifest("old-shop", ["/"], "sync: { previously: [old-shop] }\n").replace(
      "identifier: old-shop",
      "identifier: shop",
    );
    const report = await shop.pass({ ...SYNC, manifests: { ...BLOG, "shop.yaml": renamed } });
    expect(report.outcomes).toMatchObject([{ key: "workspace#shop", status: "applied" }]);
    expect(writesOf(shop)).toEqual([`PATCH /distributions/${id} 200`]);
    expect(only(shop)).toMatchObject({ id, identifier: "shop" });
    await shop.clock.sleep(MINUTE);
    expect(await shop.pass({ ...SYNC, manifests: { ...BLOG, "shop.yaml": renamed } })).toMatchObject({
      verdict: "in-sync",
    });
  });
});

describe("an adoption", () => {
  const ADOPTS = { "shop.yaml": manifest("shop", ["/"], "name: Shop\nsync: { adopt: true }\n") };

  it("writes nothing to Buddy, shows what differs, and makes it ours", async () => {
    const shop = await open({ manifests: ADOPTS });
    shop.emulator.put({ workspace: "my-company", identifier: "shop", name: "Live", scope: "WORKSPACE" });
    const report = await shop.pass({ policy: "upsert" });
    expect(report.plan?.changes).toMatchObject([
      {
        action: "adopt",
        fields: [{ field: "name", from: "Live", to: "Shop", moved: "ours" }],
        routes: [{ kind: "add", moved: "ours" }],
      },
    ]);
    expect(writesOf(shop)).toEqual([]);
    const next = await shop.pass({ policy: "upsert" });
    expect(next.plan?.changes).toMatchObject([
      { action: "update", fields: [{ field: "name", moved: "ours" }] },
    ]);
    await shop.clock.sleep(MINUTE);
    expect(await shop.pass({ policy: "upsert" })).toMatchObject({ verdict: "in-sync" });
  });

  it("is refused for what another instance has, which is named", async () => {
    const shop = await open({ manifests: ADOPTS });
    const id = shop.emulator.put({
      workspace: "my-company",
      identifier: "shop",
      name: "Live",
      scope: "WORKSPACE",
    });
    const state = { ...shop.state, foreign: async () => new Map([[id, "team-b"]]) };
    const report = await shop.pass({ policy: "sync", state });
    expect(report.plan?.leftAlone).toMatchObject([
      { reason: "foreign", detail: expect.stringContaining("team-b"), id },
    ]);
    expect(writesOf(shop)).toEqual([]);
  });
});

describe("a hold, a window and an approval", () => {
  it("in the store keeps a change from being carried out, and one that cannot be read holds everything", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"], "name: Shop\n") });
    const changed = { ...BLOG, "shop.yaml": manifest("shop", ["/"], "name: New\n") };
    const until = new Date(shop.clock.now() + DAY).toISOString();
    const text = `- { identifier: shop, until: "${until}", reason: incident 42 }\n`;
    const held = await shop.pass({ policy: "upsert", manifests: changed, holds: { read: async () => text } });
    expect(held).toMatchObject({ verdict: "blocked", plan: { blocks: [{ code: "HELD" }] } });
    const blind = await shop.pass({
      policy: "upsert",
      manifests: changed,
      holds: { read: async () => Promise.reject(new Error("no answer")) },
    });
    expect(blind).toMatchObject({ verdict: "blocked", plan: { blocks: [{ code: "HOLDS_UNREADABLE" }] } });
    expect(writesOf(shop)).toEqual([]);
    expect(await shop.pass({ policy: "upsert", manifests: changed })).toMatchObject({ verdict: "applied" });
  });

  it("of a window in which nothing is written lets the plan be made", async () => {
    const shop = await open({ manifests: { ...BLOG, "shop.yaml": manifest("shop", ["/"]) } });
    const report = await shop.pass({ windows: [{ deny: "* * * * *", duration: "1h", reason: "sale" }] });
    expect(report).toMatchObject({ verdict: "blocked", plan: { blocks: [{ code: "FROZEN" }] } });
    expect(writesOf(shop)).toEqual([]);
  });

  it("lifts exactly the blocks of one plan, once", async () => {
    const shop = await applied({ "shop.yaml": manifest("shop", ["/"]) });
    const limits = { allow: [] };
    const gone = { ...SYNC, limits, manifests: BLOG };
    const blocked = await shop.pass(gone);
    expect(blocked).toMatchObject({ verdict: "blocked", outcomes: [{ status: "blocked" }] });
    const digest = blocked.plan?.digest.replace("sha256:", "") ?? "";
    const until = new Date(shop.clock.now() + 60 * MINUTE).toISOString();
    const approval = `by: dev@example.com\nreason: the shop is closed\nuntil: "${until}"\nlifts: [EXPOSURE, LIMIT_REMOVALS]\n`;
    const approved = { ...gone, manifests: { ...BLOG, [`approvals/${digest}.yaml`]: approval } };
    expect(await shop.pass(approved)).toMatchObject({
      verdict: "applied",
      plan: { approval: { by: "dev@example.com" }, blocks: [] },
      outcomes: [{ status: "applied", distribution: "deleted" }],
    });
    expect(shop.state.events.map(({ event }) => event)).toContain("approved");
  });
});

describe("a budget of reads", () => {
  it("lets each object be compared within N/B passes, what changed in git first", async () => {
    const names = ["a", "b", "c", "d", "e"];
    const manifests = Object.fromEntries(names.map((name) => [`${name}.yaml`, manifest(name, ["/"])]));
    const shop = await applied(manifests);
    const ids = new Map(shop.emulator.distributions().map(({ id, identifier }) => [id, identifier]));
    const readOf = () =>
      callsOf(shop).flatMap((call) => ids.get(/^GET \/distributions\/(\w+) /.exec(call)?.[1] ?? "") ?? []);
    const seen: string[] = [];
    for (let pass = 0; pass < 3; pass += 1) {
      shop.emulator.clearLog();
      const { plan } = await shop.pass({ policy: "upsert", deepCheck: 2 });
      expect(plan?.summary).toMatchObject({ unchanged: 6, unverified: 4 });
      seen.push(...readOf());
    }
    expect(new Set(seen)).toEqual(new Set(["blog", ...names]));
    shop.emulator.clearLog();
    const changed = { ...BLOG, ...manifests, "c.yaml": manifest("c", ["/", "/new"]) };
    expect(await shop.pass({ policy: "upsert", deepCheck: 1, manifests: changed })).toMatchObject({
      plan: { changes: [{ action: "update", identifier: "c" }] },
    });
  });
});

describe("create-only", () => {
  const GRANTING = "permissions: { users: [{ email: dev@example.com, access_level: MANAGE }] }\n";

  it.each([1, 2, 3, 4, 5])(
    "is in sync with access that is granted by name, after a kill at call %i",
    async (call) => {
      const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/", "/api"], GRANTING) } });
      await shop.killedPass({ call, when: "after" });
      for (let pass = 0; pass < 2; pass += 1) {
        await shop.clock.sleep(MINUTE);
        await shop.pass();
      }
      await shop.clock.sleep(MINUTE);
      expect(await shop.pass()).toMatchObject({
        verdict: "in-sync",
        plan: { leftAlone: [], unchanged: [{ identifier: "shop" }] },
      });
    },
  );
});
