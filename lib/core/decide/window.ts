import { Cron } from "croner";
import { durationOf, isoOf } from "../domain/time.ts";
import { type Window, windowFindings } from "./window-rules.ts";

/**
 * Why nothing may be written now; undefined when writes are allowed. A window opens each time that its cron names, in its
 * time zone, and lasts for its duration. A window that denies wins over one that allows, and where any window allows, all
 * time outside of such windows is denied. A window that cannot be evaluated denies.
 *
 * When clocks go forward and skip a start, the window opens right after the skipped hour. When clocks go back and an hour
 * comes twice, a cron that names its hours opens in the first of the two alone.
 *
 * @param now milliseconds since the epoch
 */
export function frozen(windows: readonly Window[], now: number): string | undefined {
  const states = windows.map((window) => ({ window, state: stateOf(window, now) }));
  for (const { window, state } of states) {
    if (state.kind === "faulty") return `${textOf(window)} cannot be evaluated: ${state.fault}`;
  }
  for (const { window, state } of states) {
    if (window.deny !== undefined && state.kind === "open")
      return `${textOf(window)}, until ${isoOf(state.until)}`;
  }
  const allowing = states.filter(({ window }) => window.allow !== undefined);
  if (allowing.length === 0 || allowing.some(({ state }) => state.kind === "open")) return undefined;
  /* v8 ignore next -- @preserve: none of them is faulty or open here, and each opens again */
  const next = allowing.flatMap(({ state }) => (state.kind === "closed" ? (state.next ?? []) : []));
  /* v8 ignore next -- @preserve: each opens again */
  const when = next.length === 0 ? "" : `; the next one opens at ${isoOf(Math.min(...next))}`;
  return `no window allows it: ${allowing.map(({ window }) => textOf(window)).join("; ")}${when}`;
}

type State =
  | { readonly kind: "faulty"; readonly fault: string }
  | { readonly kind: "open"; readonly until: number }
  /** `next`: when it opens again; undefined for never. */
  | { readonly kind: "closed"; readonly next: number | undefined };

function stateOf(window: Window, now: number): State {
  const [finding] = windowFindings([window]);
  if (finding !== undefined) return { kind: "faulty", fault: `${finding.path.at(-1)} is not valid` };
  /* v8 ignore next -- @preserve: a duration that is none was found above */
  const duration = durationOf(window.duration) ?? 0;
  const cron = window.deny ?? window.allow;
  try {
    const schedule = new Cron(cron, {
      mode: "5-part",
      timezone: window.timezone ?? "UTC",
      fixedTimeRule: "no-wildcard",
    });
    // Croner reads whole seconds, and looks for starts before its reference: one that is now has to be found too.
    const [start] = schedule.previousRuns(1, isoOf((Math.floor(now / 1000) + 1) * 1000));
    if (start === undefined) return { kind: "faulty", fault: "its cron names no date that exists" };
    const until = start.getTime() + duration;
    return now < until
      ? { kind: "open", until }
      : { kind: "closed", next: schedule.nextRun(isoOf(now))?.getTime() };
  } catch (error) {
    /* v8 ignore next -- @preserve: croner throws errors */
    return { kind: "faulty", fault: error instanceof Error ? error.message : String(error) };
  }
}

function textOf({ deny, allow, duration, timezone = "UTC", reason }: Window): string {
  const why = reason === undefined ? "" : ` (${reason})`;
  const cron = deny === undefined ? `allow: ${allow}` : `deny: ${deny}`;
  return `the window \`${cron}\` in ${timezone} for ${duration}${why}`;
}
