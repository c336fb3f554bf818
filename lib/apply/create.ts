import { routeKey } from "../core/domain/distribution.ts";
import type { CreateChange } from "../core/plan/plan.ts";
import { aboutChange } from "../core/report/report.ts";
import { addTo, type CreateCourse, carriedOf, finishCreate, hasStopped, note } from "./create-course.ts";
import type { Halfway } from "./halfway.ts";
import { type Obtained, obtain } from "./obtain.ts";
import { recordDeclared, recordRefused } from "./record.ts";
import type { ChangeOutcome, CreateTools } from "./tools.ts";
import { afterRefusal } from "./waiting.ts";

/** Creates one distribution, then its routes, then disables it if wanted; finishes one that was left half done. */
export async function beginCreate(
  change: CreateChange,
  tools: CreateTools,
): Promise<ChangeOutcome | { readonly halfway: Halfway }> {
  const obtained = await obtain(change, tools);
  if (!obtained.there) return withoutDistribution(change, obtained);
  const { id, as, live, wrote } = obtained;
  const course: CreateCourse = { id, as, live, wrote, routes: new Map(), waiting: new Map() };
  const known = as === "finished" ? tools.inventory.owned.get(change.key) : change;
  await recordDeclared(change, known ?? change, tools);

  for (const route of change.routes) {
    const address = routeKey(route);
    if (live.routes.has(address)) course.routes.set(address, { route: address, status: "applied" });
    else if (hasStopped(course)) course.routes.set(address, { route: address, status: "skipped" });
    else {
      const added = await addTo(change, course, route, tools);
      const { waits, result } = afterRefusal(route, added, tools.inventory.owned.get(change.key), tools);
      if (waits) course.waiting.set(address, { route, refusal: result });
      else note(course, result);
    }
  }
  if (course.waiting.size === 0) return finishCreate(change, course, tools);
  if (course.error === undefined) return { halfway: createHalfway(change, course, tools) };
  for (const { refusal } of course.waiting.values()) note(course, refusal);
  return finishCreate(change, course, tools);
}

function createHalfway(change: CreateChange, course: CreateCourse, tools: CreateTools): Halfway {
  const forgo: Halfway["forgo"] = (address, outcome, error) => {
    course.waiting.delete(address);
    course.routes.set(address, { route: address, ...outcome });
    if (error !== undefined) course.error = error;
  };
  return {
    change,
    removes: false,
    waiting: course.waiting,
    forgo,
    take: async (address) => {
      const waiting = course.waiting.get(address);
      if (waiting === undefined) throw new Error(`${address} does not wait`);
      const result = await addTo(change, course, waiting.route, tools);
      if (result.outcome.status !== "applied") return result;
      course.waiting.delete(address);
      note(course, result);
      return result;
    },
    recordRefused: async (address) => {
      const waiting = course.waiting.get(address);
      if (waiting !== undefined) await recordRefused(change, waiting.route, tools);
    },
    finish: () => finishCreate(change, course, tools),
    leave: (reason) => carriedOf(change, course, "skipped", reason),
  };
}

/** Without its distribution every route is blocked. */
function withoutDistribution(
  change: CreateChange,
  obtained: Extract<Obtained, { there: false }>,
): ChangeOutcome {
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
