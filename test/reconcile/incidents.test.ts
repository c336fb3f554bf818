import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../lib/core/report/report.ts";
import type { Fault } from "../../lib/emulator/faults.ts";
import { memoryState } from "../support/memory-state.ts";
import { manifest, writesOf } from "../support/shops.ts";
import {
  alive,
  approvalOf,
  codesOf,
  everything,
  GUARDED,
  idOf,
  manifestsOf,
  NOTHING,
  owning,
  REMOVING,
  shopNames,
} from "./promises/owning.ts";

/** What happened to others, made to happen here: docs/promises.md names the promises that hold it. */

const LISTS = { method: "GET", path: "/distributions" } as const;
const READS = { method: "GET", path: "/distributions/*" } as const;

describe("a stale or partial read that led others to a wrong prune", () => {
  const readings: readonly (readonly [string, Fault])[] = [
    ["a list that fails", { kind: "status", status: 500, when: "before", match: LISTS, times: 99 }],
    ["a list that is refused", { kind: "status", status: 403, when: "before", match: LISTS, times: 99 }],
    ["a list of the wrong shape", { kind: "wrong-shape", body: {}, when: "after", match: LISTS, times: 99 }],
    ["a list that is cut off", { kind: "truncated", when: "after", match: LISTS, times: 99 }],
    ["a read that fails", { kind: "status", status: 503, when: "before", match: READS, times: 99 }],
    ["a read of the wrong shape", { kind: "wrong-shape", body: {}, when: "after", match: READS, times: 99 }],
  ];

  it.each(readings)(
    "removes nothing after %s (argo-cd#14090, argo-cd#15058, argo-cd#24408, pipeshub-ai#3095, external-dns#2931, external-dns#3070)",
    async (_, fault) => {
      const shop = await owning(manifestsOf(shopNames(3)));
      const before = everything(shop);
      shop.emulator.fault(fault);
      const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(2)) });
      expect(everything(shop)).toBe(before);
      expect(writesOf(shop)).toEqual([]);
      expect(exitCodeOf(report.verdict, { detailed: false })).toBe(1);
    },
  );

  it("makes nothing twice and removes nothing when a list says that there is nothing (sim PR#6757)", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const before = everything(shop);
    const empty = { distributions: [] };
    shop.emulator.fault({ kind: "wrong-shape", body: empty, when: "after", match: LISTS, times: 99 });
    const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(3)) });
    expect(report.plan?.changes.filter(({ action }) => action === "delete" || action === "disable")).toEqual(
      [],
    );
    expect(everything(shop)).toBe(before);
  });

  it("removes nothing in one scope when the list of another fails (argo-cd#28630)", async () => {
    const inProject = manifest("shop-9", ["/"], "scope: PROJECT\nproject_name: web\n");
    const all = { ...manifestsOf(shopNames(3)), "shop-9.yaml": inProject };
    const shop = await owning(all);
    const before = everything(shop);
    shop.emulator.fault({
      kind: "status",
      status: 404,
      when: "before",
      match: { ...LISTS, nth: 2 },
      times: 99,
    });
    const report = await shop.pass({
      ...REMOVING,
      concurrency: 1,
      manifests: { ...manifestsOf(shopNames(2)), "shop-9.yaml": inProject },
    });
    expect(everything(shop)).toBe(before);
    expect(report.plan?.leftAlone.map(({ reason }) => reason)).toContain("incomplete-read");
  });
});

describe("a change of identity that made owned things invisible", () => {
  it("under another instance owns nothing: nothing is deleted, changed or made twice (external-dns v0.22 in home-ops PR#3951 and home-ops PR#1163)", async () => {
    const shop = await owning(manifestsOf(shopNames(3)), { personality: { uniqueness: "none" } });
    const before = everything(shop);
    const renamed = memoryState();
    const manifests = { ...manifestsOf(shopNames(2)), "shop-1.yaml": manifest("shop-1", ["/moved"]) };
    const report = await shop.pass({ ...REMOVING, state: renamed, manifests });
    expect(everything(shop)).toBe(before);
    expect(report.plan?.changes).toEqual([]);
    expect(report.plan?.leftAlone.map(({ identifier, reason }) => [identifier, reason])).toEqual([
      ["shop-0", "exists-unmanaged"],
      ["shop-1", "exists-unmanaged"],
      ["shop-2", "not-in-manifests"],
    ]);
  });

  it("does not take what the former instance still owns, also when manifests say adopt (external-dns v0.22 in home-ops PR#3951 and home-ops PR#1163)", async () => {
    const adopting = manifestsOf(shopNames(1), "sync: { adopt: true }\n");
    const shop = await owning(manifestsOf(shopNames(1)));
    const before = everything(shop);
    const renamed = {
      ...memoryState(),
      foreign: async () => new Map([[idOf(shop, "shop-0"), "former-name"]]),
    };
    const report = await shop.pass({ ...REMOVING, state: renamed, manifests: adopting });
    expect(everything(shop)).toBe(before);
    expect(report.plan?.leftAlone).toMatchObject([
      { reason: "foreign", detail: expect.stringContaining("former-name") },
    ]);
  });
});

describe("a guard that tripped and looked like a crash", () => {
  it("is blocked, with an exit code of its own, and no failure (cross-media-measurement PR#4107)", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const report = await shop.pass({ ...GUARDED, manifests: NOTHING });
    expect(report.verdict).toBe("blocked");
    expect(report.failure).toBeUndefined();
    expect(exitCodeOf(report.verdict, { detailed: true })).toBe(3);
    expect(report.outcomes.every(({ status }) => status === "blocked")).toBe(true);
  });
});

