import { describe, expect, it } from "vitest";
import { type Objects, ObjectsError } from "../../../lib/adapters/aws/objects.ts";
import { s3Client, s3Objects } from "../../../lib/adapters/aws/s3-objects.ts";
import { type Received, type Reply, serve } from "../buddy/server.ts";

/** A bucket whose every request is answered by `answer`, once and for all unless `tries` says otherwise. */
async function bucketThat(
  answer: (request: Received, nth: number) => Reply | "hang up",
  { tries = 1, prefix = "" }: { readonly tries?: number; readonly prefix?: string } = {},
): Promise<{ readonly objects: Objects; readonly received: readonly Received[]; readonly waits: number[] }> {
  const { url, received } = await serve((request, nth, response) => {
    const reply = answer(request, nth);
    if (reply !== "hang up") return reply;
    response.destroy();
    return undefined;
  });
  const client = s3Client({
    endpoint: url,
    region: "eu-central-1",
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-for-anyone", sessionToken: "nor-this" },
    maxAttempts: tries,
  });
  const waits: number[] = [];
  const clock = {
    sleep: async (milliseconds: number) => {
      waits.push(milliseconds);
    },
  };
  const objects = s3Objects({ client, bucket: "my-bucket", prefix, clock, random: () => 0.5 });
  return { objects, received, waits };
}

function refusal(status: number, code: string): Reply {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>S3 says ${code}</Message></Error>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}

function objectWith(body: string): Reply {
  return { headers: { etag: '"1"', "content-length": String(Buffer.byteLength(body)) }, body };
}

const LIMITS = { maxBytes: 100 };
const ABSENT = { when: "absent", contentType: "text/plain" } as const;
const BYTES = Buffer.from("ours");

async function failureOf(work: Promise<unknown>): Promise<ObjectsError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ObjectsError) return error;
  throw new Error("it did not fail with an ObjectsError", { cause: error });
}

