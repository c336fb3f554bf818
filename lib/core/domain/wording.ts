import { distance } from "fastest-levenshtein";

/**
 * The inside of a character class: controls, format characters, halves of surrogate pairs, line and paragraph separators, and all
 * that Unicode lets a program draw as nothing (among them the soft hyphen, U+034F, Hangul's fillers, variation selectors and tags).
 */
const INVISIBLE = String.raw`\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}`;

/** A pattern for what cannot be seen, or changes how its neighbours are shown, except where `kept` matches. */
export function invisibleBut(kept: string): RegExp {
  return new RegExp(`(?!${kept})[${INVISIBLE}]`, "gu");
}

/** With the selector that follows it, a symbol looks as people expect an emoji to look. */
export const EMOJI_STYLE = String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`;

/** A character as JSON, JavaScript and YAML write it by its number: `\u200b`. */
export function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** Text of others on one line, fit to be shown to people: it cannot move the cursor, turn the line or hide its neighbours. */
export function printable(text: string): string {
  return text.replace(ON_A_LINE, escaped);
}

/** The same of text that has several lines. */
export function printableLines(text: string): string {
  return text.replace(ON_LINES, escaped);
}

const ON_A_LINE = invisibleBut(EMOJI_STYLE);
const ON_LINES = invisibleBut(String.raw`\n|${EMOJI_STYLE}`);

/**
 * Text of a manifest, fit to stand in a message: what would move the cursor, turn the line or break it is shown by its
 * number, and long text is cut. Messages reach terminals, logs and web pages.
 */
export function cite(text: string): string {
  const short = text.length > LONGEST_CITED ? `${text.slice(0, LONGEST_CITED)}…` : text;
  const visible = printable(short).replace(BLANKS, escaped);
  return visible === "" || /\s/.test(visible) ? `"${visible}"` : visible;
}

const LONGEST_CITED = 80;

/** All but the space: each looks like it, and is another character. */
const BLANKS = /(?! )\p{Zs}/gu;

/** The one of `known` that was probably meant: misspelt, or cut short. Undefined when none is close. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length > LONGEST_NAME) return undefined;
  let best: string | undefined;
  // A third of the letters may be wrong: `rotues` is routes, `foo` is not path.
  let closest = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const candidate of known) {
    // Upper and lower case count for nothing, so that `Proxy` is PROXY.
    const far = distance(written.toLowerCase(), candidate.toLowerCase());
    if (far < closest) {
      best = candidate;
      closest = far;
    }
  }
  return best ?? known.find((candidate) => written.length > 2 && candidate.startsWith(written));
}

/** Longer texts are no slip of the finger, and cost their length times that of every candidate. */
const LONGEST_NAME = 64;
