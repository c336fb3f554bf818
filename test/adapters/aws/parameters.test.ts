import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  ParameterError,
  type ParameterFailure,
  parameterStore,
  ssmClient,
} from "../../../lib/adapters/aws/parameters.ts";
import { type Received, type Reply, serve } from "../buddy/server.ts";

const NAME = "/distro-sync/my-company/token";
const VALUE = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
const CREDENTIALS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "SECRETACCESSKEY" };

/** A store whose one try is answered by a server that speaks Parameter Store's protocol. */
async function store(answer: Parameters<typeof serve>[0]) {
  const { url, received } = await serve(answer);
  const client = ssmClient({
    endpoint: url,
    region: "eu-central-1",
    credentials: CREDENTIALS,
    maxAttempts: 1,
  });
  return { parameters: parameterStore(client), received };
}

const parameter = (fields: Readonly<Record<string, unknown>>): Reply => ({
  body: { Parameter: { Name: NAME, ...fields } },
});

const refusal = (name: string, message = ""): Reply => ({
  status: 400,
  body: { __type: name, message },
});

async function failureOf(reading: Promise<string>): Promise<ParameterError> {
  const error: unknown = await reading.catch((reason: unknown) => reason);
  if (error instanceof ParameterError) return error;
  throw new Error("expected a ParameterError", { cause: error });
}

function asked({ headers, body }: Received): unknown {
  return { target: headers["x-amz-target"], ...(JSON.parse(body) as object) };
}

