import type { Metrics } from "@aws-lambda-powertools/metrics";
import { METRICS, type MetricName } from "../deployment.ts";

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
