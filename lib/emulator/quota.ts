import type { Personality, QuotaWindow } from "./personality.ts";

type QuotaReading = {
  readonly allowed: boolean;
  /** Unknown to the client when there are none: then the answer to too many requests is a bare 429. */
  readonly headers: Readonly<Record<string, string>>;
};

export type Quota = { take(now: number): QuotaReading };

export function startQuota(setting: Personality["quota"]): Quota {
  switch (setting) {
    case "large":
      return windowed({ limit: 1000, windowSeconds: 60, headers: true });
    case "small":
      return windowed({ limit: 60, windowSeconds: 60, headers: true });
    case "none":
      return bucket({ burst: 1000, perSecond: 1 });
    default:
      return windowed(setting);
  }
}

function windowed({ limit, windowSeconds, headers }: QuotaWindow): Quota {
  let resetSeconds = Number.NEGATIVE_INFINITY;
  let used = 0;
  return {
    take(now) {
      if (now >= resetSeconds * 1000) {
        resetSeconds = Math.ceil(now / 1000) + windowSeconds;
        used = 0;
      }
      const allowed = used < limit;
      if (allowed) used += 1;
      return { allowed, headers: headers ? headersOf(limit - used, resetSeconds) : {} };
    },
  };
}

/** Limit is 1 whatever the limit is: so says the sample of buddy.works/api/reference/getting-started/hello-world. */
function headersOf(remaining: number, resetSeconds: number): Record<string, string> {
  return {
    "X-Rate-Limit-Limit": "1",
    "X-Rate-Limit-Remaining": String(remaining),
    "X-Rate-Limit-Reset": String(resetSeconds),
  };
}

function bucket({ burst, perSecond }: { readonly burst: number; readonly perSecond: number }): Quota {
  let tokens = burst;
  let filledAt: number | undefined;
  return {
    take(now) {
      const elapsed = Math.max(0, now - (filledAt ?? now)) / 1000;
      tokens = Math.min(burst, tokens + elapsed * perSecond);
      filledAt = now;
      const allowed = tokens >= 1;
      if (allowed) tokens -= 1;
      return { allowed, headers: {} };
    },
  };
}
