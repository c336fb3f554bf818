import { durationOf, MAX_DURATION_DAYS } from "../domain/time.ts";
import type { Finding, Path } from "../yaml/finding.ts";

/** When passes may write, or may not: from each time that its cron names, for as long as `duration` says. */
export type Window = (
  | { readonly deny: string; readonly allow?: never }
  | { readonly allow: string; readonly deny?: never }
) & {
  readonly duration: string;
  readonly timezone?: string;
  readonly reason?: string;
};

type WindowFinding = Omit<Finding, "source"> & { readonly message: string };

/** What is wrong with windows: one that means something else than it seems to would let writes through. */
export function windowFindings(windows: readonly Window[]): readonly WindowFinding[] {
  return windows.flatMap(({ deny, allow, duration, timezone }, index) => {
    const at = (key: string): Path => ["windows", index, key];
    return [
      ...ofCron(at("deny"), deny),
      ...ofCron(at("allow"), allow),
      ...(durationOf(duration) === undefined ? [badDuration(at("duration"), duration)] : []),
      ...(timezone === undefined || isTimeZone(timezone) ? [] : [badZone(at("timezone"), timezone)]),
    ];
  });
}

/** What a field of a cron is called, from where to where it counts, and names for its numbers. */
type Field = {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words: readonly string[];
};

const FIELDS: readonly Field[] = [
  { name: "minute", from: 0, to: 59, words: [] },
  { name: "hour", from: 0, to: 23, words: [] },
  { name: "day of the month", from: 1, to: 31, words: [] },
  {
    name: "month",
    from: 1,
    to: 12,
    words: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  },
  { name: "day of the week", from: 0, to: 7, words: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] },
];

function ofCron(path: Path, cron: string | undefined): readonly WindowFinding[] {
  if (cron === undefined) return [];
  const written = cron.split(" ");
  if (written.length !== FIELDS.length) {
    return [
      windowFinding(path, cron, `a cron with ${FIELDS.length} fields and one blank between them is due`),
    ];
  }
  return written.flatMap((text, index) =>
    FIELDS.slice(index, index + 1)
      .filter((field) => !isField(text, field))
      .map(({ name, from, to }) =>
        windowFinding(
          path,
          cron,
          `its ${name} cannot be that: *, numbers from ${from} to ${to}, ranges, lists and steps`,
        ),
      ),
  );
}

/** What all crons have in common: `*`, `5`, `1-5`, `1-5/2`, and lists of these. */
function isField(text: string, { from, to, words }: Field): boolean {
  const numberOf = (word: string): number => {
    const named = words.indexOf(word.toUpperCase());
    if (named >= 0) return named + from;
    return /^\d{1,2}$/.test(word) ? Number(word) : Number.NaN;
  };
  return text.split(",").every((part) => {
    const parts = PART.exec(part)?.groups;
    if (parts === undefined) return false;
    const { low, high = low, step = "1" } = parts;
    const isSingle = low !== undefined && parts.high === undefined;
    if ((isSingle && parts.step !== undefined) || Number(step) < 1 || Number(step) > to) return false;
    if (low === undefined || high === undefined) return true;
    return numberOf(low) >= from && numberOf(low) <= numberOf(high) && numberOf(high) <= to;
  });
}

const PART = /^(?:\*|(?<low>[A-Za-z0-9]+)(?:-(?<high>[A-Za-z0-9]+))?)(?:\/(?<step>\d{1,2}))?$/;

/** Whether the machine knows the zone by that name; offsets are none, since they know nothing of summer. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function badDuration(path: Path, duration: string): WindowFinding {
  return windowFinding(path, duration, `write it as in 30m, 8h or 3d, with ${MAX_DURATION_DAYS}d at most`);
}

function badZone(path: Path, zone: string): WindowFinding {
  return windowFinding(path, zone, "write the IANA name of a time zone, as in Europe/Warsaw");
}

function windowFinding(path: Path, value: string, remedy: string): WindowFinding {
  const message = `${path.at(-1)} is ${JSON.stringify(value)}, which it cannot be`;
  return { path, part: "value", words: "file", code: "INVALID_SETTING", message, remedy };
}
