import { Cron } from "croner";
import { windowFindings } from "../core/config/rules.ts";
import type { WindowConfig } from "../core/config/schema.ts";
import { durationOf, isoOf } from "../core/domain/time.ts";

/** When passes may write, as the configuration says it. */
export type Window = WindowConfig;

/**
 * Why nothing may be written now, if nothing may. A window begins whenever its cron comes about in its time zone, and lasts
 * as long as it says. Inside one that denies nothing is written, also when another allows; and where some allow, nothing is
 * written outside all of them. What cannot be evaluated freezes.
 *
 * A start that clocks skip when they go forward is put off until they have; where they go back and an hour comes twice, a
 * cron that names its hours begins in the first of the two alone.
 *
 * @param now milliseconds since the epoch
 */
export function frozen(windows: readonly Window[], now: number): { readonly reason: string } | undefined {
  const states = windows.map((window) => ({ window, state: stateOf(window, now) }));
  for (const { window, state } of states) {
    if ("fault" in state) return { reason: `${textOf(window)} cannot be evaluated: ${state.fault}` };
  }
  for (const { window, state } of states) {
    if (window.deny !== undefined && "until" in state)
      return { reason: `${textOf(window)}, until ${isoOf(state.until)}` };
  }
  const allowing = states.filter(({ window }) => window.allow !== undefined);
  if (allowing.length === 0 || allowing.some(({ state }) => "until" in state)) return undefined;
  const next = allowing.flatMap(({ state }) => ("next" in state ? (state.next ?? []) : []));
  const when = next.length === 0 ? "" : `; the next begins at ${isoOf(Math.min(...next))}`;
  return { reason: `no window allows it: ${allowing.map(({ window }) => textOf(window)).join("; ")}${when}` };
}

type State =
  | { readonly fault: string }
  /** Inside. */
  | { readonly until: number }
  /** Outside: when it begins again, if ever. */
  | { readonly next: number | undefined };

function stateOf(window: Window, now: number): State {
  const [finding] = windowFindings([window]);
  if (finding !== undefined) return { fault: `${finding.path.at(-1)} is not what it can be` };
  const duration = durationOf(window.duration) ?? 0;
  const cron = window.deny ?? window.allow ?? "";
  try {
    const job = new Cron(cron, {
      mode: "5-part",
      timezone: window.timezone ?? "UTC",
      fixedTimeRule: "no-wildcard",
    });
    // The search is for what is earlier, and a window has begun when its start is now.
    const [start] = job.previousRuns(1, new Date(now + 1));
    if (start === undefined) return { fault: "no day is as its cron says" };
    const until = start.getTime() + duration;
    return now < until ? { until } : { next: job.nextRun(new Date(now))?.getTime() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function textOf({ deny, allow, duration, timezone = "UTC", reason }: Window): string {
  const why = reason === undefined ? "" : ` (${reason})`;
  const cron = deny === undefined ? `allow: ${allow}` : `deny: ${deny}`;
  return `the window \`${cron}\` in ${timezone} for ${duration}${why}`;
}
