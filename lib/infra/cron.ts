import { DAY_MS } from "../core/domain/time.ts";

/**
 * How far apart are the times of a cron expression of EventBridge Scheduler?
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html (November 2026)
 */

/** Times between passes, in minutes. */
export type Gaps = {
  /** The shortest time to the next pass. */
  readonly shortest: number;
  /** The longest time to the next pass; infinite when there is none. */
  readonly longest: number;
  /** The longest time from a pass to the third after it. */
  readonly three: number;
};

/** The gaps of `cron(FIELDS)` by the wall clock, or why EventBridge Scheduler would refuse it. */
export function cronGaps(fields: string): Gaps | { readonly fault: string } {
  const cron = parse(fields);
  return "fault" in cron ? cron : gapsBetween(daysOf(cron), timesOf(cron));
}

/**
 * @param days the numbers of the days that have passes, counted from any day
 * @param times the times of a day at which a pass is due, in minutes
 */
function gapsBetween(days: readonly number[], times: readonly number[]): Gaps | { readonly fault: string } {
  const [firstDay] = days;
  if (firstDay === undefined) return { fault: "it names a day that never occurs" };
  const at = (index: number) =>
    (days[Math.floor(index / times.length)] ?? Number.NaN) * DAY +
    (times[index % times.length] ?? Number.NaN);
  const count = days.length * times.length;
  const spans = (passes: number): readonly number[] => {
    const found: number[] = [];
    const measure = (index: number) => {
      if (index >= 0 && index + passes < count) found.push(at(index + passes) - at(index));
    };
    // Spans within a day are the same every day; only those across midnight depend on the day.
    for (let index = 0; index < times.length - passes; index++) measure(index);
    for (let day = 1; day <= days.length; day++) {
      for (let back = Math.min(passes, times.length); back > 0; back--) measure(day * times.length - back);
    }
    return found;
  };
  const between = spans(1);
  return {
    shortest: between.reduce((least, span) => Math.min(least, span), Number.POSITIVE_INFINITY),
    longest: longest(between),
    three: longest(spans(3)),
  };
}

function longest(spans: readonly number[]): number {
  return spans.length === 0 ? Number.POSITIVE_INFINITY : spans.reduce((most, span) => Math.max(most, span));
}

const DAY = 24 * 60;

type Cron = {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly isDay: DayRule;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number>;
};

/** A day of a month with `last` days. Weekdays count from Sunday, which is 1. */
type Day = { readonly day: number; readonly last: number; readonly weekday: number };
type DayRule = (day: Day) => boolean;

function timesOf({ hours, minutes }: Cron): readonly number[] {
  const times = [...hours].flatMap((hour) => [...minutes].map((minute) => 60 * hour + minute));
  return times.toSorted((a, b) => a - b);
}

function daysOf({ isDay, months, years }: Cron): readonly number[] {
  const found: number[] = [];
  for (const year of [...years].toSorted((a, b) => a - b)) {
    for (const month of [...months].toSorted((a, b) => a - b)) {
      const first = Date.UTC(year, month - 1, 1) / DAY_MS;
      const last = Date.UTC(year, month, 1) / DAY_MS - first;
      for (let day = 1; day <= last; day++) {
        // Day 0 was a Thursday.
        const weekday = ((first + day - 1 + 4) % 7) + 1;
        if (isDay({ day, last, weekday })) found.push(first + day - 1);
      }
    }
  }
  return found;
}

/** A field: its name, its range, and words for its numbers. */
type Field = {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words?: readonly string[];
};

