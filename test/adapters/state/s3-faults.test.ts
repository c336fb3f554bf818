import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ObjectsError } from "../../../lib/adapters/aws/objects.ts";
import { StateBusyError } from "../../../lib/errors.ts";
import type { Ledger } from "../../../lib/ports.ts";
import { tries } from "../../support/property.ts";
import { LEASE_MS, PREFIX, type SharedState, sharedState } from "../../support/shared-state.ts";
import { begun } from "../../support/state-contract.ts";

type Fault = { readonly call: number; readonly when: "before" | "after" };

const SLOW_DOWN = new ObjectsError("the store is slow", "unavailable");

/** Lets one call fail, counted from now on: before it takes effect, or when only its answer is lost. */
function failOne({ objects }: SharedState, fault: Fault | undefined): void {
  const first = objects.calls.length;
  const failing = (when: Fault["when"]) => () => {
    if (fault?.when === when && objects.calls.length - first === fault.call) throw SLOW_DOWN;
  };
  objects.before = failing("before");
  objects.after = failing("after");
}

/** A pass that records, and goes on as well as it can. Resolves to the names of what it was told is stored. */
async function passOf(
  shared: SharedState,
  { names, dies = false }: { readonly names: readonly string[]; readonly dies?: boolean },
): Promise<readonly string[]> {
  const stored: string[] = [];
  try {
    const ledger = await shared.stateOf().open();
    const [first = "", ...others] = names;
    for (const some of [[first], others]) {
      await Promise.allSettled(
        some.map(async (name) => {
          await ledger.record(begun(name));
          stored.push(name);
        }),
      );
      shared.clock.advance(LEASE_MS - 1);
    }
    await ledger.confirm();
    if (!dies) await ledger.close();
  } catch (error) {
    if (error !== SLOW_DOWN && !(error instanceof StateBusyError)) throw error;
  }
  return stored;
}

function begunIn({ inventory }: Pick<Ledger, "inventory">): readonly string[] {
  return [...inventory.begun.values()].map(({ identifier }) => identifier);
}

/** A store in which a pass has closed, and another has died. */
async function withHistory(): Promise<SharedState> {
  const shared = sharedState();
  await passOf(shared, { names: ["closed", "too"] });
  await passOf(shared, { names: ["dead", "as well"], dies: true });
  shared.clock.advance(2 * LEASE_MS);
  return shared;
}
const HISTORY = ["closed", "too", "dead", "as well"];

/** What a whole pass asks of the store in {@link withHistory}: its calls can fail one by one. */
async function callsOfPass(): Promise<readonly string[]> {
  const shared = await withHistory();
  const before = shared.objects.calls.length;
  await passOf(shared, { names: ["one", "two", "three"] });
  return shared.objects.calls.slice(before);
}

const CALLS = await callsOfPass();
const FAULTS = CALLS.flatMap((name, index) =>
  (["before", "after"] as const).map((when) => [
    name.split("/").slice(4).join("/"),
    { call: index + 1, when },
  ]),
) as [string, Fault][];

