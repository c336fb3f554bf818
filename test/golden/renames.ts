/**
 * Words that were renamed since the golden files were recorded: old word to new one. They are applied to what was recorded
 * before it is compared, wherever the word stands alone: `release` is in `release=1` and not in `released`.
 */
export const RENAMES: Readonly<Record<string, string>> = {};

export function renamed(text: string, renames = RENAMES): string {
  const words = Object.keys(renames).toSorted((a, b) => b.length - a.length);
  if (words.length === 0) return text;
  const any = new RegExp(`(?<![\\w-])(?:${words.map(RegExp.escape).join("|")})(?![\\w-])`, "g");
  return text.replaceAll(any, (word) => renames[word] ?? word);
}