describe("s3Objects", () => {
  it("asks for what the prefix and the key name together, and keeps the prefix to itself", async () => {
    const { objects, received } = await bucketThat(
      () => ({
        headers: { "content-type": "application/xml" },
        body: `<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>team/state/a</Key>
          <ETag>"1"</ETag><Size>4</Size></Contents></ListBucketResult>`,
      }),
      { prefix: "team/" },
    );
    expect(await objects.list("state/", { after: "state/0" })).toEqual([
      { key: "state/a", etag: '"1"', size: 4 },
    ]);
    expect(received[0]?.url).toContain("prefix=team%2Fstate%2F&start-after=team%2Fstate%2F0");
  });

  it("lists folders with a delimiter, over all pages, and keeps the prefix to itself", async () => {
    const { objects, received } = await bucketThat(
      (_, nth) => ({
        headers: { "content-type": "application/xml" },
        body: `<ListBucketResult><IsTruncated>${nth === 1}</IsTruncated>
          <CommonPrefixes><Prefix>team/state/${nth === 1 ? "b" : "a"}/</Prefix></CommonPrefixes>
          <NextContinuationToken>more</NextContinuationToken></ListBucketResult>`,
      }),
      { prefix: "team/" },
    );
    expect(await objects.folders("state/")).toEqual(["a", "b"]);
    expect(received.map(({ url }) => url)).toEqual([
      expect.stringContaining("delimiter=%2F&"),
      expect.stringContaining("continuation-token=more&delimiter=%2F&"),
    ]);
  });

  it.each([
    ["does not say whether it is whole", "<ListBucketResult></ListBucketResult>"],
    ["does not say how it goes on", "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"],
    [
      "has a folder without a name",
      "<ListBucketResult><IsTruncated>false</IsTruncated><CommonPrefixes></CommonPrefixes></ListBucketResult>",
    ],
  ])("believes no list of folders that %s", async (_, body) => {
    const { objects } = await bucketThat(() => ({ headers: { "content-type": "application/xml" }, body }));
    expect((await failureOf(objects.folders("state/"))).failure).toBe("broken");
  });

  it("puts its condition, its type and a checksum on a write", async () => {
    const { objects, received } = await bucketThat(() => ({ headers: { etag: '"1"' }, body: "" }));
    expect(await objects.put("a", BYTES, ABSENT)).toBe('"1"');
    expect(await objects.put("a", BYTES, { when: { etag: '"1"' }, contentType: "application/json" })).toBe(
      '"1"',
    );
    expect(received[0]?.headers).toMatchObject({
      "if-none-match": "*",
      "content-type": "text/plain",
      "x-amz-checksum-crc32": expect.any(String),
    });
    expect(received[1]?.headers).toMatchObject({
      "if-match": '"1"',
      "content-type": "application/json",
    });
  });

  it("takes a write as done whose answer was lost, and whose repetition finds it there", async () => {
    const { objects, received } = await bucketThat(
      ({ method }, nth) => {
        if (method === "GET") return objectWith("ours");
        return nth === 1 ? "hang up" : refusal(412, "PreconditionFailed");
      },
      { tries: 2 },
    );
    expect(await objects.put("a", BYTES, ABSENT)).toBe('"1"');
    expect(received.map(({ method }) => method)).toEqual(["PUT", "PUT", "GET"]);
  });

  it.each([
    ["other bytes", "theirs!"],
    ["bytes of the same length", "them"],
  ])("has lost against %s", async (_, body) => {
    const { objects } = await bucketThat(({ method }) =>
      method === "GET" ? objectWith(body) : refusal(412, "PreconditionFailed"),
    );
    expect(await objects.put("a", BYTES, ABSENT)).toBeUndefined();
  });

  it("tries again, after a while, where S3 has not decided who wins", async () => {
    const { objects, waits } = await bucketThat((_, nth) =>
      nth < 3 ? refusal(409, "ConditionalRequestConflict") : { headers: { etag: '"1"' }, body: "" },
    );
    expect(await objects.put("a", BYTES, ABSENT)).toBe('"1"');
    expect(waits).toEqual([100, 200]);
  });

  it("gives up where S3 never decides", async () => {
    const { objects, received } = await bucketThat(() => refusal(409, "ConditionalRequestConflict"));
    expect((await failureOf(objects.put("a", BYTES, ABSENT))).failure).toBe("unavailable");
    expect(received).toHaveLength(5);
  });

  it.each([
    [403, "AccessDenied", "denied", "s3:ListBucket"],
    [403, "InvalidAccessKeyId", "denied", "sign in to AWS"],
    [400, "ExpiredToken", "denied", "sign in to AWS"],
    [404, "NoSuchBucket", "no-bucket", "the bucket that the stack made"],
    [301, "PermanentRedirect", "no-bucket", "AWS_REGION"],
    [400, "AuthorizationHeaderMalformed", "no-bucket", "AWS_REGION"],
    [503, "SlowDown", "unavailable", "try again later"],
    [500, "InternalError", "unavailable", "try again later"],
    [429, "TooManyRequests", "unavailable", "try again later"],
    [400, "InvalidRequest", "broken", "try again"],
    [404, "NotFound", "broken", "try again"],
  ])("explains %d %s as %s, with a remedy", async (status, code, failure, remedy) => {
    const { objects } = await bucketThat(() => refusal(status, code));
    const error = await failureOf(objects.get("a", LIMITS));
    expect(error.failure).toBe(failure);
    expect(error.message).toContain("s3://my-bucket/a could not be read: ");
    expect(error.message).toContain(remedy);
    // Whatever it says may quote anything.
    expect(error.message).not.toContain("S3 says");
  });

  it("explains a refused write and a refused list by what the caller must be allowed", async () => {
    const { objects } = await bucketThat(() => refusal(403, "AccessDenied"), { prefix: "team/" });
    expect((await failureOf(objects.put("a", BYTES, ABSENT))).message).toContain("s3:PutObject");
    const { message } = await failureOf(objects.list("state/"));
    expect(message).toContain("s3://my-bucket/team/state/ could not be listed");
    expect(message).toContain("s3:ListBucket");
  });

  it("does not take just any 404 for an object that is missing", async () => {
    const missing = await bucketThat(() => refusal(404, "NoSuchKey"));
    expect(await missing.objects.get("a", LIMITS)).toBeUndefined();
    expect(await missing.objects.put("a", BYTES, { ...ABSENT, when: { etag: '"1"' } })).toBeUndefined();
    const elsewhere = await bucketThat(() => ({ status: 404, body: "<html>not found</html>" }));
    await failureOf(elsewhere.objects.get("a", LIMITS));
    await failureOf(elsewhere.objects.put("a", BYTES, { ...ABSENT, when: { etag: '"1"' } }));
  });

  it("says that nothing answers", async () => {
    const { objects } = await bucketThat(() => "hang up");
    const error = await failureOf(objects.get("a", LIMITS));
    expect(error.failure).toBe("unavailable");
    expect(error.message).toContain("ECONNRESET");
  });

  it("believes no body that ends short of its length", async () => {
    const { url } = await serve((_, __, response) => {
      response.writeHead(200, { "content-length": "10", etag: '"1"' });
      response.write("four", () => response.destroy());
      return undefined;
    });
    const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-for-anyone" };
    const client = s3Client({ endpoint: url, region: "eu-central-1", credentials });
    const error = await failureOf(s3Objects({ client, bucket: "my-bucket" }).get("a", LIMITS));
    expect(error.failure).toBe("broken");
    expect(error.message).toContain("s3://my-bucket/a broke off after 4 of 10 bytes");
  });

  it("believes no body that is not what its checksum says", async () => {
    const { objects } = await bucketThat(() => ({
      headers: { etag: '"1"', "content-length": "4", "x-amz-checksum-crc32": "AAAAAA==" },
      body: "ours",
    }));
    expect((await failureOf(objects.get("a", LIMITS))).failure).toBe("broken");
  });

  it("believes no list that says it goes on and not where", async () => {
    const { objects } = await bucketThat(() => ({
      headers: { "content-type": "application/xml" },
      body: "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
    }));
    expect((await failureOf(objects.list("a"))).failure).toBe("broken");
  });

  it("believes no answer that is not S3's", async () => {
    const { objects } = await bucketThat(() => ({ body: "<html>sign in to the network</html>" }));
    expect((await failureOf(objects.get("a", LIMITS))).failure).toBe("broken");
    expect((await failureOf(objects.put("a", BYTES, ABSENT))).failure).toBe("broken");
    expect((await failureOf(objects.list("a"))).failure).toBe("broken");
  });

  it("keeps what it signed with, and what the client knows of the request, out of its errors", async () => {
    const { objects } = await bucketThat(() => refusal(403, "AccessDenied"));
    const error = await failureOf(objects.get("a", LIMITS));
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify([error.message, error.stack, Object.entries(error)])).not.toMatch(
      /not-for-anyone|nor-this|AKIAEXAMPLE|Signature/,
    );
  });

  it("says that there are no credentials, and how to get some", async () => {
    const credentials = async () => {
      throw Object.assign(new Error("the helper printed a secret"), { name: "CredentialsProviderError" });
    };
    const client = s3Client({ endpoint: "http://127.0.0.1:9", region: "eu-central-1", credentials });
    const error = await failureOf(s3Objects({ client, bucket: "my-bucket" }).get("a", LIMITS));
    expect(error.failure).toBe("denied");
    expect(error.message).toContain("no valid credentials for AWS, or no region; sign in to AWS");
    expect(error.message).not.toContain("secret");
  });
});
