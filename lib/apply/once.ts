import { ProviderError, stopsPass } from "../errors.ts";
import type { Clock } from "../ports.ts";

/**
 * How long a list may lag behind a write before its silence counts as absence. Buddy documents no bound: this one is
 * ours, above every lag that was considered, and what lies beyond it is left to the next pass.
 */
export const CONSISTENCY_WINDOW_MS = 10_000;

/** Tries of a POST that Buddy said it did not take, and that two lists agree it did not. */
const MOST_THROTTLED_TRIES = 4;

export type Creation<T> =
  | { readonly kind: "created"; readonly value: T }
  /** The answer was lost, and looking again found what it was about. */
  | { readonly kind: "adopted"; readonly value: T }
  /** It may or may not have happened. Left to the next pass. */
  | { readonly kind: "unknown"; readonly error: ProviderError };

export type CreationSteps<T> = {
  readonly post: () => Promise<T>;
  /** Looks, with a read that begins after the call, for what `post` may have made. */
  readonly look: () => Promise<T | undefined>;
  readonly clock: Clock;
};

/**
 * Creates something exactly once through an API that has no idempotency key. A POST whose outcome is not known is never
 * repeated blindly: what it may have made is looked for, and only when two reads, the second of them settled, agree that
 * there is nothing is it sent one more time.
 *
 * @throws ProviderError when Buddy refused, and so nothing was made
 */
export async function createOnce<T>({ post, look, clock }: CreationSteps<T>): Promise<Creation<T>> {
  let unknown = 0;
  let throttled = 0;
  for (;;) {
    try {
      return { kind: "created", value: await post() };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.effect === "none" && unknown + throttled === 0) throw error;
      const found = await find(look, clock, error);
      if (found.kind !== "absent") return found;
      if (error.effect === "none") throw error;
      if (error.failure === "throttled" ? ++throttled >= MOST_THROTTLED_TRIES : ++unknown >= 2) {
        return { kind: "unknown", error };
      }
    }
  }
}

/** Waits until a list may be believed about what was written at `writtenAt`. */
export async function waitForConsistency(clock: Clock, writtenAt: number): Promise<void> {
  const rest = writtenAt + CONSISTENCY_WINDOW_MS - clock.now();
  if (rest > 0) await clock.sleep(Math.min(rest, CONSISTENCY_WINDOW_MS));
}

async function find<T>(
  look: () => Promise<T | undefined>,
  clock: Clock,
  doubt: ProviderError,
): Promise<Exclude<Creation<T>, { kind: "created" }> | { readonly kind: "absent" }> {
  const endedAt = clock.now();
  try {
    let value = await look();
    if (value === undefined) {
      await waitForConsistency(clock, endedAt);
      value = await look();
    }
    return value === undefined ? { kind: "absent" } : { kind: "adopted", value };
  } catch (error) {
    if (error instanceof ProviderError) return { kind: "unknown", error: doubtful(doubt, error) };
    throw error;
  }
}

/** Nobody could look for what a lost POST may have made. When that ends the pass, it has to be seen from the error. */
function doubtful(doubt: ProviderError, error: ProviderError): ProviderError {
  if (!stopsPass(error)) return doubt;
  const { failure, call, remedy, resumeAt } = error;
  return new ProviderError(`${doubt.message}; what it did is not known: ${error.message}`, {
    failure,
    call,
    effect: "unknown",
    ...(remedy === undefined ? {} : { remedy }),
    ...(resumeAt === undefined ? {} : { resumeAt }),
    cause: doubt,
  });
}
