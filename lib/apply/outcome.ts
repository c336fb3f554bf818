import { routeKey } from "../core/domain/distribution.ts";
import { type Change, type RouteChange, routeChangeKey } from "../core/plan/plan.ts";
import { aboutChange, type Outcome, type OutcomeStatus, type RouteOutcome } from "../core/report/report.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import { type ChangeOutcome, Conflict, type RunState } from "./context.ts";

/** How a change is accounted for, wherever it ends. */

/** Of a change that was not begun. */
export function notBegun(change: Change, status: "blocked" | "skipped", reason: string): Outcome {
  const there = change.action === "create" ? {} : { id: change.id };
  return {
    ...aboutChange(change),
    ...there,
    status,
    distribution: change.action === "create" ? "absent" : "unchanged",
    wrote: false,
    routes: addressesOf(change).map((route) => ({ route, status })),
    reason,
  };
}

/** What nobody expected here: a record that was lost at the very end, or a fault of ours. The others go on if they may. */
export function lost(change: Change, fault: unknown): ChangeOutcome {
  const known = fault instanceof ProviderError ? { error: fault } : {};
  const message = fault instanceof Error ? fault.message : String(fault);
  const reason = `${fault instanceof ProviderError ? "" : "internal: "}${message}; the next pass finds out`;
  return {
    outcome: {
      ...aboutChange(change),
      status: "unknown",
      distribution: "unknown",
      wrote: true,
      routes: addressesOf(change).map((route) => ({ route, status: "unknown" })),
      reason,
    },
    ...known,
  };
}

/** The keys of the routes that the account of a change speaks of. */
function addressesOf(change: Change): readonly string[] {
  switch (change.action) {
    case "create":
      return change.routes.map(routeKey);
    case "update":
      return change.routes.map(routeChangeKey);
    case "adopt":
    case "disown":
    case "disable":
    case "delete":
      return [];
    default:
      return change satisfies never;
  }
}

/** Of a creation or an update that ends here, with what went wrong last. */
export function runOutcome(run: RunState, status: OutcomeStatus, reason?: string): ChangeOutcome {
  const { change, id, wrote, distribution, routes, error } = run;
  const ends = status === "skipped" || (error !== undefined && stopsPass(error));
  return {
    outcome: {
      ...aboutChange(change),
      status,
      wrote,
      id,
      distribution,
      routes: routes.map((route) => routeOutcome(run, route, ends ? "skipped" : "blocked")),
      ...(reason === undefined ? {} : { reason }),
      ...remedyOf(error),
    },
    ...(error === undefined ? {} : { error }),
  };
}

function routeOutcome(run: RunState, change: RouteChange, otherwise: OutcomeStatus): RouteOutcome {
  const route = routeChangeKey(change);
  const known = run.results.get(change) ?? refusalOf(run, change);
  if (known !== undefined) return known;
  if (!isDoubled(run, change)) return { route, status: otherwise };
  return { route, status: otherwise, reason: `it is there, and so is ${routeKey(change.from)} still` };
}

/** Of a route that waited in vain. */
function refusalOf({ waiting }: RunState, change: RouteChange): RouteOutcome | undefined {
  const found = [...waiting.values()].find(({ route }) => route === change);
  return found?.refusal.outcome;
}

/** Whether a route is being replaced, and both the old and the new one are there. */
export function isDoubled(
  { added, gone }: RunState,
  change: RouteChange,
): change is Extract<RouteChange, { kind: "replace" }> {
  return change.kind === "replace" && added.has(change) && !gone.has(change);
}

/** The first route that did not end as planned. */
export function firstFailureOf({ results }: RunState): RouteOutcome | undefined {
  return [...results.values()].find(({ status }) => status !== "applied");
}

/** How far a change that is about a distribution as a whole has got. */
export type Steps = {
  wrote: boolean;
  distribution: Outcome["distribution"];
  /** What was done and has to be recorded: `it was deleted`. */
  done?: string;
  /** Something to say although all went well. */
  note?: string;
};

/** Carries out a change that is about a distribution as a whole, and accounts for it whatever happens. */
export async function attempt(
  change: Exclude<Change, { action: "create" | "update" }>,
  work: (steps: Steps) => Promise<void>,
): Promise<ChangeOutcome> {
  const steps: Steps = { wrote: false, distribution: "unchanged" };
  try {
    await work(steps);
    const { note } = steps;
    return { outcome: wholeOutcome(change, steps, "applied", note === undefined ? {} : { reason: note }) };
  } catch (error) {
    if (error instanceof Conflict) {
      return { outcome: wholeOutcome(change, steps, "conflict", { reason: error.message }) };
    }
    if (!(error instanceof ProviderError)) throw error;
    const { status, reason } = failureOf(steps, error);
    const known: Steps = error.effect === "unknown" ? { ...steps, distribution: "unknown" } : steps;
    return { outcome: wholeOutcome(change, known, status, { reason, ...remedyOf(error) }), error };
  }
}

/** Of a change that is about a distribution as a whole. */
export function wholeOutcome(
  change: Extract<Change, { id: string }>,
  { wrote, distribution }: Steps,
  status: Outcome["status"],
  why: Pick<Outcome, "reason" | "remedy">,
): Outcome {
  return { ...aboutChange(change), status, wrote, id: change.id, distribution, routes: [], ...why };
}

/** What was done and could not be recorded is for the next pass to find out. */
export function failureOf(
  { done }: { readonly done?: string | undefined },
  error: ProviderError,
): Pick<Outcome, "status"> & { readonly reason: string } {
  if (done === undefined) return { status: statusOf(error), reason: error.message };
  return { status: "unknown", reason: `${done}, which could not be recorded: ${error.message}` };
}

/** What a call that failed makes of what it was for. */
export function statusOf(error: ProviderError): OutcomeStatus {
  if (error.effect === "unknown") return "unknown";
  return stopsPass(error) ? "skipped" : "failed";
}

export function remedyOf(error: ProviderError | undefined): Pick<Outcome, "remedy"> {
  return error?.remedy === undefined ? {} : { remedy: error.remedy };
}
