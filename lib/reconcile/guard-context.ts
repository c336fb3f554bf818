import { distributionKey, keyOf } from "../core/distribution.ts";
import type { Classified } from "../core/plan/diff.ts";
import type { GuardContext } from "../core/plan/guard.ts";
import type { Change } from "../core/plan/plan.ts";
import type { StateReading } from "../ports.ts";
import type { LiveState } from "./observe.ts";

/** Shares are of what is ours and live; hostnames are counted over what was read. */
export function guardContext(
  { listings, reads, orphans }: LiveState,
  { comparable }: Classified,
  changes: readonly Change[],
  { owned, removals }: StateReading["inventory"],
  now: number,
): GuardContext {
  const listed = new Set([...listings.values()].flatMap((summaries) => summaries.map(({ id }) => id)));
  const live = new Map(comparable.map(({ desired, actual }) => [keyOf(desired), actual.routes]));
  const disabled = new Set(
    comparable.flatMap(({ desired, actual }) => (actual.disabled === true ? [keyOf(desired)] : [])),
  );
  for (const { scope, identifier, id } of orphans) {
    const read = reads.get(id);
    if (read === undefined || !("actual" in read)) continue;
    const key = distributionKey(scope, identifier);
    live.set(key, read.actual.routes);
    if (read.actual.disabled === true) disabled.add(key);
  }
  const removing = new Set(changes.flatMap((change) => ("id" in change ? [change.id] : [])));
  return {
    owned: [...owned.values()].filter(({ id }) => listed.has(id) || removing.has(id)).length,
    live,
    disabled,
    removals: removals.filter(({ at }) => at > now - DAY_MS),
  };
}

const DAY_MS = 86_400_000;
