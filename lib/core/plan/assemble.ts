import { describeScope, distributionKey } from "../domain/distribution.ts";
import { compareText } from "../domain/order.ts";
import type { Block } from "./block.ts";
import { displayName, type ToCreate } from "./classify.ts";
import { digestOf, type Hash } from "./digest.ts";
import {
  type Change,
  type CreateChange,
  declaredOf,
  type LeftAlone,
  type Plan,
  type PlanApproval,
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
  readonly decide: Decide;
  readonly hash: Hash;
};

/** What rules refuse of the changes, and what an approval of exactly these allows. */
export type Decide = (changes: readonly Change[], digest: string) => Decision;

type Decision = { readonly blocks: readonly Block[]; readonly approval?: PlanApproval };

/** Puts the plan together: in order, hashed, guarded and counted. */
export function assemblePlan({ instance, workspace, policy, decide, hash, ...input }: PlanInput): Plan {
  const changes = input.changes.toSorted(inOrder);
  const unchanged = input.unchanged.toSorted(byKey);
  const leftAlone = input.leftAlone.toSorted(byKey);
  const head = { version: 1, instance, workspace, policy } as const;
  const digest = digestOf({ ...head, changes }, hash);
  const { blocks, approval } = decide(changes, digest);
  return {
    ...head,
    digest,
    changes,
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
