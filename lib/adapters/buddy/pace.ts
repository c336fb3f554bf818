import { type Clock, type Log, ProviderError, type QuotaMemory } from "../../ports.ts";
import { allowance } from "./allowance.ts";
import { LONGEST_WAIT } from "./quota.ts";

export type PaceOptions = {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Requests in flight at a time: 4 by default, 10 at most. */
  readonly concurrency?: number;
  /** Milliseconds since the epoch: nothing is sent then or later, and no wait crosses it. */
  readonly deadline?: number;
};

/** The one place where requests wait: for each other, for the quota, for the end of a 429. First come, first served. */
export type Pacer = {
  /**
   * Sends when its turn has come, and learns from the answer.
   * @throws ProviderError `out-of-time`, without having sent, when the turn would come at or after the deadline
   */
  run<A extends { readonly status: number; readonly headers: Headers }>(
    call: string,
    send: () => Promise<A>,
  ): Promise<A>;
  /** Until when everybody is held, if anybody is. */
  heldUntil(): number | undefined;
  /** Tells what an earlier pass learnt. To be called before anything is sent. */
  recall(memory: QuotaMemory): void;
};

export function pacer(options: PaceOptions): Pacer {
  const { clock, log, deadline = Number.POSITIVE_INFINITY } = options;
  const concurrency = bounded(options.concurrency);
  const quota = allowance(options.random);
  const queue: Waiter[] = [];
  let inFlight = 0;
  let asleep = false;
  let announced = 0;

  function pump(): void {
    while (queue.length > 0 && inFlight < concurrency) {
      const now = clock.now();
      const verdict = quota.verdict(now, inFlight);
      if (verdict.kind === "after-answers") return;
      const due = verdict.kind === "hold" ? verdict.until : now;
      if (due >= deadline) {
        refuseAll((call) => outOfTime(call, due));
        return;
      }
      if (verdict.kind === "hold") {
        if (due - now > 1_000 && due !== announced) {
          announced = due;
          log("pace.hold", { until: due, reason: verdict.reason });
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
      await clock.sleep(Math.min(milliseconds, LONGEST_WAIT));
    } catch (error) {
      refuseAll(() => error);
    } finally {
      asleep = false;
    }
    pump();
  }

  function refuseAll(reason: (call: string) => unknown): void {
    for (const waiter of queue.splice(0)) waiter.refuse(reason(waiter.call));
  }

  return {
    async run(call, send) {
      await new Promise<void>((admit, refuse) => {
        queue.push({ call, admit, refuse });
        pump();
      });
      try {
        const answer = await send();
        quota.learn(answer, clock.now());
        return answer;
      } finally {
        inFlight -= 1;
        pump();
      }
    },
    heldUntil: () => quota.heldUntil(clock.now()),
    recall: (memory) => quota.recall(memory, clock.now()),
  };
}

type Waiter = {
  readonly call: string;
  readonly admit: () => void;
  readonly refuse: (reason: unknown) => void;
};

function bounded(concurrency = 4): number {
  return Number.isInteger(concurrency) && concurrency >= 1 ? Math.min(concurrency, 10) : 4;
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
