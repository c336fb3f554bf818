import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neutraliseJson, neutraliseText } from "../../../lib/core/report/neutralise.ts";
import { tries } from "../../support/property.ts";
import { commandsIn, WEIGHTLESS } from "./runners.ts";

/** What is printed, write by write. */
function printed(...writes: readonly string[]): string {
  let before = "";
  return writes
    .map((write) => {
      const { text, begun } = neutraliseText(write, before);
      before = begun;
      return text;
    })
    .join("");
}

describe("neutraliseText", () => {
  it.each([
    ["##[error]x", "# #[error]x"],
    ["a ###[warning]x", "a # # #[warning]x"],
    ["##vso[task.setvariable variable=PATH]x", "# #vso[task.setvariable variable=PATH]x"],
    ["##VSO[task.complete]", "# #VSO[task.complete]"],
    [
      "x ##teamcity[buildStop comment='' readdToQueue='true']",
      "x # #teamcity[buildStop comment='' readdToQueue='true']",
    ],
    ["::error::x", ": :error::x"],
    ["a\n  ::set-env name=A::b", "a\n  : :set-env name=A::b"],
    [":::x", ": ::x"],
    ["\u00a0\u2003\u3000\t::warning::x", "\u00a0\u2003\u3000\t: :warning::x"],
    ["a\r\n::error::x", "a\r\n: :error::x"],
  ])("breaks %j with a visible space", (text, expected) => {
    expect(printed(text)).toBe(expected);
  });

  it.each([
    "a::b",
    "std::x",
    "#1 [x]",
    "## [x]",
    "### a heading",
    "https://x",
    "[3/4] a: :b",
    "##version[1]",
    "#[x]",
    "é\t“x”\n\n",
  ])("leaves %j as it is", (text) => {
    expect(printed(text)).toBe(text);
  });

  it("looks through colours, which GitHub takes out before it looks for problems", () => {
    expect(printed("#\u001b[1m#\u001b[0m[error]x")).toBe("# \u001b[1m#\u001b[0m[error]x");
    expect(printed("##v\u001b[1ms\u001b[22mo\u001b[0m[x]")).toBe("# #v\u001b[1ms\u001b[22mo\u001b[0m[x]");
    expect(printed("\u001b[31m:\u001b[39m:error::x")).toBe("\u001b[31m: \u001b[39m:error::x");
    expect(printed("\u001b[31mred\u001b[39m")).toBe("\u001b[31mred\u001b[39m");
  });

  it("shows by its number what cannot be seen, and leaves no way to break a line, move the cursor or hide a section", () => {
    expect(printed("#\u200b#[error]")).toBe("#\\u200b#[error]");
    expect(printed("a\r::error::x\u0085::error::x\u2028::error::x")).toBe(
      "a\\u000d::error::x\\u0085::error::x\\u2028::error::x",
    );
    expect(printed("section_start:1:a[collapsed=true]\r\u001b[0Kx")).toBe(
      "section_start:1:a[collapsed=true]\\u000d\\u001b[0Kx",
    );
    expect(printed("\u{e0001}\ud800\u3164")).toBe("\\udb40\\udc01\\ud800\\u3164");
    expect(printed("❤\ufe0f 1\ufe0f")).toBe("❤\ufe0f 1\\ufe0f");
  });

  it.each([
    [["#", "#[error]x"], "# #[error]x"],
    [["##", "[error]x"], "## [error]x"],
    [["##v", "s", "o[task.complete]"], "##vs o[task.complete]"],
    [["a ##teamcit", "y", "[x]"], "a ##teamcity [x]"],
    [["####\u001b[1m", "\u001b[0m[x]"], "####\u001b[1m \u001b[0m[x]"],
    [[":", ":error::x"], ": :error::x"],
    [["a\n ", " :", "\u001b[1m", ":error::x"], "a\n  :\u001b[1m :error::x"],
    [["a", "::b"], "a::b"],
    [["a:", ":b"], "a::b"],
    [[" : ", ":b"], " : :b"],
    [["##[", "error]"], "# #[error]"],
    [["##", " [x]"], "## [x]"],
  ])("knows of the line that earlier writes began: %j", (writes, expected) => {
    expect(printed(...writes)).toBe(expected);
  });

  it("takes time that grows with the text alone", () => {
    for (const unit of ["#", "#\u001b[1m", " ", "\n", ":", "##v", "\u001b[1"]) {
      const long = unit.repeat(300_000);
      expect(printed(long, long).length).toBeGreaterThanOrEqual(2 * long.length);
    }
  });
});

