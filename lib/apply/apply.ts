import { givenUpBy } from "../core/plan/moves.ts";
import type { Change, Plan } from "../core/plan/plan.ts";
import type { Outcome } from "../core/report/report.ts";
import type { ProviderError } from "../errors.ts";
import { interruptible } from "../interrupt.ts";
import type { Log } from "../ports.ts";
import { lost, notBegun } from "./account.ts";
import { ledgerByKey } from "./approval.ts";
import { applyChange, type CarryTools } from "./carry-out.ts";
import { deleteGiver } from "./delete-giver.ts";
import type { Giver, Halfway } from "./halfway.ts";
import { moveRoutes } from "./moves.ts";
import { isRemoval, progressOf } from "./progress.ts";
import { recorder } from "./recorder.ts";
import { relistByScope } from "./relist.ts";

export type ApplyTools = Omit<CarryTools, "begunAt" | "relist" | "moved" | "givenUp"> & {
  readonly log: Log;
  /** How many changes are under way at once. */
  readonly concurrency: number;
  /** When it fires no further change is begun, and those under way are finished as far as that needs no wait. */
  readonly signal?: AbortSignal;
};

export type Applied = {
  /** One for each change of the plan, in its order. */
  readonly outcomes: readonly Outcome[];
  /** Set when the pass had to stop before its end. */
  readonly stoppedBy?: ProviderError;
};

/**
 * Carries the plan out and accounts for every change of it. What adds or changes comes first, and a failure there stops what
 * depends on it and nothing else; only when the token is refused or the time is up is nothing more begun. What takes away
 * comes last, routes before distributions, and not at all once anything has gone otherwise than planned. A route that Buddy
 * will not have twice goes from one distribution to another in between.
 */
export async function apply(plan: Plan, tools: ApplyTools): Promise<Applied> {
  const { log, concurrency, signal } = tools;
  const clock = interruptible(tools.clock, signal);
  const ledgerOf = ledgerByKey(plan, recorder(tools.ledger), clock);
  const moved = new Set<string>();
  const givenUp = givenUpBy(plan.changes);
  const relist = relistByScope(tools.writer);
  const shared = { ...tools, clock, begunAt: clock.now(), relist, moved, givenUp };
  const progress = progressOf(plan, tools);
  const halfway = new Map<string, Halfway>();

  const carry = async (change: Change): Promise<void> => {
    if (progress.isOver(change)) return;
    const hindrance = progress.hindrance(change);
    if (hindrance !== undefined) {
      progress.account(change, { outcome: notBegun(change, hindrance.status, hindrance.reason) });
      return;
    }
    log("change.started", { key: change.key });
    const carried = await applyChange(change, { ...shared, ledger: ledgerOf(change.key) }).catch(
      (fault: unknown) => lost(change, fault),
    );
    if ("halfway" in carried) halfway.set(change.key, carried.halfway);
    else progress.account(change, carried);
  };

  const finish = async (one: Halfway): Promise<void> => {
    const { change, removes } = one;
    if (progress.isOver(change)) return;
    const hindrance = progress.hindrance(change, { removing: removes });
    const carried =
      hindrance === undefined
        ? await one.finish().catch((fault: unknown) => lost(change, fault))
        : one.leave(hindrance.reason);
    progress.account(change, carried);
  };

  const removals = plan.changes.filter(isRemoval);
  await inParallel(
    plan.changes.filter((change) => !isRemoval(change)),
    concurrency,
    carry,
  );
  const giverOf = (change: Change): Giver | undefined =>
    change.action === "delete"
      ? deleteGiver(change, { ...shared, ledger: ledgerOf(change.key) })
      : halfway.get(change.key)?.gives;
  await moveRoutes([...halfway.values()], givenUp, { progress, giverOf, moved });
  await inParallel([...halfway.values()], concurrency, finish);
  await inParallel(removals, concurrency, carry);
  return progress.end();
}

async function inParallel<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
