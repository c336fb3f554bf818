import { describe, expect, it } from "vitest";
import { exitCodeOf, reportOf } from "../../lib/core/report/report.ts";
import { deskWith } from "../command/desk.ts";
import { memoryState } from "../support/memory-state.ts";
import { callsOf, manifest, open, writesOf } from "../support/shops.ts";
import {
  alive,
  approvalOf,
  changeByHand,
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

/** Mistakes that were read in the code of other tools of this kind, one test or more for each. */

const PLAN = { mode: { plan: true } } as const;

/** The same manifest, whose route leads elsewhere. */
function elsewhere(name: string): string {
  return manifest(name, ["/"]).replace("backend.example.com", "elsewhere.example.com");
}

describe("trap 1: decK ends before it prints, and hides errors in its JSON", () => {
  it("prints the whole JSON and only then ends with 2", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    const { code, stdout } = await desk.run(["plan", "--format", "json", "--detailed-exitcode"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { create: 1 } });
  });

  it("ends with an error when there was one, also when what is printed is JSON", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    desk.emulator.fault({ kind: "status", status: 403, when: "before", times: 99 });
    const { code } = await desk.run(["plan", "--format", "json", "--detailed-exitcode"]);
    expect(code).toBe(1);
  });
});

describe("trap 2: DNSControl reports nothing after a fatal error, and has one code for changes and errors", () => {
  it("reports all outcomes although the token was refused half-way", async () => {
    const shop = await open({ manifests: manifestsOf(shopNames(3)) });
    const approve = async () => {
      shop.emulator.setToken("another");
      return true;
    };
    const report = await shop.pass({ mode: { apply: { approve } } });
    expect(report.failure).toBeDefined();
    expect(report.outcomes).toHaveLength(3);
    expect(report.plan?.changes).toHaveLength(3);
  });

  it("tells pending changes from errors by the exit code", () => {
    const codes = (["pending", "error", "blocked", "partial"] as const).map((verdict) =>
      exitCodeOf(verdict, { detailed: true }),
    );
    expect(codes).toEqual([2, 1, 3, 6]);
  });
});

describe("trap 3: octoDNS has no guard below 10, one force for all of them, and forgets what was done", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])("blocks the removal of all of %i", async (count) => {
    const shop = await owning(manifestsOf(shopNames(count)));
    const before = everything(shop);
    const report = await shop.pass({ ...GUARDED, manifests: NOTHING });
    expect(codesOf(report.plan)).toContain("LIMIT_REMOVALS");
    expect(report.verdict).toBe("blocked");
    expect(everything(shop)).toBe(before);
  });

  it("lifts only what an approval names", async () => {
    const shop = await owning(manifestsOf(shopNames(4)));
    const less = manifestsOf(shopNames(2));
    const { plan } = await shop.pass({ ...GUARDED, ...PLAN, manifests: less });
    expect(codesOf(plan)).toEqual(["EXPOSURE", "LIMIT_REMOVALS"]);
    const approval = approvalOf(plan, shop, { lifts: ["LIMIT_REMOVALS"] });
    const report = await shop.pass({ ...GUARDED, manifests: { ...less, ...approval } });
    expect(codesOf(report.plan)).toEqual(["EXPOSURE"]);
    expect(alive(shop)).toHaveLength(4);
  });

  it("tells what was applied before and after the change that failed", async () => {
    const shop = await open({ manifests: manifestsOf(shopNames(3)) });
    shop.emulator.fault({
      kind: "status",
      status: 403,
      when: "before",
      match: { method: "POST", path: "/distributions/*/routes", nth: 2 },
    });
    const report = await shop.pass({ concurrency: 1 });
    expect(report.outcomes.map(({ status }) => status)).toEqual(["applied", "failed", "applied"]);
    expect(report.verdict).toBe("partial");
  });
});

