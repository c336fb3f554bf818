import type { SSMClientConfig } from "@aws-sdk/client-ssm";

/** Where a client goes and as whom. What is left out is that of the environment, as for AWS's own tools. */
export type AwsPlace = Pick<SSMClientConfig, "endpoint" | "region" | "credentials" | "maxAttempts">;

/** A service that does not answer is asked three times, and not waited for. */
export const CONNECTION = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    // Without it a request that takes too long is only warned of.
    throwOnRequestTimeout: true,
    // Also of a body that stops coming.
    socketTimeout: 5_000,
  },
} as const;
