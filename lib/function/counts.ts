import type { Plan } from "../core/plan/plan.ts";
import type { Outcome } from "../core/report/outcome.ts";
import { exitCodeOf, type PassRecord, type Report } from "../core/report/report.ts";
import type { MetricName } from "../deployment.ts";

/** What a report comes to in numbers: for the event, the log line and the metrics. */
export type Counts = {
  /** Absent when the pass ended before it could plan. */
  readonly desired?: number;
  readonly unchanged?: number;
  readonly leftAlone?: number;
  /** Distributions that were not as they should be when the pass began: missing, changed here or there, or too much. */
  readonly drift?: number;
  readonly created: number;
  readonly updated: number;
  readonly adopted: number;
  readonly disowned: number;
  /** Disabled or deleted because no manifest mentions it any more. */
  readonly removed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly blocked: number;
  readonly invalid: number;
};

export function countsOf(report: Report): Counts {
  const { plan, outcomes, problems, verdict } = report;
  const statuses = (...wanted: readonly string[]) =>
    outcomes.filter(({ status }) => wanted.includes(status)).length;
  const made = outcomes.map(resultOf);
  const results = (wanted: Result) => made.filter((one) => one === wanted).length;
  const skipped = isIncomplete(report) ? 0 : statuses("skipped");
  const failed = statuses("failed", "conflict") + skipped;
  const unknown = statuses("unknown");
  return {
    ...(plan === undefined
      ? {}
      : {
          desired: desiredIn(plan),
          unchanged: plan.unchanged.length,
          leftAlone: plan.leftAlone.length,
          drift: driftIn(plan),
        }),
    created: results("created"),
    updated: results("updated"),
    adopted: results("adopted"),
    disowned: results("disowned"),
    removed: results("removed"),
    failed: failed + unknown === 0 && isBroken(report) ? 1 : failed,
    unknown,
    blocked: plan?.summary.blocked ?? 0,
    invalid: problems.length === 0 && verdict === "invalid" ? 1 : problems.length,
  };
}

/** By identity: one can be changed in one field, and left alone in another. */
function desiredIn({ changes, unchanged, leftAlone }: Plan): number {
  const declared = [...changes, ...leftAlone].filter((one) => "source" in one && one.source !== undefined);
  return new Set([...declared, ...unchanged].map(({ key }) => key)).size;
}

function driftIn({ changes, leftAlone }: Plan): number {
  const drifted = leftAlone.filter(({ reason }) => reason === "drift");
  return new Set([...changes, ...drifted].map(({ key }) => key)).size;
}

type Result = "created" | "updated" | "adopted" | "disowned" | "removed" | "none";

/** What is there, or gone, also when not all that the change is about was done. */
function resultOf({ action, distribution }: Outcome): Result {
  switch (distribution) {
    case "created":
    case "updated":
    case "disowned":
      return distribution;
    case "adopted":
      // A creation whose answer was lost found it again.
      return action === "create" ? "created" : distribution;
    case "disabled":
    case "deleted":
      return "removed";
    case "finished":
    case "unchanged":
    case "absent":
    case "unknown":
      return "none";
    default:
      return distribution satisfies never;
  }
}

/** It ended for want of time or quota: what is left is done by its continuation. */
export function isIncomplete({ failure }: Report): boolean {
  return failure?.kind === "out-of-time";
}

/** Exit codes 1 and 6, unless it only ran out of time: a person or a repetition has to mend it. */
export function isBroken(report: Report): boolean {
  const code = exitCodeOf(report.verdict, { detailed: false });
  return (code === 1 || code === 6) && !isIncomplete(report);
}

/** What is measured of a pass; what the pass could not find out is left out. */
export function measuresOf(
  report: Report,
  { startedAt, endedAt, requests, throttled, quotaRemaining }: PassRecord,
  { kept }: { readonly kept: boolean },
): Readonly<Partial<Record<MetricName, number>>> {
  const { desired, drift, created, failed, unknown, invalid } = countsOf(report);
  const { publishedAt } = report.source ?? {};
  const age = publishedAt === undefined ? undefined : (Date.parse(endedAt) - Date.parse(publishedAt)) / 1_000;
  const good = report.verdict === "in-sync" || report.verdict === "applied";
  return {
    PassSuccess: good && kept ? 1 : 0,
    PassDuration: Date.parse(endedAt) - Date.parse(startedAt),
    Created: created,
    Failed: failed + (kept ? 0 : 1),
    Invalid: invalid,
    Unknown: unknown,
    ApiCalls: requests,
    Throttled: throttled,
    ...(desired === undefined ? {} : { DesiredCount: desired }),
    ...(drift === undefined ? {} : { Drift: drift }),
    ...(quotaRemaining === undefined ? {} : { QuotaRemaining: quotaRemaining }),
    ...(age === undefined ? {} : { SourceAgeSeconds: Math.max(0, Math.round(age)) }),
  };
}
