import type { Change } from "../plan/plan.ts";

/** What became of a change. */
export type OutcomeStatus =
  | "applied"
  | "failed" // Buddy refused it, or something on the way to it
  | "blocked" // by a rule of the plan, or by the failure of what it depends on
  | "skipped" // not begun, or not ended: the pass ended before, or removes nothing after a failure
  | "conflict" // somebody else got there after the plan was made
  | "unknown"; // it may have happened; the next pass finds out

/** What became of the distribution itself, whatever became of its routes. */
type DistributionOutcome =
  | "created"
  | "adopted" // of a create: an answer was lost, and it was found by looking again; of an adopt: it is ours now
  | "finished" // an earlier pass had created it
  | "updated" // something of it or of its routes was written
  | "disowned" // it is there, and no longer ours
  | "disabled"
  | "deleted"
  | "unchanged" // it is there, and nothing of it was written
  | "absent" // as far as is known
  | "unknown";

export type RouteOutcome = {
  /** The route's key: `www.example.com/api`; of one that is replaced, that of the new one. */
  readonly route: string;
  readonly status: OutcomeStatus;
  readonly reason?: string;
};

export type Outcome = {
  readonly key: string;
  readonly identifier: string;
  /** The scope for people. */
  readonly where: string;
  readonly action: Change["action"];
  /** `applied` only when all of it was: the distribution, each route, and `disabled`. */
  readonly status: OutcomeStatus;
  /** Whether anything was written to Buddy, also when not all of it was. Adopting and disowning write nothing. */
  readonly wrote: boolean;
  readonly id?: string;
  readonly distribution: DistributionOutcome;
  /** Those that a create or an update is about. */
  readonly routes: readonly RouteOutcome[];
  readonly reason?: string;
  readonly remedy?: string;
};

/** What every outcome says of the change that it is of. */
export function aboutChange({
  key,
  identifier,
  where,
  action,
}: Change): Pick<Outcome, "key" | "identifier" | "where" | "action"> {
  return { key, identifier, where, action };
}
