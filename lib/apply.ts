import { lost, notBegun } from "./apply/account.ts";
import { ledgerByKey } from "./apply/approval.ts";
import { type CarryTools, carryOut, toolsOf } from "./apply/carry-out.ts";
import { isRemoval, progressOf } from "./apply/progress.ts";
import { recorder } from "./apply/recorder.ts";
import { relistByBucket } from "./apply/relist.ts";
import { finishUpdate, type Halfway, leaveHalfway } from "./apply/update.ts";
import type { Change, Plan } from "./core/plan/plan.ts";
import type { Outcome } from "./core/report/outcome.ts";
import type { Log, ProviderError } from "./ports.ts";

export type ApplyTools = Omit<CarryTools, "begunAt" | "relist"> & {
  readonly log: Log;
  /** How many changes are under way at once. */
  readonly concurrency: number;
  /** When it fires no further change is begun; those under way are finished. */
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
 * comes last, routes before distributions, and not at all once anything has gone otherwise than planned.
 */
export async function apply(plan: Plan, tools: ApplyTools): Promise<Applied> {
  const { log, concurrency, clock } = tools;
  const ledgerOf = ledgerByKey(plan, recorder(tools.ledger), clock);
  const shared = { ...tools, begunAt: clock.now(), relist: relistByBucket(tools.writer) };
  const progress = progressOf(plan, tools);
  const halfway: Halfway[] = [];

  const carry = async (change: Change): Promise<void> => {
    const hindrance = progress.hindrance(change);
    if (hindrance !== undefined) {
      progress.account(change, { outcome: notBegun(change, hindrance.status, hindrance.reason) });
      return;
    }
    log("change.started", { key: change.key });
    const carried = await carryOut(change, { ...shared, ledger: ledgerOf(change.key) }).catch(
      (fault: unknown) => lost(change, fault),
    );
    if ("halfway" in carried) halfway.push(carried.halfway);
    else progress.account(change, carried);
  };

  const finish = async (update: Halfway): Promise<void> => {
    const { change } = update;
    const hindrance = progress.hindrance(change, { removing: true });
    const carried =
      hindrance === undefined
        ? await finishUpdate(update, toolsOf(change, { ...shared, ledger: ledgerOf(change.key) })).catch(
            (fault: unknown) => lost(change, fault),
          )
        : leaveHalfway(update, hindrance.reason);
    progress.account(change, carried);
  };

  const removals = plan.changes.filter(isRemoval);
  await inParallel(
    plan.changes.filter((change) => !isRemoval(change)),
    concurrency,
    carry,
  );
  await inParallel(halfway, concurrency, finish);
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
