/** Units of time in milliseconds. A day is one of UTC: it knows no summer time. */
export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** `2026-11-24T09:30:00.000Z`, from milliseconds since the epoch: core has no clock, and no `Date`. */
export function isoOf(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY_MS);
  const rest = milliseconds - days * DAY_MS;
  const { year, month, day } = dateOf(days);
  const [hours, minutes] = [Math.floor(rest / HOUR_MS), Math.floor(rest / MINUTE_MS) % 60];
  const [seconds, thousandths] = [Math.floor(rest / 1000) % 60, Math.floor(rest % 1000)];
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
  return `${date}T${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}.${digits(thousandths, 3)}Z`;
}

function digits(value: number, width: number): string {
  return `${value}`.padStart(width, "0");
}

/** The Gregorian date so many days after 1970-01-01, by eras of 400 years that begin in March. */
function dateOf(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/**
 * `2026-11-25T12:00:00Z`, or with an offset in place of the Z, as milliseconds since the epoch; undefined for everything
 * else, a day or a time without a zone among them: whose midnight would it be? ISO 8601 in its extended form, with or
 * without seconds and their fractions.
 */
export function instantOf(text: string): number | undefined {
  const { groups } = FORM.exec(text) ?? {};
  if (groups === undefined) return undefined;
  const part = (name: string) => Number(groups[name] ?? 0);
  const [year, month, day] = [part("year"), part("month"), part("day")];
  const ofZone = 60 * part("zoneHours") + part("zoneMinutes");
  const minutes = 60 * part("hours") + part("minutes");
  const isReal =
    day <= daysIn(year, month) &&
    part("hours") <= 23 &&
    part("minutes") <= 59 &&
    part("seconds") <= 59 &&
    part("zoneHours") <= 14 &&
    part("zoneMinutes") <= 59;
  if (!isReal || day === 0) return undefined;
  const utc = minutes - (groups.sign === "-" ? -ofZone : ofZone);
  const thousandths = Number((groups.fraction ?? "").slice(0, 3).padEnd(3, "0"));
  return daysSinceEpoch(year, month, day) * DAY_MS + utc * MINUTE_MS + part("seconds") * 1000 + thousandths;
}

/** What to write where a time is wrong. */
export const TIME_REMEDY =
  "write date, time and zone: 2026-11-25T12:00:00Z, or with an offset 2026-11-25T13:00:00+01:00";

const FORM =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T(?<hours>\d\d):(?<minutes>\d\d)(?::(?<seconds>\d\d)(?:\.(?<fraction>\d{1,9}))?)?(?:Z|(?<sign>[+-])(?<zoneHours>\d\d):(?<zoneMinutes>\d\d))$/;

/** 0 for a month that there is not. */
function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/** By years that begin in March, so that the day of a leap year comes last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const ofMarch = month > 2 ? year : year - 1;
  const leaps = Math.floor(ofMarch / 4) - Math.floor(ofMarch / 100) + Math.floor(ofMarch / 400);
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * ofMarch + leaps + ofYear - 719_468;
}

/** Longer windows are a mistake: nobody would remember when they began. */
export const MAX_DURATION_DAYS = 366;

/** `30m`, `8h`, `3d` in milliseconds; undefined for anything else, and for none or too long a time. */
export function durationOf(text: string): number | undefined {
  const { number, unit } = /^(?<number>[1-9]\d{0,5})(?<unit>[mhd])$/.exec(text)?.groups ?? {};
  const milliseconds = Number(number) * (UNITS.get(unit ?? "") ?? Number.NaN);
  return milliseconds <= MAX_DURATION_DAYS * DAY_MS ? milliseconds : undefined;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["m", MINUTE_MS],
  ["h", HOUR_MS],
  ["d", DAY_MS],
]);
