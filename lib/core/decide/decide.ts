import { DAY_MS, isoOf } from "../domain/time.ts";
import { type Block, inBlockOrder } from "../plan/block.ts";
import { guard } from "../plan/guard.ts";
import type { GuardContext, Limits } from "../plan/limits.ts";
import type { Change, Plan, PlanApproval } from "../plan/plan.ts";
import { type Approval, isLiftable } from "./approval.ts";
import { heldBlocks } from "./held.ts";
import type { Hold } from "./hold.ts";
import { frozen } from "./window.ts";
import type { Window } from "./window-rules.ts";

/** The rules and what people have decided, as they stand at one moment. */
export type DecisionRules = {
  readonly limits: Limits;
  readonly windows: readonly Window[];
  readonly holds: KnownHolds;
  readonly approvals: readonly Approval[];
  /** When approvals were used, by digest. */
  readonly used: ReadonlyMap<string, number>;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** `unreadable`: some holds are known, and others could not be read, for the reason in `why`. */
export type KnownHolds =
  | { readonly kind: "known"; readonly holds: readonly Hold[] }
  | { readonly kind: "unreadable"; readonly holds: readonly Hold[]; readonly why: string };

/**
 * Decides which changes of a finished plan must wait, and which blocks an approval lifts. The plan's digest does not depend
 * on the answer.
 */
export function decide(
  { changes, digest }: Pick<Plan, "changes" | "digest">,
  { limits, windows, holds, approvals, used, now }: DecisionRules,
  context: Omit<GuardContext, "blocked">,
): Decision {
  const held = heldBlocks(changes, holds.holds, now);
  // A window is not counted here: it delays the whole plan, and would make every move look like a loss.
  const blocked = new Set(held.blocks.flatMap(({ keys }) => keys));
  const blocks = [
    ...guard(changes, limits, { ...context, blocked }),
    ...held.blocks,
    ...unreadableBlocks(changes, holds),
    ...frozenBlocks(changes, frozen(windows, now)),
  ];
  const approved = approve(blocks, { digest, approvals, used, now });
  return { ...approved, notices: [...held.notices, ...approved.notices] };
}

export type Decision = {
  /** What remains refused. */
  readonly blocks: readonly Block[];
  /** Absent when nothing is lifted: no approval is used up then. */
  readonly approval?: PlanApproval;
  /** What people should know: of holds that have ended, and of approvals that do not count. */
  readonly notices: readonly string[];
};

/** Nobody knows what is held, so everything is. */
function unreadableBlocks(changes: readonly Change[], holds: KnownHolds): readonly Block[] {
  if (holds.kind === "known" || changes.length === 0) return [];
  return inBlockOrder([
    {
      code: "HOLDS_UNREADABLE",
      message: `the holds could not be read: ${holds.why}`,
      remedy: "repair the holds or the place that stores them; nothing is written until then",
      keys: changes.map(({ key }) => key),
    },
  ]);
}

function frozenBlocks(changes: readonly Change[], reason: string | undefined): readonly Block[] {
  if (reason === undefined || changes.length === 0) return [];
  return inBlockOrder([
    {
      code: "FROZEN",
      message: `nothing is written now: ${reason}`,
      remedy: "wait for a pass at another time, or approve this plan",
      keys: changes.map(({ key }) => key),
    },
  ]);
}

export type Approving = {
  /** Of the plan, `sha256:…`. */
  readonly digest: string;
  readonly approvals: readonly Approval[];
  /** When approvals were used, by digest. */
  readonly used: ReadonlyMap<string, number>;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/**
 * Lifts the blocks that a valid approval of exactly this plan names, and no others. An approval is valid when it ends within
 * the next 24 hours and was not used: `used` has no use of its digest, or one too long ago to have been this approval.
 */
export function approve(blocks: readonly Block[], { digest, approvals, used, now }: Approving): Decision {
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

function lift(blocks: readonly Block[], { by, reason, until, source, lifts: named }: Approval): Decision {
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
    return `the approval ${file} ends at ${isoOf(until)}, more than a day from now: give it an earlier \`until\``;
  }
  return undefined;
}
