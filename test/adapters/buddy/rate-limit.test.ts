import { describe, expect, it } from "vitest";
import { LONGEST_WAIT, readQuota } from "../../../lib/adapters/buddy/rate-limit.ts";
import { NOON } from "./world.ts";

const seconds = NOON / 1_000;
const date = new Date(NOON).toUTCString();

function read(headers: Readonly<Record<string, string>>, localNow = NOON) {
  return readQuota(new Headers(headers), localNow);
}

describe("readQuota", () => {
  it("measures the reset against the answer's own date, whatever the local clock says", () => {
    for (const skew of [-3_600_000, 0, 3_600_000])
      expect(
        read(
          { date, "x-rate-limit-remaining": "42", "x-rate-limit-reset": String(seconds + 30) },
          NOON + skew,
        ),
      ).toEqual({ remaining: 42, resetIn: 30_000 });
  });

  it("falls back on the local clock when the date is missing or unreadable", () => {
    const reset = { "x-rate-limit-reset": String(seconds + 30) };
    expect(read(reset)).toEqual({ resetIn: 30_000 });
    expect(read({ ...reset, date: "soon" })).toEqual({ resetIn: 30_000 });
  });

  it.each(["NaN", "", "-1", "Infinity", "1e400", "soon", "60", String(seconds), String(seconds - 60)])(
    "takes a reset of %j for none",
    (reset) => {
      expect(read({ date, "x-rate-limit-reset": reset }).resetIn).toBeUndefined();
    },
  );

  it.each([String(Date.UTC(2286, 10, 20) / 1_000), String(NOON), "9".repeat(40)])(
    "waits an hour at most for a reset of %s",
    (reset) => {
      expect(read({ date, "x-rate-limit-reset": reset }).resetIn).toBe(LONGEST_WAIT);
    },
  );

  it("never looks at the limit", () => {
    expect(read({ date, "x-rate-limit-limit": "1", "x-rate-limit-remaining": "999" })).toEqual({
      remaining: 999,
    });
  });

  it.each([
    ["NaN", undefined],
    ["", undefined],
    ["-5", 0],
    ["7.9", 7],
  ])("reads %j requests remaining as %s", (text, remaining) => {
    expect(read({ "x-rate-limit-remaining": text }).remaining).toBe(remaining);
  });

  it.each([
    ["0", 0],
    ["1.5", 1_500],
    ["3600", LONGEST_WAIT],
    ["99999999", LONGEST_WAIT],
    ["-5", undefined],
    ["", undefined],
    ["soon", undefined],
    ["5 apples", undefined],
    [new Date(NOON + 90_000).toUTCString(), 90_000],
    [new Date(NOON - 90_000).toUTCString(), 0],
    ["Wed, 21 Oct 2115 07:28:00 GMT", LONGEST_WAIT],
  ])("reads Retry-After %j as %s ms", (text, retryIn) => {
    expect(read({ date, "retry-after": text }).retryIn).toBe(retryIn);
  });
});
