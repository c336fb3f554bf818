import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { stsClient, webIdentity } from "../../../lib/adapters/aws/token.ts";
import { TokenError, TokenUnavailableError } from "../../../lib/errors.ts";
import { type Reply, serve } from "../buddy/server.ts";

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhcm46YXdzIn0.c2lnbmF0dXJl";

const xml = (status: number, body: string): Reply => ({
  status,
  headers: { "content-type": "text/xml" },
  body,
});

const given = (jwt: string): Reply =>
  xml(
    200,
    `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult>\
<WebIdentityToken>${jwt}</WebIdentityToken><Expiration>2026-11-24T12:05:00Z</Expiration></GetWebIdentityTokenResult>\
<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetWebIdentityTokenResponse>`,
  );

const refused = (status: number, code: string, message = "no"): Reply =>
  xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>\
<Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  );

/** The identity of a caller whose one try is answered by a server that speaks STS's protocol. */
async function identity(reply: Reply, audience?: string) {
  const { url, received } = await serve(() => reply);
  const client = stsClient({
    endpoint: url,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "SECRETACCESSKEY" },
    maxAttempts: 1,
  });
  return { received, identity: webIdentity(client, audience) };
}

async function failureOf(fetching: Promise<string>): Promise<TokenError> {
  const error: unknown = await fetching.catch((reason: unknown) => reason);
  if (!(error instanceof TokenError)) throw new Error("expected a TokenError", { cause: error });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/eyJ|SECRETACCESSKEY/);
  return error;
}

describe("webIdentity", () => {
  it("asks for a JWT that Buddy can check and that lives for five minutes", async () => {
    const { identity: me, received } = await identity(given(JWT));
    expect(await me.token()).toBe(JWT);
    expect(received.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
      {
        Action: "GetWebIdentityToken",
        Version: "2011-06-15",
        "Audience.member.1": "buddy",
        SigningAlgorithm: "RS256",
        DurationSeconds: "300",
      },
    ]);
  });

  it("names the audience that it is given", async () => {
    const { identity: me, received } = await identity(given(JWT), "https://api.buddy.works");
    await me.token();
    expect(new URLSearchParams(received[0]?.body).get("Audience.member.1")).toBe("https://api.buddy.works");
  });

  it.each(["OutboundWebIdentityFederationDisabledException", "OutboundWebIdentityFederationDisabled"])(
    "says how %s is mended",
    async (code) => {
      const { identity: me } = await identity(refused(403, code));
      const error = await failureOf(me.token());
      expect(error.message).toContain("aws iam enable-outbound-web-identity-federation");
    },
  );

  it("names the action that the caller may not do", async () => {
    const said = "User: x is not authorized to perform: sts:GetWebIdentityToken on resource: *";
    const { identity: me } = await identity(refused(403, "AccessDenied", said));
    const error = await failureOf(me.token());
    expect(error.message).toContain("allow the caller sts:GetWebIdentityToken");
    expect(error).not.toBeInstanceOf(TokenUnavailableError);
  });

  it.each<[string, Reply, boolean]>([
    ["throttling", refused(400, "Throttling"), true],
    ["a failure of AWS", refused(500, "InternalFailure"), true],
    ["an expired session", refused(403, "ExpiredToken"), false],
    ["a refusal of another kind", refused(400, "ValidationError"), false],
    ["half an answer", xml(200, `<GetWebIdentityTokenResponse><A>${JWT}</A><Get`), false],
    ["an answer without a token", given(""), false],
    ["a token that is no JWT", given("eyJ"), false],
    ["a token with a line break", given("eyJ.eyJ.x\ny"), false],
  ])("takes %s for what it is", async (_, reply, passing) => {
    const { identity: me } = await identity(reply);
    expect((await failureOf(me.token())) instanceof TokenUnavailableError).toBe(passing);
  });
});
