import { describe, expect, it } from "vitest";
import { startQuota } from "../../lib/emulator/personality.ts";
import { DISTRIBUTIONS, newDistribution, send, started, stoppedClock } from "./started.ts";

const NOON = Date.UTC(2026, 10, 24, 12);

describe("the quota", () => {
  it("says on every answer, refused or not, how much is left and when it resets", async () => {
    const clock = stoppedClock(NOON + 250);
    const emulator = await started({
      clock,
      personality: { quota: { limit: 3, windowSeconds: 10, headers: true } },
    });
    const read = async (path: string) => {
      const { status, headers } = await send(emulator, "GET", path);
      return [status, headers.get("X-Rate-Limit-Remaining"), headers.get("X-Rate-Limit-Reset")];
    };
    const reset = String(NOON / 1000 + 11);
    expect(await read(DISTRIBUTIONS)).toEqual([200, "2", reset]);
    expect(await read("/nothing")).toEqual([404, "1", reset]);
    expect(await read(DISTRIBUTIONS)).toEqual([200, "0", reset]);
    expect(await read(DISTRIBUTIONS)).toEqual([429, "0", reset]);
    clock.advance(10_749);
    expect((await read(DISTRIBUTIONS))[0]).toBe(429);
    clock.advance(1);
    expect(await read(DISTRIBUTIONS)).toEqual([200, "2", String(NOON / 1000 + 21)]);
  });

  it("says 1 as the limit, as the sample of the documentation does", async () => {
    const emulator = await started();
    expect((await send(emulator, "GET", DISTRIBUTIONS)).headers.get("X-Rate-Limit-Limit")).toBe("1");
  });

  it("answers a request over the limit with 429 and an error body, and ignores it", async () => {
    const emulator = await started({
      personality: { quota: { limit: 0, windowSeconds: 60, headers: true } },
    });
    expect(await send(emulator, "POST", DISTRIBUTIONS, newDistribution())).toMatchObject({
      status: 429,
      body: { errors: [{ message: "Too many requests" }] },
    });
    expect(emulator.distributions()).toEqual([]);
  });

  it("sends no headers under a silent quota", async () => {
    const emulator = await started({
      personality: { quota: { limit: 1, windowSeconds: 60, headers: false } },
    });
    const first = await send(emulator, "GET", DISTRIBUTIONS);
    const second = await send(emulator, "GET", DISTRIBUTIONS);
    expect([first.status, second.status]).toEqual([200, 429]);
    for (const { headers } of [first, second]) {
      expect([...headers.keys()].filter((name) => name.startsWith("x-rate-limit"))).toEqual([]);
    }
  });

  it("dates answers by the clock", async () => {
    const emulator = await started({ clock: stoppedClock(NOON) });
    expect((await send(emulator, "GET", DISTRIBUTIONS)).headers.get("Date")).toBe(
      "Tue, 24 Nov 2026 12:00:00 GMT",
    );
  });

  it("costs nothing when a request is lost before it reaches Buddy", async () => {
    const emulator = await started();
    emulator.fault({ kind: "reset", when: "before", match: { path: "/lost" } });
    await send(emulator, "GET", "/lost").catch(() => undefined);
    expect((await send(emulator, "GET", DISTRIBUTIONS)).headers.get("X-Rate-Limit-Remaining")).toBe("999");
  });

  it("is 1,000 a minute when large and 60 a minute when small", () => {
    for (const [word, limit] of [
      ["large", 1000],
      ["small", 60],
    ] as const) {
      const quota = startQuota(word);
      const allowed = (now: number) =>
        Array.from({ length: 2000 }, () => quota.take(now)).filter((reading) => reading.allowed).length;
      expect(allowed(NOON)).toBe(limit);
      expect(allowed(NOON + 59_999)).toBe(0);
      expect(allowed(NOON + 60_000)).toBe(limit);
    }
  });

  it("is a burst of 1,000 and then one a second, without headers, when none", () => {
    const quota = startQuota("none");
    const allowed = (now: number) =>
      Array.from({ length: 2000 }, () => quota.take(now)).filter((r) => r.allowed).length;
    expect(allowed(NOON)).toBe(1000);
    expect(allowed(NOON + 999)).toBe(0);
    expect(allowed(NOON + 1000)).toBe(1);
    expect(allowed(NOON + 6000)).toBe(5);
    expect(allowed(NOON + 10_000_000)).toBe(1000);
    expect(quota.take(NOON).headers).toEqual({});
  });
});
