import { randomUUID } from "node:crypto";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";

/** The account that moto plays. */
export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";

/** Where moto listens. Clients that are made without an endpoint find it as well: AWS_ENDPOINT_URL is set. */
export function endpoint(): string {
  const url = process.env.AWS_ENDPOINT_URL;
  if (url === undefined)
    throw new Error("AWS_ENDPOINT_URL is not set: start the tests with npm run test:aws");
  return url;
}

/** For the constructor of any client: `new SQSClient(connection())`. */
export function connection(): {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
} {
  return {
    endpoint: endpoint(),
    region: REGION,
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  };
}

/** A name that no other test has: all share one server. */
export function uniqueName(word: string): string {
  return `${word}-${randomUUID()}`;
}

/** An empty bucket as the stack has it: versioned. */
export async function freshBucket(): Promise<{ readonly client: S3Client; readonly bucket: string }> {
  const client = new S3Client(connection());
  const bucket = uniqueName("distro-sync");
  await client.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  await client.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
  return { client, bucket };
}
