import type { FieldChange, Moved } from "./plan.ts";

/** A value as the inventory keeps it: without secrets. What was applied is known in this form alone. */
export type AsKept = <T>(value: T) => T;

/** Where there is no secret. */
export const KEPT_WHOLE: AsKept = (value) => value;

/** A difference, or the name of a field that both sides moved to the same value. */
export type FieldVerdict = FieldChange | FieldChange["field"] | undefined;

/** One thing as the manifest declares it, as it is live, and as we may have written it last: `undefined` is "not there". */
export type Sides<T> = {
  readonly declared: T;
  readonly live: T;
  /** None: nothing was ever applied. Several: updates were cut short, and any of them can be what we wrote. */
  readonly bases: readonly T[];
};

/**
 * Who moved since the last apply. Undefined: nobody did, or only to where the other side is already known to be. Without a
 * base every difference is ours: nobody has changed what nobody had applied.
 */
export function whoMoved<T>(
  { declared, live, bases }: Sides<T>,
  same: (a: T, b: T) => boolean,
  asKept: AsKept = KEPT_WHOLE,
): Moved | "both" | undefined {
  const gitMoved = !bases.some((base) => same(base, asKept(declared)));
  const liveMoved = bases.length > 0 && !bases.some((base) => same(base, asKept(live)));
  if (same(declared, live)) return gitMoved && liveMoved ? "both" : undefined;
  if (!liveMoved) return "ours";
  return gitMoved ? "conflict" : "theirs";
}
