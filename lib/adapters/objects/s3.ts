import { S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../../ports.ts";
import { type AwsPlace, CONNECTION } from "../aws/connection.ts";
import { systemClock } from "../clock.ts";
import type { Objects } from "./objects.ts";
import { listFolders, listObjects } from "./s3-list.ts";
import { readObject } from "./s3-read.ts";
import { writeObject } from "./s3-write.ts";

/** A bucket of S3. Keys are what comes after the prefix, which callers neither give nor see. */
export function s3Objects(options: {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix?: string;
  readonly clock?: Pick<Clock, "sleep">;
  /** In [0, 1). */
  readonly random?: () => number;
}): Objects {
  const { client, bucket, prefix = "", clock = systemClock, random = Math.random } = options;
  const place = { client, bucket, prefix };
  return {
    get: (key, limits) => readObject(place, key, limits),
    put: (key, bytes, how) => writeObject(place, key, bytes, { ...how, clock, random }),
    list: (from, { after } = {}) => listObjects(place, from, after),
    folders: (from) => listFolders(place, from),
  };
}

/** Region and credentials are those of the environment, where `place` does not say otherwise. */
export function s3Client(place: AwsPlace = {}): S3Client {
  const requestHandler = { ...CONNECTION.requestHandler, requestTimeout: 10_000, socketTimeout: 10_000 };
  return new S3Client({ maxAttempts: 4, requestHandler, ...place });
}
