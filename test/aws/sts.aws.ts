import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { oidcToken, stsClient, webIdentity } from "../../lib/adapters/aws/token.ts";
import { serve } from "../adapters/buddy/server.ts";
import { started } from "../emulator/started.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { ACCOUNT, connection } from "./moto.ts";

const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhcm46YXdzIn0.c2lnbmF0dXJl";

/** Moto 5.2 does not know GetWebIdentityToken, so that a server of our own gives the answer that STS's model describes. */
const GIVEN = `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult>\
<WebIdentityToken>${JWT}</WebIdentityToken><Expiration>2026-11-24T12:05:00Z</Expiration></GetWebIdentityTokenResult>\
<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetWebIdentityTokenResponse>`;

describe("stsClient, against moto", () => {
  it("signs in, and speaks STS's protocol", async () => {
    const { Account } = await stsClient(connection()).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(ACCOUNT);
  });
});

describe("oidcToken, from AWS's identity to a token that Buddy takes", () => {
  it("asks STS with a signature of the region, and exchanges what it gives at the emulator", async () => {
    const sts = await serve(() => ({ headers: { "content-type": "text/xml" }, body: GIVEN }));
    const emulator = await started({ token: "short-lived" });
    const identity = webIdentity(stsClient({ ...connection(), endpoint: sts.url }));
    const tokens = oidcToken({
      identity,
      endpoint: emulator.url,
      providerId: "123e4567-e89b-42d3-a456-426614174000",
      clock: virtualClock(),
    });
    expect(await tokens.token({ fresh: false })).toBe("short-lived");
    expect(sts.received[0]?.headers.authorization).toContain("/eu-central-1/sts/aws4_request");
    expect(emulator.log).toMatchObject([
      {
        path: "/user/oidc/tokens",
        status: 200,
        body: { provider_id: "123e4567-e89b-42d3-a456-426614174000", web_identity_token: JWT },
      },
    ]);
  });
});
