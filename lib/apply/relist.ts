import { type Scope, type Summary, scopeKey } from "../core/domain/distribution.ts";
import type { ReadingProvider } from "../ports.ts";

/** Lists scopes anew, whole: those who ask at the same time share a list, which begins after each of them asked. */
export function relistByScope(
  reader: Pick<ReadingProvider, "list" | "rest">,
): (scope: Scope) => Promise<readonly Summary[]> {
  const readings = new Map<string, () => Promise<readonly Summary[]>>();
  return (scope) => {
    const key = scopeKey(scope);
    const reading = readings.get(key) ?? sharedReading(() => listWhole(reader, scope));
    readings.set(key, reading);
    return reading();
  };
}

async function listWhole(
  reader: Pick<ReadingProvider, "list" | "rest">,
  scope: Scope,
): Promise<readonly Summary[]> {
  const listed = await reader.list(scope);
  return [...listed, ...(await reader.rest(scope, listed))];
}

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
