import { ParameterError, type Parameters } from "../../adapters/parameters.ts";
import { remembered } from "../../adapters/remembered.ts";
import type { Clock } from "../../ports.ts";

/** The secret of a webhook, which stays in here. */
export type HookSecret = {
  /**
   * Whether `matches` holds for the secret as it is now. One that was replaced is noticed by what does not match, at the
   * earliest 30 s after the parameter was last read, so that wrong signatures cannot make a flood of calls.
   * @throws ParameterError when there is no secret to compare with
   */
  satisfies(matches: (secret: string) => boolean): Promise<boolean>;
};

export function hookSecret(parameters: Parameters, name: string, clock: Pick<Clock, "now">): HookSecret {
  let lastRead: number | undefined;
  let failed: { readonly error: unknown; readonly when: number } | undefined;

  const isWithin = (milliseconds: number, when: number | undefined) => {
    const age = clock.now() - (when ?? Number.NaN);
    return age >= 0 && age < milliseconds;
  };

  async function read(): Promise<string> {
    if (failed !== undefined && isWithin(TROUBLE_MS, failed.when)) throw failed.error;
    lastRead = clock.now();
    try {
      return checked(await parameters.read(name, { secret: true }), name);
    } catch (error) {
      failed = { error, when: clock.now() };
      throw error;
    }
  }

  const secret = remembered(read, { clock, ttlMs: KEPT_MS, graceMs: GRACE_MS, isPassing });

  return {
    async satisfies(matches) {
      if (matches(await secret({ fresh: false }))) return true;
      if (isWithin(PATIENCE_MS, lastRead)) return false;
      try {
        return matches(await secret({ fresh: true }));
      } catch (error) {
        // What was known until now did not match, and there is nothing better to compare with.
        if (error instanceof ParameterError) return false;
        throw error;
      }
    },
  };
}

const KEPT_MS = 300_000;
const GRACE_MS = 60_000;
/** Between two readings that nothing but a mismatch asks for. */
const PATIENCE_MS = 30_000;
/** For so long a failure answers without another call. */
const TROUBLE_MS = 5_000;

function isPassing(error: unknown): boolean {
  return error instanceof ParameterError && error.failure === "unavailable";
}

/** With an empty secret anybody can sign; one with a line break at its end was not meant to have it, and matches nothing. */
function checked(secret: string, name: string): string {
  if (secret.trim() !== "" && secret.trim() === secret) return secret;
  throw new ParameterError(
    `the parameter ${name} is empty, or has white space around the secret: store the secret alone`,
    "broken",
  );
}
