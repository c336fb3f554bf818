import type { S3Client } from "@aws-sdk/client-s3";

/** Part of a bucket, and who asks for it. */
export type S3Place = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
};

/** For messages. */
export function s3Url({ bucket, prefix }: S3Place, key: string): string {
  return `s3://${bucket}/${prefix}${key}`;
}
