import { describeBucket, distributionKey } from "../distribution.ts";
import { compareText } from "../order.ts";
import type { Differences, Missing } from "./diff.ts";
import { nameOf } from "./diff.ts";
import { digestOf, type Hash } from "./digest.ts";
import { guard, type Limits } from "./guard.ts";
import type { CreateChange, Left, Plan, PlannedPermissions, WorkspaceIdentity } from "./plan.ts";

export type PlanInput = {
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  readonly limits: Limits;
  readonly differences: Differences;
  /** Permissions with ids, by distribution key, for what is to be created. */
  readonly permissions: ReadonlyMap<string, PlannedPermissions>;
  /** What was left alone for reasons that the comparison does not know. */
  readonly left: readonly Left[];
  readonly hash: Hash;
};

/** Puts the plan together: ordered by key, guarded, counted and hashed. */
export function assemblePlan(input: PlanInput): Plan {
  const changes = input.differences.missing
    .map((missing) => createChange(missing, input.permissions))
    .toSorted(byKey);
  const blocks = guard(changes, input.limits);
  const unchanged = input.differences.unchanged.toSorted(byKey);
  const left = [...input.differences.left, ...input.left].toSorted(byKey);
  const head = {
    version: 1,
    instance: input.instance,
    workspace: input.workspace,
    policy: "create-only",
  } as const;
  const summary = {
    create: changes.filter(({ resumes }) => resumes === undefined).length,
    finish: changes.filter(({ resumes }) => resumes !== undefined).length,
    routes: changes.reduce((sum, { routes }) => sum + routes.length, 0),
    unchanged: unchanged.length,
    left: left.length,
    blocked: blocks.reduce((sum, { keys }) => sum + keys.length, 0),
  };
  return {
    ...head,
    digest: digestOf({ ...head, changes }, input.hash),
    changes,
    blocks,
    unchanged,
    left,
    summary,
  };
}

function createChange(
  { desired, routes, resumes, presumed }: Missing,
  permissions: ReadonlyMap<string, PlannedPermissions>,
): CreateChange {
  const { bucket, identifier, disabled, protect, source } = desired;
  const key = distributionKey(bucket, identifier);
  const granted = permissions.get(key);
  return {
    action: "create",
    key,
    bucket,
    identifier,
    where: describeBucket(bucket, desired.environmentName),
    name: nameOf(desired),
    ...(disabled === undefined ? {} : { disabled }),
    ...(granted === undefined ? {} : { permissions: granted }),
    routes,
    ...(resumes === undefined ? {} : { resumes }),
    ...(presumed === undefined ? {} : { presumed }),
    protect,
    source: `${source.file}:${source.line}`,
  };
}

function byKey(a: { readonly key: string; readonly id?: string }, b: typeof a): number {
  return compareText(a.key, b.key) || compareText(a.id ?? "", b.id ?? "");
}
