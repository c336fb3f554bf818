import type { Clock, TokenSource } from "../../ports.ts";
import { remembered } from "../remembered.ts";
import { TokenUnavailableError } from "./unavailable.ts";

/**
 * The source's token, fetched again after `ttlMs`, or when a fresh one is asked for. While it cannot be fetched for want of
 * an answer, the one from before is used for a minute more; a source that says that there is none is believed at once.
 */
export function cachedToken(
  source: TokenSource,
  clock: Pick<Clock, "now">,
  ttlMs: number = 300_000,
): TokenSource {
  return {
    token: remembered((options) => source.token(options), {
      clock,
      ttlMs,
      graceMs: 60_000,
      isPassing: (error) => error instanceof TokenUnavailableError,
    }),
  };
}
