import type { Objects } from "../adapters/aws/objects.ts";
import { systemClock } from "../adapters/clock.ts";
import type { TokenSource } from "../ports.ts";
import { UsageError } from "./errors.ts";

/** The parts of AWS that a command can use. Their clients are loaded when they are needed: that takes longer than all the rest. */

/** A bucket, and the prefix of the keys in it. */
export type BucketLocation = { readonly bucket: string; readonly prefix: string };

/**
 * Whether the text means a bucket, and not a folder. Everything in the form of an address does: an inventory in a folder
 * called `S3:` or `https:` would be shared with nobody.
 */
export function isBucketUrl(text: string): boolean {
  return /^(?:s3:|arn:|[a-z][a-z0-9+.-]+:\/\/)/i.test(text);
}

/**
 * Reads `s3://BUCKET`, or `s3://BUCKET/some/prefix`.
 * @throws UsageError that names `from`, where the text was given
 */
export function parseBucketUrl(text: string, from: string): BucketLocation {
  const [, bucket, path] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/(?!\.{1,2}(?:\/|$))[\w.-]+)*)\/?$/.exec(text) ?? [];
  if (bucket === undefined || path === undefined) {
    throw new UsageError(
      `${from}: ${JSON.stringify(text)} is not the address of a bucket`,
      "write s3://BUCKET, with the bucket that the deployed stack prints as its output",
    );
  }
  return { bucket, prefix: path === "" ? "" : `${path.slice(1)}/` };
}

export async function bucketObjects({ bucket, prefix }: BucketLocation): Promise<Objects> {
  const { s3Client, s3Objects } = await import("../adapters/aws/s3-objects.ts");
  return s3Objects({ client: s3Client(), bucket, prefix });
}

/** The token in Parameter Store, read with the rights of whoever runs the command. */
export function parameterToken(name: string): TokenSource {
  let source: Promise<TokenSource> | undefined;
  return {
    token: async (options) => {
      source ??= loadParameterToken(name);
      return (await source).token(options);
    },
  };
}

async function loadParameterToken(name: string): Promise<TokenSource> {
  const { parameterStore, ssmClient, ssmToken } = await import("../adapters/aws/parameters.ts");
  const { cachedToken } = await import("../adapters/http/token.ts");
  return cachedToken(ssmToken(parameterStore(ssmClient()), name), systemClock);
}
