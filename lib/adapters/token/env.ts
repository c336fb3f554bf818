import { TokenError, type TokenSource } from "../../ports.ts";
import { checkToken } from "./check.ts";

/**
 * The token in an environment variable. A process cannot see its variables change from outside, so `fresh` gives the
 * same token again.
 */
export function environmentToken(
  environment: Readonly<Record<string, string | undefined>>,
  variable: string,
): TokenSource {
  return {
    async token() {
      const text = Object.hasOwn(environment, variable) ? environment[variable] : undefined;
      const where = `the environment variable ${variable}`;
      if (text === undefined) throw new TokenError(`${where} is not set: put a Buddy access token there`);
      return checkToken(text, where);
    },
  };
}
