import { heldName } from "../core/decide/held.ts";
import type { NewHold } from "../core/decide/hold.ts";
import { isoOf } from "../core/domain/time.ts";
import { printable } from "../core/domain/wording.ts";
import type { Style } from "../core/report/style.ts";

/** Holds as a command found or left them. */
export type ShownHolds = {
  /** Where they are kept. */
  readonly place: string;
  readonly holds: readonly NewHold[];
  /** What was done with them, if anything was. */
  readonly held?: NewHold;
  readonly ended?: readonly NewHold[];
};

/** @param now milliseconds since the epoch */
export function renderHolds({ place, holds, held, ended }: ShownHolds, now: number, style: Style): string {
  const lines = [
    ...(held === undefined ? [] : [`${style.warn("held")} ${lineOf(held, now, style)}`]),
    ...(ended ?? []).map((hold) => `${style.create("ended")} ${lineOf(hold, now, style)}`),
    ...(held === undefined && ended === undefined ? holds.map((hold) => lineOf(hold, now, style)) : []),
  ];
  const empty = `nothing is held in ${place}; holds in git stand in holds.yaml among the manifests`;
  return `${lines.length === 0 ? empty : lines.join("\n")}\n`;
}

/** Each hold with the keys of `holds.yaml`. */
export function holdsJson({ place, holds, held, ended }: ShownHolds): Readonly<Record<string, unknown>> {
  return {
    place,
    holds: holds.map(written),
    ...(held === undefined ? {} : { held: written(held) }),
    ...(ended === undefined ? {} : { ended: ended.map(written) }),
  };
}

function lineOf({ who, until, reason, by }: NewHold, now: number, style: Style): string {
  const when = until <= now ? style.faint(`(over since ${isoOf(until)})`) : `until ${isoOf(until)}`;
  const decided = by === undefined ? "" : ` by ${printable(by)}`;
  return `${style.strong(printable(heldName(who)))} ${when}${decided}: ${printable(reason)}`;
}

function written({ who, until, reason, by }: NewHold) {
  return {
    ...("all" in who ? who : keysOf(who)),
    until: isoOf(until),
    reason,
    ...(by === undefined ? {} : { by }),
  };
}

function keysOf({ environmentId, ...who }: Exclude<NewHold["who"], { readonly all: true }>) {
  return { ...who, ...(environmentId === undefined ? {} : { environment_id: environmentId }) };
}