describe("trap 4: Argo CD refuses to remove all, and one that stays lifts that", () => {
  it("blocks the removal of all but one", async () => {
    const shop = await owning(manifestsOf(shopNames(6)));
    const before = everything(shop);
    const report = await shop.pass({ ...GUARDED, manifests: manifestsOf(["shop-3"]) });
    expect(codesOf(report.plan)).toContain("LIMIT_REMOVALS");
    expect(everything(shop)).toBe(before);
  });
});

describe("trap 5: safe-settings tests for a dry run at each call, and sees no deleted manifest", () => {
  it("plans without a client that could write", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    const report = await shop.pass({
      ...REMOVING,
      ...PLAN,
      manifests: { "shop-0.yaml": elsewhere("shop-0"), "new.yaml": manifest("new") },
    });
    expect(report.plan?.summary).toMatchObject({ create: 1, update: 1, delete: 2 });
    expect(writesOf(shop)).toEqual([]);
  });

  it("sees that a manifest was deleted", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(2)) });
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);
  });
});

describe("trap 6: peribolos limits one kind of removal, and exports a failed list as a short one", () => {
  it("limits the routes of a distribution too", async () => {
    const paths = ["/1", "/2", "/3", "/4", "/5", "/6"];
    const shop = await owning({ "shop.yaml": manifest("shop", paths) });
    const before = everything(shop);
    const report = await shop.pass({
      ...GUARDED,
      manifests: { "shop.yaml": manifest("shop", ["/1", "/2"]) },
    });
    expect(codesOf(report.plan)).toEqual(["LIMIT_ROUTE_REMOVALS"]);
    expect(everything(shop)).toBe(before);
  });

  it("takes a list that failed for an error, and never for an empty one", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    shop.emulator.fault({
      kind: "status",
      status: 403,
      when: "before",
      match: { path: "/distributions" },
      times: 9,
    });
    const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(2)) });
    expect(report.plan?.leftAlone.map(({ reason }) => reason)).toEqual([
      "scope-unreadable",
      "scope-unreadable",
    ]);
    expect(exitCodeOf(report.verdict, { detailed: false })).toBe(1);
  });
});

describe("trap 7: kongctl does not compare again before it carries out a plan", () => {
  it("leaves an object alone that was changed since the plan was made, and carries out the rest", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const id = idOf(shop, "shop-0");
    const approve = async () => {
      await changeByHand(shop, id, { name: "By hand" });
      return true;
    };
    const report = await shop.pass({
      policy: "upsert",
      mode: { apply: { approve } },
      manifests: {
        "shop-0.yaml": manifest("shop-0", ["/"], "name: From git\n"),
        "shop-1.yaml": manifest("shop-1", ["/"], "name: From git\n"),
      },
    });
    expect(report.outcomes.map(({ status }) => status)).toEqual(["conflict", "applied"]);
    expect(shop.emulator.distributions().map(({ name }) => name)).toEqual(["By hand", "From git"]);
  });
});

describe("trap 8: protection that is written in the declaration goes with it", () => {
  it("protects what no manifest mentions any more", async () => {
    const shop = await owning(manifestsOf(shopNames(2), "sync: { protect: true, on_remove: delete }\n"));
    const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(1)) });
    expect(report.plan?.leftAlone).toMatchObject([{ identifier: "shop-1", reason: "protected" }]);
    expect(alive(shop)).toEqual(["shop-0", "shop-1"]);
  });
});

describe("trap 9: external-dns took its own for somebody else's after a default had changed", () => {
  it("owns by Buddy's id in its inventory, whatever names and defaults are", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    await changeByHand(shop, idOf(shop, "shop-0"), { name: "By hand" });
    const manifests = { "shop-0.yaml": manifest("shop-0", ["/"], "name: From git\n") };
    const report = await shop.pass({ policy: "upsert", manifests });
    expect(report.plan?.changes).toMatchObject([{ action: "update", id: idOf(shop, "shop-0") }]);
  });

  it("with nothing in the inventory takes nothing and removes nothing", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const before = everything(shop);
    await shop.pass({ ...REMOVING, state: memoryState(), manifests: manifestsOf(shopNames(1)) });
    expect(everything(shop)).toBe(before);
  });
});

