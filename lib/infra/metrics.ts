import { Metric, type MetricOptions } from "aws-cdk-lib/aws-cloudwatch";
import { METRICS, type MetricName, measuredAs, measuredByName } from "../deployment.ts";
import type { DeployedWorkspace } from "./deployable.ts";

/** What alarms and graphs are about: a workspace, or all of them when they are many. */
export type MetricSubject = {
  /** In ids, titles and sentences. */
  readonly name: string;
  /** How many workspaces it stands for. */
  readonly workspaces: number;
  readonly metric: (name: MetricName, options: MetricOptions) => Metric;
};

/** Each workspace by itself, as long as the function measures it so; else all of them together. */
export function metricSubjects(
  instance: string,
  workspaces: readonly DeployedWorkspace[],
): readonly MetricSubject[] {
  const metricOf = metricsOf(instance);
  if (!measuredByName(workspaces.length)) {
    return [{ name: "all workspaces", workspaces: workspaces.length, metric: metricOf({}) }];
  }
  return workspaces.map(({ workspace }) => ({
    name: workspace,
    workspaces: 1,
    metric: metricOf({ [METRICS.dimension]: workspace }),
  }));
}

function metricsOf(
  instance: string,
): (dimensions: Readonly<Record<string, string>>) => MetricSubject["metric"] {
  return (dimensions) => (metricName, options) =>
    new Metric({
      namespace: METRICS.namespace,
      metricName,
      dimensionsMap: { service: measuredAs(instance), ...dimensions },
      ...options,
    });
}
