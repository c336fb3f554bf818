/** Longer windows are a mistake: nobody would remember when they began. */
export const MAX_DURATION_DAYS = 366;

/** `30m`, `8h`, `3d` in milliseconds; undefined for anything else, and for none or too long a time. */
export function durationOf(text: string): number | undefined {
  const { number, unit } = /^(?<number>[1-9]\d{0,5})(?<unit>[mhd])$/.exec(text)?.groups ?? {};
  const milliseconds = Number(number) * (UNITS.get(unit ?? "") ?? Number.NaN);
  return milliseconds <= MAX_DURATION_DAYS * DAY ? milliseconds : undefined;
}

const DAY = 86_400_000;

const UNITS: ReadonlyMap<string, number> = new Map([
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", DAY],
]);
