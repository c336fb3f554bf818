import { describe, expect, it } from "vitest";
import { actual, change, liveRoute, project } from "../support/builders.ts";
import { BEFORE, begun, ensuring, failing, NOW, unfinished } from "./ensuring.ts";

const OURS = actual({ id: "x1" });
const NOTHING = { routes: new Set(), disabled: false };

describe("ensureDistribution: what an earlier pass did not finish", () => {
  it("is taken as it is found, without a record", async () => {
    const live = [actual({ id: "x1", disabled: true, routes: [liveRoute(), liveRoute({ path: "/api" })] })];
    const { result, steps } = await ensuring(change({ resumes: "x1" }), {
      live,
      inventory: unfinished("x1"),
    });
    expect(result).toEqual({
      kind: "present",
      id: "x1",
      wrote: false,
      distribution: "finished",
      live: { routes: new Set(["www.example.com/", "www.example.com/api"]), disabled: true },
    });
    expect(steps).toEqual(["get x1 +0"]);
  });

  it("is recorded as ours when it had only begun", async () => {
    const { result, events } = await ensuring(change({ resumes: "x1" }), {
      live: [OURS],
      inventory: begun(),
    });
    expect(result).toEqual({
      kind: "present",
      id: "x1",
      wrote: false,
      distribution: "adopted",
      live: NOTHING,
    });
    expect(events).toMatchObject([{ event: "created", id: "x1", origin: "adopted" }]);
  });

  it("is a conflict when it is gone", async () => {
    const { result, steps } = await ensuring(change({ resumes: "x1" }), { inventory: unfinished("x1") });
    expect(result).toEqual({
      kind: "absent",
      status: "conflict",
      reason: "it is gone since the plan was made",
      wrote: false,
    });
    expect(steps).toEqual(["get x1 +0"]);
  });

  it("is read once what the earlier pass wrote must be shown", async () => {
    const since = async (inventory: ReturnType<typeof begun>, resumes = {}) =>
      (await ensuring(change(resumes), { live: [OURS], inventory })).steps[0];
    expect(await since(unfinished("x1", NOW - 4_000), { resumes: "x1" })).toBe("get x1 +6000");
    expect(await since(begun(NOW - 4_000))).toBe("list +6000");
    expect(await since(begun(BEFORE))).toBe("list +0");
  });
});

describe("ensureDistribution: what an earlier pass may have created", () => {
  it("is found in the list, and taken without being created again", async () => {
    const { result, steps } = await ensuring(change(), { live: [OURS], inventory: begun() });
    expect(result).toMatchObject({ kind: "present", id: "x1", wrote: false, distribution: "adopted" });
    expect(steps).toEqual(["list +0", "get x1 +0", "record created +0"]);
  });

  it("is created when the list has nothing that could be it, of which nothing is read", async () => {
    const lists = [[actual({ id: "a", identifier: "other" }), actual({ id: "b", home: project("web") })]];
    const { result, steps } = await ensuring(change(), { lists, inventory: begun() });
    expect(result).toMatchObject({ kind: "present", id: "new", distribution: "created" });
    expect(steps).toEqual(["list +0", "record begun +0", "POST +0", "record created +0"]);
  });

  it.each([
    ["gone as it is read", []],
    ["in another scope as it is read", [actual({ id: "x1", scope: "PROJECT", project: "web" })]],
  ])("is created when what the list has is %s", async (_, live) => {
    const { result } = await ensuring(change(), { live, lists: [[OURS]], inventory: begun() });
    expect(result).toMatchObject({ kind: "present", id: "new", distribution: "created" });
  });

  it("is taken where its scope is not told as it is read", async () => {
    const { scope: _, ...untold } = OURS;
    const { result } = await ensuring(change(), { live: [untold], inventory: begun() });
    expect(result).toMatchObject({ kind: "present", id: "x1", distribution: "adopted" });
  });

  it("is a conflict when it is not as we would have made it, or when there are two", async () => {
    const reasonWith = async (...live: readonly ReturnType<typeof actual>[]) => {
      const { result, events } = await ensuring(change(), { live, inventory: begun() });
      expect(events).toEqual([]);
      return result.kind === "present" ? "there" : `${result.status}: ${result.reason}`;
    };
    const taken = (id: string) =>
      `conflict: somebody else has created it since the plan was made (id ${id}); it is not touched`;
    expect(await reasonWith(actual({ id: "x1", name: "Somebody's" }))).toBe(taken("x1"));
    expect(await reasonWith(OURS, actual({ id: "x2" }))).toBe(taken("x2"));
  });

  it("is known by its id, whatever became of its identifier and its name", async () => {
    const live = [actual({ id: "x1", identifier: "store", name: "Store" })];
    const { result, steps } = await ensuring(change(), { live, inventory: unfinished("x1") });
    expect(result).toMatchObject({ kind: "present", id: "x1", wrote: false, distribution: "finished" });
    expect(steps).toEqual(["list +0", "get x1 +0"]);
  });

  it("is not one that only looks like it where its id is known: that is somebody else's", async () => {
    for (const lists of [[], [[OURS, actual({ id: "x2" })]]]) {
      const live = [actual({ id: "x2" })];
      const { result, events } = await ensuring(change(), { live, lists, inventory: unfinished("x1") });
      expect(result).toMatchObject({ kind: "absent", status: "conflict" });
      expect(events).toEqual([]);
    }
  });

  it("is failed, or skipped, when it cannot be looked for", async () => {
    for (const [failure, status] of [
      ["server", "failed"],
      ["token", "skipped"],
    ] as const) {
      const { result, steps } = await ensuring(change(), { lists: [failing(failure)], inventory: begun() });
      expect(result).toMatchObject({ kind: "absent", status, reason: `it is ${failure}` });
      expect(steps).toEqual(["list +0"]);
    }
  });
});
