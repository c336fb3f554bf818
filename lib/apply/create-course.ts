import { type Route, routeKey } from "../core/domain/distribution.ts";
import type { CreateChange } from "../core/plan/plan.ts";
import { aboutChange, type OutcomeStatus, type RouteOutcome } from "../core/report/report.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import { addRoute, type RouteResult } from "./add-route.ts";
import type { Obtained } from "./obtain.ts";
import { recordCompleted } from "./record.ts";
import { statusOf } from "./status.ts";
import type { ChangeOutcome, CreateTools } from "./tools.ts";

/** How far a creation has got whose distribution is there. */
export type CreateCourse = Pick<Extract<Obtained, { there: true }>, "id" | "as" | "live"> & {
  wrote: boolean;
  /** What became of each route, by address. */
  readonly routes: Map<string, RouteOutcome>;
  /** By address: routes that Buddy refused, and that another distribution gives up by this plan. */
  readonly waiting: Map<string, { readonly route: Route; readonly refusal: RouteResult }>;
  /** What went wrong last. */
  error?: ProviderError;
};

/** Adds one of its routes, exactly once. */
export function addTo(
  { scope, identifier }: CreateChange,
  { id }: CreateCourse,
  route: Route,
  tools: CreateTools,
): Promise<RouteResult> {
  const { ledger, clock } = tools;
  return addRoute({ scope, id }, route, tools, () =>
    ledger.record({ event: "routing", scope, identifier, at: clock.now(), route: routeKey(route) }),
  );
}

export function note(course: CreateCourse, { outcome, error }: RouteResult): void {
  course.routes.set(outcome.route, outcome);
  if (error !== undefined) course.error = error;
  if (outcome.status === "applied") course.wrote = true;
}

export function hasStopped({ error }: CreateCourse): boolean {
  return error !== undefined && stopsPass(error);
}

/** Disables it if wanted, and records that all of it is there. */
export async function finishCreate(
  change: CreateChange,
  course: CreateCourse,
  tools: CreateTools,
): Promise<ChangeOutcome> {
  if (change.disabled === true && !course.live.disabled && !hasStopped(course)) {
    try {
      const { scope, identifier } = change;
      await tools.ledger.record({ event: "disabling", scope, identifier, at: tools.clock.now() });
      await tools.writer.updateDistribution(scope, course.id, { disabled: true });
      course.wrote = true;
    } catch (failed) {
      if (!(failed instanceof ProviderError)) throw failed;
      course.error = failed;
    }
  }
  const { error } = course;
  const undone = [...course.routes.values()].filter(({ status }) => status !== "applied");
  const status = undone[0]?.status ?? (error === undefined ? "applied" : statusOf(error));
  if (status === "applied") await recordCompleted(change, tools);
  return carriedOf(
    change,
    course,
    status,
    status === "applied" ? undefined : reasonOf(change, undone, error),
  );
}

/** Of a creation whose distribution is there. */
export function carriedOf(
  change: CreateChange,
  { wrote, id, as, routes, error }: CreateCourse,
  status: OutcomeStatus,
  reason?: string,
): ChangeOutcome {
  return {
    outcome: {
      ...aboutChange(change),
      status,
      wrote,
      id,
      distribution: as,
      routes: change.routes.flatMap((route) => routes.get(routeKey(route)) ?? []),
      ...(reason === undefined ? {} : { reason }),
      ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
    },
    ...(error === undefined ? {} : { error }),
  };
}

function reasonOf(change: CreateChange, undone: readonly RouteOutcome[], error?: ProviderError): string {
  const why = undone.find(({ reason }) => reason !== undefined)?.reason ?? error?.message ?? "";
  return undone.length === 0
    ? why
    : `${undone.length} of ${change.routes.length} routes are not there: ${why}`;
}
