import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  CfnScheduleGroup,
  ContextAttribute,
  type IScheduleGroup,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import { SqsSendMessage } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import { defined } from "../core/domain/defined.ts";
import { messageGroup, type PassRequest } from "../deployment.ts";
import { cronGaps, type Gaps } from "./cron.ts";
import { ProblemsError } from "./manifests.ts";
import type { Queues } from "./push.ts";

export type PassScheduleProps = {
  readonly cadence: Cadence;
  readonly window: Duration;
  readonly queues: Queues;
  /** The workspace, if there is only one. */
  readonly workspace: string | undefined;
};

/** The schedule that puts a pass request into the queue. The function adds schedules for continuations to its group. */
export class PassSchedule extends Construct {
  readonly group: IScheduleGroup;
  /** Lets the schedules of this group send to the queue. */
  readonly role: Role;
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, { cadence, window, queues, workspace }: PassScheduleProps) {
    super(scope, id);
    // CDK's own construct gives the group a fixed name, and keeps it when the stack is deleted.
    const { ref } = new CfnScheduleGroup(this, "Group");
    this.group = ScheduleGroup.fromScheduleGroupName(this, "GroupByName", ref);
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: {
          StringEquals: {
            "aws:SourceAccount": Stack.of(this).account,
            "aws:SourceArn": this.group.scheduleGroupArn,
          },
        },
      }),
    });
    this.schedule = new Schedule(this, "Schedule", {
      schedule: cadence.expression,
      scheduleGroup: this.group,
      timeWindow: window.toMinutes() < 1 ? TimeWindow.off() : TimeWindow.flexible(window),
      target: new SqsSendMessage(queues.passes, {
        role: this.role,
        input: ScheduleTargetInput.fromObject(request(workspace)),
        messageGroupId: messageGroup(workspace),
        deadLetterQueue: queues.undelivered,
        maxEventAge: maxAge(cadence),
      }),
    });
  }

  /** The ARNs of all schedules of the group, including those that are created later. */
  get scheduleArns(): string {
    return Stack.of(this).formatArn({
      service: "scheduler",
      resource: "schedule",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resourceName: `${this.group.scheduleGroupName}/*`,
    });
  }
}

function request(workspace: string | undefined): PassRequest {
  return { trigger: "schedule", ...defined({ workspace }), at: ContextAttribute.scheduledTime };
}

/** A message that is later than half the interval is useless, since the next one follows. The least possible age is a minute. */
function maxAge({ interval }: Cadence): Duration {
  return Duration.minutes(Math.min(24 * 60, Math.max(1, Math.floor(interval.toMinutes() / 2))));
}

/** How often a pass is due. */
export type Cadence = {
  readonly expression: ScheduleExpression;
  /** The shortest time from one pass to the next. */
  readonly interval: Duration;
  /**
   * How long there may be no successful pass before an alarm: until three passes in a row are missing, and at least half an hour.
   * Undefined when passes are too rare for an alarm to distinguish a missing one from one that is not due yet.
   */
  readonly missedAfter: Duration | undefined;
};

/** @throws ProblemsError when EventBridge Scheduler would refuse the schedule, or it never occurs */
export function cadenceOf(
  given: ScheduleExpression | undefined,
  configured: string = DEFAULT_SCHEDULE,
): Cadence {
  const expression = given ?? ScheduleExpression.expression(configured);
  const { shortest, longest, three } = gapsOf(expression);
  const missed = Math.max(30, three, longest - shortest + 30);
  return {
    expression,
    interval: Duration.minutes(Math.min(shortest, LONGEST_LOOK_BACK)),
    missedAfter:
      longest <= LONGEST_WATCHED ? Duration.minutes(Math.min(missed, LONGEST_LOOK_BACK)) : undefined,
  };
}

const DEFAULT_SCHEDULE = "rate(15 minutes)";
const RATE = /^rate\(([1-9]\d{0,5}) (minute|hour|day)s?\)$/;
const CRON = /^cron\(([^()]+)\)$/;
const HOUR = 60;
const DAY = 24 * HOUR;
const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: HOUR, day: DAY };

/** In minutes: an alarm looks back seven days at most. */
export const LONGEST_LOOK_BACK = 7 * DAY;
/** In minutes. One day shorter, because periods can begin at any time and a pass may be late. */
const LONGEST_WATCHED = 6 * DAY;

function gapsOf({ expressionString, timeZone }: ScheduleExpression): Gaps {
  const [, count, unit = ""] = RATE.exec(expressionString) ?? [];
  const minutes = Number(count) * (MINUTES[unit] ?? Number.NaN);
  if (minutes > 0) return { shortest: minutes, longest: minutes, three: 3 * minutes };
  const [, fields] = CRON.exec(expressionString) ?? [];
  const gaps = fields === undefined ? { fault: NEITHER } : cronGaps(fields);
  if ("fault" in gaps) {
    throw new ProblemsError([
      `the schedule ${expressionString} cannot be deployed: ${gaps.fault}. Write a rate such as rate(15 minutes), ` +
        "or times such as cron(0 6 * * ? *)",
    ]);
  }
  const change = timeZone === undefined || UTC.has(timeZone.timezoneName) ? 0 : HOUR;
  return { ...gaps, longest: gaps.longest + change, three: gaps.three + change };
}

const NEITHER = "it is neither a rate nor a cron expression of EventBridge Scheduler";

/** Time zones without daylight saving time. */
const UTC: ReadonlySet<string> = new Set(["UTC", "Etc/UTC"]);

/** How late a pass may start, which spreads the load: five minutes, or a third of the interval if that is less. */
export function defaultWindow({ interval }: Cadence): Duration {
  return Duration.minutes(Math.min(5, Math.floor(interval.toMinutes() / 3)));
}

/** How an alarm divides the time that it looks back on. */
export type LookBack = { readonly period: Duration; readonly evaluationPeriods: number };

/** Divides the span into at least `periods` periods. An alarm allows seven days in all, and one day a period. */
export function lookBack(span: Duration, periods: number): LookBack {
  const minutes = Math.min(span.toMinutes(), LONGEST_LOOK_BACK);
  const count = Math.max(periods, Math.ceil(minutes / DAY));
  return { period: Duration.minutes(Math.ceil(minutes / count)), evaluationPeriods: count };
}

/** How many passes in a row an alarm can see: at most `most`, at least one. */
export function passesSeen({ interval }: Pick<Cadence, "interval">, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(LONGEST_LOOK_BACK / interval.toMinutes())));
}