describe("parameterStore", () => {
  it("asks for a secret to be decrypted, and gives it", async () => {
    const { parameters, received } = await store(() => parameter({ Type: "SecureString", Value: VALUE }));
    expect(await parameters.read(NAME, { secret: true })).toBe(VALUE);
    expect(received.map(asked)).toEqual([
      { target: "AmazonSSM.GetParameter", Name: NAME, WithDecryption: true },
    ]);
  });

  it("asks for plain text without decryption, so that it needs no right to a key", async () => {
    const { parameters, received } = await store(() => parameter({ Type: "String", Value: "off" }));
    expect(await parameters.read("/pause", { secret: false })).toBe("off");
    expect(received.map(asked)).toMatchObject([{ Name: "/pause", WithDecryption: false }]);
  });

  it.each(["String", "StringList"])("refuses a secret that is stored as %s", async (type) => {
    const { parameters } = await store(() => parameter({ Type: type, Value: VALUE }));
    const error = await failureOf(parameters.read(NAME, { secret: true }));
    expect(error).toMatchObject({ failure: "wrong-type" });
    expect(error.message).toContain(`aws ssm put-parameter --type SecureString --name ${NAME} --value …`);
    expect(error.message).toContain(`aws ssm delete-parameter --name ${NAME}`);
    expect(inspect(error, { depth: 9 })).not.toContain(VALUE);
  });

  it.each(["SecureString", "StringList"])("refuses a plain text that is stored as %s", async (type) => {
    const { parameters } = await store(() => parameter({ Type: type, Value: "AQICAHg-ciphertext" }));
    const error = await failureOf(parameters.read("/pause", { secret: false }));
    expect(error).toMatchObject({ failure: "wrong-type" });
    expect(error.message).toContain("aws ssm put-parameter --type String --name /pause --value …");
    expect(error.message).not.toContain("ciphertext");
  });

  it("says how a missing parameter is put there", async () => {
    const { parameters } = await store(() => refusal("ParameterNotFound"));
    const error = await failureOf(parameters.read(NAME, { secret: true }));
    expect(error).toMatchObject({ failure: "missing" });
    expect(error.message).toContain(`aws ssm put-parameter --type SecureString --name ${NAME} --value …`);
  });

  it.each(["ssm:GetParameter", "kms:Decrypt"])(
    "names %s when that is what the caller lacks",
    async (action) => {
      const said = `User: arn:aws:sts::123456789012:assumed-role/sync is not authorized to perform: ${action} on resource: *`;
      const { parameters } = await store(() => refusal("AccessDeniedException", said));
      const error = await failureOf(parameters.read(NAME, { secret: true }));
      expect(error).toMatchObject({ failure: "denied" });
      expect(error.message).toContain(`allow the caller ${action}`);
    },
  );

  it("names both actions when AWS does not say which one is lacking", async () => {
    const { parameters } = await store(() => refusal("AccessDeniedException"));
    const { message } = await failureOf(parameters.read(NAME, { secret: true }));
    expect(message).toContain("ssm:GetParameter on it, and kms:Decrypt on its key");
  });

  it.each<[string, Reply, ParameterFailure]>([
    ["a key that is gone", refusal("InvalidKeyId"), "denied"],
    ["credentials that nobody knows", refusal("UnrecognizedClientException"), "denied"],
    ["credentials that have expired", refusal("ExpiredTokenException"), "denied"],
    ["throttling", refusal("ThrottlingException", "Rate exceeded"), "unavailable"],
    ["a failure of AWS", { status: 500, body: { __type: "InternalServerError" } }, "unavailable"],
    ["the page of a proxy", { status: 503, body: "<html>down</html>" }, "unavailable"],
    ["a name that cannot be one", refusal("ValidationException"), "broken"],
    ["a redirect", { status: 307, headers: { location: "https://example.com" } }, "broken"],
    ["an answer without a parameter", { body: {} }, "broken"],
    ["a value that is no text", parameter({ Type: "SecureString", Value: 5 }), "broken"],
    ["no value", parameter({ Type: "SecureString" }), "broken"],
    ["no type", parameter({ Value: VALUE }), "broken"],
    ["half an answer", { body: `{"Parameter":{"Value":"${VALUE}` }, "broken"],
    ["an answer that is no JSON, and that the parser quotes", { body: `x${VALUE}` }, "broken"],
  ])("takes %s for what it is, and shows nothing of what came", async (_, reply, failure) => {
    const { parameters, received } = await store(() => reply);
    const error = await failureOf(parameters.read(NAME, { secret: true }));
    expect(error).toMatchObject({ failure });
    expect(error.message).toContain(NAME);
    expect(received).toHaveLength(1);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/f81d4fae|SECRETACCESSKEY/);
  });

  it("takes a connection that is reset for a failure that passes", async () => {
    const { parameters } = await store((_request, _nth, response) => void response.destroy());
    const error = await failureOf(parameters.read(NAME, { secret: true }));
    expect(error).toMatchObject({ failure: "unavailable" });
    expect(error.message).toContain("ECONNRESET");
  });

  it("takes an answer that is cut short for a failure that passes, and shows nothing of it", async () => {
    const { parameters } = await store((_request, _nth, response) => {
      response.writeHead(200, { "content-length": "900" });
      response.write(`{"Parameter":{"Value":"${VALUE}"`, () => response.destroy());
      return undefined;
    });
    const error = await failureOf(parameters.read(NAME, { secret: true }));
    expect(error).toMatchObject({ failure: "unavailable" });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(VALUE);
  });

  it("says so when there are no credentials", async () => {
    const client = ssmClient({
      region: "eu-central-1",
      credentials: async () => {
        throw Object.assign(new Error("none"), { name: "CredentialsProviderError" });
      },
    });
    const error = await failureOf(parameterStore(client).read(NAME, { secret: true }));
    expect(error).toMatchObject({ failure: "denied" });
    expect(error.message).toContain("sign in to AWS");
  });
});

describe("ssmClient", () => {
  it("asks three times at most, and waits 3 s for a connection and 5 s for an answer or for more of it", async () => {
    const { url } = await serve(() => parameter({ Type: "SecureString", Value: VALUE }));
    const client = ssmClient({ endpoint: url, region: "eu-central-1", credentials: CREDENTIALS });
    // The handler takes its settings up when it is first used.
    await parameterStore(client).read(NAME, { secret: true });
    expect(await client.config.maxAttempts()).toBe(3);
    expect(client.config.requestHandler).toMatchObject({
      config: {
        connectionTimeout: 3_000,
        requestTimeout: 5_000,
        throwOnRequestTimeout: true,
        socketTimeout: 5_000,
      },
    });
  });
});
