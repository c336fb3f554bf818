import { UsageError } from "./usage-error.ts";

/** A bucket, and what keys in it begin with. */
export type BucketLocation = { readonly bucket: string; readonly prefix: string };

/**
 * Whether it is meant for a bucket at all, and not for a folder. Whatever has the form of an address is: an inventory in a
 * folder that is called `S3:` or `https:` is shared with nobody.
 */
export function isBucketUrl(text: string): boolean {
  return /^(?:s3:|arn:|[a-z][a-z0-9+.-]+:\/\/)/i.test(text);
}

/**
 * `s3://BUCKET`, or `s3://BUCKET/some/prefix`.
 * @throws UsageError that names `from`, which is what said it
 */
export function parseBucketUrl(text: string, from: string): BucketLocation {
  const [, bucket, path] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*)\/?$/.exec(text) ?? [];
  if (bucket === undefined || path === undefined) {
    throw new UsageError(
      `${from}: ${JSON.stringify(text)} is not the address of a bucket`,
      "write s3://BUCKET, where BUCKET is what the deployed stack prints as its output",
    );
  }
  return { bucket, prefix: path === "" ? "" : `${path.slice(1)}/` };
}
