import { describe, expect, it } from "vitest";
import {
  keysOf,
  LEASE_MS,
  OWNER,
  plant,
  type SharedState,
  sharedState,
  textAt,
} from "../../support/shared-state.ts";
import { begun, creationOf } from "../../support/state-contract.ts";

const SEGMENT = "ledger/0000000002/000001.jsonl";

/** An inventory with "shop" in it, and a ledger after it, with "blog", that a dead pass left. */
async function withShopAndBlog(): Promise<SharedState> {
  const shared = sharedState();
  const closed = await shared.stateOf().open();
  for (const event of creationOf("shop")) await closed.record(event);
  await closed.close();
  const dead = await shared.stateOf().open();
  await dead.record(begun("blog"));
  await dead.record(begun("docs"));
  shared.clock.advance(LEASE_MS);
  return shared;
}

const HEAD = { format: "distro-sync inventory", version: 2, ...OWNER };

describe("s3State, when what is stored cannot be believed", () => {
  it.each([
    ["an inventory that is no JSON", "inventory.jsonl", "not a journal\n"],
    ["an inventory of another format", "inventory.jsonl", '{"format":"something else"}\n'],
    ["an empty inventory", "inventory.jsonl", ""],
    ["an inventory that does not say which ledgers it holds", "inventory.jsonl", `${JSON.stringify(HEAD)}\n`],
    [
      "an inventory that is cut off",
      "inventory.jsonl",
      `${JSON.stringify({ ...HEAD, through: 1 })}\n{"event":"beg`,
    ],
    [
      "an inventory with a line of something else",
      "inventory.jsonl",
      `${JSON.stringify({ ...HEAD, through: 1 })}\n{}\n`,
    ],
    ["a segment that is no JSON", SEGMENT, "not an entry\n"],
    ["a segment that is cut off", SEGMENT, '{"event":"begun"'],
    ["an empty segment", SEGMENT, ""],
    ["a segment with an unknown event", SEGMENT, '{"event":"exploded","at":1}\n'],
  ])("owns nothing because of %s, says so, and begins anew", async (_, key, text) => {
    const shared = await withShopAndBlog();
    plant(shared, key, text);
    const planned = await shared.stateOf().read();
    expect(planned.inventory.owned.size + planned.inventory.begun.size).toBe(0);
    expect(planned.notice).toMatch(/cannot be believed .*nothing counts as ours/);
    expect(planned.notice).toContain(key);

    const ledger = await shared.stateOf().open();
    expect(ledger).toMatchObject({
      inventory: { owned: new Map(), begun: new Map() },
      notice: planned.notice,
    });
    await ledger.record(begun("fresh"));
    // As when the pass dies now: what it recorded is not lost with what came before.
    shared.clock.advance(LEASE_MS);
    for (const reading of [await shared.stateOf().read(), await shared.stateOf().open()]) {
      expect(reading.notice).toBeUndefined();
      expect([...reading.inventory.begun.keys()]).toEqual(["workspace#fresh"]);
    }
  });

  it("owns nothing when a segment is missing from the middle of a ledger", async () => {
    const shared = await withShopAndBlog();
    for (const key of shared.objects.stored.keys())
      if (key.endsWith(SEGMENT)) shared.objects.stored.delete(key);
    const { inventory, notice } = await shared.stateOf().read();
    expect(inventory.owned.size).toBe(0);
    expect(notice).toContain(`${SEGMENT} is missing`);
  });

  it("takes no bytes for text that are not", async () => {
    const shared = await withShopAndBlog();
    for (const [key, { etag, bytes }] of shared.objects.stored) {
      if (!key.endsWith("inventory.jsonl")) continue;
      const broken = Buffer.from(bytes);
      broken[broken.indexOf("shop")] = 0xff;
      shared.objects.stored.set(key, { bytes: broken, etag });
    }
    expect((await shared.stateOf().read()).notice).toContain("cannot be believed");
  });

  it("leaves bad segments where they are", async () => {
    const shared = await withShopAndBlog();
    plant(shared, SEGMENT, "bad\n");
    await (await shared.stateOf().open()).close();
    expect(textAt(shared, SEGMENT)).toBe("bad\n");
  });

  it("lets lie what is none of its segments", async () => {
    const shared = await withShopAndBlog();
    plant(shared, "ledger/README.txt", "hello");
    plant(shared, "ledger/9999999999/1.jsonl", "hello");
    const { inventory, notice } = await shared.stateOf().open();
    expect(notice).toBeUndefined();
    expect(inventory.owned.size).toBe(1);
  });

  it.each([
    ["a later version", { version: 3 }],
    ["another instance", { instance: "other" }],
    ["another workspace", { workspace: "other" }],
    ["another address", { api: "https://api.buddy.works" }],
  ])("refuses a good inventory of %s, and writes nothing at all", async (_, other) => {
    const shared = sharedState();
    plant(shared, "inventory.jsonl", `${JSON.stringify({ ...HEAD, through: 1, ...other })}\n`);
    const before = new Map(shared.objects.stored);
    await expect(shared.stateOf().read()).rejects.toThrow("is not for this pass");
    await expect(shared.stateOf().open()).rejects.toThrow("is not for this pass");
    expect(shared.objects.stored).toEqual(before);
    expect(keysOf(shared)).toEqual(["inventory.jsonl"]);
  });
});
