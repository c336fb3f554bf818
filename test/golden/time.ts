/** The time of all worlds, which passes only by being slept through or waited for. */
const START = Date.UTC(2026, 10, 24, 9);
let current = START;

export const time = {
  now: () => current,
  sleep: async (milliseconds: number, signal?: AbortSignal) => {
    const due = current + milliseconds;
    signal?.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    current = Math.max(current, due);
  },
  advance(milliseconds: number) {
    current += milliseconds;
  },
  restart() {
    current = START;
  },
};
