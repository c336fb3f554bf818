import { routeKey } from "../core/domain/distribution.ts";
import { appliedOf } from "../core/plan/compare.ts";
import type { RouteChange, UpdateChange } from "../core/plan/plan.ts";
import { aboutChange, type Outcome, type OutcomeStatus, type RouteOutcome } from "../core/report/report.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import type { RouteResult } from "./add-route.ts";
import { routeChangeKey } from "./agree.ts";
import { failureOf, type Progress } from "./attempt.ts";
import { Conflict } from "./conflict.ts";
import type { ChangeOutcome, ManifestTools } from "./tools.ts";

/** How far an update has got: kept from the phase that adds and changes to the phase that removes. */
export type Course = Progress & {
  /** Whether the inventory knows by now what is being written. */
  intended: boolean;
  /** The identifier that the inventory knows it under. */
  identifier: string;
  /** What became of routes; of those that are replaced, once both steps are done or one of them failed. */
  readonly routes: Map<RouteChange, RouteOutcome>;
  /** Of which the new one is there. */
  readonly added: Set<RouteChange>;
  /** Of which the old one is gone. */
  readonly gone: Set<RouteChange>;
  /** By address: added ones that Buddy refused, and that another distribution gives up by this plan. */
  readonly waiting: Map<string, Waiting>;
  /** Whether any of them came since: what is there then has not been seen yet. */
  took: boolean;
  /** Of a route: what went wrong last. */
  error?: ProviderError;
};

type Waiting = {
  readonly route: Extract<RouteChange, { kind: "add" | "replace" }>;
  readonly refusal: RouteResult;
};

export function courseOf({ renames, identifier }: UpdateChange): Course {
  return {
    wrote: false,
    distribution: "unchanged",
    intended: false,
    identifier: renames ?? identifier,
    routes: new Map(),
    added: new Set(),
    gone: new Set(),
    waiting: new Map(),
    took: false,
  };
}

/** Takes an update further, and accounts for it when that did not go well; undefined: it did. */
export async function proceed(
  change: UpdateChange,
  course: Course,
  steps: () => Promise<void>,
): Promise<ChangeOutcome | undefined> {
  try {
    if (undoneOf(course) === undefined) await steps();
    const undone = undoneOf(course);
    if (undone === undefined) return undefined;
    return carriedOf(change, course, undone.status, undone.reason, course.error);
  } catch (error) {
    if (error instanceof Conflict) return carriedOf(change, course, "conflict", error.message);
    if (!(error instanceof ProviderError)) throw error;
    if (error.effect === "unknown") course.distribution = "unknown";
    const { status, reason } = failureOf(course, error);
    return carriedOf(change, course, status, reason, error);
  }
}

function undoneOf({ routes }: Course): RouteOutcome | undefined {
  return [...routes.values()].find(({ status }) => status !== "applied");
}

/** The account of an update that ends here. */
export function carriedOf(
  change: UpdateChange,
  course: Course,
  status: OutcomeStatus,
  reason?: string,
  error?: ProviderError,
): ChangeOutcome {
  const ends = status === "skipped" || (error !== undefined && stopsPass(error));
  const { wrote, distribution } = course;
  const outcome: Outcome = {
    ...aboutChange(change),
    status,
    wrote,
    id: change.id,
    distribution,
    routes: change.routes.map((route) => routeOf(route, course, ends ? "skipped" : "blocked")),
    ...(reason === undefined ? {} : { reason }),
    ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
  };
  return { outcome, ...(error === undefined ? {} : { error }) };
}

function routeOf(change: RouteChange, course: Course, otherwise: OutcomeStatus): RouteOutcome {
  const route = routeChangeKey(change);
  const known = course.routes.get(change) ?? refusalOf(change, course);
  if (known !== undefined) return known;
  if (!isDoubled(change, course)) return { route, status: otherwise };
  return { route, status: otherwise, reason: `it is there, and so is ${routeKey(change.from)} still` };
}

/** Of one that waited in vain. */
function refusalOf(change: RouteChange, { waiting }: Course): RouteOutcome | undefined {
  const found = [...waiting.values()].find(({ route }) => route === change);
  return found?.refusal.outcome;
}

/** Whether it is being replaced, and both of it are there. */
export function isDoubled(
  change: RouteChange,
  { added, gone }: Course,
): change is Extract<RouteChange, { kind: "replace" }> {
  return change.kind === "replace" && added.has(change) && !gone.has(change);
}

/** What one step of a route has come to: a route that is replaced is done only when the old one is gone as well. */
export function note(
  course: Course,
  route: RouteChange,
  step: "added" | "gone",
  { outcome, error }: RouteResult,
): void {
  if (error !== undefined) course.error = error;
  if (outcome.status !== "applied") {
    course.routes.set(route, outcome);
    return;
  }
  course.wrote = true;
  course.distribution = "updated";
  course[step].add(route);
  const done = route.kind !== "replace" || (course.added.has(route) && course.gone.has(route));
  if (done) course.routes.set(route, outcome);
}

/** Recorded before the first write: the inventory then has both, what was applied and what may have been. */
export async function intend(
  { scope, name }: UpdateChange,
  course: Course,
  { ledger, clock, desired, permissions }: ManifestTools,
): Promise<void> {
  if (course.intended) return;
  const { identifier } = course;
  const fields = appliedOf(desired, permissions, name);
  await ledger.record({ event: "updating", scope, identifier, at: clock.now(), fields });
  course.intended = true;
}
