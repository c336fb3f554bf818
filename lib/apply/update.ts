import type { UpdateChange } from "../core/plan/plan.ts";
import type { Halfway } from "./halfway.ts";
import { recordDeclared } from "./record.ts";
import type { ChangeOutcome, ManifestTools } from "./tools.ts";
import { courseOf, proceed } from "./update-course.ts";
import { writeFields } from "./update-fields.ts";
import { updateHalfway } from "./update-halfway.ts";
import { readAsPlanned } from "./update-read.ts";
import { verifyAdded, writeRoutes } from "./update-routes.ts";

/** The first phase of an update: its fields, the routes that are added or changed. Nothing is taken away yet. */
export async function beginUpdate(
  change: UpdateChange,
  tools: ManifestTools,
): Promise<ChangeOutcome | { readonly halfway: Halfway }> {
  const course = courseOf(change);
  const ended = await proceed(change, course, async () => {
    const { live, row } = await readAsPlanned(change, change, tools);
    await recordDeclared({ scope: change.scope, identifier: course.identifier }, row, tools);
    await writeFields(change, course, live, tools);
    await writeRoutes(change, course, { live, row }, tools);
    if (course.error === undefined) await verifyAdded(change, course, tools);
  });
  if (ended !== undefined) return ended;
  const halfway = updateHalfway(change, course, tools);
  return halfway.removes || halfway.waiting.size > 0 ? { halfway } : halfway.finish();
}