describe("trap 10: qontract-reconcile writes unless told not to, and is switched off with success", () => {
  it("writes nothing unless it was told to apply", async () => {
    const desk = await deskWith({ "distributions/shop.yaml": manifest("shop") });
    for (const args of [["plan"], ["validate"], ["apply"], []]) await desk.run(args);
    expect(desk.emulator.distributions()).toEqual([]);
  });

  it("does not end with 0 while it is paused", () => {
    const failure = { kind: "paused", message: "an incident" } as const;
    const { verdict } = reportOf({ mode: "apply", problems: [], notices: [], failure });
    expect([verdict, exitCodeOf(verdict, { detailed: false })]).toEqual(["paused", 3]);
  });
});

describe("trap 11: Buddy's own SDK sends a POST again after every 5xx", () => {
  it.each([500, 502, 503, 504])(
    "makes one distribution when a POST that had its effect is answered %i",
    async (status) => {
      const shop = await open({
        manifests: { "shop.yaml": manifest("shop", ["/"]) },
        personality: { uniqueness: "none" },
      });
      shop.emulator.fault({ kind: "status", status, when: "after", match: { method: "POST" }, times: 2 });
      expect((await shop.pass()).verdict).toBe("applied");
      expect(shop.emulator.distributions()).toMatchObject([{ identifier: "shop", routes: [{}] }]);
      expect(writesOf(shop)).toHaveLength(2);
    },
  );
});

describe("trap 12: the Tofu Controller knows a plan by its commit alone", () => {
  it("knows it by its effects: another live value is another plan of the same commit", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    const origin = { commit: "c".repeat(40) };
    const manifests = { "shop-0.yaml": manifest("shop-0", ["/"], "name: From git\n") };
    const planned = { policy: "upsert", ...PLAN, manifests } as const;
    const first = await shop.pass({ ...planned, origin });
    const later = await shop.pass({ ...planned, origin: { commit: "d".repeat(40) } });
    expect(later.plan?.digest).toBe(first.plan?.digest);
    await changeByHand(shop, idOf(shop, "shop-0"), { name: "By hand" });
    const other = await shop.pass({ ...planned, origin });
    expect(other.plan?.digest).not.toBe(first.plan?.digest);
  });
});

describe("trap 13: record_store's order leaves a gap where a name is replaced", () => {
  it("creates the new route, sees it, and only then removes the old one", async () => {
    const shop = await owning({ "shop.yaml": manifest("shop", ["/"]) });
    const moved = manifest("shop", ["/"]).replace("domain: example.com", "domain: example.org");
    const report = await shop.pass({ policy: "upsert", manifests: { "shop.yaml": moved } });
    expect(report.plan?.changes).toMatchObject([{ routes: [{ kind: "replace" }] }]);
    expect(report.verdict).toBe("applied");
    const routes = callsOf(shop).filter((call) => !call.startsWith("GET /distributions "));
    const at = (method: string) => routes.findIndex((call) => call.startsWith(method));
    expect(at("POST")).toBeLessThan(at("DELETE"));
    expect(routes.slice(at("POST"), at("DELETE")).some((call) => call.startsWith("GET"))).toBe(true);
    expect(shop.emulator.distributions()[0]?.routes).toMatchObject([{ domain: "example.org" }]);
  });
});

describe("trap 14: an approval that another plan uses up", () => {
  it("holds for the plan that it names, and is not spent by another", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const first = { ...manifestsOf(shopNames(2)), "shop-0.yaml": elsewhere("shop-0") };
    const second = { ...manifestsOf(shopNames(2)), "shop-1.yaml": elsewhere("shop-1") };
    const approval = approvalOf((await shop.pass({ ...GUARDED, ...PLAN, manifests: first })).plan, shop);
    expect((await shop.pass({ ...GUARDED, manifests: { ...second, ...approval } })).verdict).toBe("blocked");
    expect((await shop.pass({ ...GUARDED, manifests: { ...first, ...approval } })).verdict).toBe("applied");
  });
});