const MINUTE: Field = { name: "minute", from: 0, to: 59 };
const HOUR: Field = { name: "hour", from: 0, to: 23 };
const DAY_OF_MONTH: Field = { name: "day of the month", from: 1, to: 31 };
const MONTH: Field = {
  name: "month",
  from: 1,
  to: 12,
  words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
const DAY_OF_WEEK: Field = {
  name: "day of the week",
  from: 1,
  to: 7,
  words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};
const YEAR: Field = { name: "year", from: 1970, to: 2199 };

/** 28 years, after which the weekdays fall on the same dates again, and one more. */
const EVERY_YEAR: ReadonlySet<number> = new Set(Array.from({ length: 29 }, (_, index) => 2001 + index));

function parse(fields: string): Cron | { readonly fault: string } {
  const parts = fields.split(" ");
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = parts;
  if (parts.length !== 6) return { fault: "it needs six fields, separated by one space" };
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    return { fault: "write ? for either the day of the month or the day of the week, and not for both" };
  const minutes = numbersOf(minute, MINUTE);
  const hours = numbersOf(hour, HOUR);
  const isDay = dayOfWeek === "?" ? daysOfMonth(dayOfMonth) : daysOfWeek(dayOfWeek);
  const months = numbersOf(month, MONTH);
  const years = year === "*" ? EVERY_YEAR : numbersOf(year, YEAR);
  if (minutes === undefined) return wrong(MINUTE, minute);
  if (hours === undefined) return wrong(HOUR, hour);
  if (isDay === undefined)
    return dayOfWeek === "?" ? wrong(DAY_OF_MONTH, dayOfMonth) : wrong(DAY_OF_WEEK, dayOfWeek);
  if (months === undefined) return wrong(MONTH, month);
  if (years === undefined) return wrong(YEAR, year);
  return { minutes, hours, isDay, months, years };
}

function wrong({ name, from, to }: Field, written: string): { readonly fault: string } {
  return { fault: `its ${name} cannot be ${written}: the range is ${from} to ${to}` };
}

/** A list of `*`, `5`, `1-5`, `1/5` and `1-5/2`. A range may wrap around: `FRI-MON`. */
function numbersOf(text: string, field: Field): ReadonlySet<number> | undefined {
  const lists = text.split(",").map((part) => rangeOf(part, field));
  return lists.includes(undefined) ? undefined : new Set(lists.flatMap((list) => list ?? []));
}

function rangeOf(part: string, field: Field): readonly number[] | undefined {
  const { from, to } = field;
  const { low, high, step } = PART.exec(part)?.groups ?? {};
  const isAll = low === "*" && high === undefined;
  const first = isAll ? from : numberOf(low ?? "", field);
  const alone = step === undefined && !isAll ? first : to;
  const last = high === undefined ? alone : numberOf(high, field);
  const by = Number(step ?? 1);
  if (first === undefined || last === undefined || by < 1) return undefined;
  const size = to - from + 1;
  const length = last < first ? last + size - first : last - first;
  const steps = Array.from({ length: Math.floor(length / by) + 1 }, (_, index) => first + index * by);
  return steps.map((number) => (number > to ? number - size : number));
}

const PART = /^(?<low>\*|[A-Za-z]{3}|\d{1,4})(?:-(?<high>[A-Za-z]{3}|\d{1,4}))?(?:\/(?<step>\d{1,4}))?$/;

function numberOf(word: string, { from, to, words = [] }: Field): number | undefined {
  const named = words.indexOf(word.toUpperCase());
  if (named >= 0) return named + from;
  const number = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  return number >= from && number <= to ? number : undefined;
}

function daysOfMonth(text: string): DayRule | undefined {
  return anyOf(text, (part) => {
    if (part === "L") return ({ day, last }) => day === last;
    if (part === "LW") return (day) => isNearestWeekday(day.last, day);
    const { from, weekday } = /^(?:L-(?<from>\d{1,2})|(?<weekday>\d{1,2})W)$/.exec(part)?.groups ?? {};
    if (from !== undefined) return ({ day, last }) => day === last - Number(from);
    if (weekday !== undefined) {
      const target = numberOf(weekday, DAY_OF_MONTH);
      return target === undefined ? undefined : (day) => isNearestWeekday(target, day);
    }
    const days = numbersOf(part, DAY_OF_MONTH);
    return days === undefined ? undefined : ({ day }) => days.has(day);
  });
}

/** Whether this is the working day (Monday to Friday) nearest to the target, in the same month. */
function isNearestWeekday(target: number, { day, last, weekday }: Day): boolean {
  if (target > last) return false;
  const falls = ((((weekday - 1 + target - day) % 7) + 7) % 7) + 1;
  if (falls === SATURDAY) return day === (target === 1 ? 3 : target - 1);
  if (falls === SUNDAY) return day === (target === last ? target - 2 : target + 1);
  return day === target;
}

const SUNDAY = 1;
const SATURDAY = 7;

function daysOfWeek(text: string): DayRule | undefined {
  return anyOf(text, (part) => {
    if (part === "L") return ({ weekday }) => weekday === SATURDAY;
    const { word, nth } = /^(?<word>[A-Za-z]{3}|\d)(?:L|#(?<nth>[1-5]))$/.exec(part)?.groups ?? {};
    if (word !== undefined) {
      const due = numberOf(word, DAY_OF_WEEK);
      if (due === undefined) return undefined;
      return nth === undefined
        ? ({ day, last, weekday }) => weekday === due && day > last - 7
        : ({ day, weekday }) => weekday === due && Math.ceil(day / 7) === Number(nth);
    }
    const days = numbersOf(part, DAY_OF_WEEK);
    return days === undefined ? undefined : ({ weekday }) => days.has(weekday);
  });
}

function anyOf(text: string, ruleOf: (part: string) => DayRule | undefined): DayRule | undefined {
  const rules = text.split(",").map(ruleOf);
  return rules.includes(undefined) ? undefined : (day) => rules.some((rule) => rule?.(day) === true);
}
