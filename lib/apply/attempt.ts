import type { Change } from "../core/plan/plan.ts";
import { aboutChange, type Outcome } from "../core/report/report.ts";
import { ProviderError } from "../errors.ts";
import { Conflict } from "./conflict.ts";
import { statusOf } from "./status.ts";
import type { ChangeOutcome } from "./tools.ts";

/** How far a change has got. */
export type Progress = {
  wrote: boolean;
  distribution: Outcome["distribution"];
  /** What was done and has to be recorded: `it was deleted`. */
  done?: string | undefined;
  /** Something to say although all went well. */
  note?: string;
};

/** Carries out a change that is about a distribution as a whole, and accounts for it whatever happens. */
export async function attempt(
  change: Exclude<Change, { action: "create" | "update" }>,
  steps: (progress: Progress) => Promise<void>,
): Promise<ChangeOutcome> {
  const progress: Progress = { wrote: false, distribution: "unchanged" };
  try {
    await steps(progress);
    const { note } = progress;
    return { outcome: accountOf(change, progress, "applied", note === undefined ? {} : { reason: note }) };
  } catch (error) {
    if (error instanceof Conflict) {
      return { outcome: accountOf(change, progress, "conflict", { reason: error.message }) };
    }
    if (!(error instanceof ProviderError)) throw error;
    const { status, reason } = failureOf(progress, error);
    const known: Progress = error.effect === "unknown" ? { ...progress, distribution: "unknown" } : progress;
    const remedy = error.remedy === undefined ? {} : { remedy: error.remedy };
    return { outcome: accountOf(change, known, status, { reason, ...remedy }), error };
  }
}

/** What was done and could not be recorded is for the next pass to find out. */
export function failureOf(
  { done }: Pick<Progress, "done">,
  error: ProviderError,
): Pick<Outcome, "status"> & { readonly reason: string } {
  if (done === undefined) return { status: statusOf(error), reason: error.message };
  return { status: "unknown", reason: `${done}, which could not be recorded: ${error.message}` };
}

/** The account of such a change. */
export function accountOf(
  change: Extract<Change, { id: string }>,
  { wrote, distribution }: Progress,
  status: Outcome["status"],
  why: Pick<Outcome, "reason" | "remedy">,
): Outcome {
  return { ...aboutChange(change), status, wrote, id: change.id, distribution, routes: [], ...why };
}
