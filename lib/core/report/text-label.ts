import { printable } from "../invisible.ts";

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
