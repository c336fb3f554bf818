import type { Metrics } from "@aws-lambda-powertools/metrics";
import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import type { Plan } from "../core/plan/plan.ts";
import { exitCodeOf, type Outcome, type PassRecord, type Report } from "../core/report/report.ts";
import { METRICS, type MetricName, PASS_FINISHED, type PassFinished } from "../deployment.ts";
import { calling, requireAll } from "./queue.ts";

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

/** What was measured of a pass of this workspace. */
export type Measure = (workspace: string, values: Readonly<Partial<Record<MetricName, number>>>) => void;

/**
 * Lines in CloudWatch's embedded metric format, one a pass: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @param options whether workspaces are told apart
 */
export function embeddedMetrics(
  metrics: Pick<Metrics, "addDimension" | "addMetric" | "publishStoredMetrics">,
  options: { readonly byName: boolean },
): Measure {
  return (workspace, values) => {
    if (options.byName) metrics.addDimension(METRICS.dimension, workspace);
    for (const [name, unit] of UNITS) {
      const value = values[name];
      if (value !== undefined) metrics.addMetric(name, unit, value);
    }
    metrics.publishStoredMetrics();
  };
}

const UNIT_BY_NAME = {
  PassSuccess: "Count",
  PassDuration: "Milliseconds",
  DesiredCount: "Count",
  Drift: "Count",
  Created: "Count",
  Failed: "Count",
  Invalid: "Count",
  Unknown: "Count",
  ApiCalls: "Count",
  Throttled: "Count",
  QuotaRemaining: "Count",
  SourceAgeSeconds: "Seconds",
} as const satisfies Record<MetricName, string>;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of the literal above
const UNITS = Object.entries(UNIT_BY_NAME) as readonly (readonly [
  MetricName,
  (typeof UNIT_BY_NAME)[MetricName],
])[];

/** Tells everyone who listens that a pass is over. */
export type Announce = (detail: PassFinished) => Promise<void>;

/** An event on the account's default bus, where the rules of the stack and of others find it. */
export function eventBridge(config: EventBridgeClientConfig): Announce {
  const client = new EventBridgeClient(config);
  return async (detail) => {
    const attempt = "the event of the pass could not be sent";
    const command = new PutEventsCommand({
      Entries: [
        {
          Source: PASS_FINISHED.source,
          DetailType: PASS_FINISHED.detailType,
          Detail: JSON.stringify(detail),
        },
      ],
    });
    const { Entries = [] } = await calling(attempt, "events:PutEvents", () => client.send(command));
    const refused = Entries.filter(({ ErrorCode }) => ErrorCode !== undefined);
    requireAll(
      attempt,
      refused.map(({ ErrorCode }) => ({ Code: ErrorCode })),
    );
  };
}
