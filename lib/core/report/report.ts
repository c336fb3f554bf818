import type { Problem } from "../domain/problem.ts";
import { type Change, isFailure, type Plan, type WorkspaceIdentity } from "../plan/plan.ts";

/** The account of one pass: always complete, whatever happened, and the only source of the exit code. */
export type Report = {
  readonly version: 1;
  readonly mode: "plan" | "apply";
  readonly verdict: Verdict;
  /** What a person must fix in the source. */
  readonly problems: readonly Problem[];
  /** Absent when the pass ended before it could plan. */
  readonly plan?: Plan;
  /** One for each change of the plan, in its order, once apply has begun. */
  readonly outcomes: readonly Outcome[];
  /** Why the pass ended early. */
  readonly failure?: Failure;
  /** What people should know although nothing failed. */
  readonly notices: readonly string[];
  /** What exactly was read, where the source knows. */
  readonly source?: SourceRecord;
  /** Which pass this was, where a record is kept of passes. */
  readonly pass?: PassRecord;
};

export type SourceRecord = {
  readonly commit?: string;
  readonly generation?: number;
  /** The digest of the release. */
  readonly release?: string;
  /** ISO 8601, UTC. */
  readonly publishedAt?: string;
};

export type PassRecord = {
  /** Later passes have greater ids, as texts. */
  readonly id: string;
  /** What set it off: a schedule, a push, a person. */
  readonly trigger: string;
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Requests to Buddy, repetitions included, and how many of them it answered with 429. */
  readonly requests: number;
  readonly throttled: number;
  /** The least that Buddy said was left of its quota. */
  readonly quotaRemaining?: number;
};

export const FAILURE_KINDS = [
  "error",
  "source", // the source as a whole cannot be trusted
  "trust", // a place that only the reviewed tree names, or that a commit could fill
  "busy", // another pass is writing
  "superseded", // a newer generation of the source has been applied
  "paused", // somebody paused the passes
  "stale", // the plan is no longer the one that was reviewed
  "declined", // a person reviewed the plan and declined it
  "out-of-time", // a deadline or the rate limit; `resumeAt` says when to go on
  "interrupted", // the process was told to end
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

export type Failure = {
  readonly kind: FailureKind;
  readonly message: string;
  readonly remedy?: string;
  /** ISO 8601, UTC. */
  readonly resumeAt?: string;
  /** It may be over by itself: a later pass may find it so. */
  readonly passing?: true;
};

export const VERDICTS = [
  "in-sync",
  "pending",
  "applied",
  "blocked",
  "invalid",
  "busy",
  "stale",
  "superseded",
  "paused",
  "declined",
  "partial",
  "error",
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Completes the account of a pass with its verdict. */
export function reportOf(
  account: Pick<Report, "mode" | "problems" | "notices"> &
    Partial<Pick<Report, "plan" | "outcomes" | "failure" | "source">>,
): Report {
  const whole = { version: 1 as const, outcomes: [], ...account };
  return { ...whole, verdict: verdictOf(whole) };
}

/** design: 6 > 1 > 4 > 5 > 3 > 2 > 0, when several apply. */
function verdictOf(report: Omit<Report, "verdict">): Verdict {
  const { mode, plan, outcomes, failure, problems } = report;
  const wrote = outcomes.some((outcome) => outcome.wrote);
  const unfinished = outcomes.some(({ status }) => status !== "applied" && status !== "blocked");
  const blind = plan?.leftAlone.some(({ reason }) => isFailure(reason)) ?? false;
  // Taken over by another pass before anything was written is no failure: that pass does the work.
  const untouched = failure?.kind === "busy" && !wrote && outcomes.every(({ status }) => isNotBegun(status));
  const broken = unfinished || blind || (failure !== undefined && CUT_SHORT.has(failure.kind));
  if (broken && !untouched) return wrote ? "partial" : "error";
  if (failure?.kind === "source" || failure?.kind === "trust" || problems.length > 0) return "invalid";
  if (failure?.kind === "busy" || failure?.kind === "stale" || failure?.kind === "superseded")
    return failure.kind;
  if (failure?.kind === "paused") return "paused";
  if (plan !== undefined && plan.blocks.length > 0) return "blocked";
  if (failure?.kind === "declined") return "declined";
  if (plan === undefined) return "in-sync";
  // Drift that is only reported is not in sync, and is nothing that an apply would have had to do.
  if (mode === "plan") return plan.changes.length > 0 || hasDrift(plan) ? "pending" : "in-sync";
  return plan.changes.length === 0 ? "in-sync" : "applied";
}

/** Whatever was written, it was not all. */
const CUT_SHORT: ReadonlySet<Failure["kind"]> = new Set(["error", "out-of-time", "interrupted"]);

function hasDrift({ leftAlone }: Plan): boolean {
  return leftAlone.some(({ reason }) => reason === "drift");
}

function isNotBegun(status: OutcomeStatus): boolean {
  return status === "skipped" || status === "blocked";
}

/** What the process ends with. `detailed`: 2 when changes are pending, as Terraform does it; else 0. */
export function exitCodeOf(verdict: Verdict, options: { readonly detailed: boolean }): number {
  switch (verdict) {
    case "in-sync":
    case "applied":
      return 0;
    case "pending":
      return options.detailed ? 2 : 0;
    case "error":
    case "declined":
      return 1;
    case "blocked":
    case "paused":
      return 3;
    case "invalid":
      return 4;
    case "busy":
    case "stale":
    case "superseded":
      return 5;
    case "partial":
      return 6;
    default:
      return verdict satisfies never;
  }
}

/** What became of a change. */
export const OUTCOME_STATUSES = [
  "applied",
  "failed", // Buddy refused it, or something on the way to it
  "blocked", // by a rule of the plan, or by the failure of what it depends on
  "skipped", // not begun, or not ended: the pass ended before, or removes nothing after a failure
  "conflict", // somebody else got there after the plan was made
  "unknown", // it may have happened; the next pass finds out
] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** What became of the distribution itself, whatever became of its routes. */
export const DISTRIBUTION_OUTCOMES = [
  "created",
  "adopted", // of a create: an answer was lost, and it was found by looking again; of an adopt: it is ours now
  "finished", // an earlier pass had created it
  "updated", // something of it or of its routes was written
  "disowned", // it is there, and no longer ours
  "disabled",
  "deleted",
  "unchanged", // it is there, and nothing of it was written
  "absent", // as far as is known
  "unknown",
] as const;
type DistributionOutcome = (typeof DISTRIBUTION_OUTCOMES)[number];

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
