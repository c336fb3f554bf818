import type { ClientOptions } from "../../../lib/adapters/buddy/client.ts";
import { ProviderError } from "../../../lib/errors.ts";
import type { Clock } from "../../../lib/ports.ts";

export type FakeClock = Clock & { readonly sleeps: number[] };

export const NOON = Date.UTC(2026, 10, 24, 12);

/** Sleeping moves the time on and takes none. */
export function fakeClock(start = NOON): FakeClock {
  let now = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      sleeps.push(milliseconds);
      now += milliseconds;
    },
  };
}

export const TOKEN = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

export type LogLine = readonly [event: string, fields: Readonly<Record<string, unknown>>];

/** Everything that a client needs, with a clock that does not wait and a token that never changes. */
export function world(
  overrides: Partial<ClientOptions> & Pick<ClientOptions, "endpoint">,
): ClientOptions & { readonly clock: FakeClock; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const clock = fakeClock();
  return {
    workspace: "my-company",
    tokens: { token: async () => TOKEN },
    random: () => 0.5,
    log: (event, fields) => void lines.push([event, fields]),
    ...overrides,
    clock,
    lines,
  };
}

/** The error of a call that must fail, for assertions on its data. */
export async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error("expected a ProviderError", { cause: error });
}
