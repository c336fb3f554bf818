import { scopeKey } from "../core/domain/distribution.ts";
import { isRemoval } from "../core/plan/assemble.ts";
import { blockReasons, type Change, type Plan } from "../core/plan/plan.ts";
import type { Outcome } from "../core/report/report.ts";
import { type ProviderError, stopsPass } from "../errors.ts";
import { interruption } from "../interrupt.ts";
import type { Log } from "../ports.ts";
import type { ChangeOutcome } from "./context.ts";

/** What has become of the changes of a plan so far, and what that means for those to come. */
export type PassProgress = {
  account(change: Change, ended: ChangeOutcome): void;
  /** Why a change is not begun, or not taken to its end, if there is a reason. */
  blocker(change: Change, step?: { readonly removing: boolean }): Blocker | undefined;
  /** Whether a change has been accounted for. */
  isDone(change: Change): boolean;
  end(): { readonly outcomes: readonly Outcome[]; readonly stoppedBy?: ProviderError };
};

type Blocker = { readonly status: "blocked" | "skipped"; readonly reason: string };

type Watch = { readonly log: Log; readonly signal?: AbortSignal };

export function progressOf(plan: Plan, { log, signal }: Watch): PassProgress {
  const blocked = blockReasons(plan);
  const outcomes = new Map<string, Outcome>();
  const closedScopes = new Map<string, ProviderError>();
  let stoppedBy: ProviderError | undefined;
  let firstFailure: Outcome | undefined;

  return {
    account(change, { outcome, error }) {
      outcomes.set(change.key, outcome);
      if (outcome.status !== "applied" && outcome.status !== "blocked") firstFailure ??= outcome;
      if (error !== undefined && stopsPass(error)) stoppedBy ??= error;
      if (error !== undefined && closesScope(error, outcome)) closedScopes.set(scopeKey(change.scope), error);
      log(`change.${outcome.status}`, { done: outcomes.size, of: plan.changes.length, outcome });
    },

    blocker(change, { removing } = { removing: isRemoval(change) }) {
      const block = blocked.get(change.key);
      const closed = closedScopes.get(scopeKey(change.scope));
      const ended = outcomes.get(change.key);
      if (block !== undefined) return { status: "blocked", reason: block };
      if (ended?.status === "blocked") return { status: "blocked", reason: ended.reason ?? ended.status };
      if (signal?.aborted === true) return { status: "skipped", reason: "the pass was interrupted" };
      if (stoppedBy !== undefined) return { status: "skipped", reason: stoppedBy.message };
      if (closed !== undefined) return { status: "skipped", reason: closed.message };
      if (!removing || firstFailure === undefined) return undefined;
      const reason = `nothing is removed in this pass, for ${firstFailure.identifier} (${firstFailure.where}) ended as ${firstFailure.status}`;
      return { status: "skipped", reason };
    },

    isDone: ({ key }) => outcomes.has(key),

    end() {
      if (signal?.aborted === true && firstFailure !== undefined)
        stoppedBy ??= interruption("the rest of the plan");
      return {
        outcomes: plan.changes.flatMap(({ key }) => outcomes.get(key) ?? []),
        ...(stoppedBy === undefined ? {} : { stoppedBy }),
      };
    },
  };
}

/** A scope in which creating is forbidden, or which is not there, will not take the next one either. */
function closesScope({ failure }: ProviderError, { id }: Outcome): boolean {
  return id === undefined && (failure === "forbidden" || failure === "not-found");
}
