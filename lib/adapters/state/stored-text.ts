/** Undefined when the bytes are not UTF-8: a replaced character would be another name. */
export function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Text that anybody who may write to the store can have put there, fit to be shown on a terminal: what would move the cursor,
 * turn the line or hide its neighbours is shown by its number, and long text is cut.
 */
export function shown(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return short.replace(UNPRINTABLE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const LONGEST = 10_000;

/** All that no manifest may hold, but line ends. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/gu;
