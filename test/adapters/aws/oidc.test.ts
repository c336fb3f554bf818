import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type OidcOptions, oidcToken } from "../../../lib/adapters/aws/token.ts";
import { cachedToken } from "../../../lib/adapters/http/token.ts";
import { TokenError, TokenUnavailableError } from "../../../lib/errors.ts";
import { started } from "../../emulator/started.ts";
import { virtualClock } from "../../support/virtual-clock.ts";
import { type Reply, serve } from "../buddy/server.ts";
import { fakeClock, TOKEN } from "../buddy/world.ts";

const PROVIDER = "123e4567-e89b-42d3-a456-426614174000";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhcm46YXdzIn0.c2lnbmF0dXJl-SECRET_x";
const ANY = { fresh: false };

function source(overrides: Partial<OidcOptions> & Pick<OidcOptions, "endpoint">) {
  const clock = fakeClock();
  const identity = { token: async () => JWT };
  return { clock, tokens: oidcToken({ identity, providerId: PROVIDER, clock, ...overrides }) };
}

async function failureOf(fetching: Promise<string>): Promise<TokenError> {
  const error: unknown = await fetching.catch((reason: unknown) => reason);
  if (!(error instanceof TokenError)) throw new Error("expected a TokenError", { cause: error });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/eyJ|c2lnbmF0dXJl|f81d4fae/);
  return error;
}