describe("a deletion of everything that a person stopped because the messages came one by one", () => {
  it("is one plan, shown whole and blocked whole before the first write (dnscontrol PR#749)", async () => {
    const shop = await owning(manifestsOf(shopNames(7)));
    const before = everything(shop);
    const shown: number[] = [];
    const approve = async ({ changes }: { readonly changes: readonly unknown[] }) => {
      shown.push(changes.length);
      return true;
    };
    const report = await shop.pass({ ...GUARDED, mode: { apply: { approve } }, manifests: NOTHING });
    expect(shown).toEqual([7]);
    expect(report.outcomes.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => "blocked"));
    expect(everything(shop)).toBe(before);
  });
});

describe("a deletion that should have had a period of grace", () => {
  const week = { ...REMOVING, quarantineMs: 7 * 86_400_000 } as const;

  it("disables first, and deletes when the days are over (authentik#19295, owncloud#29796)", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const manifests = manifestsOf(shopNames(1));
    await shop.pass({ ...week, manifests });
    const disabled = () => shop.emulator.distributions().filter((one) => one.disabled);
    expect(disabled().map(({ identifier }) => identifier)).toEqual(["shop-1"]);
    shop.clock.advance(6 * 86_400_000);
    const early = await shop.pass({ ...week, manifests });
    expect(early.plan?.leftAlone).toMatchObject([{ identifier: "shop-1", reason: "quarantined" }]);
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);
    shop.clock.advance(86_400_000);
    await shop.pass({ ...week, manifests });
    expect(alive(shop)).toEqual(["shop-0"]);
  });

  it("enables it again when its manifest comes back meanwhile (authentik#19295, owncloud#29796)", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const id = idOf(shop, "shop-1");
    await shop.pass({ ...week, manifests: manifestsOf(shopNames(1)) });
    shop.clock.advance(86_400_000);
    const back = await shop.pass({ ...week, manifests: manifestsOf(shopNames(2)) });
    expect(back.verdict).toBe("applied");
    expect(shop.emulator.distributions().find((one) => one.id === id)?.disabled).toBe(false);
    shop.clock.advance(30 * 86_400_000);
    expect((await shop.pass({ ...week, manifests: manifestsOf(shopNames(2)) })).verdict).toBe("in-sync");
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);
  });
});

describe("an approval or a force that did more than it was for", () => {
  it("works once, and not for another deletion (argo-cd#25902)", async () => {
    const shop = await owning(manifestsOf(shopNames(4)));
    const less = manifestsOf(shopNames(2));
    const blocked = await shop.pass({ ...GUARDED, mode: { plan: true }, manifests: less });
    const approval = approvalOf(blocked.plan, shop);
    const other = await shop.pass({ ...GUARDED, manifests: { ...manifestsOf(["shop-3"]), ...approval } });
    expect(other.verdict).toBe("blocked");
    expect(alive(shop)).toHaveLength(4);

    await shop.pass({ ...GUARDED, manifests: { ...less, ...approval } });
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);

    shop.clock.advance(60_000);
    await shop.pass({ policy: "upsert", manifests: manifestsOf(shopNames(4)) });
    const again = await shop.pass({ ...GUARDED, manifests: { ...less, ...approval } });
    expect(again.verdict).toBe("blocked");
    expect(alive(shop)).toHaveLength(4);
  });

  it("is not used twice for the very same plan (argo-cd#25902)", async () => {
    const changed = manifest("shop-0", ["/"]).replace("backend.example.com", "elsewhere.example.com");
    const shop = await owning(manifestsOf(shopNames(1)));
    const manifests = { "shop-0.yaml": changed };
    const blocked = await shop.pass({ ...GUARDED, mode: { plan: true }, manifests });
    expect(codesOf(blocked.plan)).toEqual(["EXPOSURE"]);
    const approved = { ...manifests, ...approvalOf(blocked.plan, shop) };
    expect((await shop.pass({ ...GUARDED, manifests: approved })).verdict).toBe("applied");

    shop.clock.advance(60_000);
    const undo = await shop.pass({ policy: "upsert", manifests: manifestsOf(shopNames(1)) });
    expect(undo.verdict).toBe("applied");
    const again = await shop.pass({ ...GUARDED, manifests: approved });
    expect(again.plan?.digest).toBe(blocked.plan?.digest);
    expect(again.verdict).toBe("blocked");
  });

  it("skips no protection: no approval and no policy removes what is protected (argo-cd#28630)", async () => {
    const shop = await owning(manifestsOf(shopNames(2), "sync: { protect: true }\n"));
    const before = everything(shop);
    const plan = await shop.pass({ ...GUARDED, mode: { plan: true }, manifests: NOTHING });
    const all = ["LIMIT_REMOVALS", "LIMIT_REMOVALS_A_DAY", "EXPOSURE", "CONFLICT", "FROZEN"];
    const approval = approvalOf(plan.plan, shop, { lifts: all });
    const report = await shop.pass({ ...REMOVING, manifests: { ...NOTHING, ...approval } });
    expect(report.plan?.leftAlone.map(({ reason }) => reason)).toEqual(["protected", "protected"]);
    expect(everything(shop)).toBe(before);
  });
});
