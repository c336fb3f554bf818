import { describeScope, distributionKey } from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import { displayName, type ToCreate } from "./classify.ts";
import { digestOf, type Hash } from "./digest.ts";
import {
  type Change,
  type CreateChange,
  declaredOf,
  type LeftAlone,
  type Plan,
  type PlannedPermissions,
  type PlanSummary,
  type Policy,
  type Unchanged,
  type WorkspaceIdentity,
} from "./plan.ts";

export type PlanInput = {
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  readonly policy: Policy;
  readonly changes: readonly Change[];
  readonly unchanged: readonly Unchanged[];
  readonly leftAlone: readonly LeftAlone[];
  readonly hash: Hash;
};

/** A plan with its digest, about which nobody has decided yet. */
export type UndecidedPlan = Omit<Plan, "blocks" | "approval" | "summary">;

/** Puts the changes in order and hashes them. */
export function assemblePlan({ instance, workspace, policy, hash, ...input }: PlanInput): UndecidedPlan {
  const changes = input.changes.toSorted(inOrder);
  const head = { version: 1, instance, workspace, policy } as const;
  return {
    ...head,
    digest: digestOf({ ...head, changes }, hash),
    changes,
    unchanged: input.unchanged.toSorted(byKey),
    leftAlone: input.leftAlone.toSorted(byKey),
  };
}

/** The plan with what was decided about it, and counted. */
export function decidedPlan(
  { unchanged, leftAlone, ...head }: UndecidedPlan,
  { blocks, approval }: Pick<Plan, "blocks" | "approval">,
): Plan {
  const { changes } = head;
  return {
    ...head,
    blocks,
    ...(approval === undefined ? {} : { approval }),
    unchanged,
    leftAlone,
    summary: summaryOf({ changes, blocks, unchanged, leftAlone }),
  };
}

function summaryOf({
  changes,
  blocks,
  unchanged,
  leftAlone,
}: Pick<Plan, "changes" | "blocks" | "unchanged" | "leftAlone">): PlanSummary {
  const count = (action: Change["action"]) => changes.filter((change) => change.action === action).length;
  const finish = changes.filter(
    (change) => change.action === "create" && change.resumes !== undefined,
  ).length;
  return {
    create: count("create") - finish,
    finish,
    update: count("update"),
    adopt: count("adopt"),
    disown: count("disown"),
    disable: count("disable"),
    delete: count("delete"),
    routes: changes.reduce((sum, change) => sum + addedRoutes(change), 0),
    unchanged: unchanged.length,
    unverified: unchanged.filter(({ verified }) => !verified).length,
    leftAlone: leftAlone.length,
    drift: leftAlone.filter(({ reason }) => reason === "drift").length,
    blocked: new Set(blocks.flatMap(({ keys }) => keys)).size,
  };
}

function addedRoutes(change: Change): number {
  switch (change.action) {
    case "create":
      return change.routes.length;
    case "update":
      return change.routes.filter((route) => route.kind === "add" || route.kind === "replace").length;
    case "adopt":
    case "disown":
    case "disable":
    case "delete":
      return 0;
    /* v8 ignore next -- @preserve: the compiler knows every case */
    default:
      return change satisfies never;
  }
}

export function createChange(
  { desired, routes, resumes, presumed }: ToCreate,
  permissions: ReadonlyMap<string, PlannedPermissions>,
): CreateChange {
  const { scope, identifier, disabled, protect, onRemove, source } = desired;
  const key = distributionKey(scope, identifier);
  const granted = permissions.get(key);
  return {
    action: "create",
    key,
    scope,
    identifier,
    where: describeScope(scope, desired.environmentName),
    name: displayName(desired),
    ...(disabled === undefined ? {} : { disabled }),
    ...(granted === undefined ? {} : { permissions: granted }),
    routes,
    ...(resumes === undefined ? {} : { resumes }),
    ...(presumed === undefined ? {} : { presumed }),
    declared: declaredOf(desired, granted),
    protect,
    ...(onRemove === undefined ? {} : { onRemove }),
    source: `${source.file}:${source.line}`,
  };
}

/** As they are carried out: removals last. */
function inOrder(a: Change, b: Change): number {
  return Number(isRemoval(a)) - Number(isRemoval(b)) || byKey(a, b);
}

/** Takes something away from those who use it. */
export function isRemoval({ action }: Pick<Change, "action">): boolean {
  return action === "disable" || action === "delete";
}

function byKey(a: { readonly key: string; readonly id?: string }, b: typeof a): number {
  return compareText(a.key, b.key) || compareText(a.id ?? "", b.id ?? "");
}
