import type { Actual, Desired, Scope } from "../../distribution.ts";
import { type Comparison, compareLive } from "../../plan/compare.ts";
import { type Directory, resolvePermissions } from "../../plan/resolve.ts";
import { PARTS, type Part } from "./part.ts";

const NOBODY: Directory = { users: new Map(), groups: new Map() };

/** What a plan would change of a live distribution that is not ours yet, should this be its manifest. */
export function compareWritten(
  desired: Desired,
  scope: Scope,
  actual: Actual,
  directory: Directory = NOBODY,
): Comparison {
  const { permissions } = desired;
  const resolved =
    permissions === undefined
      ? undefined
      : resolvePermissions({ ...desired, permissions }, directory).permissions;
  return compareLive({ ...desired, scope }, resolved, actual, {});
}

/** What a comparison found different. */
export function partsOf({ fields, routes }: Comparison): ReadonlySet<Part> {
  const found = new Set<string>([...fields.map(({ field }) => field), ...routes.map(() => "routes")]);
  return new Set(PARTS.filter((part) => found.has(part)));
}
