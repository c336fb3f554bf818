import { EMOJI_STYLE, escaped, invisibleBut } from "../domain/wording.ts";

/** Text as it may be printed, and what of its last line the next text of the same stream can make a command of. */
export type Neutralised = { readonly text: string; readonly begun: string };

/**
 * Text for a log that a CI runner reads: no line of it is a command to GitHub Actions, Azure Pipelines, TeamCity or GitLab, neither
 * as it is nor once colours are taken out. A visible space breaks what would be one: runners may pass over characters that cannot
 * be seen, and these are shown by their numbers. Colours and ends of lines stay.
 *
 * @param begun of the text that was printed before
 */
export function neutraliseText(text: string, begun = ""): Neutralised {
  const shown = text.replace(UNPRINTABLE, escaped);
  const whole = `${begun}${shown}`;
  // What is printed cannot be broken any more, but what follows it can.
  const breaks = new Set(breaksIn(whole).map((at) => Math.max(at, begun.length)));
  const printed = broken(whole, breaks);
  return { text: printed.slice(begun.length), begun: endOf(printed) };
}

/**
 * A JSON document, or a line of JSON, for such a log: the value stays the same. What cannot be seen is escaped, and of
 * `##[` the first character. No line of JSON begins with `::`.
 */
export function neutraliseJson(json: string): string {
  const shown = json.replace(INVISIBLE_IN_JSON, escaped);
  return shown.replace(NUMBER_SIGNS, (run: string, at: number) =>
    opensCommand(shown, at + run.length) ? `${escaped("#").repeat(run.length - 1)}#` : run,
  );
}

const COLOUR = String.raw`\u001b\[[0-9;]*m`;
const UNPRINTABLE = invisibleBut(String.raw`[\n\t]|\r\n|${COLOUR}|${EMOJI_STYLE}`);
const INVISIBLE_IN_JSON = invisibleBut(String.raw`\n`);

/** Two or more, whatever colours are between them. */
const NUMBER_SIGNS = new RegExp(`#(?:${coloured("")}#)+`, "g");

/** What follows them in `##[error]`, `##vso[task.setvariable …]`, `##teamcity[message …]`. */
const OPENING = new RegExp(`${coloured("")}(?:${coloured("vso")}|${coloured("teamcity")})?\\[`, "iy");

/** `::error::…`, wherever .NET's `TrimStart` ends. */
const LINE_COMMAND = new RegExp(`^(?:[^\\S\\n]|${COLOUR})*:(?=${coloured("")}:)`, "gm");

/** A pattern for the word, and for colours after each of its characters. */
function coloured(word: string): string {
  return word === "" ? `(?:${COLOUR})*` : Array.from(word, (letter) => `${letter}(?:${COLOUR})*`).join("");
}

function opensCommand(text: string, at: number): boolean {
  OPENING.lastIndex = at;
  return OPENING.test(text);
}

/** Where a space is due. */
function breaksIn(text: string): readonly number[] {
  const found: number[] = [];
  for (const { 0: run, index } of text.matchAll(NUMBER_SIGNS)) {
    if (!opensCommand(text, index + run.length)) continue;
    for (let at = run.indexOf("#"); at < run.length - 1; at = run.indexOf("#", at + 1))
      found.push(index + at + 1);
  }
  for (const { 0: start, index } of text.matchAll(LINE_COMMAND)) found.push(index + start.length);
  return found;
}

function broken(text: string, breaks: ReadonlySet<number>): string {
  const ends = [...breaks].toSorted((a, b) => a - b);
  return [0, ...ends].map((from, index) => text.slice(from, ends[index])).join(" ");
}

/** A line of blanks, and a colon after them; or its last characters, which are not at its start. */
function endOf(text: string): string {
  const line = text.slice(text.lastIndexOf("\n") + 1).replaceAll(COLOURS, "");
  const rest = line.trimStart();
  return rest === "" || rest === ":" ? rest : `…${line.slice(-LONGEST_OPENING)}`;
}

const COLOURS = new RegExp(COLOUR, "g");
const LONGEST_OPENING = "##teamcity".length;
