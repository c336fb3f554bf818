import { describe, expect, it } from "vitest";
import { type Window, windowFindings } from "../../../lib/core/decide/window-rules.ts";
import { durationOf } from "../../../lib/core/domain/time.ts";

type Keys<W> = W extends Window ? Omit<W, "duration"> & { duration?: string } : never;

const placesIn = (keys: Keys<Window>) =>
  windowFindings([{ duration: "8h", ...keys }]).map(({ path }) => path.join("."));

describe("windowFindings", () => {
  it.each([
    "* * * * *",
    "0 17 * * 5",
    "59 23 31 12 7",
    "0 0 1 1 0",
    "*/15 8-17 * * MON-FRI",
    "0 8-18/2,22 1,15 jan-Mar,dec sun",
    "0 0 * * 0-7",
  ])("takes the cron %j", (cron) => {
    expect(placesIn({ deny: cron })).toEqual([]);
    expect(placesIn({ allow: cron })).toEqual([]);
  });

  it.each([
    "",
    "* * * *",
    "* * * * * *",
    "0  17 * * 5",
    "@daily",
    "2026-01-01T00:00:00Z",
    "60 * * * *",
    "0 24 * * *",
    "0 0 0 * *",
    "0 0 32 * *",
    "0 0 * 0 *",
    "0 0 * 13 *",
    "0 0 * * 8",
    "0 0 * MON *",
    "0 0 * * JAN",
    "0 0 * * MONDAY",
    "0 0 L * *",
    "0 0 15W * *",
    "0 0 ? * *",
    "0 0 * * FRI#2",
    "17-8 * * * *",
    "1-2-3 * * * *",
    "5/5 * * * *",
    "*/0 * * * *",
    "*/60 * * * *",
    "*/ * * * *",
    "1, * * * *",
    "- * * * *",
    "-1 * * * *",
    "1.5 * * * *",
    "001 * * * *",
    `${"1,".repeat(100)}x * * * *`,
  ])("refuses the cron %j", (cron) => {
    expect(placesIn({ deny: cron })).toEqual(["windows.0.deny"]);
    expect(placesIn({ allow: cron })).toEqual(["windows.0.allow"]);
  });

  it("says which field of a cron is wrong, and what it can be", () => {
    const [finding] = windowFindings([{ deny: "0 25 * * *", duration: "8h" }]);
    expect(finding).toMatchObject({
      code: "INVALID_SETTING",
      message: 'deny is "0 25 * * *", which it cannot be',
    });
    expect(finding?.remedy).toContain("its hour cannot be that: *, numbers from 0 to 23");
    const [short] = windowFindings([{ deny: "daily", duration: "8h" }]);
    expect(short?.remedy).toContain("5 fields");
  });

  it.each(["UTC", "Europe/Warsaw", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])(
    "takes the time zone %s",
    (timezone) => {
      expect(placesIn({ deny: "0 0 * * *", timezone })).toEqual([]);
    },
  );

  it.each(["Europe/Warszawa", "Nowhere", "+02:00", "Europe/../Warsaw", ""])(
    "refuses the time zone %j",
    (timezone) => {
      expect(placesIn({ deny: "0 0 * * *", timezone })).toEqual(["windows.0.timezone"]);
    },
  );

  it("tells all that is wrong with all of them", () => {
    const windows = [
      { deny: "x", duration: "y", timezone: "z" },
      { allow: "0 0 * * *", duration: "0h" },
    ];
    expect(windowFindings(windows).map(({ path }) => path.join("."))).toEqual([
      "windows.0.deny",
      "windows.0.duration",
      "windows.0.timezone",
      "windows.1.duration",
    ]);
  });
});

describe("durationOf", () => {
  it.each([
    ["1m", 60_000],
    ["90m", 5_400_000],
    ["8h", 28_800_000],
    ["3d", 259_200_000],
    ["366d", 31_622_400_000],
  ])("is so many milliseconds: %s", (text, expected) => {
    expect(durationOf(text)).toBe(expected);
  });

  it.each([
    "",
    "0m",
    "8",
    "h",
    "1.5h",
    "-1h",
    "+1h",
    "08h",
    "8 h",
    "1d12h",
    "1w",
    "367d",
    "8785h",
    "9999999m",
  ])("is none: %j", (text) => {
    expect(durationOf(text)).toBeUndefined();
  });
});
