import { describe, expect, it } from "vitest";
import { actual, change, liveRoute, project, route, WORKSPACE } from "../support/builders.ts";
import { ensuring, failing, NOW } from "./ensuring.ts";

const NOTHING = { routes: new Set(), disabled: false };

describe("ensureDistribution: what is missing", () => {
  it("is created between two records, without looking for anything", async () => {
    const { result, steps, events, sent } = await ensuring(change({ protect: true, name: "Shop" }));
    expect(result).toEqual({
      kind: "present",
      id: "new",
      wrote: true,
      distribution: "created",
      live: NOTHING,
    });
    expect(steps).toEqual(["record begun +0", "POST +0", "record created +0"]);
    expect(sent).toStrictEqual([{ scope: WORKSPACE, identifier: "shop", name: "Shop" }]);
    const about = { scope: WORKSPACE, identifier: "shop", at: NOW };
    expect(events).toEqual([
      { event: "begun", ...about },
      { event: "created", ...about, id: "new", origin: "created", protect: true },
    ]);
  });

  it("is created with the access that was asked for", async () => {
    const permissions = { users: [{ id: 1, access_level: "MANAGE", name: "dev@example.com" }] } as const;
    const { sent } = await ensuring(change({ permissions }));
    expect(sent).toEqual([
      {
        scope: WORKSPACE,
        identifier: "shop",
        name: "shop",
        permissions: { users: [{ id: 1, access_level: "MANAGE" }] },
      },
    ]);
  });

  it("is looked for when the answer is lost, and is ours as it is found", async () => {
    const found = actual({ id: "x1", routes: [liveRoute()] });
    const { result, steps, events } = await ensuring(change({ routes: [route()] }), {
      posts: [failing("unreachable", "unknown")],
      live: [found],
    });
    expect(result).toEqual({
      kind: "present",
      id: "x1",
      wrote: true,
      distribution: "adopted",
      live: { routes: new Set(["www.example.com/"]), disabled: false },
    });
    expect(steps.slice(2, 4)).toEqual(["list +0", "get x1 +0"]);
    expect(events).toMatchObject([{ event: "begun" }, { event: "created", id: "x1", origin: "adopted" }]);
  });

  it("may have been created when two answers are lost and nothing is found: it stays begun", async () => {
    const lost = failing("unreachable", "unknown");
    const { result, events } = await ensuring(change(), { posts: [lost, lost] });
    expect(result).toEqual({
      kind: "absent",
      status: "unknown",
      reason: lost.message,
      error: lost,
      wrote: false,
    });
    expect(events.map(({ event }) => event)).toEqual(["begun"]);
  });

  it("may not be recorded: then it is unknown, and written", async () => {
    const error = failing("unrecorded");
    const { result } = await ensuring(change(), { unrecorded: { event: "created", error } });
    expect(result).toEqual({
      kind: "absent",
      status: "unknown",
      reason: "it was created (id new), which could not be recorded: it is unrecorded",
      error,
      wrote: true,
    });
    const fault = new TypeError("x is not a function");
    await expect(ensuring(change(), { unrecorded: { event: "created", error: fault } })).rejects.toBe(fault);
  });
});

describe("ensureDistribution: a refusal", () => {
  it("is no longer begun, and failed when nobody else has the identifier", async () => {
    const error = failing("refused");
    const { result, steps, events } = await ensuring(change(), { posts: [error], lists: [[]] });
    expect(result).toEqual({ kind: "absent", status: "failed", reason: error.message, error, wrote: false });
    expect(steps).toEqual(["record begun +0", "POST +0", "record withdrawn +0", "list +0"]);
    expect(events[1]).toEqual({ event: "withdrawn", scope: WORKSPACE, identifier: "shop", at: NOW });
  });

  it("is a conflict when somebody has created it meanwhile in this scope, or in one that is not told", async () => {
    const named = (id: string, home?: ReturnType<typeof project>) =>
      actual({ id, ...(home === undefined ? {} : { home }) });
    const resultWith = async (...listed: Parameters<typeof actual>[0][]) =>
      (await ensuring(change(), { posts: [failing("refused")], lists: [listed.map(actual)] })).result;
    expect(await resultWith(actual({ id: "a", identifier: "other" }), named("b"), named("c"))).toEqual({
      kind: "absent",
      status: "conflict",
      reason: "somebody else has created it since the plan was made (id b); it is not touched",
      wrote: false,
    });
    expect(await resultWith({ id: "b", home: WORKSPACE })).toMatchObject({ status: "conflict" });
    expect(await resultWith(named("b", project("web")))).toMatchObject({ status: "failed" });
  });

  it("stays what it is when the list cannot be read, and a fault of the list is passed on", async () => {
    const error = failing("refused");
    const unreadable = await ensuring(change(), { posts: [error], lists: [failing("server")] });
    expect(unreadable.result).toMatchObject({ status: "failed", error });
    const fault = new TypeError("x is not a function");
    await expect(ensuring(change(), { posts: [error], lists: [fault] })).rejects.toBe(fault);
  });

  it.each([
    ["forbidden", "failed"],
    ["token", "skipped"],
    ["out-of-time", "skipped"],
    ["taken-over", "skipped"],
  ] as const)(
    "that is no word about the identifier (%s) is %s, and nobody is looked for",
    async (failure, status) => {
      const { result, steps } = await ensuring(change(), { posts: [failing(failure)] });
      expect(result).toMatchObject({ kind: "absent", status, reason: `it is ${failure}` });
      expect(steps).toEqual(["record begun +0", "POST +0", "record withdrawn +0"]);
    },
  );

  it("is withdrawn also when what is found after a lost answer is somebody else's", async () => {
    const { result, events } = await ensuring(change(), {
      posts: [failing("unreachable", "unknown")],
      live: [actual({ id: "x1", name: "Somebody's" })],
    });
    expect(result).toMatchObject({ status: "conflict" });
    expect(events.map(({ event }) => event)).toEqual(["begun", "withdrawn"]);
  });

  it("is none when the fault is ours: that is passed on, and stays begun", async () => {
    const fault = new TypeError("x is not a function");
    const unrecorded = { event: "withdrawn", error: new Error("nothing is withdrawn") } as const;
    await expect(ensuring(change(), { posts: [fault], unrecorded })).rejects.toBe(fault);
  });
});
