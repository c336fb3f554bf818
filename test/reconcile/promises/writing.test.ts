import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../../lib/core/report/report.ts";
import { memoryState } from "../../support/memory-state.ts";
import { THOROUGH } from "../../support/property.ts";
import { sharedState } from "../../support/shared-state.ts";
import { manifest, open, writesOf } from "../../support/shops.ts";
import { mortality } from "../model/mortality.ts";
import {
  alive,
  changeByHand,
  everything,
  idOf,
  manifestsOf,
  owning,
  passFrom,
  REMOVING,
  shopNames,
  sourceOf,
} from "./owning.ts";

/** A pass has 60 steps at most, two for each call and record; each fifth is before one and after one by turns. */
const DEATHS = Array.from({ length: 60 }, (_, index) => index + 1).filter(
  (step) => THOROUGH || step % 5 === 1,
);

describe("promise 8: a POST is never repeated blindly", () => {
  it.each(["reset", "time-out"] as const)(
    "promise 8: a route whose POST had its effect and was lost (%s) is added once, under upsert too",
    async (kind) => {
      const shop = await owning(
        { "shop.yaml": manifest("shop", ["/"]) },
        { personality: { uniqueness: "none" } },
      );
      shop.emulator.fault({ kind, when: "after", match: { method: "POST" } });
      const manifests = { "shop.yaml": manifest("shop", ["/", "/more"]) };
      expect((await shop.pass({ policy: "upsert", manifests })).verdict).toBe("applied");
      expect(shop.emulator.distributions()[0]?.routes.map(({ path }) => path)).toHaveLength(2);
      expect(writesOf(shop).filter((call) => call.startsWith("POST"))).toHaveLength(1);
    },
  );

  it.each(DEATHS)(
    "promise 8: a pass that is killed at its step %i is carried on by the next, and nothing is there twice",
    async (step) => {
      const before = { "shop.yaml": manifest("shop", ["/1", "/2"]), "gone.yaml": manifest("gone") };
      const after = {
        "shop.yaml": manifest("shop", ["/2", "/3"], "name: From git\n"),
        "new.yaml": manifest("new", ["/"]),
      };
      const shop = await owning(before, { personality: { uniqueness: "none" } });
      const death = mortality(step);
      await Promise.race([passFrom(shop, sourceOf(after), { ...REMOVING, death }), death.died]);
      shop.state.release();
      for (let pass = 0; pass < 3; pass += 1) await shop.pass({ ...REMOVING, manifests: after });
      expect(alive(shop)).toEqual(["new", "shop"]);
      const shopNow = shop.emulator.distributions().find(({ identifier }) => identifier === "shop");
      expect([shopNow?.name, ...(shopNow?.routes.map(({ path }) => path) ?? [])]).toEqual([
        "From git",
        expect.stringMatching(/2$/),
        expect.stringMatching(/3$/),
      ]);
      shop.emulator.clearLog();
      expect((await shop.pass({ ...REMOVING, manifests: after })).verdict).toBe("in-sync");
      expect(writesOf(shop)).toEqual([]);
    },
  );

  it("promise 8: what an earlier pass left unfinished is compared before it counts as in sync", async () => {
    const shop = await open({ manifests: { "shop.yaml": manifest("shop", ["/"]) } });
    // The creation, its route, and no record that all is done.
    expect(await shop.killedPass({ call: 3, when: "after" })).toBe("killed");
    shop.clock.advance(60_000);
    await changeByHand(shop, idOf(shop, "shop"), { identifier: "by-hand" });
    const report = await shop.pass({ policy: "upsert" });
    expect(report.verdict).toBe("applied");
    expect(alive(shop)).toEqual(["shop"]);
    expect((await shop.pass({ policy: "upsert" })).verdict).toBe("in-sync");
  });

  it("promise 8: removals come last, and none when anything failed", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    shop.emulator.fault({ kind: "status", status: 403, when: "before", match: { method: "POST" }, times: 9 });
    const manifests = { ...manifestsOf(shopNames(1)), "new.yaml": manifest("new", ["/"]) };
    const report = await shop.pass({ ...REMOVING, manifests });
    expect(report.outcomes.map(({ action, status }) => [action, status])).toEqual([
      ["create", "failed"],
      ["delete", "skipped"],
    ]);
    expect(alive(shop)).toEqual(shopNames(2));
  });

  it("promise 8: a change that failed does not stop its siblings", async () => {
    const shop = await owning(manifestsOf(shopNames(3)));
    shop.emulator.fault({ kind: "status", status: 403, when: "before", match: { method: "PATCH" } });
    const manifests = manifestsOf(shopNames(3), "name: From git\n");
    const report = await shop.pass({ policy: "upsert", concurrency: 1, manifests });
    expect(report.outcomes.map(({ status }) => status)).toEqual(["failed", "applied", "applied"]);
    expect(exitCodeOf(report.verdict, { detailed: false })).toBe(6);
  });
});

