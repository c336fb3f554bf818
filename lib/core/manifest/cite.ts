import { escaped, printable } from "../invisible.ts";

/**
 * Text of a manifest, fit to stand in a message: what would move the cursor, turn the line or break it is shown by its
 * number, and long text is cut. Messages reach terminals, logs and web pages.
 */
export function cite(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const visible = printable(short).replace(BLANKS, escaped);
  return visible === "" || /\s/.test(visible) ? `"${visible}"` : visible;
}

const LONGEST = 80;

/** All but the space: each looks like it, and is another character. */
const BLANKS = /(?! )\p{Zs}/gu;
