import type { Objects } from "../adapters/aws/objects.ts";
import { systemClock } from "../adapters/clock.ts";
import type { TokenSource } from "../ports.ts";
import type { BucketLocation } from "./bucket.ts";

/**
 * The parts of AWS that the command can use. Their clients are loaded when they are needed, since that takes longer than
 * all the rest of the command does.
 */
export async function bucketObjects({ bucket, prefix }: BucketLocation): Promise<Objects> {
  const { s3Client, s3Objects } = await import("../adapters/aws/s3-objects.ts");
  return s3Objects({ client: s3Client(), bucket, prefix });
}

/** The token in Parameter Store, with the rights of whoever runs the command. */
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
