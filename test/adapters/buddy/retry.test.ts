import { describe, expect, it } from "vitest";
import { type Attempt, retrier } from "../../../lib/adapters/buddy/retry.ts";
import { backoff } from "../../../lib/adapters/http/backoff.ts";
import { ProviderError } from "../../../lib/errors.ts";
import { failureOf, fakeClock, NOON } from "./world.ts";

const DOWN = new ProviderError("down", { failure: "server", call: "GET /", effect: "none" });

function failing(again: "no" | "later" | "at-once") {
  const state = { tries: 0 };
  const attempt = async (): Promise<Attempt<string>> => {
    state.tries += 1;
    return { ok: false, error: DOWN, again };
  };
  return { state, attempt };
}

describe("backoff", () => {
  it("is anywhere between nothing and 200 ms doubled each time, up to 20 s", () => {
    const highest = [0, 1, 2, 6, 7, 100].map((n) => backoff(n, () => 1));
    expect(highest).toEqual([200, 400, 800, 12_800, 20_000, 20_000]);
    expect(backoff(5, () => 0)).toBe(0);
  });
});

describe("retrier", () => {
  it("gives the value of the first try that works", async () => {
    const clock = fakeClock();
    let tries = 0;
    const value = await retrier({ clock, random: () => 0.5 }).run(async (): Promise<Attempt<number>> => {
      tries += 1;
      return tries < 3 ? { ok: false, error: DOWN, again: "later" } : { ok: true, value: tries };
    });
    expect(value).toBe(3);
    expect(clock.sleeps).toEqual([100, 200]);
  });

  it("makes four tries and throws the last error", async () => {
    const { state, attempt } = failing("later");
    const error = await failureOf(retrier({ clock: fakeClock(), random: () => 0.5 }).run(attempt));
    expect(error).toBe(DOWN);
    expect(state.tries).toBe(4);
  });

  it("makes one try of what must not be repeated", async () => {
    const { state, attempt } = failing("no");
    await failureOf(retrier({ clock: fakeClock(), random: () => 0.5 }).run(attempt));
    expect(state.tries).toBe(1);
  });

  it("does not wait itself where the rate limiter does", async () => {
    const clock = fakeClock();
    await failureOf(retrier({ clock, random: () => 0.5 }).run(failing("at-once").attempt));
    expect(clock.sleeps).toEqual([]);
  });

  it("adds at most a tenth and ten to the requests of a pass in which everything fails", async () => {
    const retries = retrier({ clock: fakeClock(), random: () => 0.5 });
    const { state, attempt } = failing("later");
    for (let call = 0; call < 200; call += 1) await failureOf(retries.run(attempt));
    expect(state.tries).toBe(230);
  });

  it("does not begin a wait that would cross the deadline", async () => {
    const clock = fakeClock();
    const { state, attempt } = failing("later");
    await failureOf(retrier({ clock, random: () => 0.5, deadline: NOON + 300 }).run(attempt));
    expect(clock.sleeps).toEqual([100]);
    expect(state.tries).toBe(2);
  });
});
