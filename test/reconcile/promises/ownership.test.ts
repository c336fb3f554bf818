import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileState } from "../../../lib/adapters/state/file.ts";
import { memoryState } from "../../support/memory-state.ts";
import { manifest, open, writesOf } from "../../support/shops.ts";
import type { Workshop } from "../../support/workshop.ts";
import {
  alive,
  approvalOf,
  changeByHand,
  everything,
  idOf,
  type Manifests,
  manifestsOf,
  NOTHING,
  owning,
  REMOVING,
  shopNames,
} from "./owning.ts";

/** Asks for something else of `shop-0`, and for nothing of the others. */
const OTHER: Manifests = { "shop-0.yaml": manifest("shop-0", ["/other"], "name: From git\n") };

/** Everything that exists, under every policy that could change it. */
async function expectNothingChanged(shop: Workshop, given: Parameters<Workshop["pass"]>[0]): Promise<void> {
  const before = everything(shop);
  for (const policy of ["create-only", "upsert", "sync"] as const) {
    await shop.pass({ ...REMOVING, ...given, policy });
    expect(everything(shop)).toBe(before);
  }
}

describe("promise 3: ownership by server id", () => {
  it("promise 3: leaves alone what has the identifier of a manifest and was made by somebody else", async () => {
    const shop = await open({ manifests: {} });
    shop.emulator.put({ identifier: "shop-0", name: "By hand" });
    await expectNothingChanged(shop, { manifests: OTHER });
  });

  it("promise 3: leaves alone what was deleted and made again by hand under the same identifier", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    shop.emulator.remove(idOf(shop, "shop-0"));
    shop.emulator.put({ identifier: "shop-0", name: "By hand" });
    await expectNothingChanged(shop, { manifests: OTHER });
    await expectNothingChanged(shop, { manifests: NOTHING });
  });

  it("promise 3: adopts only what the manifest says, and writes nothing to it in that pass", async () => {
    const shop = await open({ manifests: {} });
    shop.emulator.put({ identifier: "shop-0", name: "By hand" });
    shop.emulator.put({ identifier: "shop-1", name: "By hand" });
    const before = everything(shop);
    const manifests = {
      "shop-0.yaml": manifest("shop-0", [], "name: From git\nsync: { adopt: true }\n"),
      "shop-1.yaml": manifest("shop-1", [], "name: From git\n"),
    };
    const first = await shop.pass({ policy: "upsert", manifests });
    expect(first.plan?.changes).toMatchObject([
      { action: "adopt", fields: [{ field: "name", from: "By hand", to: "From git" }] },
    ]);
    expect(everything(shop)).toBe(before);
    await shop.pass({ policy: "upsert", manifests });
    expect(shop.emulator.distributions().map(({ name }) => name)).toEqual(["From git", "By hand"]);
  });

  const RENAMED: Manifests = {
    "store.yaml": manifest("store", [], "sync: { previously: [shop] }\n"),
  };

  it("promise 3: renames what a lagging list does not show yet, and makes no second one", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop") },
      personality: { lagSeconds: 5 },
    });
    await shop.pass();
    for (let pass = 0; pass < 3; pass += 1) {
      await shop.pass({ policy: "upsert", manifests: RENAMED });
      shop.clock.advance(11_000);
    }
    expect(alive(shop)).toEqual(["store"]);
  });

  it("promise 3: renames nothing to what is ours already, on a further page of the list", async () => {
    const shop = await open({
      manifests: { "shop.yaml": manifest("shop"), "store.yaml": manifest("store") },
      personality: { paging: 1, uniqueness: "none" },
    });
    await shop.pass({ concurrency: 1 });
    shop.clock.advance(60_000);
    const report = await shop.pass({ policy: "upsert", manifests: RENAMED });
    expect(report.plan?.changes).toEqual([]);
    expect(alive(shop)).toEqual(["shop", "store"]);
  });

  it("promise 3: refuses and names what another instance owns", async () => {
    const shop = await open({ manifests: {} });
    const id = shop.emulator.put({ identifier: "shop-0", name: "Of the other team" });
    const state = { ...memoryState(), foreign: async () => new Map([[id, "other-team"]]) };
    const manifests = manifestsOf(shopNames(1), "sync: { adopt: true }\n");
    const report = await shop.pass({ policy: "sync", state, manifests });
    expect(report.plan?.leftAlone).toMatchObject([
      { reason: "foreign", id, detail: expect.stringContaining("other-team") },
    ]);
    expect(writesOf(shop)).toEqual([]);
  });

  it("promise 3: with the inventory lost changes and removes nothing that exists", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    await expectNothingChanged(shop, { state: memoryState(), manifests: OTHER });
  });

  it("promise 3: with an inventory that cannot be believed changes nothing that exists, creates what does not exist, and says so", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const existing = everything(shop);
    const broken = await fileInventory();
    for (const path of broken.paths) await writeFile(path, "not a journal\n");
    const manifests = { ...OTHER, "new.yaml": manifest("new", ["/"]) };
    const report = await shop.pass({ ...REMOVING, state: broken.state, manifests });
    expect(report.notices.join("\n")).toContain("cannot be believed");
    expect(report.plan?.changes.map(({ action, identifier }) => [action, identifier])).toEqual([
      ["create", "new"],
    ]);
    const before = shop.emulator.distributions().filter(({ identifier }) => identifier !== "new");
    expect(JSON.stringify(before)).toBe(existing);
  });

  it("promise 3: in the pass that finds an inventory that cannot be believed adopts nothing, also where manifests say so", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    const broken = await fileInventory();
    for (const path of broken.paths) await writeFile(path, "not a journal\n");
    const manifests = manifestsOf(shopNames(1), "name: From git\nsync: { adopt: true }\n");
    const before = everything(shop);
    const report = await shop.pass({ ...REMOVING, policy: "sync", state: broken.state, manifests });
    expect(report.plan).toMatchObject({ policy: "create-only", leftAlone: [{ reason: "exists-unmanaged" }] });
    expect(everything(shop)).toBe(before);
  });

  it("promise 3: with the inventory of another instance changes nothing that exists, and says so", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const other = await fileInventory();
    for (const path of other.paths) {
      const text = await readFile(path, "utf8");
      await writeFile(path, text.replace('"instance":"test"', '"instance":"other-team"'));
    }
    const before = everything(shop);
    const report = await shop.pass({ ...REMOVING, state: other.state, manifests: OTHER });
    expect(everything(shop)).toBe(before);
    expect(`${report.failure?.message} ${report.notices.join(" ")}`).toContain("other-team");
  });
});

