import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { startEmulator } from "../../lib/emulator/emulator.ts";
import { DISTRIBUTIONS, newDistribution, send, started } from "./started.ts";

describe("the emulator", () => {
  it("listens on the IPv4 loopback", async () => {
    const emulator = await started();
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9][0-9]*$/);
  });

  it("names the port that it cannot listen on", async () => {
    const { url } = await started();
    const port = Number(new URL(url).port);
    await expect(startEmulator({ port })).rejects.toThrow(`127.0.0.1:${port}`);
  });

  it("logs each request in the order of arrival, and never its token", async () => {
    const emulator = await started();
    await send(emulator, "POST", `${DISTRIBUTIONS}?a=b`, newDistribution(), { "X-Trace": "1" });
    await send(emulator, "GET", "/nothing");
    expect(emulator.log).toMatchObject([
      {
        n: 1,
        method: "POST",
        path: DISTRIBUTIONS,
        query: "a=b",
        headers: { "x-trace": "1", "content-type": "application/json" },
        body: newDistribution(),
        status: 201,
      },
      { n: 2, method: "GET", path: "/nothing", query: "", status: 404 },
    ]);
    expect(JSON.stringify(emulator.log)).not.toContain("emulator-token");
  });

  it("logs a body that is not JSON as text", async () => {
    const emulator = await started();
    await send(emulator, "POST", DISTRIBUTIONS, "{", { "Content-Type": "application/json" });
    expect(emulator.log[0]).toMatchObject({ body: "{", status: 400 });
  });

  it("calls onAnswer once for each request, with its status", async () => {
    const answered: string[] = [];
    const emulator = await started({ onAnswer: ({ n, status }) => answered.push(`${n} ${status}`) });
    emulator.fault({ kind: "reset", when: "before", call: 2 });
    emulator.fault({ kind: "truncated", when: "before", call: 3 });
    await send(emulator, "GET", DISTRIBUTIONS);
    await send(emulator, "GET", DISTRIBUTIONS).catch(() => undefined);
    await send(emulator, "GET", DISTRIBUTIONS).catch(() => undefined);
    expect(answered).toEqual(["1 200", "2 undefined", "3 200"]);
  });

  it("counts from 1 again after clearLog, in the same live view", async () => {
    const emulator = await started();
    const { log } = emulator;
    await send(emulator, "GET", DISTRIBUTIONS);
    emulator.clearLog();
    expect(log).toEqual([]);
    await send(emulator, "GET", "/nothing");
    expect(log).toMatchObject([{ n: 1, path: "/nothing" }]);
  });

  it("counts how many requests were in flight at once", async () => {
    let stalled = 0;
    const stop = new AbortController();
    const emulator = await started({
      onStall() {
        stalled += 1;
        if (stalled === 3) stop.abort();
      },
    });
    expect(emulator.peakInFlight).toBe(0);
    await send(emulator, "GET", DISTRIBUTIONS);
    await send(emulator, "GET", DISTRIBUTIONS);
    expect(emulator.peakInFlight).toBe(1);
    emulator.fault({ kind: "time-out", when: "before", times: 3 });
    await Promise.allSettled([1, 2, 3].map(() => fetch(`${emulator.url}/`, { signal: stop.signal })));
    expect(emulator.peakInFlight).toBe(3);
  });

  it("returns copies of its state", async () => {
    const emulator = await started();
    emulator.put({ identifier: "a" });
    const before = emulator.distributions();
    emulator.put({ identifier: "b" });
    expect(before).toHaveLength(1);
    expect(emulator.distributions()[0]).toEqual(before[0]);
    expect(emulator.distributions()[0]).not.toBe(before[0]);
  });

  it("closes while a request hangs, and may be closed twice", async () => {
    const stall = new AbortController();
    const emulator = await started({ onStall: () => stall.abort() });
    emulator.fault({ kind: "time-out", when: "after" });
    const request = fetch(`${emulator.url}/`);
    await once(stall.signal, "abort");
    await Promise.all([emulator.close(), expect(request).rejects.toThrow("fetch failed")]);
    await emulator.close();
  });
});
