import { cite } from "../manifest/cite.ts";

/** Some names, and how many more there are. They may come from Buddy, and hold anything. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => name.split(" ").map(cite).join(" "));
  const more = names.length - shown.length;
  return more === 0 ? shown.join(", ") : `${shown.join(", ")} and ${more} more`;
}

const SHOWN = 5;
