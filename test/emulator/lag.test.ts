import { describe, expect, it } from "vitest";
import {
  DISTRIBUTIONS,
  EXTERNAL,
  identifiersOf,
  idOf,
  newDistribution,
  newRoute,
  send,
  started,
  stoppedClock,
} from "./started.ts";

describe("the lag of reads", () => {
  it("hides a new distribution from lists and from GET for that time", async () => {
    const clock = stoppedClock();
    const emulator = await started({ clock, personality: { lagSeconds: 5 } });
    const id = idOf(await send(emulator, "POST", DISTRIBUTIONS, newDistribution()));
    clock.advance(4999);
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual([]);
    expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}`)).status).toBe(404);
    expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}/routes`)).status).toBe(404);
    expect(emulator.distributions()).toHaveLength(1);
    clock.advance(1);
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual(["shop"]);
    expect((await send(emulator, "GET", `${DISTRIBUTIONS}/${id}`)).status).toBe(200);
  });

  it("lets writes reach a distribution that reads do not show yet", async () => {
    const emulator = await started({
      clock: stoppedClock(),
      personality: { lagSeconds: 5, uniqueness: "409" },
    });
    const created = await send(emulator, "POST", DISTRIBUTIONS, newDistribution());
    expect(created).toMatchObject({ status: 201, body: { identifier: "shop" } });
    const path = `${DISTRIBUTIONS}/${idOf(created)}`;
    expect((await send(emulator, "POST", `${path}/routes`, newRoute())).status).toBe(201);
    expect((await send(emulator, "PATCH", path, { disabled: true })).body).toMatchObject({
      disabled: true,
      routes: [{ domain: "example.com" }],
    });
    expect((await send(emulator, "POST", DISTRIBUTIONS, newDistribution())).status).toBe(409);
    expect((await send(emulator, "DELETE", path)).status).toBe(204);
    expect((await send(emulator, "DELETE", path)).status).toBe(404);
  });

  it("shows every write after its own time", async () => {
    const clock = stoppedClock();
    const emulator = await started({ clock, personality: { lagSeconds: 5 } });
    const path = `${DISTRIBUTIONS}/${emulator.put({ identifier: "a", name: "first" })}`;
    const name = async () => (await send(emulator, "GET", path)).body;
    await send(emulator, "PATCH", path, { name: "second" });
    clock.advance(3000);
    await send(emulator, "PATCH", path, { name: "third" });
    expect(await name()).toMatchObject({ name: "first" });
    clock.advance(2000);
    expect(await name()).toMatchObject({ name: "second" });
    clock.advance(3000);
    expect(await name()).toMatchObject({ name: "third" });
  });

  it("applies to routes and to deletions", async () => {
    const clock = stoppedClock();
    const emulator = await started({ clock, personality: { lagSeconds: 5 } });
    const id = emulator.put({
      identifier: "a",
      routes: [{ domain: "example.com", targets: { Default: EXTERNAL } }],
    });
    const path = `${DISTRIBUTIONS}/${id}`;
    await send(emulator, "POST", `${path}/routes`, newRoute({ path: "/b" }));
    expect((await send(emulator, "GET", path)).body).toHaveProperty("routes.length", 1);
    clock.advance(5000);
    expect((await send(emulator, "GET", path)).body).toHaveProperty("routes.length", 2);
    await send(emulator, "DELETE", path);
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual(["a"]);
    clock.advance(5000);
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual([]);
  });

  it("does not exist at 0, even when the clock is set back", async () => {
    const clock = stoppedClock();
    const emulator = await started({ clock });
    await send(emulator, "POST", DISTRIBUTIONS, newDistribution());
    clock.advance(-3_600_000);
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual(["shop"]);
  });

  it("does not apply to what somebody added or removed in the UI", async () => {
    const emulator = await started({ clock: stoppedClock(), personality: { lagSeconds: 5 } });
    const id = emulator.put({ identifier: "a" });
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual(["a"]);
    emulator.remove(id);
    expect(identifiersOf(await send(emulator, "GET", DISTRIBUTIONS))).toEqual([]);
  });
});
