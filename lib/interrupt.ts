import { ProviderError } from "./errors.ts";
import type { Clock } from "./ports.ts";

/** How a pass ends whose process was told to: what waits is given up, and what was written is accounted for. */

/** Something was not sent, or not waited for any longer. */
export function interruption(what: string): ProviderError {
  return new ProviderError(`${what} was given up: the process was told to end`, {
    failure: "interrupted",
    call: what,
    effect: "none",
  });
}

/** A clock of which no sleep goes on once the signal has fired. @throws ProviderError `interrupted`, from `sleep` */
export function interruptible(clock: Clock, signal: AbortSignal | undefined): Clock {
  if (signal === undefined) return clock;
  return {
    now: () => clock.now(),
    sleep: async (milliseconds) => {
      try {
        await clock.sleep(milliseconds, signal);
      } catch (error) {
        throw signal.aborted ? interruption("a wait") : error;
      }
    },
  };
}

/**
 * Waits for work that knows of no signal: once it has fired, for a moment longer, so that what is nearly done gets done.
 * @throws ProviderError `interrupted`; the work then goes on, and nobody hears of its end
 */
export async function unlessInterrupted<T>(
  what: string,
  work: Promise<T>,
  { clock, signal }: { readonly clock: Pick<Clock, "sleep">; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  if (signal === undefined) return work;
  const done = new AbortController();
  try {
    return await Promise.race([work, giveUp(what, { clock, signal, done: done.signal })]);
  } finally {
    done.abort();
  }
}

/** What is nearly done when the signal fires has this long to be done, in milliseconds. */
const MOMENT_MS = 300;

async function giveUp(
  what: string,
  {
    clock,
    signal,
    done,
  }: { readonly clock: Pick<Clock, "sleep">; readonly signal: AbortSignal; readonly done: AbortSignal },
): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted || done.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true, signal: done });
    done.addEventListener("abort", () => resolve(), { once: true });
  });
  // Nobody hears of a moment that was not needed.
  await clock.sleep(MOMENT_MS, done);
  throw interruption(what);
}
