import type { ProviderError } from "../../errors.ts";
import { interruption } from "../../interrupt.ts";
import type { Clock } from "../../ports.ts";
import { backoff } from "../http/backoff.ts";

/** What became of one try, and whether another may be made: `at-once` when the rate limiter already holds every request. */
export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ProviderError; readonly again: "no" | "later" | "at-once" };

/** The one layer that repeats requests. What may be repeated at all is the client's to say. */
export type Retrier = {
  /** @throws ProviderError of the last try */
  run<T>(attempt: () => Promise<Attempt<T>>): Promise<T>;
};

export type RetryOptions = {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** Milliseconds since the epoch; no wait crosses it. */
  readonly deadline?: number;
  /** Fires when the process is told to end: then nothing is repeated, and no wait goes on. */
  readonly signal?: AbortSignal;
};

/**
 * At most 4 tries a call, and at most 10 % of the planned requests plus 10 in all: when Buddy is down, the extra load is
 * that and not four times everything. A request counts as planned from its first try on, which is never more than were
 * planned in truth.
 */
export function retrier({
  clock,
  random,
  deadline = Number.POSITIVE_INFINITY,
  signal,
}: RetryOptions): Retrier {
  let begun = 0;
  let repeated = 0;
  return {
    async run(attempt) {
      begun += 1;
      for (let tries = 1; ; tries += 1) {
        const outcome = await attempt();
        if (outcome.ok) return outcome.value;
        const wait = outcome.again === "later" ? backoff(tries - 1, random) : 0;
        const budget = Math.floor(begun / 10) + 10;
        const enough = tries === MOST_TRIES || repeated >= budget || clock.now() + wait >= deadline;
        if (outcome.again === "no" || enough) throw outcome.error;
        if (signal?.aborted === true) throw givenUp(outcome.error);
        repeated += 1;
        if (wait > 0)
          await clock.sleep(wait, signal).catch((fault: unknown) => {
            throw signal?.aborted === true ? givenUp(outcome.error) : fault;
          });
      }
    },
  };
}

/** What a write may have done is what matters of it; of anything else, that it might have gone well another time. */
function givenUp(error: ProviderError): ProviderError {
  return error.effect === "unknown" ? error : interruption(error.call);
}

const MOST_TRIES = 4;
