import { TokenError, TokenUnavailableError } from "../../errors.ts";
import { memoized } from "../../memo.ts";
import type { Clock, TokenSource } from "../../ports.ts";
import { SHORTEST_SECRET } from "../../redact.ts";

/**
 * The token in an environment variable. It is read once, at the beginning: the variable may be gone when the token is wanted. A
 * process cannot see its variables change from outside, so `fresh` gives the same token again.
 */
export function environmentToken(
  environment: Readonly<Record<string, string | undefined>>,
  variable: string,
): TokenSource {
  const text = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
  return {
    async token() {
      const where = `the environment variable ${variable}`;
      if (text === undefined) throw new TokenError(`${where} is not set: put a Buddy access token there`);
      return checkToken(text, where);
    },
  };
}

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
    token: memoized((options) => source.token(options), {
      clock,
      ttlMs,
      graceMs: 60_000,
      isPassing: (error) => error instanceof TokenUnavailableError,
    }),
  };
}

/**
 * The token, when it can be one. It is checked before the first call because `fetch` prints a header value that it
 * refuses, so that a token with a line break in it would be shown by the error that complains about it.
 * @param where what a person knows the token by: `the environment variable BUDDY_TOKEN`
 * @throws TokenError that never holds what was found
 */
export function checkToken(text: string, where: string): string {
  const fault = faultOf(text);
  if (fault === undefined) return text;
  throw new TokenError(`${where} ${fault.what}: ${fault.remedy}`);
}

function faultOf(text: string): { readonly what: string; readonly remedy: string } | undefined {
  if (text.trim() === "") return { what: "is empty", remedy: "put the access token there" };
  if (/^bearer(?:\s|$)/i.test(text))
    return { what: 'begins with "Bearer"', remedy: "store the token alone, without that word" };
  if (/^(["'`]).*\1$/s.test(text))
    return { what: "has quotes around it", remedy: "store the token without the quotes" };
  if (!/^[\x21-\x7e]+$/.test(text))
    return {
      what: "holds spaces, line breaks or characters that no token has",
      remedy: "store the token alone, on one line, with nothing before or after it",
    };
  if (text.length < SHORTEST_SECRET)
    return {
      what: `is shorter than ${SHORTEST_SECRET} characters`,
      remedy: "store a whole access token there: one so short could not be kept out of logs",
    };
  if (text.length > MAX_LENGTH)
    return { what: `is longer than ${MAX_LENGTH} characters`, remedy: "store one access token there" };
  return undefined;
}

const MAX_LENGTH = 4_096;
