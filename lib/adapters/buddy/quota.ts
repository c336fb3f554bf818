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
  return {
    ...(remaining === undefined ? {} : { remaining: Math.max(0, Math.floor(remaining)) }),
    ...(resetIn === undefined || resetIn === 0 ? {} : { resetIn }),
    ...(retryIn === undefined ? {} : { retryIn }),
  };
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
