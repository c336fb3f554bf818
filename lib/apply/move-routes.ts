import { cite } from "../core/domain/wording.ts";
import type { Change } from "../core/plan/plan.ts";
import { stopsPass } from "../errors.ts";
import type { ChangeOutcome, ChangeTools, RouteSource, RunState } from "./context.ts";
import { lost } from "./outcome.ts";
import type { PassProgress } from "./progress.ts";
import { detachFromDelete, restoreToDelete } from "./remove.ts";
import { abandon, attach, recordRefused } from "./routes.ts";
import { detachFromUpdate, restoreToUpdate } from "./update.ts";

type MoveTools = {
  readonly progress: PassProgress;
  readonly toolsOf: (change: Change) => ChangeTools;
  /** By address: the change of the plan that takes a route with it away. */
  readonly givenUp: ReadonlyMap<string, Change>;
  /** Gets the addresses that have moved. */
  readonly moved: Set<string>;
  /** Takes a change to its end. */
  readonly finish: (run: RunState, tools: ChangeTools) => Promise<ChangeOutcome>;
};

/**
 * Moves routes from one distribution to another where Buddy refuses an address that exists already. Each is detached from
 * its source and attached in one go, before anything else is removed, and restored should Buddy refuse it still. Changes that
 * end by this are accounted for.
 *
 * @param pending by the key of its change
 */
export async function moveRoutes(pending: ReadonlyMap<string, RunState>, tools: MoveTools): Promise<void> {
  const { progress, givenUp, toolsOf, finish } = tools;
  for (const run of pending.values()) {
    let allMoved = true;
    for (const address of Array.from(run.waiting.keys())) {
      const from = givenUp.get(address);
      if (from === undefined) continue;
      try {
        allMoved = (await move(address, from, run, pending, tools)) && allMoved;
      } catch (fault) {
        for (const change of [from, run.change])
          if (!progress.isDone(change)) progress.account(change, lost(change, fault));
      }
    }
    if (!allMoved && !progress.isDone(run.change))
      progress.account(run.change, await finish(run, toolsOf(run.change)));
  }
}

async function move(
  address: string,
  from: Change,
  run: RunState,
  pending: ReadonlyMap<string, RunState>,
  { progress, toolsOf, moved }: MoveTools,
): Promise<boolean> {
  const has = `${cite(from.identifier)} has ${address}`;
  const blocker = progress.blocker(from, { removing: true });
  const source = sourceOf(from, pending);
  if (blocker !== undefined || source === undefined) {
    const { status, reason } = blocker ?? { status: "failed" as const, reason: "its change did not begin" };
    abandon(run, address, { status, reason: `${has} until then: ${reason}` });
    return false;
  }

  // A change that is done and blocks nothing has found its distribution gone.
  const detached = progress.isDone(from)
    ? ({ kind: "gone" } as const)
    : await detach(source, address, toolsOf(from));
  if ("ended" in detached && detached.ended !== undefined) progress.account(from, detached.ended);
  if (detached.kind === "kept") {
    abandon(run, address, { status: "failed", reason: `${has} still: ${detached.why}` });
    return false;
  }

  moved.add(address);
  const { outcome, error } = await attach(run, address, toolsOf(run.change));
  const { status, reason: why = status } = outcome;
  if (status === "applied") return true;
  if (detached.kind === "detached" && error?.effect === "none" && !stopsPass(error)) {
    moved.delete(address);
    const inVain = `${cite(run.change.identifier)} could not have it: ${why}`;
    progress.account(from, await restore(source, detached.route, inVain, toolsOf(from)));
    // Anything else may be over by the next pass.
    if (error.failure === "refused") await recordRefused(run, address, toolsOf(run.change));
    abandon(run, address, { status, reason: `${why}, also while no other distribution had it` }, error);
  } else {
    const then = `${cite(from.identifier)} has given it up: the next pass adds it, unless it is there by then`;
    abandon(run, address, { status, reason: `${why}; ${then}` }, error);
  }
  return false;
}

/** A change that gives an address up, if its first phase went well. */
function sourceOf(change: Change, pending: ReadonlyMap<string, RunState>): RouteSource | undefined {
  if (change.action === "delete") return { kind: "delete", change };
  const run = pending.get(change.key);
  return run?.kind === "update" ? { kind: "update", run } : undefined;
}

function detach(
  source: RouteSource,
  address: string,
  tools: ChangeTools,
): ReturnType<typeof detachFromUpdate> {
  switch (source.kind) {
    case "update":
      return detachFromUpdate(source.run, address, tools);
    case "delete":
      return detachFromDelete(source.change, address, tools);
    default:
      return source satisfies never;
  }
}

function restore(
  source: RouteSource,
  route: Parameters<typeof restoreToUpdate>[1],
  why: string,
  tools: ChangeTools,
): Promise<ChangeOutcome> {
  switch (source.kind) {
    case "update":
      return restoreToUpdate(source.run, route, why, tools);
    case "delete":
      return restoreToDelete(source.change, route, why, tools);
    default:
      return source satisfies never;
  }
}
