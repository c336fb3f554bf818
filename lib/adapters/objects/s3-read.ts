import { Readable } from "node:stream";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { ObjectsError, type StoredObject } from "./objects.ts";
import { isNamed, s3FailureOf } from "./s3-failure.ts";
import { type S3Place, s3Url } from "./s3-place.ts";

export async function readObject(
  place: S3Place,
  key: string,
  { maxBytes }: { readonly maxBytes: number },
): Promise<StoredObject | undefined> {
  const answer = await request(place, key);
  if (answer === undefined) return undefined;
  const address = s3Url(place, key);
  const { Body: body, ContentLength: length, ETag: etag } = answer;
  if (!(body instanceof Readable) || length === undefined || etag === undefined) {
    throw new ObjectsError(`${address} was answered without body, length or ETag: try again`, "broken");
  }
  try {
    if (length > maxBytes) throw tooLarge(address, length, maxBytes);
    return { bytes: await readBody(body, { address, length, maxBytes }), etag };
  } finally {
    // What is left of a body keeps its connection.
    body.destroy();
  }
}

async function request({ client, bucket, prefix }: S3Place, key: string) {
  try {
    return await client.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + key }));
  } catch (error) {
    // No other 404 says that the object is missing.
    if (isNamed(error, "NoSuchKey")) return undefined;
    throw s3FailureOf(error, { attempt: "read", bucket, key: prefix + key });
  }
}

async function readBody(
  body: Readable,
  {
    address,
    length,
    maxBytes,
  }: { readonly address: string; readonly length: number; readonly maxBytes: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    // The client's streams are of bytes.
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      total += chunk.byteLength;
      if (total > maxBytes) throw tooLarge(address, total, maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ObjectsError) throw error;
    // Cut off, silent for too long, or not what its checksum says.
    throw new ObjectsError(`${address} broke off after ${total} of ${length} bytes: try again`, "broken");
  }
  if (total !== length) {
    throw new ObjectsError(`${address} has ${total} bytes instead of ${length}: try again`, "broken");
  }
  return Buffer.concat(chunks);
}

function tooLarge(address: string, bytes: number, maxBytes: number): ObjectsError {
  return new ObjectsError(
    `${address} has ${bytes} bytes or more, and ${maxBytes} are the most that is read: put less into it`,
    "too-large",
  );
}
