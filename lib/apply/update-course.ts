import { routeKey } from "../core/distribution.ts";
import { appliedOf } from "../core/plan/compare.ts";
import type { RouteChange, UpdateChange } from "../core/plan/plan.ts";
import { aboutChange, type Outcome, type OutcomeStatus, type RouteOutcome } from "../core/report/outcome.ts";
import { ProviderError, stopsPass } from "../ports.ts";
import { keyOf } from "./agree.ts";
import { failureOf, type Progress } from "./attempt.ts";
import { Conflict } from "./conflict.ts";
import type { Carried, ManifestTools } from "./tools.ts";

/** How far an update has got: kept from the phase that adds and changes to the phase that removes. */
export type Course = Progress & {
  /** Whether the inventory knows by now what is being written. */
  intended: boolean;
  /** The identifier that the inventory knows it under. */
  identifier: string;
  /** What became of routes; of those that are replaced, once the old one is gone. */
  readonly routes: Map<RouteChange, RouteOutcome>;
  /** Replaced routes of which the new one is there, and the old one still is. */
  readonly doubled: Set<RouteChange>;
  /** Of a route: what went wrong last. */
  error?: ProviderError;
};

export function courseOf({ renames, identifier }: UpdateChange): Course {
  return {
    wrote: false,
    distribution: "unchanged",
    intended: false,
    identifier: renames ?? identifier,
    routes: new Map(),
    doubled: new Set(),
  };
}

/** Takes an update further, and accounts for it when that did not go well; undefined: it did. */
export async function proceed(
  change: UpdateChange,
  course: Course,
  steps: () => Promise<void>,
): Promise<Carried | undefined> {
  try {
    await steps();
    const [undone] = [...course.routes.values()].filter(({ status }) => status !== "applied");
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

/** The account of an update that ends here. */
export function carriedOf(
  change: UpdateChange,
  course: Course,
  status: OutcomeStatus,
  reason?: string,
  error?: ProviderError,
): Carried {
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

function routeOf(change: RouteChange, { routes, doubled }: Course, otherwise: OutcomeStatus): RouteOutcome {
  const known = routes.get(change);
  if (known !== undefined) return known;
  const route = keyOf(change);
  if (change.change !== "replace" || !doubled.has(change)) return { route, status: otherwise };
  return { route, status: otherwise, reason: `it is there, and so is ${routeKey(change.from)} still` };
}

/** Recorded before the first write: the inventory then has both, what was applied and what may have been. */
export async function intend(
  { bucket, name }: UpdateChange,
  course: Course,
  { ledger, clock, desired, permissions }: ManifestTools,
): Promise<void> {
  if (course.intended) return;
  const { identifier } = course;
  const fields = appliedOf(desired, permissions, name);
  await ledger.record({ event: "updating", bucket, identifier, at: clock.now(), fields });
  course.intended = true;
}
