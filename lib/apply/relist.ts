import { type Scope, type Summary, scopeKey } from "../core/domain/distribution.ts";
import { sharedReading } from "../memo.ts";
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
