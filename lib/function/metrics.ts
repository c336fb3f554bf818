import type { Metrics } from "@aws-lambda-powertools/metrics";
import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from "@aws-sdk/client-eventbridge";
import { defined } from "../core/domain/defined.ts";
import type { Plan } from "../core/plan/plan.ts";
import { exitCodeOf, type Outcome, type PassRecord, type Report } from "../core/report/report.ts";
import { METRICS, type MetricName, PASS_FINISHED, type PassFinished } from "../deployment.ts";
import { calling, requireAll } from "./queue.ts";

/** What a report comes to in numbers: for the event, the log line and the metrics. */
export type Counts = {
  /** Absent when the pass ended before it had a plan. */
  readonly desired?: number;
  readonly unchanged?: number;
  readonly leftAlone?: number;
  /** Distributions that differed from their manifests when the pass began: missing, changed on either side, or orphaned. */
  readonly drift?: number;
  readonly created: number;
  readonly updated: number;
  readonly adopted: number;
  readonly disowned: number;
  /** Disabled or deleted because no manifest declares it any more. */
  readonly removed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly blocked: number;
  readonly invalid: number;
};

export function countsOf(report: Report): Counts {
  const { plan, outcomes, problems, verdict } = report;
  const statuses = (...names: readonly string[]) =>
    outcomes.filter(({ status }) => names.includes(status)).length;
  const made = outcomes.map(resultOf);
  const results = (name: Result) => made.filter((one) => one === name).length;
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

/** Counts identities: a distribution can be changed in one field and left alone in another. */
function desiredIn({ changes, unchanged, leftAlone }: Plan): number {
  const declared = [...changes, ...leftAlone].filter((one) => "source" in one && one.source !== undefined);
  return new Set([...declared, ...unchanged].map(({ key }) => key)).size;
}

function driftIn({ changes, leftAlone }: Plan): number {
  const drifted = leftAlone.filter(({ reason }) => reason === "drift");
  return new Set([...changes, ...drifted].map(({ key }) => key)).size;
}

type Result = "created" | "updated" | "adopted" | "disowned" | "removed" | "none";

/** What happened to the distribution, even if the change was not applied completely. */
function resultOf({ action, distribution }: Outcome): Result {
  switch (distribution) {
    case "created":
    case "updated":
    case "disowned":
      return distribution;
    case "adopted":
      // The answer to the creation was lost, and the distribution found again.
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

/** It ran out of time or quota; its continuation does the rest. */
export function isIncomplete({ failure }: Report): boolean {
  return failure?.kind === "out-of-time";
}

/** Exit codes 1 and 6, unless it only ran out of time: another attempt or a person has to fix it. */
export function isBroken(report: Report): boolean {
  const code = exitCodeOf(report.verdict, { detailed: false });
  return (code === 1 || code === 6) && !isIncomplete(report);
}

/** The metrics of a pass, without those that it could not find out. */
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
    ...defined({
      DesiredCount: desired,
      Drift: drift,
      QuotaRemaining: quotaRemaining,
      SourceAgeSeconds: age === undefined ? undefined : Math.max(0, Math.round(age)),
    }),
  };
}

/** Records the metrics of a pass of this workspace. */
export type Measure = (workspace: string, values: Readonly<Partial<Record<MetricName, number>>>) => void;

/**
 * Lines in CloudWatch's embedded metric format, one a pass: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 * @param options.byName whether each workspace has metrics of its own
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

/** Publishes that a pass is over. */
export type Announce = (detail: PassFinished) => Promise<void>;

/** Puts an event on the default bus of the account, where rules of this stack and of others match it. */
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
