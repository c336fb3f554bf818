import { describeScope } from "../domain/distribution.ts";
import { isoOf } from "../domain/time.ts";
import type { Block } from "../plan/block.ts";
import { inBlockOrder } from "../plan/guard.ts";
import type { Change, PlanApproval } from "../plan/plan.ts";
import { type Approval, isLiftable } from "./approval.ts";
import type { Held, Hold } from "./hold.ts";

export type Approving = {
  /** Of the plan, `sha256:…`. */
  readonly digest: string;
  readonly approvals: readonly Approval[];
  /** When approvals were used, by digest. */
  readonly used: ReadonlyMap<string, number>;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

export type Approved = {
  /** What remains refused. */
  readonly blocks: readonly Block[];
  /** Absent when nothing is lifted: then no approval is used up. */
  readonly approval?: PlanApproval;
  /** Why an approval of this plan does not count, or not for all. */
  readonly notices: readonly string[];
};

/** For how long an approval counts at most. */
const DAY_MS = 86_400_000;

/**
 * Lifts exactly those blocks that a valid approval of exactly this plan names. It is valid when it ends within the next 24
 * hours and was not used: `used` has no use of it, or one that is so long ago that this approval cannot have been that one.
 */
export function approve(blocks: readonly Block[], { digest, approvals, used, now }: Approving): Approved {
  const ours = approvals.filter((approval) => approval.digest === digest);
  if (blocks.length === 0 || ours.length === 0) return { blocks, notices: [] };
  const faults: string[] = [];
  for (const approval of ours) {
    const fault = faultOf(approval, used.get(digest), now);
    if (fault === undefined) return lift(blocks, approval);
    faults.push(fault);
  }
  return { blocks, notices: faults };
}

function lift(blocks: readonly Block[], { by, reason, until, source, lifts: named }: Approval): Approved {
  const lifts = blocks.filter(({ code }) => isLiftable(code) && named.includes(code));
  const remaining = blocks.filter((block) => !lifts.includes(block));
  const unnamed = new Set(remaining.flatMap(({ code }) => (isLiftable(code) ? [code] : [])));
  const notices =
    unnamed.size === 0
      ? []
      : [`the approval ${source} does not lift ${[...unnamed].join(", ")}: add it to \`lifts\``];
  if (lifts.length === 0) return { blocks, notices };
  return { blocks: remaining, approval: { by, reason, until: isoOf(until), source, lifts }, notices };
}

function faultOf(
  { until, source: file }: Approval,
  usedAt: number | undefined,
  now: number,
): string | undefined {
  // Used then, it ended within a day of that. One that ends later was written since.
  if (usedAt !== undefined && until <= usedAt + DAY_MS) {
    return `the approval ${file} was used at ${isoOf(usedAt)}, and works once: a new one has to end after ${isoOf(usedAt + DAY_MS)}`;
  }
  if (until <= now) return `the approval ${file} ended at ${isoOf(until)}: give it a later \`until\``;
  if (until > now + DAY_MS) {
    return `the approval ${file} ends at ${isoOf(until)}, which is more than a day from now: give it an earlier \`until\``;
  }
  return undefined;
}

/** Everything waits: `reason` says for what, as `frozen` tells it. */
export function frozenBlocks(changes: readonly Change[], reason: string): readonly Block[] {
  if (changes.length === 0) return [];
  return inBlockOrder([
    {
      code: "FROZEN",
      message: `nothing is written now: ${reason}`,
      remedy: "wait for a pass at another time, or approve this plan",
      keys: changes.map(({ key }) => key),
    },
  ]);
}

/**
 * What holds keep from being carried out, one block for each hold. One that is over holds nothing, and is told so that
 * somebody takes it out; so is one that seems to be meant for another place.
 *
 * @param now milliseconds since the epoch
 */
export function heldBlocks(
  changes: readonly Change[],
  holds: readonly Hold[],
  now: number,
): { readonly blocks: readonly Block[]; readonly notices: readonly string[] } {
  const blocks: Block[] = [];
  const notices: string[] = [];
  for (const hold of holds) {
    const { who, until, source } = hold;
    if (until <= now) {
      notices.push(`the hold on ${heldName(who)} ended at ${isoOf(until)}: take it out of ${source}`);
      continue;
    }
    const keys = changes.filter((change) => holdsBack(who, change)).map(({ key }) => key);
    if (keys.length > 0) blocks.push(blockOf(hold, keys));
    if (keys.length > 0 || "all" in who) continue;
    const other = changes.find((change) => hasName(who, change));
    if (other !== undefined) {
      notices.push(
        `the hold on ${heldName(who)} in ${source} does not hold ${other.identifier} of ${other.where}: say there where it belongs, if that is meant`,
      );
    }
  }
  return { blocks: inBlockOrder(blocks), notices };
}

/** Whether there are holds cannot be known: as if everything were held. */
export function holdsUnreadable(changes: readonly Change[], why: string): readonly Block[] {
  if (changes.length === 0) return [];
  return inBlockOrder([
    {
      code: "HOLDS_UNREADABLE",
      message: `whether anything is held cannot be known: ${why}`,
      remedy: "mend the holds or what they are kept in; until then nothing is written",
      keys: changes.map(({ key }) => key),
    },
  ]);
}

/** What is held, as people say it: `everything`, `shop`, `shop in project web`. */
export function heldName(who: Held): string {
  if ("all" in who) return "everything";
  const { identifier, project, environment, environmentId } = who;
  const path = [project, environment].filter((part) => part !== undefined).join("/");
  if (environmentId !== undefined) return `${identifier} in environment ${environmentId}`;
  if (environment !== undefined) return `${identifier} in environment ${path}`;
  return project === undefined ? identifier : `${identifier} in project ${project}`;
}

function blockOf({ who, until, reason, by, source }: Hold, keys: readonly string[]): Block {
  const decided = by === undefined ? "" : ` by ${by}`;
  return {
    code: "HELD",
    message: `${heldName(who)} is held${decided} until ${isoOf(until)}: ${reason}`,
    remedy: `wait, or end the hold in ${source}; no approval lifts it`,
    keys,
  };
}

type NamedHeld = Exclude<Held, { readonly all: true }>;

function holdsBack(who: Held, change: Change): boolean {
  return "all" in who || (hasName(who, change) && isIn(who, change));
}

/** Upper and lower case do not count: no two manifests differ in them alone, and a hold must not fail for a slip. */
function hasName(who: NamedHeld, change: Change): boolean {
  const before = change.action === "update" ? change.renames : undefined;
  return [change.identifier, before].some((name) => name !== undefined && same(name, who.identifier));
}

function isIn({ project, environment, environmentId }: NamedHeld, change: Change): boolean {
  const { scope, where } = change;
  switch (scope.kind) {
    case "workspace":
      return project === undefined && environment === undefined && environmentId === undefined;
    case "project":
      return environment === undefined && project !== undefined && same(project, scope.project);
    case "environment": {
      if (environmentId !== undefined) return same(environmentId, scope.environmentId);
      if (environment === undefined) return false;
      const named = project === undefined ? environment : `${project}/${environment}`;
      // Only the manifest has the environment's name: without it, it could be the one that is held.
      return same(where, describeScope(scope, named)) || where === describeScope(scope);
    }
    default:
      return scope satisfies never;
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
