import { GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { TokenError } from "../../ports.ts";
import { type AwsPlace, CONNECTION } from "../aws/connection.ts";
import { type AwsFailure, awsFailure } from "../aws/failure.ts";
import { TokenUnavailableError } from "./unavailable.ts";

/** Says who this process is, in a way that somebody else can check. */
export interface WebIdentity {
  /**
   * A JWT that is good for some minutes: a secret like a token.
   * @throws TokenError that never holds it
   */
  token(): Promise<string>;
}

/** What `token.oidc.audience` is when nobody says otherwise. */
const DEFAULT_AUDIENCE = "buddy";

/** The role that the process runs as, vouched for by AWS (outbound identity federation). */
export function webIdentity(client: STSClient, audience: string = DEFAULT_AUDIENCE): WebIdentity {
  return {
    token: async () => {
      const jwt = await ask(client, audience);
      if (jwt !== undefined && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) return jwt;
      throw new TokenError("AWS gave no identity token: the answer of sts:GetWebIdentityToken lacks it");
    },
  };
}

/** Of the region: STS's global address does not give identity tokens. */
export function stsClient(place: AwsPlace = {}): STSClient {
  return new STSClient({ ...CONNECTION, ...place });
}

async function ask(client: STSClient, audience: string): Promise<string | undefined> {
  try {
    const { WebIdentityToken: jwt } = await client.send(
      new GetWebIdentityTokenCommand({
        Audience: [audience],
        SigningAlgorithm: "RS256",
        DurationSeconds: LIFETIME_SECONDS,
      }),
    );
    return jwt;
  } catch (error) {
    throw explained(awsFailure(error));
  }
}

/** It is exchanged at once: this is long enough for clocks that differ, and for another try. */
const LIFETIME_SECONDS = 300;

function explained({ kind, code, said, action = "sts:GetWebIdentityToken" }: AwsFailure): TokenError {
  const fault = `AWS gave no identity token: ${said}`;
  if (code.startsWith("OutboundWebIdentityFederationDisabled")) {
    return new TokenError(
      `${fault}; switch outbound identity federation on (aws iam enable-outbound-web-identity-federation)`,
    );
  }
  switch (kind) {
    case "anonymous":
      return new TokenError(`${fault}; sign in to AWS, and set AWS_REGION`);
    case "denied":
      return new TokenError(`${fault}; allow the caller ${action} for this audience`);
    case "unavailable":
      return new TokenUnavailableError(`${fault}; try again later`);
    case "refused":
    case "broken":
      return new TokenError(
        `${fault}; try again, or take the token from Parameter Store (token: { ssm: NAME })`,
      );
    default:
      return kind satisfies never;
  }
}
