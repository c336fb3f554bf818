import type { Moved } from "../plan/plan.ts";
import type { Style } from "./style.ts";

/** Ends the line of a difference with who made it, where that says something. */
export type TellMoved = (moved: Moved) => string;

/** `  (changed in git)` */
export function tellMoved({ faint, warn, bad }: Style): TellMoved {
  const told = {
    ours: faint("(changed in git)"),
    theirs: warn("(changed in Buddy)"),
    conflict: bad("(changed in both)"),
  } as const satisfies Record<Moved, string>;
  return (moved) => `  ${told[moved]}`;
}

/** For differences of which one thing is true of all. */
export const untold: TellMoved = () => "";
