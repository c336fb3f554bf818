import { describe, expect, it } from "vitest";
import { CONSISTENCY_WINDOW_MS, createOnce, waitForConsistency } from "../../lib/apply/once.ts";
import { ProviderError } from "../../lib/errors.ts";
import { virtualClock } from "../support/virtual-clock.ts";

type Failure = Pick<ProviderError, "failure" | "effect">;

const LOST: Failure = { failure: "unreachable", effect: "unknown" };
const THROTTLED: Failure = { failure: "throttled", effect: "unknown" };
const REFUSED: Failure = { failure: "refused", effect: "none" };

const errorOf = (failure: Failure, nth: number) =>
  new ProviderError(`answer ${nth}`, { call: "POST /distributions", ...failure });

/** Each POST fails as `posts` says, and then they succeed; each look finds what `looks` says, and then nothing. */
async function creating(posts: readonly Failure[], looks: readonly (string | Error)[] = []) {
  const clock = virtualClock();
  const begun = clock.now();
  const steps: string[] = [];
  let posted = 0;
  let looked = 0;
  const step = (what: string) => steps.push(`${what} at ${clock.now() - begun}`);
  const result = await createOnce({
    post: async () => {
      step("post");
      const failure = posts[posted++];
      if (failure !== undefined) throw errorOf(failure, posted);
      return "x1";
    },
    look: async () => {
      step("look");
      const found = looks[looked++];
      if (found instanceof Error) throw found;
      return found === "" ? undefined : found;
    },
    clock,
  }).catch((error: unknown) => error);
  return { result, steps };
}

describe("createOnce", () => {
  it("looks for nothing when the first answer says that it was created", async () => {
    expect(await creating([])).toEqual({ result: { kind: "created", value: "x1" }, steps: ["post at 0"] });
  });

  it("looks for nothing when the first answer is a refusal", async () => {
    const { result, steps } = await creating([REFUSED]);
    expect(result).toMatchObject({ failure: "refused", message: "answer 1" });
    expect(steps).toEqual(["post at 0"]);
  });

  it("takes what the first look finds, without waiting", async () => {
    const { result, steps } = await creating([LOST], ["x7"]);
    expect(result).toEqual({ kind: "adopted", value: "x7" });
    expect(steps).toEqual(["post at 0", "look at 0"]);
  });

  it("looks a second time once a list may be believed, and takes what that finds", async () => {
    const { result, steps } = await creating([LOST], ["", "x7"]);
    expect(result).toEqual({ kind: "adopted", value: "x7" });
    expect(steps).toEqual(["post at 0", "look at 0", "look at 10000"]);
  });

  it("sends it one more time when two looks find nothing", async () => {
    const { result, steps } = await creating([LOST]);
    expect(result).toEqual({ kind: "created", value: "x1" });
    expect(steps).toEqual(["post at 0", "look at 0", "look at 10000", "post at 10000"]);
  });

  it("never sends it a third time: it may have happened or not", async () => {
    const { result, steps } = await creating([LOST, LOST, LOST]);
    expect(result).toMatchObject({ kind: "unknown", error: { message: "answer 2" } });
    expect(steps.filter((one) => one.startsWith("post"))).toHaveLength(2);
    expect(steps.at(-1)).toBe("look at 20000");
  });

  it("sends what is throttled up to four times", async () => {
    const thrice = await creating([THROTTLED, THROTTLED, THROTTLED]);
    expect(thrice.result).toEqual({ kind: "created", value: "x1" });
    expect(thrice.steps.filter((one) => one.startsWith("post"))).toHaveLength(4);
    const { result, steps } = await creating(Array.from({ length: 9 }, () => THROTTLED));
    expect(result).toMatchObject({ kind: "unknown", error: { message: "answer 4" } });
    expect(steps.filter((one) => one.startsWith("post"))).toHaveLength(4);
  });

  it("counts lost answers and throttled ones each by themselves", async () => {
    const { result, steps } = await creating([THROTTLED, LOST, THROTTLED, THROTTLED]);
    expect(result).toEqual({ kind: "created", value: "x1" });
    expect(steps.filter((one) => one.startsWith("post"))).toHaveLength(5);
  });

  it.each([
    [[LOST], "look at 10000"],
    [[THROTTLED], "look at 10000"],
    [[THROTTLED, LOST], "look at 20000"],
  ])("looks also after a refusal that follows %j, which may be about itself", async (doubts, last) => {
    const empty = doubts.flatMap(() => ["", ""]);
    const { result, steps } = await creating([...doubts, REFUSED], [...empty, "x7"]);
    expect(result).toEqual({ kind: "adopted", value: "x7" });
    expect(steps.at(-1)).toBe(last);
  });

  it("is refused when a refusal follows a lost answer and nothing is to be found", async () => {
    const { result, steps } = await creating([LOST, REFUSED]);
    expect(result).toMatchObject({ failure: "refused", message: "answer 2" });
    expect(steps).toHaveLength(6);
  });

  it("leaves it open, and sends nothing again, when it cannot be looked for", async () => {
    const unreadable = errorOf({ failure: "server", effect: "none" }, 9);
    for (const looks of [[unreadable], ["", unreadable]]) {
      const { result, steps } = await creating([LOST], looks);
      expect(result).toMatchObject({ kind: "unknown", error: { message: "answer 1" } });
      expect(steps.filter((one) => one.startsWith("post"))).toHaveLength(1);
    }
  });

  it("passes on a fault of the look that is not Buddy's", async () => {
    const fault = new TypeError("x is not a function");
    expect((await creating([LOST], [fault])).result).toBe(fault);
  });

  it("passes on a fault of the sending that is not Buddy's, without looking", async () => {
    const fault = new TypeError("x is not a function");
    const creation = createOnce({
      post: () => Promise.reject(fault),
      look: () => Promise.reject(new Error("nothing is looked for")),
      clock: virtualClock(),
    });
    await expect(creation).rejects.toBe(fault);
  });

  it("waits from the end of the POST on, however long the first look took", async () => {
    const clock = virtualClock();
    const begun = clock.now();
    const looks: number[] = [];
    await createOnce({
      post: () => (looks.length === 0 ? Promise.reject(errorOf(LOST, 1)) : Promise.resolve("x1")),
      look: async () => {
        looks.push(clock.now() - begun);
        clock.advance(4_000);
        return undefined;
      },
      clock,
    });
    expect(looks).toEqual([0, CONSISTENCY_WINDOW_MS]);
  });
});

describe("settle", () => {
  /** How long it waits, if at all, for what was written so long ago. */
  async function restAfter(milliseconds: number): Promise<readonly number[]> {
    const sleeps: number[] = [];
    const clock = { now: () => 100_000, sleep: async (rest: number) => void sleeps.push(rest) };
    await waitForConsistency(clock, 100_000 - milliseconds);
    return sleeps;
  }

  it("waits for what is left of the time in which a list may lag", async () => {
    expect(await restAfter(0)).toEqual([CONSISTENCY_WINDOW_MS]);
    expect(await restAfter(4_000)).toEqual([CONSISTENCY_WINDOW_MS - 4_000]);
    expect(await restAfter(CONSISTENCY_WINDOW_MS - 1)).toEqual([1]);
  });

  it("does not wait when the time is over", async () => {
    expect(await restAfter(CONSISTENCY_WINDOW_MS)).toEqual([]);
    expect(await restAfter(CONSISTENCY_WINDOW_MS + 1)).toEqual([]);
  });

  it("waits no longer than that for what another clock wrote in the future", async () => {
    expect(await restAfter(-60_000)).toEqual([CONSISTENCY_WINDOW_MS]);
  });
});