describe("neutraliseJson", () => {
  it("escapes the first character of a command, and what cannot be seen", () => {
    expect(
      neutraliseJson(
        JSON.stringify({ a: "x ###[error]", b: "## [x] a::b", "##vso[c]": "\u202ed\u{e0001}\u00ad" }),
      ),
    ).toBe(
      '{"a":"x \\u0023\\u0023#[error]","b":"## [x] a::b","\\u0023#vso[c]":"\\u202ed\\udb40\\udc01\\u00ad"}',
    );
  });

  it("leaves ends of lines and all that can be read", () => {
    const json = JSON.stringify({ a: ["é ❤", 1, null], b: {} }, null, 2);
    expect(neutraliseJson(json)).toBe(json);
  });
});

/** Compositions of what commands are made of: by chance many of them are one. */
const TOKENS: readonly string[] = [
  [
    "#",
    "#",
    "[",
    "]",
    ":",
    ":",
    "##",
    "##[",
    "##vso[",
    "##VSO[",
    "##teamcity[",
    "::",
    "vso",
    "vs",
    "o",
    "teamcity",
  ],
  [
    "team",
    "city",
    "error",
    "set-env name=A",
    "task.setvariable variable=A",
    "group]",
    "section_start:1:a",
    "x",
    "1m",
  ],
  [
    "section_end:12:b[c=d]",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "\v",
    "\f",
    "\u0085",
    "\u00a0",
    "\u2003",
    "\u2028",
  ],
  [
    "\u2029",
    "\u3000",
    "\u1680",
    "\u001b[1m",
    "\u001b[31;1m",
    "\u001b[m",
    "\u001b[0K",
    "\u001b[",
    "\u001b",
    "m",
  ],
  ["\\", '"', "\ud83d", "❤"],
].flat();
const FREQUENT: readonly string[] = ["#", "#", "[", ":", "\u001b[1m", "\u001b[m", "vso", "\n"];
const token = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...FREQUENT) },
  { weight: 5, arbitrary: fc.constantFrom(...TOKENS) },
  fc.constantFrom(...WEIGHTLESS),
);
const composition = fc.array(token, { minLength: 1, maxLength: 12 }).map((tokens) => tokens.join(""));

describe("a CI runner", () => {
  it("finds commands in what is not neutralised", () => {
    const samples = fc.sample(composition, { numRuns: 1_000, seed: 1 });
    expect(samples.filter((text) => commandsIn(text).length > 0).length).toBeGreaterThan(150);
  });

  it("finds none in text, however it is divided into writes", () => {
    fc.assert(
      fc.property(fc.array(composition, { minLength: 1, maxLength: 4 }), (writes) => {
        expect(commandsIn(printed(...writes))).toEqual([]);
      }),
      tries(2_000),
    );
  });

  it("finds none in JSON, whose value is the same", () => {
    fc.assert(
      fc.property(composition, composition, (key, text) => {
        const value = { [key]: text, list: [text, { deep: key }] };
        for (const json of [JSON.stringify(value, null, 2), JSON.stringify(value)]) {
          const neutral = neutraliseJson(json);
          expect(commandsIn(neutral)).toEqual([]);
          expect(JSON.parse(neutral)).toEqual(value);
          // What the terminal does to all that it prints changes nothing any more.
          expect(printed(neutral)).toBe(neutral);
        }
      }),
      tries(2_000),
    );
  });
});
