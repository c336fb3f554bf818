import { describe, expect, it } from "vitest";
import { s3State } from "../../../lib/adapters/state/s3.ts";
import { StateBusyError } from "../../../lib/ports.ts";
import { memoryObjects } from "../../support/memory-objects.ts";
import { keysOf, LEASE_MS, OWNER, PREFIX, plant, sharedState, textAt } from "../../support/shared-state.ts";
import { begun, creationOf } from "../../support/state-contract.ts";

describe("s3State", () => {
  it("writes nothing for a plan, and takes no lease", async () => {
    const { objects, stateOf } = sharedState();
    await stateOf().read();
    expect(objects.calls).toEqual([`GET ${PREFIX}inventory.jsonl`, `LIST ${PREFIX}ledger/`]);
  });

  it("costs five calls a pass that finds all in sync", async () => {
    const { objects, stateOf } = sharedState();
    for (const pass of ["first", "second"]) {
      const ledger = await stateOf(pass).open();
      for (const event of creationOf(pass)) await ledger.record(event);
      await ledger.close();
    }
    objects.calls.length = 0;
    const ledger = await stateOf().open();
    await ledger.confirm();
    await ledger.close();
    expect(objects.calls.map((call) => call.replace(PREFIX, ""))).toEqual([
      "GET lease.json",
      "GET inventory.jsonl",
      "PUT lease.json",
      "LIST ledger/",
      "PUT lease.json",
    ]);
  });

  it("stores together what is recorded while a segment is on its way", async () => {
    const { objects, stateOf } = sharedState();
    const ledger = await stateOf().open();
    let release = () => {};
    const onItsWay = new Promise<void>((resolve) => {
      release = resolve;
    });
    objects.before = (call) => (call.includes("000001.jsonl") ? onItsWay : undefined);
    const first = ledger.record(begun("first"));
    await new Promise(setImmediate);
    const others = creationOf("shop").map((event) => ledger.record(event));
    release();
    await Promise.all([first, ...others]);
    expect(keysOf({ objects }).filter((key) => key.startsWith("ledger/"))).toEqual([
      "ledger/0000000001/000001.jsonl",
      "ledger/0000000001/000002.jsonl",
    ]);
    await ledger.close();
  });

  it("resolves a record when it is stored, and not before", async () => {
    const { objects, stateOf } = sharedState();
    const ledger = await stateOf().open();
    const order: string[] = [];
    objects.after = async (call) => {
      await new Promise(setImmediate);
      if (call.includes("ledger/")) order.push("stored");
    };
    await ledger.record(begun("shop"));
    order.push("resolved");
    expect(order).toEqual(["stored", "resolved"]);
  });

  it("folds what was recorded into the inventory when a pass ends, and reads no ledger after that", async () => {
    const shared = sharedState();
    const ledger = await shared.stateOf().open();
    for (const event of creationOf("shop")) await ledger.record(event);
    await ledger.close();
    expect(JSON.parse(textAt(shared, "inventory.jsonl")?.split("\n")[0] ?? "")).toEqual({
      format: "distro-sync inventory",
      version: 1,
      ...OWNER,
      through: 1,
    });
    for (const key of keysOf(shared)) if (key.startsWith("ledger/")) plant(shared, key, "gone bad");
    const { inventory, notice } = await shared.stateOf().read();
    expect([...inventory.owned.keys()]).toEqual(["workspace#shop"]);
    expect(notice).toBeUndefined();
  });

  it("does not need the segments that the inventory holds already", async () => {
    const shared = sharedState();
    const ledger = await shared.stateOf().open();
    for (const event of creationOf("shop")) await ledger.record(event);
    await ledger.close();
    for (const key of shared.objects.stored.keys()) {
      if (key.includes("/ledger/")) shared.objects.stored.delete(key);
    }
    const next = await shared.stateOf().open();
    await next.record(begun("blog"));
    await next.close();
    const { inventory } = await shared.stateOf().read();
    expect([...inventory.owned.keys(), ...inventory.begun.keys()]).toEqual([
      "workspace#shop",
      "workspace#blog",
    ]);
  });

  it("folds what a pass left that died", async () => {
    const shared = sharedState();
    const dead = await shared.stateOf("dead").open();
    for (const event of creationOf("shop")) await dead.record(event);
    shared.clock.advance(LEASE_MS);
    await (await shared.stateOf().open()).close();
    expect(textAt(shared, "inventory.jsonl")).toContain("id of shop");
  });

  it("keeps the states of instances, workspaces and addresses apart", async () => {
    const { objects, clock, stateOf } = sharedState();
    await stateOf().open();
    const others = [
      { instance: "other" },
      { workspace: "other" },
      { api: "http://127.0.0.1:4000" },
      { api: "https://api.eu.buddy.works/api" },
    ];
    for (const other of others) {
      const options = { clock, holder: "another", leaseMs: () => LEASE_MS };
      const ledger = await s3State(objects, { ...OWNER, ...other }, options).open();
      expect(ledger.inventory.owned.size).toBe(0);
    }
  });

  it("says who is writing, since when, and when that ends by itself", async () => {
    const { stateOf } = sharedState();
    await stateOf("the function of web-team").open();
    await expect(stateOf().open()).rejects.toThrow(StateBusyError);
    await expect(stateOf().open()).rejects.toThrow(
      /the function of web-team, since 2026-11-24T00:00:00.000Z, until 2026-11-24T00:05:00.000Z.*if it is dead/,
    );
  });

  it("shows by its number what the name of a holder could do to a terminal", async () => {
    const { stateOf } = sharedState();
    await stateOf("process 1 \u001b]0;owned\u0007").open();
    await expect(stateOf().open()).rejects.toThrow("process 1 \\u001b]0;owned\\u0007, since");
  });

  it("asks whether it is busy with one call", async () => {
    const { objects, stateOf } = sharedState();
    await stateOf().open();
    objects.calls.length = 0;
    await expect(stateOf().open()).rejects.toThrow(StateBusyError);
    expect(objects.calls).toEqual([`GET ${PREFIX}lease.json`]);
  });

  it("records nothing once it is closed", async () => {
    const { stateOf } = sharedState();
    const ledger = await stateOf().open();
    await ledger.close();
    await expect(ledger.record(begun("shop"))).rejects.toThrow("closed");
    await expect(ledger.confirm()).rejects.toThrow("closed");
  });

  it("needs nothing of a store but its promises", async () => {
    const objects = memoryObjects();
    const state = s3State(objects, OWNER, { clock: { now: () => 0 }, holder: "x", leaseMs: () => 1 });
    const ledger = await state.open();
    await ledger.record(begun("shop"));
    await ledger.close();
    expect((await state.read()).inventory.begun.size).toBe(1);
  });
});
