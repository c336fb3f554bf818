import { isFailure, type Plan } from "../plan/plan.ts";
import type { Problem } from "../problem.ts";
import type { Outcome } from "./outcome.ts";

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
};

export type Failure = {
  readonly kind:
    | "error"
    | "source" // the source as a whole cannot be believed
    | "busy" // another pass is writing
    | "stale" // the plan that was approved is not the plan that would be carried out
    | "declined" // a person looked at the plan and said no
    | "out-of-time"; // a deadline or the rate limit; `resumeAt` says when to go on
  readonly message: string;
  readonly remedy?: string;
  /** ISO 8601, UTC. */
  readonly resumeAt?: string;
};

export type Verdict =
  | "in-sync"
  | "pending"
  | "applied"
  | "blocked"
  | "invalid"
  | "busy"
  | "stale"
  | "declined"
  | "partial"
  | "error";

/** Completes the account of a pass with its verdict. */
export function reportOf(
  account: Pick<Report, "mode" | "problems" | "notices"> &
    Partial<Pick<Report, "plan" | "outcomes" | "failure">>,
): Report {
  const whole = { version: 1 as const, outcomes: [], ...account };
  return { ...whole, verdict: verdictOf(whole) };
}

/** design: 6 > 1 > 4 > 5 > 3 > 2 > 0, when several apply. */
function verdictOf(report: Omit<Report, "verdict">): Verdict {
  const { mode, plan, outcomes, failure, problems } = report;
  const wrote = outcomes.some((outcome) => outcome.wrote);
  const unfinished = outcomes.some(({ status }) => status !== "applied" && status !== "blocked");
  const blind = plan?.left.some(({ reason }) => isFailure(reason)) ?? false;
  const failed = unfinished || blind || failure?.kind === "error" || failure?.kind === "out-of-time";
  if (failed) return wrote ? "partial" : "error";
  if (failure?.kind === "source" || problems.length > 0) return "invalid";
  if (failure?.kind === "busy" || failure?.kind === "stale") return failure.kind;
  if (plan !== undefined && plan.blocks.length > 0) return "blocked";
  if (failure?.kind === "declined") return "declined";
  if (plan === undefined || plan.changes.length === 0) return "in-sync";
  return mode === "plan" ? "pending" : "applied";
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
      return 3;
    case "invalid":
      return 4;
    case "busy":
    case "stale":
      return 5;
    case "partial":
      return 6;
    default:
      return verdict satisfies never;
  }
}
