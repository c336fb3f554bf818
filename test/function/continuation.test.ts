import { describe, expect, it } from "vitest";
import { type Failure, reportOf } from "../../lib/core/report/report.ts";
import type { PassRequest } from "../../lib/deployment.ts";
import { continuationOf, enqueueContinuation } from "../../lib/function/continuation.ts";
import { memoryQueue } from "./memory-queue.ts";
import { memorySchedules } from "./memory-schedules.ts";

const NOW = Date.UTC(2026, 10, 24, 10, 15, 20);
const SCHEDULED: PassRequest = { trigger: "schedule", workspace: "shop" };

const endedBy = (failure: Failure, mode: "plan" | "apply" = "apply") =>
  reportOf({ mode, problems: [], notices: [], failure });

const outOfTime = (resumeAt?: number) =>
  endedBy({
    kind: "out-of-time",
    message: "the time is up",
    ...(resumeAt === undefined ? {} : { resumeAt: new Date(resumeAt).toISOString() }),
  });

const next = (report: ReturnType<typeof endedBy>, before: PassRequest = SCHEDULED) =>
  continuationOf(report, before, "shop", NOW);

describe("a continuation", () => {
  it("follows at once when the time was up, or the quota resets within a minute", () => {
    const request = {
      trigger: "continuation",
      workspace: "shop",
      at: "2026-11-24T10:15:20.000Z",
      round: 1,
    };
    for (const report of [outOfTime(), outOfTime(NOW - 5_000), outOfTime(NOW + 59_999)]) {
      expect(next(report)).toEqual({ kind: "now", request });
    }
  });

  it("is scheduled for the minute after the quota resets", () => {
    expect(next(outOfTime(NOW + 60_000))).toEqual({
      kind: "scheduled",
      at: new Date("2026-11-24T10:17:00Z"),
      request: { trigger: "continuation", workspace: "shop", at: "2026-11-24T10:17:00.000Z", round: 1 },
    });
    expect(next(outOfTime(Date.UTC(2026, 10, 24, 11)))).toMatchObject({
      at: new Date("2026-11-24T11:00:00Z"),
    });
  });

  it("is the same for passes that end within the same minute", () => {
    expect(next(outOfTime(NOW + 410_000))).toEqual(next(outOfTime(NOW + 412_000)));
  });

  it("follows two minutes later when another pass is writing, so that a push is not lost", () => {
    expect(next(endedBy({ kind: "busy", message: "another pass is writing" }))).toMatchObject({
      at: new Date("2026-11-24T10:18:00Z"),
    });
  });

  it("follows two minutes later when the source is unavailable, and never when a person must fix it", () => {
    const failure = { kind: "source", message: "the bucket did not answer" } as const;
    expect(next(endedBy({ ...failure, passing: true }))).toMatchObject({
      at: new Date("2026-11-24T10:18:00Z"),
    });
    expect(next(endedBy(failure))).toBeUndefined();
  });

  it("counts its rounds, and does not follow after 96", () => {
    const afterRound = (round: number) =>
      next(outOfTime(), { trigger: "continuation", workspace: "shop", round });
    expect(afterRound(95)).toMatchObject({ request: { round: 96 } });
    expect(afterRound(96)).toEqual({
      kind: "none",
      notice: "no continuation follows after 96 in a row: the next scheduled pass does the rest",
    });
  });

  it("does not follow from a pass that ended in any other way, nor from a plan", () => {
    expect(next(endedBy({ kind: "error", message: "broken" }))).toBeUndefined();
    expect(next(endedBy({ kind: "paused", message: "held off" }))).toBeUndefined();
    expect(next(reportOf({ mode: "apply", problems: [], notices: [] }))).toBeUndefined();
    expect(next(endedBy({ kind: "out-of-time", message: "the time is up" }, "plan"))).toBeUndefined();
  });
});

describe("enqueueContinuation", () => {
  const tools = () => ({ queue: memoryQueue(), schedules: memorySchedules(), cause: "m1" });
  const continuation = (resumeAt?: number, workspace = "shop") => {
    const found = continuationOf(outOfTime(resumeAt), SCHEDULED, workspace, NOW);
    if (found === undefined) throw new Error("a continuation was due");
    return found;
  };

  it("puts a message into the queue, whose cause names the message before", async () => {
    const given = tools();
    const { notice } = await enqueueContinuation(continuation(), given);
    expect(given.queue.sent).toMatchObject([
      { request: { trigger: "continuation", workspace: "shop", round: 1 }, cause: "m1 continued" },
    ]);
    expect(notice).toBe("a continuation that waits in the queue does the rest");
  });

  it("makes a schedule whose name has the workspace and the time", async () => {
    const given = tools();
    const { notice } = await enqueueContinuation(continuation(NOW + 600_000), given);
    expect(given.schedules.made).toMatchObject([
      { name: expect.stringMatching(/^shop-[0-9a-f]{12}-20261124T102600Z$/), request: { workspace: "shop" } },
    ]);
    expect(notice).toBe("a continuation at 2026-11-24T10:26:00.000Z does the rest");
  });

  it("names schedules as EventBridge Scheduler allows, differently for each workspace", async () => {
    const given = tools();
    const long = "w".repeat(99);
    for (const workspace of ["a_b", `${long}1`, `${long}2`]) {
      await enqueueContinuation(continuation(NOW + 600_000, workspace), given);
    }
    const names = given.schedules.made.map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^[\w.-]{1,64}$/);
  });
});
