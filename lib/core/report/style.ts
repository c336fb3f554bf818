import { printable } from "../domain/wording.ts";
import type { Moved } from "../plan/plan.ts";

/** How parts of a text report are set off: colours on a terminal, nothing elsewhere. */
export type Style = {
  readonly create: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
};

const asIs = (text: string) => text;

export const PLAIN: Style = { create: asIs, warn: asIs, bad: asIs, strong: asIs, faint: asIs };

/** What stands at the end of the line of a difference: who made it, where the reader has to know. */
export type MovedText = (moved: Moved) => string;

/** `1 route`, `3 routes` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** What a line of a plan is about: `shop  (project web)`. */
export type Labelled = {
  readonly identifier: string;
  readonly where: string;
  /** What it is called until now, where it is renamed. */
  readonly renames?: string;
};

/** Longer labels than this are not worth pushing every line to the right for. */
const WIDEST_LABEL = 48;

/** How wide a column is that these labels stand in. */
export function labelColumn(labelled: readonly Labelled[]): number {
  return Math.max(0, ...labelled.map((one) => Math.min(textOf(one).length, WIDEST_LABEL)));
}

export function label(one: Labelled, width: number): string {
  return textOf(one).padEnd(width);
}

function textOf({ identifier, where, renames }: Labelled): string {
  const before = renames === undefined ? "" : `${printable(renames)} → `;
  return `${before}${printable(identifier)}  (${printable(where)})`;
}
