import { type Route, routeKey } from "../core/distribution.ts";
import type { CreateChange } from "../core/plan/plan.ts";
import { aboutChange, type OutcomeStatus, type RouteOutcome } from "../core/report/outcome.ts";
import { ProviderError, stopsPass } from "../ports.ts";
import { addRoute, type RouteResult } from "./add-route.ts";
import type { Halfway } from "./halfway.ts";
import { type Obtained, obtain } from "./obtain.ts";
import { recordCompleted, recordDeclared, recordRefused } from "./record.ts";
import { statusOf } from "./status.ts";
import type { Carried, CreateTools } from "./tools.ts";
import { afterRefusal } from "./waiting.ts";

/** How far a creation has got whose distribution is there. */
type Course = Pick<Extract<Obtained, { there: true }>, "id" | "as" | "live"> & {
  wrote: boolean;
  /** What became of each route, by address. */
  readonly routes: Map<string, RouteOutcome>;
  /** By address: routes that Buddy refused, and that another distribution gives up by this plan. */
  readonly waiting: Map<string, { readonly route: Route; readonly refusal: RouteResult }>;
  /** What went wrong last. */
  error?: ProviderError;
};

/** Creates one distribution, then its routes, then disables it if wanted; finishes one that was left half done. */
export async function beginCreate(
  change: CreateChange,
  tools: CreateTools,
): Promise<Carried | { readonly halfway: Halfway }> {
  const obtained = await obtain(change, tools);
  if (!obtained.there) return withoutDistribution(change, obtained);
  const { id, as, live, wrote } = obtained;
  const course: Course = { id, as, live, wrote, routes: new Map(), waiting: new Map() };
  const known = as === "finished" ? tools.inventory.owned.get(change.key) : change;
  await recordDeclared(change, known ?? change, tools);

  for (const route of change.routes) {
    const address = routeKey(route);
    if (live.routes.has(address)) course.routes.set(address, { route: address, status: "applied" });
    else if (hasStopped(course)) course.routes.set(address, { route: address, status: "skipped" });
    else {
      const added = await add(change, course, route, tools);
      const { waits, result } = afterRefusal(route, added, tools.inventory.owned.get(change.key), tools);
      if (waits) course.waiting.set(address, { route, refusal: result });
      else note(course, result);
    }
  }
  if (course.waiting.size === 0) return finish(change, course, tools);
  if (course.error === undefined) return { halfway: createHalfway(change, course, tools) };
  for (const { refusal } of course.waiting.values()) note(course, refusal);
  return finish(change, course, tools);
}

function createHalfway(change: CreateChange, course: Course, tools: CreateTools): Halfway {
  const forgo: Halfway["forgo"] = (address, outcome) => {
    course.waiting.delete(address);
    course.routes.set(address, { route: address, ...outcome });
  };
  return {
    change,
    removes: false,
    waiting: course.waiting,
    forgo,
    take: async (address) => {
      const waiting = course.waiting.get(address);
      if (waiting === undefined) throw new Error(`${address} does not wait`);
      const result = await add(change, course, waiting.route, tools);
      if (result.outcome.status !== "applied") return result;
      course.waiting.delete(address);
      note(course, result);
      return result;
    },
    recordRefused: async (address) => {
      const waiting = course.waiting.get(address);
      if (waiting !== undefined) await recordRefused(change, waiting.route, tools);
    },
    finish: () => finish(change, course, tools),
    leave: (reason) => carriedOf(change, course, "skipped", reason),
  };
}

function add(
  { bucket, identifier }: CreateChange,
  { id }: Course,
  route: Route,
  tools: CreateTools,
): Promise<RouteResult> {
  const { ledger, clock } = tools;
  return addRoute({ bucket, id }, route, tools, () =>
    ledger.record({ event: "routing", bucket, identifier, at: clock.now(), route: routeKey(route) }),
  );
}

function note(course: Course, { outcome, error }: RouteResult): void {
  course.routes.set(outcome.route, outcome);
  if (error !== undefined) course.error = error;
  if (outcome.status === "applied") course.wrote = true;
}

function hasStopped({ error }: Course): boolean {
  return error !== undefined && stopsPass(error);
}

/** Disables it if wanted, and records that all of it is there. */
async function finish(change: CreateChange, course: Course, tools: CreateTools): Promise<Carried> {
  if (change.disabled === true && !course.live.disabled && !hasStopped(course)) {
    try {
      const { bucket, identifier } = change;
      await tools.ledger.record({ event: "disabling", bucket, identifier, at: tools.clock.now() });
      await tools.writer.updateDistribution(bucket, course.id, { disabled: true });
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
function carriedOf(
  change: CreateChange,
  { wrote, id, as, routes, error }: Course,
  status: OutcomeStatus,
  reason?: string,
): Carried {
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

/** Without its distribution every route is blocked. */
function withoutDistribution(change: CreateChange, obtained: Extract<Obtained, { there: false }>): Carried {
  const { status, reason, error, wrote = false } = obtained;
  return {
    outcome: {
      ...aboutChange(change),
      status,
      distribution: status === "unknown" ? "unknown" : "absent",
      wrote,
      routes: change.routes.map((route) => ({ route: routeKey(route), status: "blocked" })),
      reason,
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
