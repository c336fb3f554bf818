import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { segmentKey } from "../../../lib/adapters/state/keys.ts";
import { StateBusyError } from "../../../lib/errors.ts";
import type { Ledger } from "../../../lib/ports.ts";
import { tries } from "../../support/property.ts";
import { keysOf, LEASE_MS, plant, sharedState, textAt } from "../../support/shared-state.ts";
import { begun, creationOf } from "../../support/state-contract.ts";
import { virtualClock } from "../../support/virtual-clock.ts";

function begunIn({ inventory }: Pick<Ledger, "inventory">): readonly string[] {
  return [...inventory.begun.values()].map(({ identifier }) => identifier).toSorted();
}

describe("s3State, when another pass takes over", () => {
  it("gives the right to write to the next when the time of a dead holder is over, and not before", async () => {
    const { clock, stateOf } = sharedState();
    const dead = await stateOf("dead").open();
    await dead.record(begun("shop"));
    clock.advance(LEASE_MS - 1);
    await expect(stateOf().open()).rejects.toThrow(StateBusyError);
    clock.advance(1);
    expect(begunIn(await stateOf().open())).toEqual(["shop"]);
  });

  it("lets a holder that wakes up late neither record nor confirm, nor change anything by closing", async () => {
    const { objects, clock, stateOf } = sharedState();
    const late = await stateOf("late").open();
    await late.record(begun("before"));
    clock.advance(LEASE_MS);
    const next = await stateOf("next").open();
    await next.record(begun("after"));
    const stored = new Map(objects.stored);
    await expect(late.confirm()).rejects.toThrow(StateBusyError);
    await expect(late.record(begun("too late"))).rejects.toThrow(StateBusyError);
    await late.close();
    expect(objects.stored).toEqual(stored);
    await next.close();
    expect(begunIn(await stateOf().read())).toEqual(["after", "before"]);
  });

  it.each([
    ["has recorded already", ["before"]],
    ["has recorded nothing yet", []],
  ])("shuts out a holder whose clock stands still and that %s", async (_, before) => {
    const { objects, clock, stateOf } = sharedState();
    const frozen = await stateOf("frozen", { now: () => 0 }).open();
    for (const name of before) await frozen.record(begun(name));
    clock.advance(LEASE_MS);
    const next = await stateOf("next").open();
    // It believes that its time is not over, and asks nobody.
    await frozen.confirm();
    const puts = objects.calls.length;
    const records = [frozen.record(begun("one")), frozen.record(begun("two"))];
    const outcomes = await Promise.allSettled(records);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(frozen.record(begun("three"))).rejects.toThrow(StateBusyError);
    expect(objects.calls.length - puts).toBe(1);
    // From now on it knows.
    await expect(frozen.confirm()).rejects.toThrow(/another pass has taken the right to write/);
    await frozen.close();
    await next.close();
    expect(begunIn(await stateOf().read())).toEqual(before);
  });

  it("shuts out every holder that may still wake up, also when the next one dies before it has done so", async () => {
    const { objects, clock, stateOf } = sharedState();
    const first = await stateOf("first", { now: () => 0 }).open();
    clock.advance(LEASE_MS);
    objects.after = (call) => {
      if (!call.endsWith("lease.json") || !call.startsWith("PUT")) return;
      objects.before = () => {
        throw new Error("the second dies here");
      };
    };
    await expect(stateOf("second").open()).rejects.toThrow("the second dies here");
    objects.before = () => {};
    objects.after = () => {};
    clock.advance(LEASE_MS);
    const third = await stateOf("third").open();
    await expect(first.record(begun("late"))).rejects.toThrow(StateBusyError);
    await third.close();
  });

  it("shuts them out as well when the one before failed to begin, and gave the lease back", async () => {
    const { objects, clock, stateOf } = sharedState();
    const first = await stateOf("first", { now: () => 0 }).open();
    clock.advance(LEASE_MS);
    objects.before = (call) => {
      if (call.startsWith("LIST")) throw new Error("the list fails");
    };
    await expect(stateOf("second").open()).rejects.toThrow("the list fails");
    objects.before = () => {};
    await stateOf("third").open();
    await expect(first.record(begun("late"))).rejects.toThrow(StateBusyError);
  });

  it("shuts out a holder that is always a step quicker, and sees all that it recorded", async () => {
    const shared = sharedState();
    await shared.stateOf("quick").open();
    shared.clock.advance(LEASE_MS);
    const recorded: string[] = [];
    shared.objects.before = (call) => {
      const key = segmentKey("", { fencing: 1, sequence: recorded.length + 1 });
      if (!call.startsWith("PUT") || !call.includes("ledger/0000000001/") || keysOf(shared).includes(key))
        return;
      recorded.push(`quick ${recorded.length}`);
      plant(shared, key, `${JSON.stringify(begun(recorded.at(-1) ?? ""))}\n`);
    };
    const next = await shared.stateOf("next").open();
    expect(recorded.length).toBeGreaterThan(10);
    expect(begunIn(next)).toEqual(recorded.toSorted());
  });

  it("goes on with the shutting out that another pass died of", async () => {
    const shared = sharedState();
    const quick = await shared.stateOf("quick", { now: () => 0 }).open();
    await quick.record(begun("before"));
    plant(shared, segmentKey("", { fencing: 1, sequence: 18 }), '{"sealed":2}\n');
    await quick.record(begun("after"));
    shared.clock.advance(LEASE_MS);
    const next = await shared.stateOf("next").open();
    await expect(quick.record(begun("late"))).rejects.toThrow(StateBusyError);
    expect(begunIn(next)).toEqual(["after", "before"]);
    await next.close();
    expect(begunIn(await shared.stateOf().read())).toEqual(["after", "before"]);
  });

  it("leaves it to the next who fell asleep while it was beginning", async () => {
    const { objects, clock, stateOf } = sharedState();
    let wakeUp = () => {};
    const asleep = new Promise<void>((resolve) => {
      wakeUp = resolve;
    });
    await (await stateOf("earlier").open()).close();
    objects.before = (call) => (call.startsWith("LIST") ? asleep : undefined);
    const sleeper = stateOf("sleeper").open();
    await new Promise(setImmediate);
    objects.before = () => {};
    clock.advance(LEASE_MS);
    const next = await stateOf("next").open();
    await next.record(begun("next"));
    wakeUp();
    await expect(sleeper).rejects.toThrow(StateBusyError);
    await next.close();
  });

  it("goes on after a pass that closed, without shutting anybody out", async () => {
    const shared = sharedState();
    for (const name of ["one", "two", "three"]) {
      const ledger = await shared.stateOf().open();
      await ledger.record(begun(name));
      await ledger.close();
    }
    expect(keysOf(shared)).toEqual([
      "inventory.jsonl",
      "lease.json",
      "ledger/0000000001/000001.jsonl",
      "ledger/0000000002/000001.jsonl",
      "ledger/0000000003/000001.jsonl",
    ]);
  });

  it("renews the lease once for all who ask, when its time is nearly over", async () => {
    const { objects, clock, stateOf } = sharedState();
    const ledger = await stateOf().open();
    objects.calls.length = 0;
    clock.advance(LEASE_MS - 15_001);
    await ledger.confirm();
    expect(objects.calls).toEqual([]);
    clock.advance(1);
    await Promise.all([ledger.confirm(), ledger.confirm(), ledger.record(begun("shop"))]);
    expect(objects.calls.filter((call) => call.includes("lease.json"))).toHaveLength(1);
    clock.advance(LEASE_MS - 15_001);
    await expect(stateOf("other").open()).rejects.toThrow(StateBusyError);
  });

  it("still holds an expired lease that nobody took, once it has asked", async () => {
    const { objects, clock, stateOf } = sharedState();
    const ledger = await stateOf().open();
    clock.advance(10 * LEASE_MS);
    objects.calls.length = 0;
    await ledger.record(begun("shop"));
    expect(objects.calls.map((call) => call.split("/").at(-1))).toEqual(["lease.json", "000001.jsonl"]);
    await expect(stateOf("other").open()).rejects.toThrow(StateBusyError);
  });

  it("takes no renewal for good that came when its time was over again", async () => {
    const { objects, clock, stateOf } = sharedState();
    const ledger = await stateOf().open();
    clock.advance(LEASE_MS);
    objects.after = () => clock.advance(LEASE_MS);
    await expect(ledger.confirm()).rejects.toThrow("too late to be of use");
    objects.after = () => {};
    await ledger.confirm();
  });

  it("knows its own renewal again whose answer was lost", async () => {
    const { objects, clock, stateOf } = sharedState();
    const ledger = await stateOf().open();
    clock.advance(LEASE_MS);
    objects.after = () => {
      throw new Error("the answer is lost");
    };
    await expect(ledger.confirm()).rejects.toThrow("the answer is lost");
    objects.after = () => {};
    await ledger.confirm();
    await ledger.record(begun("shop"));
    await ledger.close();
    await (await stateOf("next").open()).close();
  });

  it("shuts out a living holder, before anything is lost, when the other's clock is far ahead", async () => {
    const { clock, stateOf } = sharedState();
    const living = await stateOf("living").open();
    await living.record(begun("living"));
    const ahead = await stateOf("ahead", { now: () => clock.now() + LEASE_MS }).open();
    expect(begunIn(ahead)).toEqual(["living"]);
    await expect(living.record(begun("late"))).rejects.toThrow(StateBusyError);
    await ahead.close();
  });

  it("waits longer for a dead holder when its own clock is behind", async () => {
    const { clock, stateOf } = sharedState();
    await stateOf("dead").open();
    const behind = stateOf("behind", { now: () => clock.now() - 60_000 });
    clock.advance(LEASE_MS);
    await expect(behind.open()).rejects.toThrow(StateBusyError);
    clock.advance(60_000);
    await (await behind.open()).close();
  });

  it("goes on where the ledgers end when somebody deleted the lease, and shuts out who wrote them", async () => {
    const { objects, stateOf } = sharedState();
    const old = await stateOf("old").open();
    for (const event of creationOf("shop")) await old.record(event);
    await old.close();
    const living = await stateOf("living").open();
    await living.record(begun("blog"));
    for (const key of objects.stored.keys()) if (key.endsWith("lease.json")) objects.stored.delete(key);
    const next = await stateOf("next").open();
    expect(begunIn(next)).toEqual(["blog"]);
    expect(next.inventory.owned.size).toBe(1);
    await expect(living.record(begun("late"))).rejects.toThrow(StateBusyError);
    await next.record(begun("next"));
    await next.close();
    expect(begunIn(await stateOf().read())).toEqual(["blog", "next"]);
  });

  it("refuses a lease that it cannot read, and leaves it as it is", async () => {
    const shared = sharedState();
    await (await shared.stateOf().open()).close();
    const text = textAt(shared, "lease.json") ?? "";
    for (const bad of [
      "",
      "{}",
      text.replace('"version": 2', '"version": 3'),
      text.replace("since", "sinze"),
    ]) {
      plant(shared, "lease.json", bad);
      await expect(shared.stateOf().open()).rejects.toThrow(/lease\.json is no lease .* delete it/);
      expect(textAt(shared, "lease.json")).toBe(bad);
    }
  });

  it("never lets an old holder record what the new one does not see, in whatever order their calls arrive", async () => {
    const names = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), names, fc.nat({ max: 2 }), async (scheduler, gaps, early) => {
        const { objects, clock, stateOf } = sharedState();
        const old = await stateOf("old", virtualClock(0)).open();
        for (let n = 0; n < early; n += 1) await old.record(begun(`early ${n}`));
        clock.advance(LEASE_MS);
        objects.before = (call) => scheduler.schedule(Promise.resolve(), call);
        objects.after = (call) => scheduler.schedule(Promise.resolve(), `answer to ${call}`);

        const recorded = Array.from({ length: early }, (_, n) => `early ${n}`);
        const keepRecording = async () => {
          for (const [n, together] of gaps.entries()) {
            const events = Array.from({ length: together + 1 }, (_, m) => `late ${n}.${m}`);
            await Promise.allSettled(
              events.map(async (name) => {
                await old.record(begun(name));
                recorded.push(name);
              }),
            );
          }
          await old.close();
        };
        const takeOver = async () => {
          // The old one may give the lease back just when the new one takes it.
          const ledger = await stateOf("new")
            .open()
            .catch(() => stateOf("new").open());
          await ledger.record(begun("new"));
          await ledger.close();
          return ledger;
        };
        const [next] = await scheduler.waitFor(Promise.all([takeOver(), keepRecording()]));
        objects.before = () => {};
        objects.after = () => {};

        expect(begunIn(next)).toEqual(expect.arrayContaining(recorded));
        expect(begunIn(await stateOf("reader").read())).toEqual(expect.arrayContaining(["new", ...recorded]));
      }),
      tries(100),
    );
  });

  it("loses nothing of what several passes were told is stored, whatever their clocks and whichever calls fail", async () => {
    const pass = fc.record({
      skew: fc.constantFrom(-LEASE_MS, 0, LEASE_MS, 2 * LEASE_MS),
      records: fc.integer({ min: 1, max: 4 }),
      dies: fc.boolean(),
    });
    const passes = fc.array(pass, { minLength: 2, maxLength: 4 });
    const faults = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), passes, faults, async (scheduler, all, failing) => {
        const { objects, clock, stateOf } = sharedState();
        let steps = 0;
        const step = async (call: string) => {
          await scheduler.schedule(Promise.resolve(), call);
          clock.advance(1000);
          steps += 1;
          if (failing.includes(steps)) throw new Error("the store is slow");
        };
        objects.before = step;
        objects.after = step;
        const stored: string[] = [];
        const work = all.map(async ({ skew, records, dies }, number) => {
          const ledger = await stateOf(`pass ${number}`, { now: () => clock.now() + skew }).open();
          for (let n = 0; n < records; n += 1) {
            await ledger.record(begun(`${number}.${n}`));
            stored.push(`${number}.${n}`);
          }
          if (!dies) await ledger.close();
        });
        await scheduler.waitFor(Promise.allSettled(work));
        objects.before = () => {};
        objects.after = () => {};
        clock.advance(10 * LEASE_MS);
        expect(begunIn(await stateOf().open())).toEqual(expect.arrayContaining(stored));
        expect(begunIn(await stateOf().read())).toEqual(expect.arrayContaining(stored));
      }),
      tries(100),
    );
  });
});
