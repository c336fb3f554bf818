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

/** `1 route`, `3 routes` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