describe("oidcToken", () => {
  it("exchanges the identity at the emulator for a token that is taken there", async () => {
    const emulator = await started({ token: TOKEN });
    const { tokens } = source({ endpoint: emulator.url });
    expect(await tokens.token(ANY)).toBe(TOKEN);
    expect(emulator.log).toMatchObject([{ method: "POST", path: "/user/oidc/tokens", status: 200 }]);
  });

  it("sends provider and identity as JSON, and no other token", async () => {
    const { url, received } = await serve(() => ({ body: JSON.stringify(TOKEN) }));
    await source({ endpoint: `${url}/api` }).tokens.token(ANY);
    expect(received).toMatchObject([
      {
        method: "POST",
        url: "/api/user/oidc/tokens",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ provider_id: PROVIDER, web_identity_token: JWT }),
      },
    ]);
    expect(received[0]?.headers).not.toHaveProperty("authorization");
  });

  it("is asked once in 300 s when it is cached, and at once for a fresh token", async () => {
    const emulator = await started({ token: "first-token" });
    const clock = virtualClock();
    const tokens = cachedToken(source({ endpoint: emulator.url }).tokens, clock);
    await tokens.token(ANY);
    clock.advance(299_999);
    emulator.setToken("second-token");
    expect(await tokens.token(ANY)).toBe("first-token");
    expect(await tokens.token({ fresh: true })).toBe("second-token");
    expect(emulator.log).toHaveLength(2);
  });

  it.each([
    ["a JSON text", `"${TOKEN}"`],
    ["bare text", TOKEN],
    ["bare text with a line break after it", `${TOKEN}\n`],
  ])("takes a token that comes as %s", async (_, body) => {
    const { url } = await serve(() => ({ body }));
    expect(await source({ endpoint: url }).tokens.token(ANY)).toBe(TOKEN);
  });

  it.each([
    ["nothing", ""],
    ["null", "null"],
    ["a number", "12345"],
    ["an object", JSON.stringify({ token: TOKEN })],
    ["a list", JSON.stringify([TOKEN])],
    ["an empty text", '""'],
    ["two lines", JSON.stringify(`${TOKEN}\n${TOKEN}`)],
    ["a page", `<html>${TOKEN}</html>`],
    ["more than a token's length", "t".repeat(5_000)],
    ["more than anybody reads", "t".repeat(21 * 1024 * 1024)],
  ])("refuses an answer that is %s, and does not repeat it", async (_, body) => {
    const { url, received } = await serve(() => ({ body }));
    const error = await failureOf(source({ endpoint: url }).tokens.token(ANY));
    expect(error).not.toBeInstanceOf(TokenUnavailableError);
    expect(error.message).toContain("something that is no token");
    expect(received).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 422])(
    "takes %d for Buddy's last word, and says what to look at",
    async (status) => {
      const said = { errors: [{ message: `the token ${JWT} is not trusted` }] };
      const { url, received } = await serve(() => ({ status, body: said }));
      const error = await failureOf(source({ endpoint: url }).tokens.token(ANY));
      expect(error).not.toBeInstanceOf(TokenUnavailableError);
      expect(error.message).toContain(PROVIDER);
      expect(error.message).toContain("the token [redacted] is not trusted");
      expect(error.message).toContain("trusts the issuer of the AWS account");
      expect(received).toHaveLength(1);
    },
  );

  it.each([
    ["in part", JWT.split(".")[2]],
    ["percent-encoded", encodeURIComponent(JWT).replaceAll(".", "%2E")],
    ["in base64", Buffer.from(JWT).toString("base64")],
  ])("shows nothing of an identity that Buddy's error quotes %s", async (_, quoted) => {
    const { url } = await serve(() => ({ status: 400, body: { message: `no: ${quoted}` } }));
    const { message } = await failureOf(source({ endpoint: url }).tokens.token(ANY));
    expect(message).toContain("no: [redacted]");
    expect(message).not.toContain(quoted);
  });

  it("tries three times when Buddy fails, a second and then two apart", async () => {
    const { url, received } = await serve(() => ({ status: 502, body: "<html>bad gateway</html>" }));
    const { tokens, clock } = source({ endpoint: url });
    const error = await failureOf(tokens.token(ANY));
    expect(error).toBeInstanceOf(TokenUnavailableError);
    expect(received).toHaveLength(3);
    expect(clock.sleeps).toEqual([1_000, 2_000]);
  });

  it("goes on as soon as a try succeeds", async () => {
    const replies: readonly Reply[] = [{ status: 500 }, { body: JSON.stringify(TOKEN) }];
    const { url, received } = await serve((_request, nth) => replies[nth - 1]);
    expect(await source({ endpoint: url }).tokens.token(ANY)).toBe(TOKEN);
    expect(received).toHaveLength(2);
  });

  it("does not press a Buddy that is asked too much", async () => {
    const { url, received } = await serve(() => ({ status: 429 }));
    expect(await failureOf(source({ endpoint: url }).tokens.token(ANY))).toBeInstanceOf(
      TokenUnavailableError,
    );
    expect(received).toHaveLength(1);
  });

  it("tries again when an answer is reset or cut short", async () => {
    const { url, received } = await serve((_request, nth, response) => {
      if (nth === 1) response.destroy();
      if (nth === 2) {
        response.writeHead(200, { "content-length": "900" });
        response.write('"half', () => response.destroy());
      }
      return nth === 3 ? { body: JSON.stringify(TOKEN) } : undefined;
    });
    expect(await source({ endpoint: url }).tokens.token(ANY)).toBe(TOKEN);
    expect(received).toHaveLength(3);
  });

  it("takes a time-out for a failure that passes", async () => {
    const fetch = async (): Promise<Response> => {
      throw new DOMException("The time is up", "TimeoutError");
    };
    const error = await failureOf(source({ endpoint: "https://api.example.com", fetch }).tokens.token(ANY));
    expect(error).toBeInstanceOf(TokenUnavailableError);
    expect(error.message).toContain("no answer within 10000 ms");
  });

  it.each([301, 302, 303, 307, 308])(
    "does not follow a redirect %d with the identity in its hands",
    async (status) => {
      const elsewhere = await serve(() => ({ body: JSON.stringify(TOKEN) }));
      const { url } = await serve(() => ({ status, headers: { location: elsewhere.url } }));
      const error = await failureOf(source({ endpoint: url }).tokens.token(ANY));
      expect(error.message).toContain("redirect");
      expect(error).not.toBeInstanceOf(TokenUnavailableError);
      expect(elsewhere.received).toEqual([]);
    },
  );

  it("asks for the identity anew each time, and passes its failure on", async () => {
    const failure = new TokenError("AWS gave no identity token: AccessDenied (403)");
    const identity = {
      token: async () => {
        throw failure;
      },
    };
    const { url, received } = await serve(() => ({ body: JSON.stringify(TOKEN) }));
    await expect(source({ endpoint: url, identity }).tokens.token(ANY)).rejects.toBe(failure);
    expect(received).toEqual([]);
  });
});
