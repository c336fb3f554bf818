import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const DOCUMENT = readFileSync("docs/promises.md", "utf8");
/** ``- `test/….test.ts`: "title"`` */
const LINK = /^- `(test\/[^`]+\.test\.ts)`: "(.+)"$/gm;

const links = [...DOCUMENT.matchAll(LINK)].map(([, file = "", title = ""]) => ({ file, title }));

/** Every line that names a test begins so. */
const named = DOCUMENT.split("\n").filter((line) => line.startsWith("- `test/"));

describe("docs/promises.md", () => {
  it("names tests in one way", () => {
    expect(links).toHaveLength(named.length);
  });

  it.each(links)("names a test that exists: $file, $title", ({ file, title }) => {
    expect(titlesIn(file)).toContain(title);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    "has a section for promise %i, with a test of its number",
    (number) => {
      const section = DOCUMENT.split(/^## /m).find((text) => text.startsWith(`${number}. `)) ?? "";
      expect(section).toContain(`"promise ${number}: `);
    },
  );
});

/** As they are written, before `it.each` fills anything in. */
function titlesIn(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:\bit|\))\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, title = ""]) => title);
}
