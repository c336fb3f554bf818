import { type Actual, type ActualRoute, routeKey } from "../core/distribution.ts";
import type { RouteChange, UpdateChange } from "../core/plan/plan.ts";
import { stopsPass } from "../ports.ts";
import { addRoute, type RouteResult, routeStep } from "./add-route.ts";
import { keyOf } from "./agree.ts";
import { settle } from "./once.ts";
import type { ManifestTools } from "./tools.ts";
import { type Course, intend } from "./update-course.ts";

/** Routes do not depend on each other: one that fails leaves the others their turn, unless the pass is over. */
export async function writeRoutes(
  change: UpdateChange,
  course: Course,
  live: Actual,
  tools: ManifestTools,
): Promise<void> {
  for (const route of change.routes) {
    if (course.error !== undefined && stopsPass(course.error)) return;
    if (route.change === "remove") continue;
    const result =
      route.change === "update"
        ? await routeStep(keyOf(route), async () => {
            const { bucket, id } = change;
            await intend(change, course, tools);
            await tools.writer.updateRoute(bucket, id, liveRoute(live, route.id), route.to);
          })
        : await addRoute(change, route.to, tools, () => intend(change, course, tools));
    note(course, route, result);
  }
}

function liveRoute({ routes }: Actual, id: string): ActualRoute {
  const route = routes.find((one) => one.id === id);
  if (route === undefined) throw new Error(`route ${id} differs and is not there`);
  return route;
}

/** A route that is replaced is done only when the old one is gone as well. */
function note(course: Course, route: RouteChange, { outcome, error }: RouteResult): void {
  if (error !== undefined) course.error = error;
  if (outcome.status === "applied") {
    course.wrote = true;
    course.distribution = "updated";
  }
  if (outcome.status === "applied" && route.change === "replace" && !course.doubled.delete(route)) {
    course.doubled.add(route);
  } else course.routes.set(route, outcome);
}

/** Before an old route may go, the one that takes its place has to be seen. */
export async function verifyAdded(
  change: UpdateChange,
  course: Course,
  { writer, clock }: ManifestTools,
): Promise<void> {
  const unseen = async (): Promise<readonly RouteChange[]> => {
    const live = await writer.get(change.bucket, change.id);
    const keys = new Set(live?.routes.map(routeKey));
    return [...course.doubled].filter((route) => !keys.has(keyOf(route)));
  };
  if (course.doubled.size === 0) return;
  let missing = await unseen();
  if (missing.length > 0) {
    await settle(clock, clock.now());
    missing = await unseen();
  }
  for (const route of missing) {
    const reason = "it was created, and does not show; the old one stays";
    course.routes.set(route, { route: keyOf(route), status: "unknown", reason });
  }
}

/** Takes away what the plan says, one after the other, and no further once one of them fails. */
export async function removeRoutes(
  change: UpdateChange,
  course: Course,
  removals: readonly Removal[],
  tools: ManifestTools,
): Promise<void> {
  for (const { of, removal } of removals) {
    const result = await routeStep(keyOf(of), async () => {
      await intend(change, course, tools);
      await tools.writer.deleteRoute(change.bucket, change.id, removal.id);
    });
    note(course, of, result);
    if (result.error !== undefined) return;
  }
}

type Removal = {
  readonly of: RouteChange;
  readonly removal: Extract<RouteChange, { change: "remove" }>;
};

/** What the second phase removes. The new one of a replaced pair is there by then: what differs is that the old one is too. */
export function removalsOf({ routes }: UpdateChange): readonly Removal[] {
  return routes.flatMap((of): readonly Removal[] => {
    if (of.change !== "remove" && of.change !== "replace") return [];
    const { id, from, moved } = of;
    return [{ of, removal: { change: "remove", id, from, moved } }];
  });
}
