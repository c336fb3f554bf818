import type { TokenSource } from "../../ports.ts";
import { checkToken } from "../token/check.ts";

/** The token of one pass. It stays in here. */
export type Credentials = {
  /** @throws TokenError */
  token(): Promise<string>;
  /**
   * Tells that Buddy refused a token; the first time, another is fetched past every cache. Resolves to whether there is
   * one that was not refused. Takes effect when called, so that nobody else uses the refused one in the meantime.
   */
  replace(refused: string): Promise<boolean>;
};

export function credentials(source: TokenSource): Credentials {
  let current: Promise<string> | undefined;
  let refetched = false;

  async function fetch(fresh: boolean): Promise<string> {
    return checkToken(await source.token({ fresh }), "the token");
  }

  return {
    async token() {
      current ??= fetch(false);
      return current;
    },
    async replace(refused) {
      if (!refetched) {
        refetched = true;
        current = fetch(true);
      }
      try {
        return (await current) !== refused;
      } catch {
        return false; // Buddy's 401 says more than the failure to find another token.
      }
    },
  };
}
