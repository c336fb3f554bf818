import type { LivePermissions } from "../core/domain/distribution.ts";
import { type FieldChange, idsOnly } from "../core/plan/plan.ts";
import type { DistributionFields } from "../ports.ts";

/**
 * What to send for the fields that change. Whether Buddy merges permissions or replaces them is not known: they are sent
 * whole, as they are live but for what changes, so that it makes no difference.
 */
export function fieldsOf(changes: readonly FieldChange[], live: LivePermissions = {}): DistributionFields {
  return changes.reduce<DistributionFields>((fields, change) => withChange(fields, change, live), {});
}

function withChange(
  fields: DistributionFields,
  change: FieldChange,
  live: LivePermissions,
): DistributionFields {
  const { permissions = live } = fields;
  switch (change.field) {
    case "identifier":
      return { ...fields, identifier: change.to };
    case "name":
      return { ...fields, name: change.to };
    case "disabled":
      return { ...fields, disabled: change.to };
    case "others":
      return { ...fields, permissions: { ...permissions, others: change.to } };
    case "users":
      return { ...fields, permissions: { ...permissions, ...idsOnly({ users: change.to }) } };
    case "groups":
      return { ...fields, permissions: { ...permissions, ...idsOnly({ groups: change.to }) } };
    default:
      return change satisfies never;
  }
}
