import { approve, frozenBlocks, heldBlocks, holdsUnreadable } from "../core/decide/decide.ts";
import { type Hold, parseHoldsText } from "../core/decide/hold.ts";
import type { Inventory } from "../core/domain/inventory.ts";
import type { Decided } from "../core/manifest/read.ts";
import type { Decide } from "../core/plan/assemble.ts";
import { guard } from "../core/plan/guard.ts";
import type { GuardContext, Limits } from "../core/plan/limits.ts";
import type { Change } from "../core/plan/plan.ts";
import type { HoldStore } from "../ports.ts";
import { describe } from "./record.ts";
import { frozen, type Window } from "./windows.ts";

export type DecisionRules = {
  readonly limits: Limits;
  readonly windows: readonly Window[];
  readonly holds?: HoldStore;
};

/** Rules and decisions as they are at one moment. */
export type Decisions = {
  readonly decide: (context: GuardContext) => Decide;
  /** What people should know of them once they were asked. */
  readonly notices: () => readonly string[];
};

/**
 * What may not be carried out now: limits, holds of git and of the store, windows. A store that cannot be read is a hold on
 * everything. Then what an approval of exactly this plan lifts.
 */
export async function decisions(
  { limits, windows, holds: store }: DecisionRules,
  { approvals, holds: inGit }: Decided,
  { approvals: used }: Inventory,
  now: number,
): Promise<Decisions> {
  const stored = await readStore(store);
  const closed = frozen(windows, now);
  const notices: string[] = [];
  const decide = (context: GuardContext) => (changes: readonly Change[], digest: string) => {
    const held = heldBlocks(changes, [...inGit, ...stored.holds], now);
    const others = [
      ...held.blocks,
      ...(stored.unreadable === undefined ? [] : holdsUnreadable(changes, stored.unreadable)),
      ...(closed === undefined ? [] : frozenBlocks(changes, closed.reason)),
    ];
    // Not those of a window: it holds up all of the plan alike, and would make every move look like a loss.
    const blocked = new Set(held.blocks.flatMap(({ keys }) => keys));
    const blocks = [...guard(changes, limits, { ...context, blocked }), ...others];
    const { notices: ofApproval, ...approved } = approve(blocks, { digest, approvals, used, now });
    notices.push(...held.notices, ...ofApproval);
    return approved;
  };
  return { decide, notices: () => notices };
}

type Stored = { readonly holds: readonly Hold[]; readonly unreadable?: string };

async function readStore(store: HoldStore | undefined): Promise<Stored> {
  try {
    const text = await store?.read();
    if (text === undefined) return { holds: [] };
    const { holds, problems } = parseHoldsText(text, "what `distro-sync hold --list` shows");
    const [first] = problems;
    return first === undefined
      ? { holds }
      : { holds: [], unreadable: `${first.message} (line ${first.line})` };
  } catch (error) {
    return { holds: [], unreadable: describe(error).message };
  }
}
