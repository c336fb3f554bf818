import { GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { TokenError, TokenUnavailableError } from "../../errors.ts";
import type { Clock, TokenSource } from "../../ports.ts";
import { hiding } from "../../redact.ts";
import { type Answer, exchange, LostError, USER_AGENT } from "../http/exchange.ts";
import { reasonOf } from "../http/reasons.ts";
import { checkToken } from "../http/token.ts";
import { type AwsFailure, type AwsPlace, awsFailure, CONNECTION } from "./failure.ts";

export type OidcOptions = {
  readonly identity: WebIdentity;
  /** From `parseEndpoint`. */
  readonly endpoint: string;
  /** Of the identity provider in Buddy: a UUID. */
  readonly providerId: string;
  readonly clock: Pick<Clock, "sleep">;
  readonly fetch?: typeof globalThis.fetch;
  /** For one request and its answer: 10 s by default. */
  readonly timeoutMs?: number;
};

/**
 * Experimental: the identity of this process, exchanged for a token of Buddy's that lives for ten minutes or more. No
 * secret is stored anywhere. It is exchanged each time: see `cachedToken`.
 */
export function oidcToken(options: OidcOptions): TokenSource {
  return {
    token: async () => {
      const jwt = await options.identity.token();
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await tryOnce(jwt, options);
        if ("token" in outcome) return outcome.token;
        if (!outcome.again || attempt === TRIES) throw outcome.error;
        await options.clock.sleep(attempt * 1_000);
      }
    },
  };
}

/** A token that was given and never arrived does no harm: it expires. */
const TRIES = 3;

const CALL = "POST /user/oidc/tokens";

type Outcome = { readonly token: string } | { readonly error: TokenError; readonly again: boolean };

async function tryOnce(
  jwt: string,
  { endpoint, providerId, fetch, timeoutMs = 10_000 }: OidcOptions,
): Promise<Outcome> {
  try {
    const answer = await exchange(fetch, {
      url: `${endpoint}/user/oidc/tokens`,
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
      },
      body: JSON.stringify({ provider_id: providerId, web_identity_token: jwt }),
      timeoutMs,
    });
    return parseTokenResponse(answer, jwt, providerId);
  } catch (error) {
    if (error instanceof LostError) return noAnswer(error);
    throw error;
  }
}

function parseTokenResponse({ status, body }: Answer, jwt: string, providerId: string): Outcome {
  if (status === 408 || status === 429 || status >= 500) {
    const error = new TokenUnavailableError(`${CALL} was answered ${status}: try again later`);
    return { error, again: status !== 429 };
  }
  if (status < 200 || status > 299) return refused(status, reasonOf(body, hidingParts(jwt)), providerId);
  if ("lost" in body && body.lost !== "too large") {
    const fault = `${CALL} was answered ${status}, and the body is ${body.lost}`;
    return { error: new TokenUnavailableError(`${fault}: try again later`), again: true };
  }
  const token = "lost" in body ? undefined : tokenIn(body.bytes);
  if (token !== undefined) return { token };
  const remedy =
    "see that the endpoint is Buddy's, or take the token from Parameter Store (token: { ssm: NAME })";
  return {
    error: new TokenError(`${CALL} was answered ${status} with something that is no token: ${remedy}`),
    again: false,
  };
}

/** A JSON text, or the bare text: the pages have the one, Buddy's own login action takes both (November 2026). */
function tokenIn(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
    const token = unquoted(text);
    return BEARER.test(token) ? checkToken(token, "the token") : undefined;
  } catch {
    return undefined; // Not UTF-8, or too long: what it says is not to be repeated.
  }
}

/** RFC 6750, 2.1. */
const BEARER = /^[\w.~+/-]+=*$/;

function unquoted(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  // What is JSON and no text is an answer of another kind: null, or an object.
  return typeof value === "string" ? value : "";
}

function refused(status: number, reason: string | undefined, providerId: string): Outcome {
  const because = reason === undefined ? "" : `, "${reason}"`;
  const remedy =
    "see in Buddy that this identity provider is there, and trusts the issuer of the AWS account, the role of the \
function as subject, and the audience of the configuration";
  const error = new TokenError(
    `Buddy gave no token: ${CALL} for the provider ${providerId} was answered ${status}${because}; ${remedy}`,
  );
  return { error, again: false };
}

/** The parts of a JWT are hidden too: an error may quote one of them. */
function hidingParts(jwt: string): (text: string) => string {
  return hiding([jwt, ...jwt.split(".")]);
}

function noAnswer({ how, message }: LostError): Outcome {
  const fault = `${CALL} had no answer: ${message}`;
  switch (how) {
    case "connection":
    case "timeout":
      return { error: new TokenUnavailableError(`${fault}; try again later`), again: true };
    case "certificate":
    case "redirect":
      return { error: new TokenError(`${fault}; see that the endpoint is Buddy's`), again: false };
    default:
      return how satisfies never;
  }
}

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
