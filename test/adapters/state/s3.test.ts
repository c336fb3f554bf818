import { describe, expect, it } from "vitest";
import { s3State } from "../../../lib/adapters/state/s3.ts";
import { StateBusyError } from "../../../lib/errors.ts";
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
      version: 2,
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

describe("s3State, of a store that an older program wrote", () => {
  const lines = [
    { format: "distro-sync inventory", version: 1, ...OWNER, through: 3 },
    ...creationOf("shop"),
  ];
  const lease = {
    format: "distro-sync lease",
    version: 1,
    fencing: 3,
    unsealed: [],
    holder: "an older one",
    id: "1",
    since: "2026-11-23T00:00:00.000Z",
    until: "2026-11-23T00:05:00.000Z",
    released: true,
  };

  async function taken() {
    const shared = sharedState();
    plant(shared, "inventory.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    plant(shared, "lease.json", JSON.stringify(lease));
    return { shared, ledger: await shared.stateOf().open() };
  }

  it("goes on with it", async () => {
    const { shared, ledger } = await taken();
    expect(ledger.notice).toBeUndefined();
    expect([...ledger.inventory.owned.keys()]).toEqual(["workspace#shop"]);
    await ledger.record({ event: "replenished", at: 5 });
    await ledger.close();
    expect(textAt(shared, "inventory.jsonl")).toContain('"version":2');
  });

  it("keeps it from going on before it records what it would not know", async () => {
    const { shared } = await taken();
    expect(JSON.parse(textAt(shared, "lease.json") ?? "")).toMatchObject({ version: 2, fencing: 4 });
  });
});

describe("s3State, of other instances", () => {
  const options = { clock: { now: () => 0 }, holder: "x", leaseMs: () => LEASE_MS };
  const other = { ...OWNER, instance: "shop-team" };
  const theirs = "state/shop-team/api.eu.buddy.works/my-company/";

  it("says whose their objects are in the same workspace, folded or not yet", async () => {
    const { objects, stateOf } = sharedState();
    const mine = await stateOf().open();
    for (const event of creationOf("mine")) await mine.record(event);
    await mine.close();
    const closed = await s3State(objects, other, options).open();
    for (const event of creationOf("folded")) await closed.record(event);
    await closed.close();
    const writing = await s3State(objects, other, options).open();
    for (const event of creationOf("fresh")) await writing.record(event);
    const elsewhere = await s3State(objects, { ...other, workspace: "another" }, options).open();
    for (const event of creationOf("elsewhere")) await elsewhere.record(event);
    expect(await stateOf().foreign()).toEqual(
      new Map([
        ["id of folded", "shop-team"],
        ["id of fresh", "shop-team"],
      ]),
    );
  });

  it("costs one list, and for each of them two calls and one for each segment that is not folded", async () => {
    const { objects, stateOf } = sharedState();
    await (await stateOf().open()).close();
    const writing = await s3State(objects, other, options).open();
    await writing.record(begun("fresh"));
    const elsewhere = { ...OWNER, instance: "blog-team", workspace: "another" };
    await (await s3State(objects, elsewhere, options).open()).close();
    objects.calls.length = 0;
    await stateOf().foreign();
    const none = "state/blog-team/api.eu.buddy.works/my-company/";
    expect(objects.calls.toSorted()).toEqual([
      "FOLDERS state/",
      `GET ${none}inventory.jsonl`,
      `GET ${theirs}inventory.jsonl`,
      `GET ${theirs}ledger/0000000001/000001.jsonl`,
      `LIST ${none}ledger/`,
      `LIST ${theirs}ledger/`,
    ]);
  });

  it("knows of none where there is none", async () => {
    const { objects, stateOf } = sharedState();
    expect(await stateOf().foreign()).toEqual(new Map());
    expect(objects.calls).toEqual(["FOLDERS state/"]);
  });

  it.each([
    ["an inventory that is no JSON", "inventory.jsonl", "not a journal\n"],
    ["a segment that is cut off", "ledger/0000000001/000001.jsonl", '{"event":"beg'],
    [
      "an inventory of a later version",
      "inventory.jsonl",
      `${JSON.stringify({ format: "distro-sync inventory", version: 3, ...other, through: 1 })}\n`,
    ],
  ])("never says that an object is nobody's because of %s", async (_, key, text) => {
    const { objects, stateOf } = sharedState();
    objects.stored.set(`${theirs}${key}`, { bytes: Buffer.from(text), etag: '"1"' });
    await expect(stateOf().foreign()).rejects.toThrow(
      /whether instance shop-team owns .* cannot be known: state\/shop-team\/.*; fix that, or take `adopt` out/,
    );
  });

  it("never says that an object is nobody's when the store does not answer", async () => {
    const { objects, stateOf } = sharedState();
    await (await s3State(objects, other, options).open()).close();
    objects.before = (call) => {
      if (call.startsWith("GET")) throw new Error("the store did not answer: try again later");
    };
    await expect(stateOf().foreign()).rejects.toThrow("the store did not answer: try again later; fix that");
  });
});
