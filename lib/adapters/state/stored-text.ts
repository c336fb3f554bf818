import { printableLines } from "../../core/invisible.ts";

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
  return printableLines(short);
}

const LONGEST = 10_000;
