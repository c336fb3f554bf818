import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoOf } from "../../../lib/core/domain/time.ts";

const DAY_MS = 86_400_000;

describe("isoOf", () => {
  it.each([
    "1970-01-01T00:00:00.000Z",
    "1969-12-31T23:59:59.999Z",
    "1970-12-31T23:59:59.999Z",
    "1972-02-29T12:00:00.000Z",
    "1999-12-31T23:59:59.999Z",
    "2000-02-29T00:00:00.001Z",
    "2000-03-01T00:00:00.000Z",
    "2000-12-31T00:00:00.000Z",
    "2024-02-29T23:59:59.000Z",
    "2026-11-24T09:30:00.000Z",
    "2100-02-28T23:59:59.999Z",
    "2100-03-01T00:00:00.000Z",
    "2400-02-29T00:00:00.000Z",
    "1900-03-01T00:00:00.000Z",
    "1600-02-29T00:00:00.000Z",
    "0001-01-01T00:00:00.000Z",
    "0000-02-29T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
  ])("writes %s", (text) => {
    expect(isoOf(Date.parse(text))).toBe(text);
  });

  it("agrees with Date on every day of 400 years, which is when the calendar begins anew", () => {
    const start = Date.UTC(1800, 0, 1);
    const days = Array.from({ length: 146_098 }, (_, day) => start + day * DAY_MS);
    expect(days.filter((time) => isoOf(time) !== new Date(time).toISOString())).toEqual([]);
    expect(isoOf(start + 146_097 * DAY_MS)).toBe("2200-01-01T00:00:00.000Z");
  });

  it("agrees with Date on any millisecond of the years 0 to 9999", () => {
    const times = fc.integer({
      min: Date.parse("0000-01-01T00:00:00.000Z"),
      max: Date.parse("9999-12-31T23:59:59.999Z"),
    });
    fc.assert(
      fc.property(times, (time) => {
        expect(isoOf(time)).toBe(new Date(time).toISOString());
      }),
    );
  });

  it("drops what is less than a millisecond", () => {
    expect(isoOf(1.9)).toBe("1970-01-01T00:00:00.001Z");
    expect(isoOf(-0.5)).toBe("1969-12-31T23:59:59.999Z");
  });
});
