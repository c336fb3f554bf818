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
  return daysSinceEpoch(year, month, day) * 86_400_000 + utc * 60_000 + part("seconds") * 1000 + thousandths;
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
