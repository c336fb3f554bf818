import { Duration } from "aws-cdk-lib";
import { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { ProblemsError } from "./problems-error.ts";

/** How often a pass is due. */
export type Cadence = {
  readonly expression: ScheduleExpression;
  /** From one pass to the next. A cron expression does not say; it is taken for a daily one. */
  readonly interval: Duration;
};

/** @throws ProblemsError when a rate is not one that EventBridge Scheduler knows */
export function cadenceOf(
  given: ScheduleExpression | undefined,
  configured: string = DEFAULT_SCHEDULE,
): Cadence {
  const expression = given ?? ScheduleExpression.expression(configured);
  return { expression, interval: intervalOf(expression.expressionString) };
}

const DEFAULT_SCHEDULE = "rate(15 minutes)";
const RATE = /^rate\(([1-9]\d{0,5}) (minute|hour|day)s?\)$/;
const CRON = /^cron\(\S+(?: \S+){5}\)$/;
const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

function intervalOf(expression: string): Duration {
  if (CRON.test(expression)) return Duration.days(1);
  const [, count, unit = ""] = RATE.exec(expression) ?? [];
  const minutes = Number(count) * (MINUTES[unit] ?? Number.NaN);
  // An alarm looks back seven days at most, and could not tell a pass that is late from one that is not due.
  if (minutes <= 6 * DAY) return Duration.minutes(minutes);
  throw new ProblemsError([
    `the schedule ${expression} cannot be deployed: write a rate of up to six days, as in rate(15 minutes), ` +
      "or a time, as in cron(0 6 * * ? *)",
  ]);
}

/** How late a schedule may be so that many do not come at once: five minutes, or a third of the interval if that is less. */
export function defaultWindow({ interval }: Cadence): Duration {
  return Duration.minutes(Math.min(5, Math.floor(interval.toMinutes() / 3)));
}

/** How CloudWatch looks at a span of time: in so many periods of such a length. */
export type LookBack = { readonly period: Duration; readonly evaluationPeriods: number };

/** At least `periods` periods that make up the span, seven days of it at most; a period can be a day long at most. */
export function lookBack(span: Duration, periods: number): LookBack {
  const minutes = Math.min(span.toMinutes(), LONGEST_LOOK_BACK.toMinutes());
  const count = Math.max(periods, Math.ceil(minutes / DAY));
  return { period: Duration.minutes(Math.ceil(minutes / count)), evaluationPeriods: count };
}

const LONGEST_LOOK_BACK = Duration.days(7);

/** Three intervals, but not less than two passes of a quarter of an hour take. */
export function defaultDeadManAfter({ interval }: Cadence): Duration {
  const minutes = Math.max(30, 3 * interval.toMinutes());
  return Duration.minutes(Math.min(minutes, LONGEST_LOOK_BACK.toMinutes()));
}

const DAY = 24 * 60;
