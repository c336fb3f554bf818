import { describe, expect, it } from "vitest";
import { systemClock } from "../lib/adapters/clock.ts";
import { interruptible, unlessInterrupted } from "../lib/interrupt.ts";
import { virtualClock } from "./support/virtual-clock.ts";

const forever = () => new Promise<never>(() => {});

describe("a clock that can be interrupted", () => {
  it("sleeps to the end when nobody interrupts", async () => {
    const clock = virtualClock();
    const begun = clock.now();
    await interruptible(clock, new AbortController().signal).sleep(3_600_000);
    expect(clock.now() - begun).toBe(3_600_000);
  });

  it.each(["virtual", "real"])("ends a sleep under way (%s)", async (kind) => {
    const clock = kind === "real" ? systemClock : virtualClock();
    const interrupted = new AbortController();
    const sleep = interruptible(clock, interrupted.signal).sleep(3_600_000);
    interrupted.abort();
    await expect(sleep).rejects.toMatchObject({ failure: "interrupted", effect: "none" });
  });

  it("begins no sleep afterwards", async () => {
    const clock = virtualClock();
    const begun = clock.now();
    const sleep = interruptible(clock, AbortSignal.abort()).sleep(1_000);
    await expect(sleep).rejects.toMatchObject({ failure: "interrupted" });
    expect(clock.now()).toBe(begun);
  });

  it("tells a fault of the clock as it is", async () => {
    const broken = { now: () => 0, sleep: () => Promise.reject(new Error("no timer")) };
    const sleep = interruptible(broken, new AbortController().signal).sleep(1);
    await expect(sleep).rejects.toThrow("no timer");
  });
});

describe("work that knows of no interruption", () => {
  it("is waited for when nobody interrupts, whatever becomes of it", async () => {
    const clock = virtualClock();
    const { signal } = new AbortController();
    expect(await unlessInterrupted("it", Promise.resolve(1), { clock, signal })).toBe(1);
    expect(await unlessInterrupted("it", Promise.resolve(1), { clock })).toBe(1);
    const failing = Promise.reject(new Error("denied"));
    await expect(unlessInterrupted("it", failing, { clock, signal })).rejects.toThrow("denied");
    expect(clock.now()).toBe(virtualClock().now());
  });

  it("is given up three tenths of a second after the interruption", async () => {
    const clock = virtualClock();
    const begun = clock.now();
    const interrupted = new AbortController();
    const work = unlessInterrupted("reading the state", forever(), { clock, signal: interrupted.signal });
    interrupted.abort();
    await expect(work).rejects.toMatchObject({
      failure: "interrupted",
      message: "reading the state was given up: the process was told to end",
    });
    expect(clock.now() - begun).toBe(300);
  });

  it("is done all the same when it needs no more than that", async () => {
    const clock = virtualClock();
    const signal = AbortSignal.abort();
    expect(await unlessInterrupted("it", Promise.resolve("done"), { clock, signal })).toBe("done");
  });
});
