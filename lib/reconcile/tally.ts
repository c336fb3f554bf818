import type { PassRecord } from "../core/report/report.ts";
import type { Log } from "../ports.ts";

/** What a pass asked of Buddy, counted from what it logs. */
export type RequestCounter = {
  readonly count: Log;
  totals(): Pick<PassRecord, "requests" | "throttled" | "quotaRemaining">;
};

export function requestCounter(): RequestCounter {
  let requests = 0;
  let throttled = 0;
  let least: number | undefined;
  return {
    count: (event, { status, remaining }) => {
      if (event !== "request") return;
      requests += 1;
      if (status === 429) throttled += 1;
      if (typeof remaining === "number") least = Math.min(least ?? remaining, remaining);
    },
    totals: () => ({ requests, throttled, ...(least === undefined ? {} : { quotaRemaining: least }) }),
  };
}
