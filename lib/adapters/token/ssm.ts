import { TokenError, type TokenSource } from "../../ports.ts";
import { ParameterError, type Parameters } from "../parameters.ts";
import { checkToken } from "./check.ts";
import { TokenUnavailableError } from "./unavailable.ts";

/** The token in a SecureString of Parameter Store, read each time: see `cachedToken`. */
export function ssmToken(parameters: Parameters, name: string): TokenSource {
  return {
    token: async () => checkToken(await secretIn(parameters, name), `the parameter ${name}`),
  };
}

async function secretIn(parameters: Parameters, name: string): Promise<string> {
  try {
    return await parameters.read(name, { secret: true });
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    const Failure = error.failure === "unavailable" ? TokenUnavailableError : TokenError;
    throw new Failure(error.message, { cause: error });
  }
}
