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
import { messageGroup, type PassRequest } from "../deployment.ts";
import { cronGaps, type Gaps } from "./cron.ts";
import { ProblemsError } from "./manifests.ts";
import type { Queues } from "./push.ts";

export type PassScheduleProps = {
  readonly cadence: Cadence;
  readonly window: Duration;
  readonly queues: Queues;
  /** The workspace when there is only one. */
  readonly workspace: string | undefined;
};

/** The clock: it puts a message into the queue. Continuations get schedules in the same group, while the function runs. */
export class PassSchedule extends Construct {
  readonly group: IScheduleGroup;
  /** May put a message into the queue, for schedules of the group alone. */
  readonly role: Role;
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, { cadence, window, queues, workspace }: PassScheduleProps) {
    super(scope, id);
    // CDK's own kind of group has a name that is fixed, and outlives the stack.
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

  /** The schedules of the group, those that are made later among them. */
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
  const of = workspace === undefined ? {} : { workspace };
  return { trigger: "schedule", ...of, at: ContextAttribute.scheduledTime };
}

/** What is not delivered by the time of the next one is of no use to anybody; a minute is the least that can be said. */
function maxAge({ interval }: Cadence): Duration {
  return Duration.minutes(Math.min(24 * 60, Math.max(1, Math.floor(interval.toMinutes() / 2))));
}

/** How often a pass is due. */
export type Cadence = {
  readonly expression: ScheduleExpression;
  /** From one pass to the next, where they are closest. */
  readonly interval: Duration;
  /**
   * How long there may be no successful pass before somebody should know: until three passes in a row are missing, and at
   * least half an hour. Undefined when passes are so rare that no alarm can tell a missing one from one that is not due.
   */
  readonly missedAfter: Duration | undefined;
};

/** @throws ProblemsError when EventBridge Scheduler would not take the schedule, or it is never due */
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

/** Minutes: an alarm looks back seven days at most. */
export const LONGEST_LOOK_BACK = 7 * DAY;
/** Its periods begin when they like, and a pass may be late: with a day less none that is due is taken for missing. */
const LONGEST_WATCHED = 6 * DAY;

function gapsOf({ expressionString, timeZone }: ScheduleExpression): Gaps {
  const [, count, unit = ""] = RATE.exec(expressionString) ?? [];
  const minutes = Number(count) * (MINUTES[unit] ?? Number.NaN);
  if (minutes > 0) return { shortest: minutes, longest: minutes, three: 3 * minutes };
  const [, fields] = CRON.exec(expressionString) ?? [];
  const gaps = fields === undefined ? { fault: NEITHER } : cronGaps(fields);
  if ("fault" in gaps) {
    throw new ProblemsError([
      `the schedule ${expressionString} cannot be deployed: ${gaps.fault}. Write a rate, as in rate(15 minutes), ` +
        "or times, as in cron(0 6 * * ? *)",
    ]);
  }
  const change = timeZone === undefined || UTC.has(timeZone.timezoneName) ? 0 : HOUR;
  return { ...gaps, longest: gaps.longest + change, three: gaps.three + change };
}

const NEITHER = "it is neither a rate nor a cron expression that EventBridge Scheduler knows";

/** Zones in which no night is an hour longer than others. */
const UTC: ReadonlySet<string> = new Set(["UTC", "Etc/UTC"]);

/** How late a schedule may be so that many do not come at once: five minutes, or a third of the interval if that is less. */
export function defaultWindow({ interval }: Cadence): Duration {
  return Duration.minutes(Math.min(5, Math.floor(interval.toMinutes() / 3)));
}

/** How CloudWatch looks at a span of time: in so many periods of such a length. */
export type LookBack = { readonly period: Duration; readonly evaluationPeriods: number };

/** At least `periods` periods that make up the span, seven days of it at most; a period can be a day long at most. */
export function lookBack(span: Duration, periods: number): LookBack {
  const minutes = Math.min(span.toMinutes(), LONGEST_LOOK_BACK);
  const count = Math.max(periods, Math.ceil(minutes / DAY));
  return { period: Duration.minutes(Math.ceil(minutes / count)), evaluationPeriods: count };
}

/** Up to so many passes in a row: as many as an alarm can look back on, and one at least. */
export function passesSeen({ interval }: Pick<Cadence, "interval">, most: number): number {
  return Math.max(1, Math.min(most, Math.floor(LONGEST_LOOK_BACK / interval.toMinutes())));
}
