import { describe, expect, it } from "vitest";
import { frozen } from "../../../lib/core/decide/window.ts";
import type { Window } from "../../../lib/core/decide/window-rules.ts";

const at = (text: string) => Date.parse(text);
const isFrozen = (windows: readonly Window[], text: string) => frozen(windows, at(text)) !== undefined;

describe("frozen", () => {
  const WEEKEND: Window = {
    deny: "0 17 * * 5",
    duration: "63h",
    timezone: "Europe/Warsaw",
    reason: "the weekend",
  };

  it("is nothing where there are no windows", () => {
    expect(frozen([], at("2026-11-25T12:00:00Z"))).toBeUndefined();
  });

  it("begins with a window that denies, and ends with it, to the millisecond", () => {
    expect(isFrozen([WEEKEND], "2026-11-27T15:59:59.999Z")).toBe(false);
    expect(isFrozen([WEEKEND], "2026-11-27T16:00:00.000Z")).toBe(true);
    expect(isFrozen([WEEKEND], "2026-11-30T06:59:59.999Z")).toBe(true);
    expect(isFrozen([WEEKEND], "2026-11-30T07:00:00.000Z")).toBe(false);
  });

  it("says in which window, until when and why", () => {
    expect(frozen([WEEKEND], at("2026-11-28T12:00:00Z"))).toBe(
      "the window `deny: 0 17 * * 5` in Europe/Warsaw for 63h (the weekend), until 2026-11-30T07:00:00.000Z",
    );
  });

  it("goes over midnight, over the end of a month and of a year", () => {
    const night: Window = { deny: "30 23 * * *", duration: "2h" };
    expect(isFrozen([night], "2026-11-30T23:29:00Z")).toBe(false);
    expect(isFrozen([night], "2026-11-30T23:30:00Z")).toBe(true);
    expect(isFrozen([night], "2026-12-01T01:29:59Z")).toBe(true);
    expect(isFrozen([night], "2026-12-01T01:30:00Z")).toBe(false);
    const closing: Window = { deny: "0 0 28 * *", duration: "5d" };
    expect(isFrozen([closing], "2027-01-01T12:00:00Z")).toBe(true);
    expect(isFrozen([closing], "2027-01-02T00:00:00Z")).toBe(false);
    expect(isFrozen([closing], "2028-03-03T23:59:59Z")).toBe(true);
  });

  it("counts a window that began long ago", () => {
    const year: Window = { deny: "0 0 29 2 *", duration: "366d" };
    expect(isFrozen([year], "2025-02-28T23:59:59Z")).toBe(true);
    expect(isFrozen([year], "2025-03-01T00:00:00Z")).toBe(false);
  });

  it("takes a day of the month and one of the week for either, as cron does", () => {
    const window: Window = { deny: "0 0 13 * 5", duration: "24h" };
    expect(isFrozen([window], "2026-11-13T12:00:00Z")).toBe(true); // both
    expect(isFrozen([window], "2026-11-20T12:00:00Z")).toBe(true); // a Friday
    expect(isFrozen([window], "2026-12-13T12:00:00Z")).toBe(true); // a 13th
    expect(isFrozen([window], "2026-11-19T12:00:00Z")).toBe(false);
  });

  describe("where some windows allow", () => {
    const OFFICE: Window = { allow: "0 8 * * 1-5", duration: "9h", timezone: "Europe/Warsaw" };
    const EVENING: Window = { allow: "0 20 * * 1-5", duration: "1h", timezone: "Europe/Warsaw" };

    it("is all the time outside of them", () => {
      expect(isFrozen([OFFICE], "2026-11-25T06:59:59Z")).toBe(true);
      expect(isFrozen([OFFICE], "2026-11-25T07:00:00Z")).toBe(false);
      expect(isFrozen([OFFICE], "2026-11-25T15:59:59Z")).toBe(false);
      expect(isFrozen([OFFICE], "2026-11-25T16:00:00Z")).toBe(true);
      expect(isFrozen([OFFICE], "2026-11-29T10:00:00Z")).toBe(true);
    });

    it("is not inside any of them", () => {
      expect(isFrozen([OFFICE, EVENING], "2026-11-25T19:30:00Z")).toBe(false);
      expect(isFrozen([EVENING, OFFICE], "2026-11-25T10:00:00Z")).toBe(false);
    });

    it("says when the next one begins", () => {
      expect(frozen([OFFICE, EVENING], at("2026-11-25T17:00:00Z"))).toBe(
        "no window allows it: the window `allow: 0 8 * * 1-5` in Europe/Warsaw for 9h; the window `allow: 0 20 * * 1-5` in Europe/Warsaw for 1h; the next one opens at 2026-11-25T19:00:00.000Z",
      );
    });

    it("is also where another denies: deny wins, in whatever order", () => {
      const lunch: Window = { deny: "0 12 * * *", duration: "1h", timezone: "Europe/Warsaw" };
      for (const windows of [
        [OFFICE, lunch],
        [lunch, OFFICE],
      ]) {
        expect(frozen(windows, at("2026-11-25T11:30:00Z"))).toMatch(/deny: 0 12/);
        expect(isFrozen(windows, "2026-11-25T12:00:00Z")).toBe(false);
        expect(isFrozen(windows, "2026-11-25T17:00:00Z")).toBe(true);
      }
    });
  });

  describe("on the days on which clocks are changed", () => {
    const warsaw = { timezone: "Europe/Warsaw" } as const;

    it("begins at the wall clock's hour, before and after", () => {
      const window: Window = { deny: "0 17 * * *", duration: "1h", ...warsaw };
      expect(isFrozen([window], "2026-03-28T16:30:00Z")).toBe(true);
      expect(isFrozen([window], "2026-03-29T15:30:00Z")).toBe(true);
      expect(isFrozen([window], "2026-03-29T16:30:00Z")).toBe(false);
      expect(isFrozen([window], "2026-10-24T15:30:00Z")).toBe(true);
      expect(isFrozen([window], "2026-10-25T16:30:00Z")).toBe(true);
    });

    it.each(["30 2 * * *", "30 2,14 * * *", "30 2-2 * * *"])(
      "does not lose a start that the clocks skip: %s",
      (deny) => {
        // On 29 March 2026 02:00 is followed by 03:00, at 01:00 UTC.
        const window: Window = { deny, duration: "1h", ...warsaw };
        const hours = ["00:29", "01:29", "01:59"].map((time) => isFrozen([window], `2026-03-29T${time}:00Z`));
        expect(hours).toEqual([false, true, true]);
        expect(isFrozen([window], "2026-03-29T02:30:00Z")).toBe(false);
      },
    );

    it("begins once where an hour comes twice, and lasts as long as it says", () => {
      // On 25 October 2026 02:59 is followed by 02:00, at 01:00 UTC.
      const window: Window = { deny: "30 2 * * *", duration: "1h", ...warsaw };
      const minutes = ["00:29", "00:30", "01:29", "01:30", "02:00"];
      expect(minutes.map((time) => isFrozen([window], `2026-10-25T${time}:00Z`))).toEqual([
        false,
        true,
        true,
        false,
        false,
      ]);
    });

    it("has days of 24 hours", () => {
      const window: Window = { deny: "0 0 * * 0", duration: "1d", ...warsaw };
      expect(isFrozen([window], "2026-03-29T22:30:00Z")).toBe(true);
      expect(isFrozen([window], "2026-03-29T23:00:00Z")).toBe(false);
      expect(isFrozen([window], "2026-10-25T22:30:00Z")).toBe(false);
    });
  });

  it.each<readonly [string, Window]>([
    ["a cron that is none", { allow: "always", duration: "8h" }],
    ["a cron of a library's own", { allow: "0 0 L * *", duration: "8h" }],
    ["a date in place of a cron", { allow: "2020-01-01T00:00:00", duration: "8h" }],
    ["a day that no month has", { deny: "0 0 30 2 *", duration: "8h" }],
    ["a duration that is none", { allow: "* * * * *", duration: "long" }],
    ["an unknown time zone", { allow: "* * * * *", duration: "8h", timezone: "Mars/Base" }],
    ["neither deny nor allow", { duration: "8h" } as Window],
  ])("is all the time with a window that cannot be evaluated: %s", (_, window) => {
    const open: Window = { allow: "* * * * *", duration: "1h" };
    for (const windows of [[window], [open, window]]) {
      expect(frozen(windows, at("2026-11-25T12:00:00Z"))).toContain("cannot be evaluated");
    }
  });

  it("is at a time that is none", () => {
    expect(frozen([WEEKEND], Number.NaN)).toContain("cannot be evaluated");
    expect(frozen([WEEKEND], Number.POSITIVE_INFINITY)).toContain("cannot be evaluated");
  });

  it("is found without going through the years minute by minute", () => {
    const rare = ["0 0 31 2 *", "59 23 29 2 *", "0 0 31 4,6,9,11 *", "0-59 0-23 30,31 2 *"];
    const hostile = Array.from({ length: 50 }, (_, index): Window => {
      return { deny: rare[index % rare.length] ?? "", duration: "1m", timezone: "Pacific/Apia" };
    });
    expect(frozen(hostile, at("2026-11-25T12:00:00Z"))).toContain("its cron names no date that exists");
  });
});
