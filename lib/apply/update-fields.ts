import type { Actual } from "../core/domain/distribution.ts";
import type { FieldChange, UpdateChange } from "../core/plan/plan.ts";
import { fieldsOf } from "./fields.ts";
import type { ManifestTools } from "./tools.ts";
import { type Course, intend } from "./update-course.ts";

/** All fields at once, but for one that has to wait for the routes. */
export async function writeFields(
  change: UpdateChange,
  course: Course,
  live: Actual,
  tools: ManifestTools,
): Promise<void> {
  const { scope, identifier, renames } = change;
  const last = fieldsAfter(change);
  const now = change.fields.filter((field) => !last.includes(field));
  if (now.length > 0) await write(change, course, now, live, tools);
  if (renames === undefined) return;
  course.done = `it is called ${identifier} now`;
  await tools.ledger.record({ event: "renamed", scope, identifier, at: tools.clock.now(), from: renames });
  course.done = undefined;
  course.identifier = identifier;
}

/**
 * What is to be enabled answers requests only once its routes are right. What is to be disabled is disabled before they
 * change: somebody wants it off, and it is off all the sooner.
 */
export function fieldsAfter({ fields, routes }: UpdateChange): readonly FieldChange[] {
  return routes.length === 0 ? [] : fields.filter((change) => change.field === "disabled" && !change.to);
}

export async function writeFieldsAfter(
  change: UpdateChange,
  course: Course,
  tools: ManifestTools,
): Promise<void> {
  const last = fieldsAfter(change);
  if (last.length > 0) await write(change, course, last, {}, tools);
}

async function write(
  change: UpdateChange,
  course: Course,
  fields: readonly FieldChange[],
  live: Pick<Actual, "permissions">,
  tools: ManifestTools,
): Promise<void> {
  await intend(change, course, tools);
  await tools.writer.updateDistribution(change.scope, change.id, fieldsOf(fields, live.permissions));
  course.wrote = true;
  course.distribution = "updated";
}
