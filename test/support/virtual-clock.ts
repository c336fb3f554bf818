import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../lib/ports.ts";

export type VirtualClock = Clock & { advance(milliseconds: number): void };

/** Time that passes only by being slept through. Sleepers that wait side by side wait once. */
export function virtualClock(start = Date.UTC(2026, 10, 24)): VirtualClock {
  let now = start;
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
    async sleep(milliseconds, signal) {
      const due = now + milliseconds;
      signal?.throwIfAborted();
      await setImmediate();
      signal?.throwIfAborted();
      now = Math.max(now, due);
    },
  };
}
