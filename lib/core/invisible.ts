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
