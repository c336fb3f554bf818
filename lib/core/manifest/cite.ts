/**
 * Text of a manifest, fit to stand in a message: what would move the cursor, turn the line or break it is shown by its
 * number, and long text is cut. Messages reach terminals, logs and web pages.
 */
export function cite(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const visible = short.replace(
    UNPRINTABLE,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return visible === "" || /\s/.test(visible) ? `"${visible}"` : visible;
}

const LONGEST = 80;

/** Controls, format characters, line and paragraph separators, lone surrogates, blanks other than the space. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