describe("promise 10: one writer, newest intent, honest record", () => {
  it("promise 10: a second pass is told that another one writes, and writes nothing", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const before = everything(shop);
    const ledger = await shop.state.open();
    const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(1)) });
    expect(exitCodeOf(report.verdict, { detailed: false })).toBe(5);
    expect(everything(shop)).toBe(before);
    await ledger.close();
  });

  it("promise 10: a pass that was taken over deletes nothing more", async () => {
    const shared = sharedState();
    const shop = await open({ manifests: manifestsOf(shopNames(2)) });
    const mine = shared.stateOf("process 1 on a.example.com", shop.clock);
    expect((await shop.pass({ state: mine })).verdict).toBe("applied");
    const before = everything(shop);
    shop.clock.advance(60_000);
    const approve = async () => {
      // As if this process had been asleep for longer than its right lasts.
      shop.clock.advance(3_600_000);
      const other = await shared.stateOf("process 2 on b.example.com", shop.clock).open();
      await other.close();
      return true;
    };
    const report = await shop.pass({
      ...REMOVING,
      state: mine,
      manifests: manifestsOf(shopNames(1)),
      mode: { apply: { approve } },
    });
    expect(report.verdict).not.toBe("applied");
    expect(everything(shop)).toBe(before);
  });

  it("promise 10: an older generation of the source is superseded, and removes nothing", async () => {
    const shop = await owning(manifestsOf(shopNames(1)));
    const newer = { generation: 2, commit: "b".repeat(40) };
    await shop.pass({ policy: "upsert", manifests: manifestsOf(shopNames(2)), origin: newer });
    const before = everything(shop);
    const older = { generation: 1, commit: "a".repeat(40) };
    const report = await shop.pass({ ...REMOVING, manifests: manifestsOf(shopNames(1)), origin: older });
    expect(report.verdict).toBe("superseded");
    expect(everything(shop)).toBe(before);
  });

  const CALLS = Array.from({ length: 16 }, (_, index) => index + 1);

  it.each(CALLS)(
    "promise 10: every change has an outcome, whatever happened from call %i on",
    async (call) => {
      const manifests = {
        ...manifestsOf(shopNames(2), "name: From git\n"),
        "new.yaml": manifest("new", ["/"]),
      };
      const shop = await owning(manifestsOf(shopNames(3)));
      shop.emulator.fault({ kind: "status", status: 500, when: "before", call, times: 3 });
      const { plan, outcomes, failure, verdict } = await shop.pass({ ...REMOVING, manifests });
      const planned = failure === undefined ? (plan?.changes ?? []) : outcomes;
      expect(outcomes.map(({ key }) => key)).toEqual(planned.map(({ key }) => key));
      const undone = outcomes.filter(({ status }) => status !== "applied");
      expect(verdict === "applied" && undone.length > 0).toBe(false);
    },
  );

  it("promise 10: writes nothing that it could not record before", async () => {
    const shop = await owning(manifestsOf(shopNames(2)));
    const before = everything(shop);
    const full = {
      ...memoryState(),
      read: () => shop.state.read(),
      open: async () => ({
        ...(await shop.state.open()),
        record: async () => Promise.reject(new Error("the disk is full")),
      }),
    };
    const manifests = manifestsOf(shopNames(1), "name: From git\n");
    const report = await shop.pass({ ...REMOVING, state: full, manifests });
    expect(exitCodeOf(report.verdict, { detailed: false })).toBe(1);
    expect(everything(shop)).toBe(before);
  });
});
