import { describe, expect, it } from "vitest";
import { reportOf } from "../../lib/core/report/report.ts";
import { openRecord } from "../../lib/reconcile/record.ts";
import { virtualClock } from "../support/virtual-clock.ts";

const circumstances = {
  instance: "default",
  workspace: { api: "https://api.buddy.works", name: "my-company" },
  trigger: "schedule",
  random: 0.5,
};

describe("the record of a pass", () => {
  it("counts what was asked of Buddy, from the log, and hands every event on", () => {
    const events: string[] = [];
    const record = openRecord({ ...circumstances, clock: virtualClock() });
    const log = record.counting((event) => void events.push(event));
    log("request", { status: 200, remaining: 950 });
    log("request", { status: 429, remaining: 0 });
    log("request", { failure: "timeout" });
    log("change.applied", { status: 429, remaining: -1 });
    expect(record.sign(reportOf({ mode: "apply", problems: [], notices: [] })).pass).toMatchObject({
      requests: 3,
      throttled: 1,
      quotaRemaining: 0,
    });
    expect(events).toEqual(["request", "request", "request", "change.applied"]);
  });

  it("says when the pass began and ended, and does not know a quota that Buddy did not tell", () => {
    const clock = virtualClock(Date.UTC(2026, 10, 24, 9, 30));
    const record = openRecord({ ...circumstances, clock });
    clock.advance(1_500);
    expect(record.sign(reportOf({ mode: "apply", problems: [], notices: [] }))).toMatchObject({
      verdict: "in-sync",
      pass: {
        id: "20261124T093000000Z-80000000",
        trigger: "schedule",
        startedAt: "2026-11-24T09:30:00.000Z",
        endedAt: "2026-11-24T09:30:01.500Z",
        requests: 0,
        throttled: 0,
      },
    });
  });

  it("has an id that is greater, as a text, the later the pass", () => {
    const clock = virtualClock();
    const ids = Array.from({ length: 20 }, (_, n) => {
      clock.advance(7 ** (n % 12));
      return openRecord({ ...circumstances, clock, random: 1 / (n + 2) }).id;
    });
    expect(ids.toSorted()).toEqual(ids);
  });
});
