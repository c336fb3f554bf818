import { type Route, routeKey } from "../core/domain/distribution.ts";
import type { UpdateChange } from "../core/plan/plan.ts";
import { addRoute, type RouteResult } from "./add-route.ts";
import { routeChangeKey } from "./agree.ts";
import { giveBack, NOT_RETURNABLE, returnable } from "./give-back.ts";
import type { Given, Halfway } from "./halfway.ts";
import { recordCompleted, recordRefused } from "./record.ts";
import type { ChangeOutcome, ManifestTools } from "./tools.ts";
import { type Course, carriedOf, intend, note, proceed } from "./update-course.ts";
import { fieldsAfter, writeFieldsAfter } from "./update-fields.ts";
import { readAsPlanned } from "./update-read.ts";
import { type Removal, removalsOf, removeRoutes, verifyAdded } from "./update-routes.ts";

/** An update whose first phase went well: it may get routes from others, give some, and come to its end. */
export function updateHalfway(change: UpdateChange, course: Course, tools: ManifestTools): Halfway {
  return {
    change,
    removes: removalsOf(change).length > 0,
    waiting: course.waiting,
    take: (address) => take(change, course, address, tools),
    forgo: (address, outcome, error) => {
      const waiting = course.waiting.get(address);
      course.waiting.delete(address);
      if (waiting !== undefined) course.routes.set(waiting.route, { route: address, ...outcome });
      if (error !== undefined) course.error = error;
    },
    recordRefused: async (address) => {
      const waiting = course.waiting.get(address);
      if (waiting !== undefined)
        await recordRefused({ scope: change.scope, identifier: course.identifier }, waiting.route.to, tools);
    },
    gives: {
      give: (address) => give(change, course, address, tools),
      takeBack: (route, why) => takeBack(change, course, { route, why }, tools),
    },
    finish: () => finish(change, course, tools),
    leave: (reason) => carriedOf(change, course, "skipped", reason),
  };
}

/** Takes away the routes that go, enables what waited for that, and records that the manifest and the object agree. */
async function finish(change: UpdateChange, course: Course, tools: ManifestTools): Promise<ChangeOutcome> {
  const steps = [
    async () => {
      if (course.took) await verifyAdded(change, course, tools);
    },
    () => remove(change, course, removalsLeft(change, course), tools),
    () => complete(change, course, tools),
  ];
  for (const step of steps) {
    const ended = await proceed(change, course, step);
    if (ended !== undefined) return ended;
  }
  return carriedOf(change, course, "applied");
}

function removalsLeft(change: UpdateChange, { gone }: Course): readonly Removal[] {
  return removalsOf(change).filter(({ of }) => !gone.has(of));
}

async function remove(
  change: UpdateChange,
  course: Course,
  removals: readonly Removal[],
  tools: ManifestTools,
): Promise<void> {
  if (removals.length === 0) return;
  const routes = removals.map(({ removal }) => removal);
  await readAsPlanned(change, { fields: fieldsAfter(change), routes }, tools, course);
  await removeRoutes(change, course, removals, tools);
}

async function complete(change: UpdateChange, course: Course, tools: ManifestTools): Promise<void> {
  const { scope, identifier, name } = change;
  const { permissions } = tools;
  await writeFieldsAfter(change, course, tools);
  course.done = "it is as its manifest says";
  const granted = permissions === undefined ? {} : { permissions };
  await recordCompleted({ scope, identifier, name, ...granted }, tools);
}

async function take(
  change: UpdateChange,
  course: Course,
  address: string,
  tools: ManifestTools,
): Promise<RouteResult> {
  const waiting = course.waiting.get(address);
  if (waiting === undefined) throw new Error(`${address} does not wait`);
  const { route } = waiting;
  const result = await addRoute(change, route.to, tools, () => intend(change, course, tools));
  if (result.outcome.status !== "applied") return result;
  course.waiting.delete(address);
  course.took = true;
  note(course, route, "added", result);
  return result;
}

async function give(
  change: UpdateChange,
  course: Course,
  address: string,
  tools: ManifestTools,
): Promise<Given> {
  const removals = removalsLeft(change, course).filter(({ removal }) => routeKey(removal.from) === address);
  let given: Route | undefined;
  const ended = await proceed(change, course, async () => {
    const routes = removals.map(({ removal }) => removal);
    const { live } = await readAsPlanned(change, { fields: fieldsAfter(change), routes }, tools, course);
    given = returnable(live, address);
    if (given !== undefined) await removeRoutes(change, course, removals, tools);
  });
  if (ended !== undefined) {
    const { status, reason: why = status } = ended.outcome;
    return { is: "kept", why, ended };
  }
  return given === undefined ? { is: "kept", why: NOT_RETURNABLE } : { is: "given", route: given };
}

async function takeBack(
  change: UpdateChange,
  course: Course,
  { route, why }: { readonly route: Route; readonly why: string },
  tools: ManifestTools,
): Promise<ChangeOutcome> {
  const { outcome, error } = await giveBack(change, route, why, tools);
  for (const { of, removal } of removalsOf(change)) {
    if (routeKey(removal.from) === routeKey(route))
      course.routes.set(of, { ...outcome, route: routeChangeKey(of) });
  }
  return carriedOf(change, course, outcome.status, outcome.reason, error);
}
