import type { Clock } from "./ports.ts";

/** Gets a value; `fresh` goes past what is remembered. */
export type Read<T> = (options: { readonly fresh: boolean }) => Promise<T>;

export type MemoOptions = {
  readonly clock: Pick<Clock, "now">;
  /** For how long a value answers without being read again. */
  readonly ttlMs: number;
  /** For how much longer it answers when it cannot be read again just now. */
  readonly graceMs: number;
  /** Whether a failure says nothing about the value: it may be there, and could not be had. */
  readonly isPassing: (error: unknown) => boolean;
};

/**
 * The same value, read no more often than it has to be. Callers at the same time share one reading, but whoever wants a fresh
 * one does not share one that was begun for somebody who did not. A reading that fails leaves what is remembered as it was.
 */
export function memoized<T>(read: Read<T>, { clock, ttlMs, graceMs, isPassing }: MemoOptions): Read<T> {
  let kept: Memo<T> | undefined;
  let underWay: { readonly fresh: boolean; readonly value: Promise<T> } | undefined;

  /** A value is as old as the question, not as the answer. Of a clock that was set back nothing is believed. */
  function isWithin(milliseconds: number, found: Memo<T> | undefined): found is Memo<T> {
    const age = clock.now() - (found?.asked ?? Number.NaN);
    return age >= 0 && age < milliseconds;
  }

  async function readAnew(fresh: boolean): Promise<T> {
    if (underWay !== undefined && (underWay.fresh || !fresh)) return underWay.value;
    const asked = clock.now();
    const mine = { fresh, value: read({ fresh }) };
    underWay = mine;
    try {
      const value = await mine.value;
      // One that was overtaken by a fresh one may be older than that.
      if (underWay === mine) kept = { value, asked };
      return value;
    } finally {
      if (underWay === mine) underWay = undefined;
    }
  }

  return async ({ fresh }) => {
    if (!fresh && isWithin(ttlMs, kept)) return kept.value;
    try {
      return await readAnew(fresh);
    } catch (error) {
      if (!fresh && isPassing(error) && isWithin(ttlMs + graceMs, kept)) return kept.value;
      throw error;
    }
  };
}

type Memo<T> = { readonly value: T; readonly asked: number };

/**
 * Shares one reading among callers that ask at the same time, and never answers with one that began before the question:
 * whoever asks while a reading is under way gets the next, together with all others who asked meanwhile.
 */
export function sharedReading<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;

  const start = (): Promise<T> => {
    const reading = read().finally(() => {
      if (running === reading) running = undefined;
    });
    running = reading;
    return reading;
  };

  return () => {
    if (running === undefined) return start();
    next ??= running.then(ignore, ignore).then(() => {
      next = undefined;
      return start();
    });
    return next;
  };
}

function ignore(): void {}
