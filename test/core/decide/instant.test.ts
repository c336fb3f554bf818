import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, isoOf } from "../../../lib/core/domain/time.ts";

describe("instantOf", () => {
  it.each([
    "1970-01-01T00:00:00Z",
    "2026-11-25T12:00Z",
    "2026-11-25T12:00:59.999Z",
    "2024-02-29T23:59:59Z",
    "2000-02-29T00:00:00Z",
    "1999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "2026-11-25T13:00:00+01:00",
    "2026-11-25T00:30:00-09:30",
    "2026-01-01T00:00:00+14:00",
  ])("is the moment that %s names", (text) => {
    expect(instantOf(text)).toBe(Date.parse(text));
  });

  it("takes what is finer than a millisecond for what it is, cut off", () => {
    expect(instantOf("1970-01-01T00:00:00.5Z")).toBe(500);
    expect(instantOf("1970-01-01T00:00:00.123456789Z")).toBe(123);
  });

  it.each([
    "",
    "tomorrow",
    "2026-11-25",
    "2026-11-25T12:00:00",
    "2026-11-25 12:00:00Z",
    "2026-11-25T12Z",
    "2026-11-25T12:00:00z",
    "2026-11-25T12:00:00+01",
    "2026-11-25T12:00:00+0100",
    "2026-11-25T24:00:00Z",
    "2026-11-25T23:60:00Z",
    "2026-11-25T23:59:60Z",
    "2026-11-25T12:00:00+15:00",
    "2026-11-25T12:00:00+01:60",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-11-00T00:00:00Z",
    "2026-11-31T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "12026-11-25T12:00:00Z",
    "２０２６-11-25T12:00:00Z",
    "1795608000000",
  ])("is none for %j", (text) => {
    expect(instantOf(text)).toBeUndefined();
  });

  it("reads what isoOf writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (at) => {
        expect(instantOf(isoOf(at))).toBe(at);
      }),
    );
  });
});

describe("instantOf, where a little decides", () => {
  it("takes the largest offset of minutes", () => {
    const text = "2026-11-25T12:00:00+05:59";
    expect(instantOf(text)).toBe(Date.parse(text));
  });

  it.each(["2026-11-25T12:00:00Z and later", " 2026-11-25T12:00:00Z", "2026-11-25T12:00:00ZZ"])(
    "is nothing where more is written than a time: %s",
    (text) => {
      expect(instantOf(text)).toBeUndefined();
    },
  );
});
