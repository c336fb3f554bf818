import type { Personality } from "./personality.ts";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS = 7;
const SPACE = BigInt(LETTERS.length) ** BigInt(DIGITS);
/** Shares no factor with 62, so that every count below 62^7 gets a text of its own. */
const STRIDE = 1_610_612_741_003n;

export type Ids = { next(kind: "distribution" | "route"): string };

/** The same ids in the same order in every run: texts like Buddy's hashes, or counting numbers. */
export function startIds(form: Personality["ids"]): Ids {
  let count = 0;
  return {
    next(kind) {
      count += 1;
      return form === "number" ? String(1000 + count) : `${kind === "route" ? "r" : "d"}${scramble(count)}`;
    },
  };
}

function scramble(count: number): string {
  let rest = (BigInt(count) * STRIDE) % SPACE;
  let text = "";
  for (let digit = 0; digit < DIGITS; digit += 1) {
    text = LETTERS.charAt(Number(rest % BigInt(LETTERS.length))) + text;
    rest /= BigInt(LETTERS.length);
  }
  return text;
}
