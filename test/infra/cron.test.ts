import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronGaps } from "../../lib/infra/cron.ts";
import { tries } from "../support/property.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

describe("cronGaps", () => {
  it.each<readonly [string, number, number, number]>([
    // fields, shortest, longest, three in a row
    ["* * * * ? *", 1, 1, 3],
    ["0/15 * * * ? *", 15, 15, 45],
    ["*/20 * ? * * *", 20, 20, 60],
    ["0/25 * * * ? *", 10, 25, 60],
    ["0 6 * * ? *", DAY, DAY, 3 * DAY],
    ["0 6,18 * * ? *", 12 * HOUR, 12 * HOUR, 36 * HOUR],
    ["0 6,7 * * ? *", HOUR, 23 * HOUR, 23 * HOUR + HOUR + 23 * HOUR],
    ["0/15 8-17 ? * MON-FRI *", 15, 62 * HOUR + 15, 62 * HOUR + 45],
    ["0 22-2 * * ? *", HOUR, 20 * HOUR, 22 * HOUR],
    ["0 6 ? * 2-6 *", DAY, 3 * DAY, 5 * DAY],
    ["0 6 ? * FRI-MON *", DAY, 4 * DAY, 6 * DAY],
    ["0 6 ? * 1 *", 7 * DAY, 7 * DAY, 21 * DAY],
    ["0 6 ? * L *", 7 * DAY, 7 * DAY, 21 * DAY],
    ["0 6 1/5 * ? *", DAY, 5 * DAY, 15 * DAY],
    ["0 6 1,15 * ? *", 14 * DAY, 17 * DAY, 48 * DAY],
    ["0 6 L * ? *", 28 * DAY, 31 * DAY, 92 * DAY],
    ["0 6 L-2 * ? *", 28 * DAY, 31 * DAY, 92 * DAY],
    ["0 6 1W * ? *", 28 * DAY, 33 * DAY, 94 * DAY],
    ["0 6 LW * ? *", 28 * DAY, 33 * DAY, 94 * DAY],
    ["0 6 31W * ? *", 29 * DAY, 63 * DAY, 182 * DAY],
    ["0 6 ? * 6L *", 28 * DAY, 35 * DAY, 98 * DAY],
    ["0 6 ? * TUE#2 *", 28 * DAY, 35 * DAY, 98 * DAY],
    ["0 6 ? * 3#1,3#3 *", 14 * DAY, 21 * DAY, 49 * DAY],
    ["0 6 ? * FRI#5 *", 63 * DAY, 119 * DAY, 273 * DAY],
    ["0 6 1 JAN,jul ? *", 181 * DAY, 184 * DAY, 550 * DAY],
    ["0 6 29 2 ? *", 1461 * DAY, 1461 * DAY, 3 * 1461 * DAY],
    ["0 6 1 1 ? 2030-2034/2", 730 * DAY, 731 * DAY, Number.POSITIVE_INFINITY],
    ["0 6 1 1 ? 2030", Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ["0,30 6 1 1 ? 2030", 30, 30, Number.POSITIVE_INFINITY],
  ])("knows how far apart the times of %s are", (fields, shortest, most, three) => {
    expect(cronGaps(fields)).toEqual({ shortest, longest: most, three });
  });

  it.each<readonly [string, string]>([
    ["0 6 * *", "six fields"],
    ["0 6 * * ? * *", "six fields"],
    ["0  6 * * ? *", "six fields"],
    ["0 6 * * * *", "write ? for either"],
    ["0 6 ? * ? *", "write ? for either"],
    ["60 6 * * ? *", "its minute cannot be 60: the range is 0 to 59"],
    ["0 24 * * ? *", "its hour"],
    ["? 6 * * ? *", "its minute"],
    ["0 6 0 * ? *", "its day of the month"],
    ["0 6 32W * ? *", "its day of the month"],
    ["0 6 W * ? *", "its day of the month"],
    ["0 6 * 13 ? *", "its month"],
    ["0 6 * * ? 1969", "its year"],
    ["0 6 ? * 0 *", "its day of the week"],
    ["0 6 ? * 8L *", "its day of the week"],
    ["0 6 ? * MON#6 *", "its day of the week"],
    ["0 6 ? * MOON *", "its day of the week"],
    ["0/0 6 * * ? *", "its minute"],
    ["1- 6 * * ? *", "its minute"],
    ["1,,2 6 * * ? *", "its minute"],
    ["*-5 6 * * ? *", "its minute"],
    ["0 6 30 2 ? *", "it names a day that never occurs"],
  ])("refuses %s", (fields, fault) => {
    expect(cronGaps(fields)).toEqual({ fault: expect.stringContaining(fault) });
  });

  it("agrees with another reader of crons about some years, whatever the fields", () => {
    fc.assert(
      fc.property(someFields, ({ minute, hour, days, month }) => {
        const fields = `${minute} ${hour} ${days.ofMonth} ${month} ${days.ofWeek} 2026-2028`;
        const found = cronGaps(fields);
        const times = timesIn(`0 ${fields}`);
        const expected = {
          shortest: Math.min(...spans(times, 1)),
          longest: longest(spans(times, 1)),
          three: longest(spans(times, 3)),
        };
        expect(found).toEqual(times.length === 0 ? { fault: "it names a day that never occurs" } : expected);
      }),
      tries(20),
    );
  });
});

const list = (from: number, to: number) =>
  fc
    .uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: 3 })
    .map((numbers) => numbers.join(","));
const range = (from: number, to: number) =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: from, max: to }))
    .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
/** At most three times a day, so that another reader is not asked for half a million. */
const someFields = fc.record({
  minute: fc.integer({ min: 0, max: 59 }).map(String),
  hour: list(0, 23),
  month: fc.oneof(
    fc.constant("*"),
    list(1, 12),
    range(1, 12),
    fc.integer({ min: 1, max: 4 }).map((n) => `1/${n}`),
  ),
  days: fc.oneof(
    fc
      .oneof(
        fc.constantFrom("*", "L", "LW"),
        list(1, 31),
        range(1, 31),
        fc.integer({ min: 1, max: 31 }).map((day) => `${day}W`),
        fc
          .tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 9 }))
          .map((part) => part.join("/")),
      )
      .map((ofMonth) => ({ ofMonth, ofWeek: "?" })),
    fc
      .oneof(
        list(1, 7),
        range(1, 7),
        fc.integer({ min: 1, max: 7 }).map((day) => `${day}L`),
        fc
          .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }))
          .map((part) => part.join("#")),
      )
      .map((ofWeek) => ({ ofMonth: "?", ofWeek })),
  ),
});

/** Minutes since 1970. */
function timesIn(pattern: string): readonly number[] {
  const job = new Cron(pattern, {
    mode: "7-part",
    timezone: "UTC",
    alternativeWeekdays: true,
    sloppyRanges: true,
    paused: true,
  });
  const runs = job.nextRuns(4_000, new Date("2025-12-31T23:59:59Z"));
  return runs.map((run) => run.getTime() / 60_000);
}

function spans(times: readonly number[], passes: number): readonly number[] {
  return times.slice(passes).map((time, index) => time - (times[index] ?? Number.NaN));
}

function longest(of: readonly number[]): number {
  return of.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...of);
}
