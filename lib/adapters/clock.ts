import { setTimeout } from "node:timers/promises";
import type { Clock } from "../ports.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    signal?.throwIfAborted();
    await setTimeout(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
};
