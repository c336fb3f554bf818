import { distance } from "fastest-levenshtein";

/** The one of `known` that was probably meant: misspelt, or cut short. Undefined when none is close. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length > LONGEST) return undefined;
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
const LONGEST = 64;