describe("s3State, when the store fails", () => {
  it("is tried at each call of a pass that takes over, records, renews and folds", () => {
    expect(CALLS.map((call) => call.replace(/ .*my-company\//, " "))).toEqual([
      "GET lease.json",
      "GET inventory.jsonl",
      "PUT lease.json",
      "LIST ledger/",
      "PUT ledger/0000000002/000003.jsonl",
      "GET ledger/0000000002/000001.jsonl",
      "GET ledger/0000000002/000002.jsonl",
      "GET ledger/0000000002/000003.jsonl",
      "PUT ledger/0000000003/000001.jsonl",
      "PUT lease.json",
      "PUT ledger/0000000003/000002.jsonl",
      "PUT lease.json",
      "PUT inventory.jsonl",
      "PUT lease.json",
    ]);
  });

  it.each(FAULTS)("loses nothing that it said is stored: %s, %o", async (_, fault) => {
    const shared = await withHistory();
    failOne(shared, fault);
    const stored = await passOf(shared, { names: ["one", "two", "three"] });
    failOne(shared, undefined);
    shared.clock.advance(2 * LEASE_MS);
    expect(begunIn(await shared.stateOf().read())).toEqual(expect.arrayContaining([...HISTORY, ...stored]));
    const next = await shared.stateOf().open();
    expect(begunIn(next)).toEqual(expect.arrayContaining([...HISTORY, ...stored]));
    await next.record(begun("next"));
    await next.close();
    const { inventory, notice } = await shared.stateOf().read();
    expect(begunIn({ inventory })).toEqual(expect.arrayContaining([...HISTORY, ...stored, "next"]));
    expect(notice).toBeUndefined();
  });

  it.each(CALLS.flatMap((call, index) => (/GET|LIST/.test(call) ? [[call, index + 1] as const] : [])))(
    "never takes a failed %s for an answer",
    async (_, call) => {
      const shared = await withHistory();
      const inventory = new Map(shared.objects.stored);
      failOne(shared, { call, when: "before" });
      await expect(shared.stateOf().open()).rejects.toBe(SLOW_DOWN);
      failOne(shared, undefined);
      const key = "state/web-team/api.eu.buddy.works/my-company/inventory.jsonl";
      expect(shared.objects.stored.get(key)).toBe(inventory.get(key));
      // What it took it gave back: nobody has to wait.
      await (await shared.stateOf().open()).close();
    },
  );

  it.each(["GET inventory", "LIST ledger", "GET ledger"])("plans nothing when %s fails", async (name) => {
    const shared = await withHistory();
    const [verb = "", key = ""] = name.split(" ");
    shared.objects.before = (call) => {
      if (call.startsWith(verb) && call.includes(`my-company/${key}`)) throw SLOW_DOWN;
    };
    await expect(shared.stateOf().read()).rejects.toBe(SLOW_DOWN);
  });

  it("appends nothing after a segment that may not be there, and does not fold as if it were not", async () => {
    const shared = sharedState();
    const ledger = await shared.stateOf().open();
    await ledger.record(begun("one"));
    failOne(shared, { call: 1, when: "after" });
    await expect(ledger.record(begun("two"))).rejects.toBe(SLOW_DOWN);
    const calls = shared.objects.calls.length;
    await expect(ledger.record(begun("three"))).rejects.toBe(SLOW_DOWN);
    expect(shared.objects.calls.length).toBe(calls);
    await ledger.close();
    // It was there, and the next pass reads it.
    expect(begunIn(await shared.stateOf().open())).toEqual(["one", "two"]);
  });

  it("shuts the ledger of a pass whose last segment may still be under way", async () => {
    const shared = sharedState();
    const ledger = await shared.stateOf().open();
    failOne(shared, { call: 1, when: "before" });
    await expect(ledger.record(begun("one"))).rejects.toBe(SLOW_DOWN);
    await ledger.close();
    await shared.stateOf().open();
    const key = `${PREFIX}ledger/0000000001/000001.jsonl`;
    const late = shared.objects.put(key, Buffer.from("late"), { when: "absent", contentType: "text/plain" });
    expect(await late).toBeUndefined();
  });

  it("tells when it cannot fold or give back, and has lost nothing", async () => {
    const shared = sharedState();
    const ledger = await shared.stateOf().open();
    await ledger.record(begun("one"));
    shared.objects.before = () => {
      throw SLOW_DOWN;
    };
    await expect(ledger.close()).rejects.toBe(SLOW_DOWN);
    shared.objects.before = () => {};
    shared.clock.advance(LEASE_MS);
    expect(begunIn(await shared.stateOf().open())).toEqual(["one"]);
  });

  it("loses nothing over any number of passes that fail, die and come late", async () => {
    const pass = fc.record({
      names: fc.integer({ min: 1, max: 4 }),
      dies: fc.boolean(),
      waits: fc.constantFrom(0, LEASE_MS, 3 * LEASE_MS),
      fault: fc.option(
        fc.record({ call: fc.integer({ min: 1, max: 16 }), when: fc.constantFrom("before", "after") }),
        { nil: undefined },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(pass, { minLength: 1, maxLength: 8 }), async (passes) => {
        const shared = sharedState();
        const stored: string[] = [];
        for (const [number, { names, dies, waits, fault }] of passes.entries()) {
          failOne(shared, fault);
          const all = Array.from({ length: names }, (_, n) => `pass ${number}, event ${n}`);
          stored.push(...(await passOf(shared, { names: all, dies })));
          shared.clock.advance(waits);
        }
        failOne(shared, undefined);
        shared.clock.advance(3 * LEASE_MS);
        const { inventory, notice } = await shared.stateOf().open();
        expect(begunIn({ inventory })).toEqual(expect.arrayContaining(stored));
        expect(notice).toBeUndefined();
      }),
      tries(100),
    );
  });
});
