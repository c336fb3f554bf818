import type { Personality } from "./personality.ts";

/** Old name, new name. The pairs are by meaning: no page maps them. */
const RENAMED = [
  ["PROXY", "CACHED_PROXY"],
  ["PROXY_NO_CACHE", "DIRECT_PROXY"],
] as const;

const UNCHANGED = ["REDIRECT", "CLOAKING"] as const;

/** The route types that a write may name. */
export function acceptedTypes(names: Personality["typeNames"]): readonly string[] {
  const older = RENAMED.map(([old]) => old);
  const newer = RENAMED.map(([, current]) => current);
  switch (names) {
    case "new":
      return [...newer, ...UNCHANGED];
    case "old":
      return [...older, ...UNCHANGED];
    case "both":
      return [...newer, ...older, ...UNCHANGED];
    default:
      return names satisfies never;
  }
}

/** How an answer names a stored type; a name that nobody knows is left as it is. */
export function shownType(type: string, names: Personality["typeNames"]): string {
  const pair = RENAMED.find(([old, current]) => old === type || current === type);
  if (pair === undefined || names === "both") return type;
  return names === "old" ? pair[0] : pair[1];
}
