import type { Actual } from "../core/distribution.ts";
import type { Owned } from "../core/inventory.ts";
import { compareLive } from "../core/plan/compare.ts";
import type { UpdateChange } from "../core/plan/plan.ts";
import { type Effects, mustAgree } from "./agree.ts";
import { Conflict } from "./conflict.ts";
import { settle } from "./once.ts";
import { ownedOf } from "./owned.ts";
import { recordCompleted, recordDeclared } from "./record.ts";
import { readAgain } from "./reread.ts";
import type { Carried, ManifestTools } from "./tools.ts";
import { type Course, carriedOf, courseOf, proceed } from "./update-course.ts";
import { fieldsAfter, writeFields, writeFieldsAfter } from "./update-fields.ts";
import { removalsOf, removeRoutes, verifyAdded, writeRoutes } from "./update-routes.ts";

/** An update whose first phase went well, and that still has something to remove. */
export type Halfway = { readonly change: UpdateChange; readonly course: Course };

/** The first phase of an update: its fields, the routes that are added or changed. Nothing is taken away yet. */
export async function beginUpdate(
  change: UpdateChange,
  tools: ManifestTools,
): Promise<Carried | { readonly halfway: Halfway }> {
  const course = courseOf(change);
  const ended = await proceed(change, course, async () => {
    const { live, row } = await readAsPlanned(change, change, tools);
    await recordDeclared({ bucket: change.bucket, identifier: course.identifier }, row, tools);
    await writeFields(change, course, live, tools);
    await writeRoutes(change, course, live, tools);
    if (course.error === undefined) await verifyAdded(change, course, tools);
  });
  if (ended !== undefined) return ended;
  return removalsOf(change).length > 0 ? { halfway: { change, course } } : complete(change, course, tools);
}

/** The second phase: routes that go. The caller sees to it that nothing has failed before. */
export async function finishUpdate({ change, course }: Halfway, tools: ManifestTools): Promise<Carried> {
  const removals = removalsOf(change);
  const ended = await proceed(change, course, async () => {
    const routes = removals.map(({ removal }) => removal);
    await readAsPlanned(change, { fields: fieldsAfter(change), routes }, tools, course);
    await removeRoutes(change, course, removals, tools);
  });
  return ended ?? complete(change, course, tools);
}

/** The account of an update whose second phase does not come. */
export function leaveHalfway({ change, course }: Halfway, reason: string): Carried {
  return carriedOf(change, course, "skipped", reason);
}

/**
 * The object as it is now, which must still differ as planned.
 * @param course of an update that is under way: what it wrote may not show at once
 * @throws Conflict
 */
async function readAsPlanned(
  change: UpdateChange,
  planned: Effects,
  tools: ManifestTools,
  course?: Course,
): Promise<{ readonly live: Actual; readonly row: Owned }> {
  const { inventory, clock, desired, permissions } = tools;
  const row = ownedOf(change, inventory);
  const look = async () => {
    const live = await readAgain(change, row, tools);
    if (live === undefined) throw new Conflict("it is gone since the plan was made");
    mustAgree(planned, compareLive(desired, permissions, live, row));
    return { live, row };
  };
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Conflict) || course?.wrote !== true) throw error;
    await settle(clock, clock.now());
    return look();
  }
}

/** Enables what waited for its routes, and records that the manifest and the object agree. */
async function complete(change: UpdateChange, course: Course, tools: ManifestTools): Promise<Carried> {
  const { bucket, identifier, name } = change;
  const { permissions } = tools;
  const ended = await proceed(change, course, async () => {
    await writeFieldsAfter(change, course, tools);
    course.done = "it is as its manifest says";
    const granted = permissions === undefined ? {} : { permissions };
    await recordCompleted({ bucket, identifier, name, ...granted }, tools);
  });
  return ended ?? carriedOf(change, course, "applied");
}
