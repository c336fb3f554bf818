import { describe, expect, it } from "vitest";
import { printable, printableLines } from "../../../lib/core/domain/wording.ts";

describe("printable", () => {
  it.each([
    ["a control", "\u001b[2J", "\\u001b[2J"],
    ["the end of a line", "a\nb\r\u0085\u2028\u2029", "a\\u000ab\\u000d\\u0085\\u2028\\u2029"],
    ["what turns the text around it", "\u202ea\u2066b\u061c\u200f", "\\u202ea\\u2066b\\u061c\\u200f"],
    ["what has no width", "a\u200bb\u200c\u200d\u2060\ufeff", "a\\u200bb\\u200c\\u200d\\u2060\\ufeff"],
    ["a soft hyphen", "a\u00adb", "a\\u00adb"],
    ["fillers", "\u115f\u1160\u3164\uffa0\u180e\u034f", "\\u115f\\u1160\\u3164\\uffa0\\u180e\\u034f"],
    ["a tag", "a\u{e0001}\u{e0061}", "a\\udb40\\udc01\\udb40\\udc61"],
    ["selectors that hide data behind a letter", "a\ufe00\ufe0f\u{e0100}", "a\\ufe00\\ufe0f\\udb40\\udd00"],
    ["half of a surrogate pair", "\ud83da\udc00", "\\ud83da\\udc00"],
  ])("shows %s by its number", (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it("leaves all that can be seen", () => {
    const text = "Zażółć gęślą — 日本語 עברית नमस्ते 👍🏽 ❤\ufe0f \u00a0 a\\u200b";
    expect(printable(text)).toBe(text);
  });
});

describe("printableLines", () => {
  it("leaves ends of lines as well", () => {
    expect(printableLines("a\nb\r\u200b")).toBe("a\nb\\u000d\\u200b");
  });
});
