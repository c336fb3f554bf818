import { defined } from "../../core/domain/defined.ts";
import type { QuotaMemory } from "../../ports.ts";
import { backoff } from "../http/backoff.ts";

/** Why nobody may send: the quota is nearly used up, Buddy answered 429, or no answer has shown the quota yet. */
type WaitReason = "quota" | "throttled" | "unknown-quota";

/** When one more request may be sent: now, after the answers that are on their way, or at a known time. */
type NextSend =
  | { readonly kind: "go" }
  | { readonly kind: "after-answers" }
  | { readonly kind: "hold"; readonly until: number; readonly reason: WaitReason };

/** What is known of Buddy's rate limit. Times are milliseconds since the epoch. */
export type RateLimit = {
  nextSendAt(now: number, inFlight: number): NextSend;
  sent(now: number): void;
  learn(answer: { readonly status: number; readonly headers: Headers }, now: number): void;
  /** The end of the present hold, if there is one. */
  heldUntil(now: number): number | undefined;
  /**
   * An earlier pass met the end of the quota, which has begun anew since: what the first answer shows is then taken for
   * the whole of a window, and not for what is left of a larger one. Only so can a small quota be told from one that is
   * nearly used up by a pass that ends before its window does.
   */
  recall(memory: QuotaMemory, now: number): void;
};

/** Requests of each window that are left to people and other programs with the same token. */
const RESERVE = 100;
/** A window that begins with fewer than this is a small quota, of which a tenth is left. */
const SMALL_QUOTA = 200;
/** Before any answer has told the quota: what Buddy's own SDK assumes (github.com/buddy/api-go-sdk, April 2026). */
const BURST = 1_000;
const SECOND = 1_000;
/** `Date` counts whole seconds and answers overtake each other: closer resets than this are one and the same. */
const SAME_RESET = 2_000;

type Wait = { readonly until: number; readonly reason: WaitReason; readonly endsWindow: boolean };

export function rateLimit(random: () => number): RateLimit {
  let window: { readonly remaining: number; readonly resetAt: number; readonly known: boolean } | undefined;
  let hold: Wait | undefined;
  let reserve = RESERVE;
  let quotaKnown = false;
  let throttles = 0;
  /** One request goes alone: at the start it proves the token, after a hold it learns the new quota. */
  let alone = true;
  /** The window has been waited for: the next request sent will see it fresh. */
  let fresh: "no" | "due" | "sent" = "no";
  /** When the scope of `BURST` requests, refilled one a second, would be full again. */
  let refilledAt = 0;

  function release(now: number): void {
    // A clock that was set back makes no wait longer.
    const latest = now + LONGEST_WAIT;
    if (hold !== undefined && hold.until > latest) hold = { ...hold, until: latest };
    if (window !== undefined && window.resetAt > latest) window = { ...window, resetAt: latest };
    if (hold !== undefined && hold.until <= now) {
      if (hold.endsWindow) fresh = "due";
      hold = undefined;
      alone = true;
    }
    if (window !== undefined && window.resetAt <= now) window = undefined;
  }

  return {
    nextSendAt(now, inFlight) {
      release(now);
      if (hold !== undefined) return { kind: "hold", until: hold.until, reason: hold.reason };
      if (alone && inFlight > 0) return { kind: "after-answers" };
      if (window !== undefined && window.remaining - inFlight <= reserve) {
        if (inFlight > 0) return { kind: "after-answers" };
        hold = { until: window.resetAt, reason: "quota", endsWindow: window.known };
        return { kind: "hold", until: hold.until, reason: hold.reason };
      }
      const ahead = Math.min(refilledAt - now, BURST * SECOND) - (BURST - 1) * SECOND;
      return quotaKnown || ahead <= 0
        ? { kind: "go" }
        : { kind: "hold", until: now + ahead, reason: "unknown-quota" };
    },
    sent(now) {
      refilledAt = Math.min(Math.max(refilledAt, now), now + BURST * SECOND) + SECOND;
      if (fresh === "due") fresh = "sent";
    },
    learn({ status, headers }, now) {
      const { remaining, resetIn, retryIn } = readQuota(headers, now);
      const throttled = status === 429;
      if (throttled) {
        throttles += 1;
        const wait =
          resetIn === undefined && retryIn === undefined
            ? backoff(throttles - 1, random)
            : Math.max(resetIn ?? 0, retryIn ?? 0);
        const until = now + wait;
        if (hold === undefined || until > hold.until)
          hold = { until, reason: "throttled", endsWindow: resetIn !== undefined };
      } else {
        throttles = 0;
        if (status !== 401) alone = false;
      }
      if (remaining !== undefined) {
        quotaKnown = true;
        if (fresh === "sent" && !throttled)
          reserve = remaining < SMALL_QUOTA ? Math.floor(remaining / 10) : RESERVE;
        const resetAt = now + (resetIn ?? SECOND);
        const known = resetIn !== undefined;
        window =
          window === undefined || resetAt > window.resetAt + SAME_RESET
            ? { remaining, resetAt, known }
            : {
                remaining: Math.min(window.remaining, remaining),
                resetAt: Math.min(window.resetAt, resetAt),
                known,
              };
      }
      if (fresh === "sent") fresh = "no";
    },
    recall({ resumeAt }, now) {
      if (resumeAt !== undefined && resumeAt <= now && now - resumeAt <= LONGEST_WAIT) fresh = "due";
    },
    heldUntil(now) {
      return hold !== undefined && hold.until > now ? Math.min(hold.until, now + LONGEST_WAIT) : undefined;
    },
  };
}

/** What an answer says about when more may be asked. Durations are milliseconds in [0, 3,600,000]; junk is absent. */
export type QuotaReading = {
  readonly remaining?: number;
  /** Until the quota starts anew; absent also when that time has passed. */
  readonly resetIn?: number;
  readonly retryIn?: number;
};

/** Nothing is ever waited for longer than this. */
export const LONGEST_WAIT = 3_600_000;

/**
 * `X-Rate-Limit-Reset` is in Unix seconds (github.com/buddy/api-go-sdk, April 2026) and is measured against the answer's
 * own `Date`, because the local clock may be off. `X-Rate-Limit-Limit` is not read: Buddy's own sample pairs a limit of
 * 1 with 999 remaining.
 */
export function readQuota(headers: Headers, localNow: number): QuotaReading {
  const date = headers.get("date");
  const now = httpDate(date) ?? localNow;
  const remaining = number(headers.get("x-rate-limit-remaining"));
  const reset = number(headers.get("x-rate-limit-reset"));
  const resetIn = reset === undefined ? undefined : clamp(reset * 1_000 - now);
  const retryIn = retryAfter(headers.get("retry-after"), now);
  return defined({
    remaining: remaining === undefined ? undefined : Math.max(0, Math.floor(remaining)),
    resetIn: resetIn === 0 ? undefined : resetIn,
    retryIn,
  });
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); a negative number of seconds says nothing. */
function retryAfter(text: string | null, now: number): number | undefined {
  const seconds = number(text);
  if (seconds !== undefined) return seconds < 0 ? undefined : clamp(seconds * 1_000);
  const date = httpDate(text);
  return date === undefined ? undefined : clamp(date - now);
}

function number(text: string | null): number | undefined {
  if (text === null || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Only the form that ends in GMT: `Date.parse` alone makes dates of many other texts. */
function httpDate(text: string | null): number | undefined {
  const time = text?.trim().endsWith("GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function clamp(milliseconds: number): number {
  return Math.min(LONGEST_WAIT, Math.max(0, milliseconds));
}
