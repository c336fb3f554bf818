import { describe, expect, it } from "vitest";
import { type PassRecord, type Report, reportOf } from "../../lib/core/report/report.ts";
import { countsOf, isBroken, measuresOf } from "../../lib/function/metrics.ts";
import { change, deleteChange, outcome, plan, updateChange } from "../support/builders.ts";

const PASS: PassRecord = {
  id: "20261124T101500000Z-00000000",
  trigger: "schedule",
  instance: "test",
  workspace: { api: "https://api.buddy.works", name: "my-company" },
  startedAt: "2026-11-24T10:15:00.000Z",
  endedAt: "2026-11-24T10:15:02.500Z",
  requests: 12,
  throttled: 1,
  quotaRemaining: 988,
};

const KEYS = ["a", "b", "c", "d", "e", "f"] as const;

/** A pass of six changes, of which each ended in another way. */
function mixed(failure?: Report["failure"]): Report {
  const statuses = ["applied", "failed", "conflict", "skipped", "unknown", "blocked"] as const;
  return reportOf({
    mode: "apply",
    problems: [],
    notices: [],
    plan: plan({ changes: KEYS.map((key) => change({ key })) }),
    outcomes: KEYS.map((key, n) =>
      outcome({
        key,
        status: statuses[n] ?? "applied",
        distribution: n === 0 ? "created" : "absent",
        wrote: n === 0,
      }),
    ),
    ...(failure === undefined ? {} : { failure }),
  });
}

const endedBy = (kind: NonNullable<Report["failure"]>["kind"]) =>
  reportOf({ mode: "apply", problems: [], notices: [], failure: { kind, message: "why" } });

describe("the counts of a report", () => {
  it("count changes by their outcome", () => {
    expect(countsOf(mixed())).toEqual({
      desired: 6,
      unchanged: 0,
      leftAlone: 0,
      drift: 6,
      created: 1,
      updated: 0,
      adopted: 0,
      disowned: 0,
      removed: 0,
      failed: 3,
      unknown: 1,
      blocked: 0,
      invalid: 0,
    });
  });

  it("count what was done by its kind", () => {
    const ends = [
      outcome({ distribution: "created" }),
      // A creation whose answer was lost.
      outcome({ distribution: "adopted" }),
      outcome({ distribution: "finished" }),
      outcome({ action: "update", distribution: "updated" }),
      // In part is done as well.
      outcome({ action: "update", distribution: "updated", status: "failed" }),
      outcome({ action: "update", distribution: "unchanged" }),
      outcome({ action: "adopt", distribution: "adopted" }),
      outcome({ action: "disown", distribution: "disowned" }),
      outcome({ action: "disable", distribution: "disabled" }),
      outcome({ action: "delete", distribution: "deleted" }),
      outcome({ action: "delete", distribution: "absent" }),
      outcome({ action: "delete", distribution: "unknown", status: "unknown" }),
    ];
    const report = reportOf({ mode: "apply", problems: [], notices: [], plan: plan(), outcomes: ends });
    expect(countsOf(report)).toMatchObject({ created: 2, updated: 2, adopted: 1, disowned: 1, removed: 2 });
  });

  it("count each distribution once, and changes made at Buddy as drift", () => {
    const about = { identifier: "shop", where: "workspace", detail: "…", source: "shop.yaml:1" };
    const report = reportOf({
      mode: "apply",
      problems: [],
      notices: [],
      plan: plan({
        changes: [updateChange(), deleteChange({ key: "workspace#old" })],
        leftAlone: [
          // Of the same that is updated: git moved one field, somebody another.
          { ...about, key: "workspace#shop", reason: "drift" },
          { ...about, key: "workspace#blog", reason: "drift" },
          {
            identifier: "x",
            where: "workspace",
            detail: "…",
            key: "workspace#x",
            reason: "not-in-manifests",
          },
        ],
      }),
    });
    expect(countsOf(report)).toMatchObject({ desired: 2, drift: 3, leftAlone: 3 });
  });

  it("do not count changes as failed that there was no time for", () => {
    expect(countsOf(mixed({ kind: "out-of-time", message: "why" })).failed).toBe(2);
  });

  it("count a pass that failed as a whole as one failure, and omit what it could not find out", () => {
    expect(countsOf(endedBy("error"))).toEqual({
      created: 0,
      updated: 0,
      adopted: 0,
      disowned: 0,
      removed: 0,
      failed: 1,
      unknown: 0,
      blocked: 0,
      invalid: 0,
    });
  });

  it("count a suspect source as an invalid one", () => {
    expect(countsOf(endedBy("source"))).toMatchObject({ invalid: 1, failed: 0 });
  });
});

describe("a pass", () => {
  it.each([
    ["error", true],
    ["out-of-time", false],
    ["paused", false],
    ["busy", false],
    ["superseded", false],
    ["source", false],
  ] as const)("that ended by %s is broken: %s", (kind, expected) => {
    expect(isBroken(endedBy(kind))).toBe(expected);
  });

  it("that applied in part is broken, unless it only ran out of time", () => {
    expect(isBroken(mixed())).toBe(true);
    expect(isBroken(mixed({ kind: "out-of-time", message: "why" }))).toBe(false);
  });
});

describe("the measures of a pass", () => {
  it("are twelve at most", () => {
    const report: Report = { ...mixed(), source: { publishedAt: "2026-11-24T10:00:02.500Z" } };
    expect(measuresOf(report, PASS, { kept: true })).toEqual({
      PassSuccess: 0,
      PassDuration: 2_500,
      DesiredCount: 6,
      Drift: 6,
      Created: 1,
      Failed: 3,
      Invalid: 0,
      Unknown: 1,
      ApiCalls: 12,
      Throttled: 1,
      QuotaRemaining: 988,
      SourceAgeSeconds: 900,
    });
  });

  it("of a pass whose report was lost show no success", () => {
    const report = reportOf({ mode: "apply", problems: [], notices: [] });
    expect(measuresOf(report, PASS, { kept: true })).toMatchObject({ PassSuccess: 1, Failed: 0 });
    expect(measuresOf(report, PASS, { kept: false })).toMatchObject({ PassSuccess: 0, Failed: 1 });
  });

  it.each([
    ["paused", 0],
    ["busy", 0],
    ["source", 0],
  ] as const)("of a pass that ended by %s show no success", (kind, expected) => {
    expect(measuresOf(endedBy(kind), PASS, { kept: true }).PassSuccess).toBe(expected);
  });
});
