import { isRemoval } from "../core/plan/assemble.ts";
import { KEPT_WHOLE } from "../core/plan/compare.ts";
import { givenUpBy } from "../core/plan/moves.ts";
import type { Change, Plan } from "../core/plan/plan.ts";
import type { Outcome } from "../core/report/report.ts";
import type { ProviderError } from "../errors.ts";
import { interruptible } from "../interrupt.ts";
import type { ApplyTools, ChangeOutcome, ChangeTools, Pending, RunState } from "./context.ts";
import { beginCreate, finishCreate } from "./create.ts";
import { moveRoutes } from "./move-routes.ts";
import { lost, notBegun, runOutcome } from "./outcome.ts";
import { adopt, disown } from "./ownership.ts";
import { progressOf } from "./progress.ts";
import { ledgerByKey } from "./record.ts";
import { relistByScope } from "./relist.ts";
import { deleteDistribution, disableDistribution } from "./remove.ts";
import { removesRoutes } from "./routes.ts";
import { beginUpdate, finishUpdate } from "./update.ts";

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
 * will not have twice moves from one distribution to another in between.
 */
export async function apply(plan: Plan, tools: ApplyTools): Promise<Applied> {
  const { writer, inventory, commit, log, concurrency, asKept = KEPT_WHOLE } = tools;
  const clock = interruptible(tools.clock, tools.signal);
  const ledgerOf = ledgerByKey(plan, tools.ledger, clock);
  const progress = progressOf(plan, tools);
  const moved = new Set<string>();
  const givenUp = givenUpBy(plan.changes);
  const relist = relistByScope(writer);
  const shared = { writer, inventory, clock, asKept, begunAt: clock.now(), relist, givenUp, moved };
  const toolsOf = ({ key }: Change): ChangeTools => ({
    ...shared,
    ...(commit === undefined ? {} : { commit }),
    ledger: ledgerOf(key),
  });
  const pending = new Map<string, RunState>();

  const begin = async (change: Change): Promise<void> => {
    if (progress.isDone(change)) return;
    const blocker = progress.blocker(change);
    if (blocker !== undefined) {
      progress.account(change, { outcome: notBegun(change, blocker.status, blocker.reason) });
      return;
    }
    log("change.started", { key: change.key });
    const result = await applyChange(change, toolsOf(change)).catch((fault: unknown) => lost(change, fault));
    if ("pending" in result) pending.set(change.key, result.pending);
    else progress.account(change, result);
  };

  const finish = async (run: RunState): Promise<void> => {
    const { change } = run;
    if (progress.isDone(change)) return;
    const blocker = progress.blocker(change, { removing: removesRoutes(run) });
    const result =
      blocker === undefined
        ? await finishChange(run, toolsOf(change)).catch((fault: unknown) => lost(change, fault))
        : runOutcome(run, "skipped", blocker.reason);
    progress.account(change, result);
  };

  const additions = plan.changes.filter((change) => !isRemoval(change));
  await inParallel(additions, concurrency, begin);
  await moveRoutes(pending, { progress, toolsOf, givenUp, moved, finish: finishChange });
  await inParallel([...pending.values()], concurrency, finish);
  await inParallel(plan.changes.filter(isRemoval), concurrency, begin);
  return progress.end();
}

/** Carries a change out, up to where something is taken away for it. */
async function applyChange(change: Change, tools: ChangeTools): Promise<ChangeOutcome | Pending> {
  switch (change.action) {
    case "create":
      return beginCreate(change, tools);
    case "update":
      return beginUpdate(change, tools);
    case "adopt":
      return adopt(change, tools);
    case "disown":
      return disown(change, tools);
    case "disable":
      return disableDistribution(change, tools);
    case "delete":
      return deleteDistribution(change, tools);
    default:
      return change satisfies never;
  }
}

/** Takes a pending change to its end. The caller sees to it that nothing has failed before. */
async function finishChange(run: RunState, tools: ChangeTools): Promise<ChangeOutcome> {
  switch (run.kind) {
    case "create":
      return finishCreate(run, tools);
    case "update":
      return finishUpdate(run, tools);
    default:
      return run satisfies never;
  }
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
