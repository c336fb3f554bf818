import { TokenError, type TokenSource } from "../../ports.ts";
import { checkToken } from "./check.ts";

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
