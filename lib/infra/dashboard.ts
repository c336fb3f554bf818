import { Duration } from "aws-cdk-lib";
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  type MetricOptions,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { METRICS, type MetricName, measuredAs, measuredByName } from "../deployment.ts";
import type { DeployedWorkspace } from "./manifests.ts";
import type { Queues } from "./push.ts";

export type DashboardProps = {
  readonly subjects: readonly MetricSubject[];
  readonly interval: Duration;
  readonly reconciler: IFunction;
  readonly queues: Queues;
};

/** Six graphs: successes, drift, failures, requests, duration, and queues. */
export function dashboard(scope: Construct, id: string, props: DashboardProps): Dashboard {
  const { subjects, reconciler, queues } = props;
  const period = Duration.minutes(Math.max(5, Math.min(props.interval.toMinutes(), 24 * 60)));
  const of = (names: readonly MetricName[], statistic: string) =>
    subjects.flatMap(({ name, metric }) =>
      names.map((one) => metric(one, { statistic, period, label: `${name} ${one}` })),
    );
  const depth = (queue: Queue, label: string) =>
    queue.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM, label });
  return new Dashboard(scope, id, {
    widgets: [
      [
        graph("Passes that succeeded", of(["PassSuccess"], Stats.SUM)),
        graph("Drift when a pass began, and created", of(["Drift", "Created"], Stats.MAXIMUM)),
        graph("Failed, invalid, unknown", of(["Failed", "Invalid", "Unknown"], Stats.MAXIMUM)),
      ],
      [
        graph(
          "Requests to Buddy; remaining quota on the right",
          of(["ApiCalls", "Throttled"], Stats.SUM),
          of(["QuotaRemaining"], Stats.MINIMUM),
        ),
        graph(
          "Duration of passes in ms; crashes and throttles on the right",
          of(["PassDuration"], Stats.MAXIMUM),
          [reconciler.metricErrors({ period }), reconciler.metricThrottles({ period })],
        ),
        graph("Messages", [
          depth(queues.passes, "waiting"),
          depth(queues.deadLetters, "given up"),
          depth(queues.undelivered, "undelivered"),
        ]),
      ],
    ],
  });
}

function graph(title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget {
  return new GraphWidget({ title, width: 8, left: [...left], right: [...right], leftYAxis: { min: 0 } });
}

/** The subject of alarms and graphs: one workspace, or all of them if they are many. */
export type MetricSubject = {
  /** Its name in ids, titles and sentences. */
  readonly name: string;
  /** How many workspaces it stands for. */
  readonly workspaces: number;
  readonly metric: (name: MetricName, options: MetricOptions) => Metric;
};

/** One subject for each workspace that has metrics of its own; else one for all together. */
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
