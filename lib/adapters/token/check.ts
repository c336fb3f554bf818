import { TokenError } from "../../ports.ts";
import { SHORTEST_SECRET } from "../../redact.ts";

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
