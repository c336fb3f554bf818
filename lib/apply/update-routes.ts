import { type Actual, type ActualRoute, routeKey } from "../core/domain/distribution.ts";
import type { Owned } from "../core/domain/inventory.ts";
import type { RouteChange, UpdateChange } from "../core/plan/plan.ts";
import { stopsPass } from "../errors.ts";
import { addRoute, type RouteResult, routeStep } from "./add-route.ts";
import { routeChangeKey } from "./agree.ts";
import { waitForConsistency } from "./once.ts";
import type { ManifestTools } from "./tools.ts";
import { type Course, intend, isDoubled, note } from "./update-course.ts";
import { afterRefusal } from "./waiting.ts";

/** Routes do not depend on each other: one that fails leaves the others their turn, unless the pass is over. */
export async function writeRoutes(
  change: UpdateChange,
  course: Course,
  { live, row }: { readonly live: Actual; readonly row: Owned },
  tools: ManifestTools,
): Promise<void> {
  for (const route of change.routes) {
    if (course.error !== undefined && stopsPass(course.error)) return;
    if (route.kind === "remove") continue;
    if (route.kind === "update")
      note(course, route, "added", await changeRoute(change, course, route, live, tools));
    else {
      const added = await addRoute(change, route.to, tools, () => intend(change, course, tools));
      const { waits, result } = afterRefusal(route.to, added, row, tools);
      if (waits) course.waiting.set(routeChangeKey(route), { route, refusal: result });
      else note(course, route, "added", result);
    }
  }
}

function changeRoute(
  change: UpdateChange,
  course: Course,
  route: Extract<RouteChange, { kind: "update" }>,
  live: Actual,
  tools: ManifestTools,
): Promise<RouteResult> {
  const { scope, id } = change;
  return routeStep(routeChangeKey(route), async () => {
    await intend(change, course, tools);
    await tools.writer.updateRoute(scope, id, liveRoute(live, route.id), route.to);
  });
}

function liveRoute({ routes }: Actual, id: string): ActualRoute {
  const route = routes.find((one) => one.id === id);
  if (route === undefined) throw new Error(`route ${id} differs and is not there`);
  return route;
}

/** Before an old route may go, the one that takes its place has to be seen. */
export async function verifyAdded(
  change: UpdateChange,
  course: Course,
  { writer, clock }: ManifestTools,
): Promise<void> {
  const unseen = async (): Promise<readonly RouteChange[]> => {
    const live = await writer.get(change.scope, change.id);
    const keys = new Set(live?.routes.map(routeKey));
    return doubled.filter((route) => !keys.has(routeChangeKey(route)));
  };
  const doubled = [...course.added].filter((route) => isDoubled(route, course));
  if (doubled.length === 0) return;
  let missing = await unseen();
  if (missing.length > 0) {
    await waitForConsistency(clock, clock.now());
    missing = await unseen();
  }
  for (const route of missing) {
    const reason = "it was created, and does not show; the old one stays";
    course.routes.set(route, { route: routeChangeKey(route), status: "unknown", reason });
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
    const result = await routeStep(routeChangeKey(of), async () => {
      await intend(change, course, tools);
      await tools.writer.deleteRoute(change.scope, change.id, removal.id);
    });
    note(course, of, "gone", result);
    if (result.error !== undefined) return;
  }
}

export type Removal = {
  readonly of: RouteChange;
  readonly removal: Extract<RouteChange, { kind: "remove" }>;
};

/** What the second phase removes. The new one of a replaced pair is there by then: what differs is that the old one is too. */
export function removalsOf({ routes }: UpdateChange): readonly Removal[] {
  return routes.flatMap((of): readonly Removal[] => {
    if (of.kind !== "remove" && of.kind !== "replace") return [];
    const { id, from, moved } = of;
    return [{ of, removal: { kind: "remove", id, from, moved } }];
  });
}
