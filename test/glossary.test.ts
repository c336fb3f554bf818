import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contains, readGlossary, wordsIn } from "./support/glossary.ts";
import { readSources } from "./support/sources.ts";

const GLOSSARY = readGlossary(readFileSync("docs/glossary.md", "utf8"));
const NEVER = GLOSSARY.flatMap(({ word, never }) => never.map((one) => [one, word] as const));
const SOURCES = readSources(["lib"]).filter(({ isGenerated }) => !isGenerated);

/** Names that others gave, which lib has to use as a key or after a dot: their words are free there. */
const FOREIGN: Readonly<Record<string, string>> = {
  allSettled: "JavaScript: of Promise",
  namespace: "AWS: of a metric in CloudWatch",
  slice: "JavaScript: of strings and arrays",
};

/** Identifiers of lib and the names of its folders and files, each with the files in which they stand. */
const NAMES = new Map<string, Set<string>>();
for (const { path, identifiers } of SOURCES) {
  const inPath = path.replace(/\.ts$/, "").split("/");
  const inText = identifiers
    .filter(({ name, canBeForeign }) => !(canBeForeign && Object.hasOwn(FOREIGN, name)))
    .map(({ name }) => name);
  for (const name of [...inPath, ...inText]) NAMES.set(name, (NAMES.get(name) ?? new Set()).add(path));
}

describe("docs/glossary.md", () => {
  it("writes words that are never used in lower case, each once", () => {
    const words = NEVER.map(([never]) => never);
    expect(words.filter((word) => !/^[a-z]+(?: [a-z]+)*$/.test(word))).toEqual([]);
    expect(words.toSorted()).toEqual([...new Set(words)].toSorted());
    expect(words.length).toBeGreaterThan(0);
  });

  it("does not explain a word that it forbids", () => {
    const explained = GLOSSARY.flatMap(({ word }) => word.split(/, | \/ /));
    expect(explained.filter((word) => NEVER.some(([never]) => contains(word, never)))).toEqual([]);
  });

  it.each(NEVER)("keeps '%s' out of the names of lib: the word is in the row of '%s'", (never) => {
    const found = [...NAMES].filter(([name]) => contains(name, never));
    expect(found.map(([name, paths]) => `${name}: ${[...paths].join(", ")}`)).toEqual([]);
  });
});

describe("the names that others gave", () => {
  it.each(Object.keys(FOREIGN))("include %s, which lib uses and the glossary forbids", (name) => {
    const uses = SOURCES.flatMap(({ identifiers }) => identifiers).filter((one) => one.name === name);
    expect(uses.some(({ canBeForeign }) => canBeForeign)).toBe(true);
    expect(NEVER.some(([never]) => contains(name, never))).toBe(true);
  });
});

describe("wordsIn", () => {
  it.each([
    ["updateCourse", ["update", "course"]],
    ["SETTLE_MS", ["settle", "ms"]],
    ["HTTPServer", ["http", "server"]],
    ["parseS3Event2", ["parse", "s", "3", "event", "2"]],
    ["create-course", ["create", "course"]],
    ["#isOver", ["is", "over"]],
    ["_goneIn", ["gone", "in"]],
  ])("of %s", (name, words) => {
    expect(wordsIn(name)).toEqual(words);
  });
});

describe("contains", () => {
  it.each([
    ["updateCourse", "course"],
    ["coursesOf", "course"],
    ["talliesOf", "tally"],
    ["WISHES", "wish"],
    ["canTakeOver", "take over"],
    ["takeOvers", "take over"],
  ])("finds in %s the word %s", (name, never) => {
    expect(contains(name, never)).toBe(true);
  });

  it.each([
    ["courseless", "course"],
    ["concourse", "course"],
    ["overTake", "take over"],
    ["unwanted", "wanted"],
  ])("does not find in %s the word %s", (name, never) => {
    expect(contains(name, never)).toBe(false);
  });
});

describe("readGlossary", () => {
  it("reads words and what they forbid, by the names of the columns", () => {
    const table =
      "text\n\n| word | never | means |\n| --- | --- | --- |\n| a, b | c, d e | f |\n| g | | h |\n";
    expect(readGlossary(table)).toEqual([
      { word: "a, b", never: ["c", "d e"] },
      { word: "g", never: [] },
    ]);
  });

  it("refuses a table that has no such columns", () => {
    expect(() => readGlossary("| word | means |\n| --- | --- |\n")).toThrow("no columns");
  });
});
