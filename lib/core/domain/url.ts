/**
 * The URL that a text is, if it is one. `URL.canParse` of Node 20 and 22 does not tell: once it was called some thousand times,
 * it refuses what has a character outside of ASCII.
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
