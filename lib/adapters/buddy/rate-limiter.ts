import { ProviderError } from "../../errors.ts";
import { interruption } from "../../interrupt.ts";
import type { Clock, Log, QuotaMemory } from "../../ports.ts";
import { LONGEST_WAIT, rateLimit } from "./rate-limit.ts";

export type RateLimiterOptions = {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Requests in flight at a time: 4 by default, 10 at most. */
  readonly concurrency?: number;
  /** Milliseconds since the epoch: nothing is sent then or later, and no wait crosses it. */
  readonly deadline?: number;
  /** A single wait that would be longer is not begun. */
  readonly longestWaitMs?: number;
  /**
   * Fires when the process is told to end. What then waits, or would have to, is not sent, and nothing is read any more. A
   * write whose turn has come is sent still, so that a change under way is not left in the middle: for ten seconds more, and
   * as long as all that was sent is answered.
   */
  readonly signal?: AbortSignal;
};

/** The one place where requests wait: for each other, for the quota, for the end of a 429. First come, first served. */
export type RateLimiter = {
  /**
   * Sends when its turn has come, and learns from the answer.
   * @throws ProviderError without having sent: `out-of-time` when the turn would come at or after the deadline, or after a wait
   * that is too long; `interrupted`
   */
  run<A extends { readonly status: number; readonly headers: Headers }>(
    call: string,
    send: () => Promise<A>,
    kind?: "read" | "write",
  ): Promise<A>;
  /** Until when everybody is held, if anybody is. */
  heldUntil(): number | undefined;
  /** Tells what an earlier pass learnt. To be called before anything is sent. */
  recall(memory: QuotaMemory): void;
};

export function rateLimiter(options: RateLimiterOptions): RateLimiter {
  const { clock, log, deadline = Number.POSITIVE_INFINITY } = options;
  const { longestWaitMs = Number.POSITIVE_INFINITY, signal } = options;
  const concurrency = bounded(options.concurrency);
  const quota = rateLimit(options.random);
  const queue: Waiter[] = [];
  let inFlight = 0;
  let asleep = false;
  let announced = 0;
  /** After an interruption: when the last write may be sent. */
  let closesAt = Number.POSITIVE_INFINITY;

  signal?.addEventListener("abort", pump, { once: true });

  function pump(): void {
    if (signal?.aborted === true) interrupt();
    while (queue.length > 0 && inFlight < concurrency) {
      const now = clock.now();
      const next = quota.nextSendAt(now, inFlight);
      if (next.kind === "after-answers") return;
      const due = next.kind === "hold" ? next.until : now;
      if (due >= deadline) {
        refuseAll((call) => outOfTime(call, due));
        return;
      }
      if (next.kind === "hold") {
        if (signal?.aborted === true) {
          refuseAll(interruption);
          return;
        }
        if (due - now > longestWaitMs) {
          refuseAll((call) => tooLong(call, due, longestWaitMs));
          return;
        }
        if (due - now > 1_000 && due !== announced) {
          announced = due;
          log("rate-limit.wait", { until: due, reason: next.reason });
        }
        if (!asleep) void sleep(due - now);
        return;
      }
      inFlight += 1;
      quota.sent(now);
      queue.shift()?.admit();
    }
  }

  async function sleep(milliseconds: number): Promise<void> {
    asleep = true;
    try {
      await clock.sleep(Math.min(milliseconds, LONGEST_WAIT), signal);
    } catch (error) {
      // An interruption ends the wait, and `pump` says for whom.
      if (signal?.aborted !== true) refuseAll(() => error);
    } finally {
      asleep = false;
    }
    pump();
  }

  function interrupt(): void {
    const now = clock.now();
    if (closesAt === Number.POSITIVE_INFINITY) closesAt = now + GRACE_MS;
    const [ended, going] = partition(queue.splice(0), ({ kind }) => kind === "read" || now >= closesAt);
    queue.push(...going);
    for (const waiter of ended) waiter.refuse(interruption(waiter.call));
  }

  function refuseAll(reason: (call: string) => unknown): void {
    for (const waiter of queue.splice(0)) waiter.refuse(reason(waiter.call));
  }

  return {
    async run(call, send, kind = "read") {
      await new Promise<void>((admit, refuse) => {
        queue.push({ call, kind, admit, refuse });
        pump();
      });
      try {
        const answer = await send();
        quota.learn(answer, clock.now());
        return answer;
      } catch (error) {
        if (signal?.aborted === true) closesAt = Number.NEGATIVE_INFINITY;
        throw error;
      } finally {
        inFlight -= 1;
        pump();
      }
    },
    heldUntil: () => quota.heldUntil(clock.now()),
    recall: (memory) => quota.recall(memory, clock.now()),
  };
}

/** After an interruption: for how long a change under way may send its writes. */
const GRACE_MS = 10_000;

type Waiter = {
  readonly call: string;
  readonly kind: "read" | "write";
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
};

function bounded(concurrency = 4): number {
  return Number.isInteger(concurrency) && concurrency >= 1 ? Math.min(concurrency, 10) : 4;
}

function partition<T>(items: readonly T[], is: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
}

/** It was not sent, since its turn would have come after a wait that nobody has agreed to. */
function tooLong(call: string, resumeAt: number, longestWaitMs: number): ProviderError {
  const when = new Date(resumeAt).toISOString();
  const longest = longestWaitMs / 60_000;
  return new ProviderError(
    `${call} was not sent: Buddy lets nothing through before ${when}, and without a deadline no wait is longer than \
${longest} minutes`,
    { failure: "out-of-time", call, effect: "none", resumeAt },
  );
}

/** It was not sent, since its turn would have come at or after the deadline. */
export function outOfTime(call: string, resumeAt: number): ProviderError {
  const when = new Date(resumeAt).toISOString();
  return new ProviderError(`${call} was not sent: it could not go before ${when}`, {
    failure: "out-of-time",
    call,
    effect: "none",
    resumeAt,
  });
}
