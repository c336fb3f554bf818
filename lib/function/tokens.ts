import type { Parameters } from "../adapters/parameters.ts";
import { cachedToken } from "../adapters/token/cached.ts";
import { oidcToken } from "../adapters/token/oidc.ts";
import { ssmToken } from "../adapters/token/ssm.ts";
import type { WebIdentity } from "../adapters/token/web-identity.ts";
import type { Clock, TokenSource } from "../ports.ts";
import type { WorkspaceSettings } from "./settings.ts";

/** The token of each workspace, fetched once for all that share it, and remembered from one invocation to the next. */
export function workspaceTokens(
  parameters: Parameters,
  clock: Clock,
): (workspace: WorkspaceSettings) => TokenSource {
  const sources = new Map<string, TokenSource>();
  return (workspace) => {
    // Those of one parameter are one: thousands of workspaces may share it.
    const key =
      "ssm" in workspace.token ? workspace.token.ssm : JSON.stringify([workspace.api, workspace.token]);
    const known = sources.get(key);
    if (known !== undefined) return known;
    const source = cachedToken(tokenOf(workspace, parameters, clock), clock);
    sources.set(key, source);
    return source;
  };
}

function tokenOf({ token, api }: WorkspaceSettings, parameters: Parameters, clock: Clock): TokenSource {
  if ("ssm" in token) return ssmToken(parameters, token.ssm);
  const { provider_id: providerId, audience } = token.oidc;
  return oidcToken({ identity: ownIdentity(audience), endpoint: api, providerId, clock });
}

/** The client of STS is loaded by those who need it: it must not slow down the start of all others. */
function ownIdentity(audience: string | undefined): WebIdentity {
  let identity: WebIdentity | undefined;
  return {
    token: async () => {
      const { stsClient, webIdentity } = await import("../adapters/token/web-identity.ts");
      identity ??= webIdentity(stsClient(), audience);
      return identity.token();
    },
  };
}
