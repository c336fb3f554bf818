import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { IScheduleGroup } from "aws-cdk-lib/aws-scheduler";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { runbookSection } from "./announcements.ts";
import type { MetricSubject } from "./dashboard.ts";
import type { Queues } from "./push.ts";
import { type LookBack, lookBack, passesSeen } from "./schedule.ts";
import type { Webhook } from "./webhook.ts";

export type AlarmsProps = {
  readonly subjects: readonly MetricSubject[];
  readonly interval: Duration;
  /** How long there may be no successful pass; undefined when no alarm can watch this. */
  readonly deadManAfter: Duration | undefined;
  readonly maxSourceAge: Duration | undefined;
  readonly reconciler: IFunction;
  readonly webhook: Webhook | undefined;
  readonly queues: Queues;
  readonly scheduleGroup: IScheduleGroup;
  readonly topic: ITopic | undefined;
  /** The address of the runbook, if it is known. */
  readonly runbook: string | undefined;
};

/** All alarms. The anchor of each names its section in docs/runbook.md. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];
  private readonly props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.props = props;
    this.all = [
      ...props.subjects.flatMap((subject) => this.ofSubject(subject)),
      ...this.ofFunctions(),
      ...this.ofDelivery(),
    ];
  }

  private ofSubject(subject: MetricSubject): readonly Alarm[] {
    const { interval, maxSourceAge } = this.props;
    const { name, workspaces } = subject;
    const threePasses = this.passes(3);
    const twice = passesSeen(this.props, 2);
    const alarms = [
      ...this.ofMissedPasses(subject),
      this.alarm(`Failed-${name}`, "changes-fail", {
        alarmDescription: `${name}: changes or whole passes failed${twice === 2 ? " twice" : ""}.`,
        ...this.count(subject, "Failed", Stats.MAXIMUM, threePasses),
        datapointsToAlarm: twice,
        threshold: 1,
      }),
      this.alarm(`Invalid-${name}`, "invalid-manifests", {
        alarmDescription: `${name}: the manifests have problems, and nothing is applied.`,
        ...this.count(subject, "Invalid", Stats.MAXIMUM, this.passes(2)),
        datapointsToAlarm: 1,
        threshold: 1,
      }),
      this.alarm(`Quota-${name}`, "quota-runs-out", {
        alarmDescription: `${name}: the rest of Buddy's quota is reserved for people, so passes stop.`,
        ...this.count(subject, "QuotaRemaining", Stats.MINIMUM, threePasses),
        datapointsToAlarm: twice,
        threshold: RESERVE,
        comparisonOperator: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      }),
    ];
    // One of many workspaces always has drift, and an alarm cannot look back on three passes that are rare.
    if (workspaces === 1 && passesSeen(this.props, 3) === 3) {
      alarms.push(
        this.alarm(`Drift-${name}`, "drift-stays", {
          alarmDescription: `${name}: three passes in a row found drift.`,
          ...this.count(subject, "Drift", Stats.MINIMUM, this.passes(4)),
          datapointsToAlarm: 3,
          threshold: 1,
        }),
      );
    }
    if (maxSourceAge !== undefined) {
      alarms.push(
        this.alarm(`SourceAge-${name}`, "source-is-old", {
          alarmDescription: `${name}: the newest release is older than ${maxSourceAge.toHumanString()}.`,
          ...this.count(subject, "SourceAgeSeconds", Stats.MAXIMUM, lookBack(interval, 1)),
          datapointsToAlarm: 1,
          threshold: maxSourceAge.toSeconds(),
        }),
      );
    }
    return alarms;
  }

  private ofMissedPasses(subject: MetricSubject): readonly Alarm[] {
    const { deadManAfter } = this.props;
    if (deadManAfter === undefined) return [];
    const { name, workspaces } = subject;
    return [
      this.alarm(`DeadMan-${name}`, "no-successful-pass", {
        alarmDescription: `${name}: too few passes succeeded recently, or none ran.`,
        ...this.count(subject, "PassSuccess", Stats.SUM, lookBack(deadManAfter, workspaces > 1 ? 1 : 3)),
        threshold: workspaces,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        // Missing data is what this alarm is for: it works even if the function does not.
        treatMissingData: TreatMissingData.BREACHING,
      }),
    ];
  }

  private ofFunctions(): readonly Alarm[] {
    const { reconciler, webhook } = this.props;
    const alarms = [
      this.alarm("Errors", "function-errors", {
        alarmDescription: "The function that makes passes crashed or timed out.",
        ...atOnce(reconciler.metricErrors({ period: FIVE_MINUTES })),
      }),
      this.alarm("Throttles", "function-throttled", {
        alarmDescription: "Lambda has throttled the function for a quarter of an hour.",
        metric: reconciler.metricThrottles({ period: FIVE_MINUTES }),
        threshold: 1,
        evaluationPeriods: 3,
      }),
    ];
    if (webhook !== undefined) {
      alarms.push(
        this.alarm("WebhookErrors", "webhook-errors", {
          alarmDescription: "A webhook failed with a server error.",
          ...atOnce(webhook.metricServerErrors({ period: FIVE_MINUTES })),
        }),
      );
    }
    return alarms;
  }

  private ofDelivery(): readonly Alarm[] {
    const { queues, scheduleGroup } = this.props;
    return [
      this.alarm("DeadLetters", "passes-in-the-dead-letter-queue", {
        alarmDescription: "Messages went to the dead-letter queue after three failed attempts.",
        ...atOnce(depth(queues.deadLetters)),
      }),
      this.alarm("Undelivered", "undelivered-triggers", {
        alarmDescription: "A schedule or a rule could not put its message into the queue.",
        ...atOnce(depth(queues.undelivered)),
      }),
      this.alarm("ScheduleErrors", "schedule-errors", {
        alarmDescription: "The queue refuses what the schedule sends.",
        metric: scheduleGroup.metricTargetErrors({ period: FIVE_MINUTES, statistic: Stats.SUM }),
        threshold: 1,
        evaluationPeriods: 3,
        datapointsToAlarm: 2,
      }),
    ];
  }

  /** A time in which so many passes happen, even if none is exactly on time. */
  private passes(count: number): LookBack {
    return lookBack(Duration.minutes(count * this.props.interval.toMinutes()), count);
  }

  private count(
    subject: MetricSubject,
    name: Parameters<MetricSubject["metric"]>[0],
    statistic: string,
    { period, evaluationPeriods }: LookBack,
  ): Pick<AlarmProps, "metric" | "evaluationPeriods"> {
    return { metric: subject.metric(name, { statistic, period }), evaluationPeriods };
  }

  private alarm(
    id: string,
    anchor: string,
    props: AlarmProps & { readonly alarmDescription: string },
  ): Alarm {
    const { topic, runbook } = this.props;
    const alarm = new Alarm(this, id, {
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
      alarmDescription: `${props.alarmDescription} What to do: ${runbookSection(anchor, runbook)}`,
    });
    if (topic !== undefined) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
    return alarm;
  }
}

const FIVE_MINUTES = Duration.minutes(5);
/** Requests that passes reserve for people; the same number as in lib/adapters/buddy. */
const RESERVE = 100;

function atOnce(metric: IMetric): Pick<AlarmProps, "metric" | "threshold" | "evaluationPeriods"> {
  return { metric, threshold: 1, evaluationPeriods: 1 };
}

function depth(queue: IQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({ period: FIVE_MINUTES, statistic: Stats.MAXIMUM });
}
