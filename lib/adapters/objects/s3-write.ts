import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Clock } from "../../ports.ts";
import { backoff } from "../buddy/retry.ts";
import { ObjectsError, type PutOptions } from "./objects.ts";
import { isNamed, s3FailureOf, s3StatusOf } from "./s3-failure.ts";
import { type S3Place, s3Url } from "./s3-place.ts";
import { readObject } from "./s3-read.ts";

export async function writeObject(
  place: S3Place,
  key: string,
  bytes: Uint8Array,
  options: PutOptions & { readonly clock: Pick<Clock, "sleep">; readonly random: () => number },
): Promise<string | undefined> {
  const { when, clock, random } = options;
  for (let tries = 1; ; tries += 1) {
    try {
      return await request(place, key, bytes, options);
    } catch (error) {
      if (error instanceof ObjectsError) throw error;
      // The client repeats what was not answered: that the condition does not hold may be our own doing.
      if (s3StatusOf(error) === 412) return etagOfSame(place, key, bytes);
      if (when !== "absent" && isNamed(error, "NoSuchKey")) return undefined;
      // 409: somebody else is writing the same key, and S3 does not say who will have won.
      if (s3StatusOf(error) !== 409 || tries === MOST_TRIES) {
        throw s3FailureOf(error, { attempt: "written", bucket: place.bucket, key: place.prefix + key });
      }
      await clock.sleep(backoff(tries - 1, random));
    }
  }
}

const MOST_TRIES = 5;

async function request(
  place: S3Place,
  key: string,
  bytes: Uint8Array,
  { when, contentType }: PutOptions,
): Promise<string> {
  const { ETag: etag } = await place.client.send(
    new PutObjectCommand({
      Bucket: place.bucket,
      Key: place.prefix + key,
      Body: bytes,
      ContentType: contentType,
      ...(when === "absent" ? { IfNoneMatch: "*" } : { IfMatch: when.etag }),
    }),
    { requestTimeout: timeFor(bytes) },
  );
  if (etag !== undefined) return etag;
  throw new ObjectsError(`${s3Url(place, key)} was written and got no ETag: try again`, "broken");
}

/** Milliseconds: what a request has at all, and what a slow line (400 kbit/s) needs for the body. */
function timeFor({ byteLength }: Uint8Array): number {
  return 10_000 + Math.ceil(byteLength / 50);
}

async function etagOfSame(place: S3Place, key: string, bytes: Uint8Array): Promise<string | undefined> {
  try {
    const found = await readObject(place, key, { maxBytes: bytes.byteLength });
    return found !== undefined && Buffer.compare(found.bytes, bytes) === 0 ? found.etag : undefined;
  } catch (error) {
    if (error instanceof ObjectsError && error.failure === "too-large") return undefined;
    throw error;
  }
}
