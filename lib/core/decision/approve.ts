import type { Block } from "../plan/guard.ts";
import type { PlanApproval } from "../plan/plan.ts";
import { isoOf } from "../time.ts";
import type { Approval } from "./approval.ts";
import { isLiftable } from "./liftable.ts";

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
