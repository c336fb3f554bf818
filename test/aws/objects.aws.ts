import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { s3Client, s3Objects } from "../../lib/adapters/aws/s3-objects.ts";
import { OBJECTS_CONTRACT } from "../support/objects-contract.ts";
import { connection, freshBucket } from "./moto.ts";

const ABSENT = { when: "absent", contentType: "text/plain" } as const;
const LIMITS = { maxBytes: 1000 };

describe("s3Objects, against S3's protocol", () => {
  it.each([...OBJECTS_CONTRACT])("%s", async (_, check) => {
    await check(s3Objects(await freshBucket()));
  });

  it.each([...OBJECTS_CONTRACT])("below a prefix: %s", async (_, check) => {
    const { client, bucket } = await freshBucket();
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: "beside", Body: "not ours" }));
    await check(s3Objects({ client, bucket, prefix: "team/" }));
  });

  it("lists more keys than S3 gives at once, in order and from a key on", async () => {
    const { client, bucket } = await freshBucket();
    const objects = s3Objects({ client, bucket, prefix: "team/" });
    const keys = Array.from({ length: 1005 }, (_, n) => `a/${String(n).padStart(4, "0")}`);
    const waiting = [...keys];
    const work = async () => {
      for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
        await objects.put(key, Buffer.from(key), ABSENT);
      }
    };
    await Promise.all(Array.from({ length: 16 }, work));
    expect((await objects.list("a/")).map(({ key }) => key)).toEqual(keys);
    expect((await objects.list("a/", { after: "a/0002" })).map(({ key }) => key)).toEqual(keys.slice(3));
  });

  it("takes keys with everything in them that people put into the names of files", async () => {
    const objects = s3Objects(await freshBucket());
    const keys = ["a b.yaml", "a+b.yaml", "a%2Fb.yaml", "å/ż.yaml", "a&<b>.yaml", "a//b", "a/./b"].toSorted();
    for (const key of keys) await objects.put(key, Buffer.from(key), ABSENT);
    expect((await objects.list("")).map(({ key }) => key)).toEqual(keys);
    for (const key of keys) {
      expect(Buffer.from((await objects.get(key, LIMITS))?.bytes ?? []).toString()).toBe(key);
    }
  });

  it("leaves what it replaces as an older version", async () => {
    const { client, bucket } = await freshBucket();
    const objects = s3Objects({ client, bucket });
    const etag = await objects.put("a", Buffer.from("first"), ABSENT);
    await objects.put("a", Buffer.from("second"), { ...ABSENT, when: { etag: etag ?? "" } });
    const { Versions: versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const older = versions.find(({ IsLatest: latest }) => latest === false);
    const { Body: body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: "a", VersionId: older?.VersionId }),
    );
    expect(await body?.transformToString()).toBe("first");
  });

  it("takes a deleted object of a versioned bucket for absent", async () => {
    const { client, bucket } = await freshBucket();
    const objects = s3Objects({ client, bucket });
    const etag = await objects.put("a", Buffer.from("first"), ABSENT);
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: "a" }));
    expect(await objects.get("a", LIMITS)).toBeUndefined();
    expect(
      await objects.put("a", Buffer.from("second"), { ...ABSENT, when: { etag: etag ?? "" } }),
    ).toBeUndefined();
    expect(await objects.put("a", Buffer.from("third"), ABSENT)).toBeDefined();
  });

  it("says of what type an object is", async () => {
    const { client, bucket } = await freshBucket();
    await s3Objects({ client, bucket }).put("a", Buffer.from("{}"), {
      when: "absent",
      contentType: "application/json",
    });
    const { ContentType: type } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "a" }));
    expect(type).toBe("application/json");
  });

  it("says that there is no such bucket, whatever is asked of it", async () => {
    const objects = s3Objects({ client: s3Client(connection()), bucket: "distro-sync-nowhere" });
    const attempts = [
      () => objects.get("a", LIMITS),
      () => objects.put("a", Buffer.from("first"), ABSENT),
      () => objects.put("a", Buffer.from("first"), { ...ABSENT, when: { etag: '"1"' } }),
      () => objects.list("a"),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ failure: "no-bucket" });
  });

  it("finds endpoint, region and credentials in the environment", async () => {
    const { bucket } = await freshBucket();
    const objects = s3Objects({ client: s3Client(), bucket });
    expect(await objects.put("a", Buffer.from("first"), ABSENT)).toBeDefined();
  });
});
