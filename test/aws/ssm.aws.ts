import {
  DeleteParameterCommand,
  ParameterType,
  PutParameterCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import { describe, expect, it } from "vitest";
import { parameterStore, ssmClient, ssmToken } from "../../lib/adapters/aws/parameters.ts";
import { cachedToken } from "../../lib/adapters/http/token.ts";
import { TokenError } from "../../lib/errors.ts";
import { virtualClock } from "../support/virtual-clock.ts";
import { connection, uniqueName } from "./moto.ts";

const FIRST = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
const SECOND = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";
const CACHED = { fresh: false };

const freshName = () => `/distro-sync/${uniqueName("workspace")}/token`;

/** What the operator's command does. */
async function put(client: SSMClient, name: string, value: string, type: ParameterType): Promise<void> {
  await client.send(new PutParameterCommand({ Name: name, Value: value, Type: type, Overwrite: true }));
}

describe("parameterStore, against moto", () => {
  it("reads a SecureString as it was stored", async () => {
    const client = ssmClient(connection());
    const name = freshName();
    await put(client, name, FIRST, ParameterType.SECURE_STRING);
    expect(await parameterStore(client).read(name, { secret: true })).toBe(FIRST);
  });

  it("reads a plain text, and finds its way to the server by the environment alone", async () => {
    const client = ssmClient();
    const name = freshName();
    await put(client, name, "off", ParameterType.STRING);
    expect(await parameterStore(client).read(name, { secret: false })).toBe("off");
  });

  it.each([ParameterType.STRING, ParameterType.STRING_LIST])(
    "refuses a secret stored as %s",
    async (type) => {
      const client = ssmClient(connection());
      const name = freshName();
      await put(client, name, FIRST, type);
      const reading = parameterStore(client).read(name, { secret: true });
      await expect(reading).rejects.toMatchObject({ name: "ParameterError", failure: "wrong-type" });
      await expect(reading).rejects.not.toThrow(FIRST);
    },
  );

  it("does not take a ciphertext for a plain text", async () => {
    const client = ssmClient(connection());
    const name = freshName();
    await put(client, name, "off", ParameterType.SECURE_STRING);
    const reading = parameterStore(client).read(name, { secret: false });
    await expect(reading).rejects.toMatchObject({ failure: "wrong-type" });
  });

  it("says how a parameter that is not there is put there", async () => {
    const name = freshName();
    const reading = parameterStore(ssmClient(connection())).read(name, { secret: true });
    await expect(reading).rejects.toMatchObject({ failure: "missing" });
    await expect(reading).rejects.toThrow(
      `aws ssm put-parameter --type SecureString --name ${name} --value …`,
    );
  });
});

describe("ssmToken, against moto", () => {
  it("shows an overwritten token after 300 s", async () => {
    const client = ssmClient(connection());
    const clock = virtualClock();
    const name = freshName();
    await put(client, name, FIRST, ParameterType.SECURE_STRING);
    const tokens = cachedToken(ssmToken(parameterStore(client), name), clock);
    expect(await tokens.token(CACHED)).toBe(FIRST);
    await put(client, name, SECOND, ParameterType.SECURE_STRING);
    clock.advance(299_999);
    expect(await tokens.token(CACHED)).toBe(FIRST);
    clock.advance(1);
    expect(await tokens.token(CACHED)).toBe(SECOND);
  });

  it("shows an overwritten token at once to whoever asks for a fresh one", async () => {
    const client = ssmClient(connection());
    const name = freshName();
    await put(client, name, FIRST, ParameterType.SECURE_STRING);
    const tokens = cachedToken(ssmToken(parameterStore(client), name), virtualClock());
    await tokens.token(CACHED);
    await put(client, name, SECOND, ParameterType.SECURE_STRING);
    expect(await tokens.token({ fresh: true })).toBe(SECOND);
    expect(await tokens.token(CACHED)).toBe(SECOND);
  });

  it("has no token any more once the parameter is deleted and the cache is old", async () => {
    const client = ssmClient(connection());
    const clock = virtualClock();
    const name = freshName();
    await put(client, name, FIRST, ParameterType.SECURE_STRING);
    const tokens = cachedToken(ssmToken(parameterStore(client), name), clock);
    await tokens.token(CACHED);
    await client.send(new DeleteParameterCommand({ Name: name }));
    clock.advance(300_000);
    await expect(tokens.token(CACHED)).rejects.toThrow(TokenError);
  });

  it("refuses a token with a line break, as `--value file://token.txt` stores it", async () => {
    const client = ssmClient(connection());
    const name = freshName();
    await put(client, name, `${FIRST}\n`, ParameterType.SECURE_STRING);
    const fetching = ssmToken(parameterStore(client), name).token(CACHED);
    await expect(fetching).rejects.toThrow(`the parameter ${name} holds`);
    await expect(fetching).rejects.not.toThrow(FIRST);
  });
});