describe("promise 9: protection and holds survive the manifest", () => {
  const PROTECTED = manifestsOf(shopNames(2), "sync: { protect: true }\n");

  it("promise 9: a protected one stays when its manifest is gone", async () => {
    const shop = await owning(PROTECTED);
    await expectNothingChanged(shop, { manifests: NOTHING });
  });

  it("promise 9: one commit that lifts protection and removes the manifest removes nothing", async () => {
    const shop = await owning({ ...PROTECTED, "other.yaml": manifest("other") });
    const { plan } = await shop.pass({ ...REMOVING, manifests: { "other.yaml": manifest("other") } });
    expect(plan?.leftAlone.map(({ reason }) => reason)).toEqual(["protected", "protected"]);
    expect(alive(shop)).toEqual(["other", "shop-0", "shop-1"]);
  });

  it("promise 9: it takes two commits: a pass that sees protection lifted, and a later one without the manifest", async () => {
    const shop = await owning(PROTECTED);
    const lifted = manifestsOf(shopNames(2), "sync: { protect: false }\n");
    await shop.pass({ ...REMOVING, manifests: lifted });
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);
    await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(1)) });
    expect(alive(shop)).toEqual(["shop-0"]);
  });

  it("promise 9: a plan alone lifts no protection", async () => {
    const shop = await owning(PROTECTED);
    const lifted = manifestsOf(shopNames(2), "sync: { protect: false }\n");
    await shop.pass({ ...REMOVING, mode: { plan: true }, manifests: lifted });
    await shop.pass({ ...REMOVING, manifests: NOTHING });
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);
  });

  const held = (shop: Workshop, hours: number) => ({
    "holds.yaml": `- identifier: shop-0
  until: ${new Date(shop.clock.now() + hours * 3_600_000).toISOString()}
  reason: an incident
`,
  });

  it("promise 9: nothing is written to what is held, and the rest goes on", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const manifests = manifestsOf(shopNames(2), "name: From git\n");
    const report = await shop.pass({ policy: "upsert", manifests: { ...manifests, ...held(shop, 1) } });
    expect(report.outcomes.map(({ identifier, status }) => [identifier, status])).toEqual([
      ["shop-0", "blocked"],
      ["shop-1", "applied"],
    ]);
    expect(report.verdict).toBe("blocked");
    shop.clock.advance(3_600_001);
    const later = await shop.pass({ policy: "upsert", manifests: { ...manifests, ...held(shop, -1) } });
    expect(later.verdict).toBe("applied");
  });

  it("promise 9: no approval lifts a hold", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    const manifests = { ...manifestsOf(shopNames(1), "name: From git\n"), ...held(shop, 20) };
    const { plan } = await shop.pass({ policy: "upsert", mode: { plan: true }, manifests });
    const approval = approvalOf(plan, shop, { lifts: ["EXPOSURE", "CONFLICT"] });
    const report = await shop.pass({ policy: "upsert", manifests: { ...manifests, ...approval } });
    expect(report.verdict).toBe("blocked");
    expect(writesOf(shop)).toEqual([]);
  });

  it("promise 9: holds that cannot be read hold everything", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const holds = { read: async () => Promise.reject(new Error("the store does not answer")) };
    const manifests = manifestsOf(shopNames(2), "name: From git\n");
    const report = await shop.pass({ policy: "upsert", holds, manifests });
    expect(report.verdict).toBe("blocked");
    expect(report.plan?.changes).toHaveLength(2);
    expect(writesOf(shop)).toEqual([]);
  });

  it("promise 9: what somebody enabled again during its quarantine is not deleted", async () => {
    const week = { ...REMOVING, quarantineMs: 7 * 86_400_000 } as const;
    const shop = await owning(manifestsOf(shopNames(2)));
    await shop.pass({ ...week, manifests: manifestsOf(shopNames(1)) });
    await changeByHand(shop, idOf(shop, "shop-1"), { disabled: false });
    shop.clock.advance(30 * 86_400_000);
    const report = await shop.pass({ ...week, manifests: manifestsOf(shopNames(1)) });
    expect(report.plan?.leftAlone).toMatchObject([{ identifier: "shop-1", reason: "kept-live" }]);
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);
  });
});

/** An inventory in a folder of its own, with its files. */
async function fileInventory() {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-promise-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const owner = { instance: "test", api: "https://buddy.test", workspace: "my-company" };
  const state = fileState(folder, owner, { now: () => 0 });
  await (await state.open()).close();
  const paths = (await readdir(folder, { recursive: true }))
    .filter((path) => path.endsWith(".jsonl"))
    .map((path) => join(folder, path));
  return { state, paths };
}
