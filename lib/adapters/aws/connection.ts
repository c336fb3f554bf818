import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { SSMClientConfig } from "@aws-sdk/client-ssm";

/** Where a client goes and as whom. What is left out is that of the environment, as for AWS's own tools. */
export type AwsPlace = Pick<SSMClientConfig, "endpoint" | "region" | "credentials" | "maxAttempts">;

const POOL = { keepAlive: true, maxSockets: 50 } as const;
const AGENTS = { httpAgent: new HttpAgent(POOL), httpsAgent: new HttpsAgent(POOL) } as const;

/** A service that does not answer is asked three times, and not waited for. */
export const CONNECTION = {
  maxAttempts: 3,
  requestHandler: {
    ...AGENTS,
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    // Without it a request that takes too long is only warned of.
    throwOnRequestTimeout: true,
    // Also of a body that stops coming.
    socketTimeout: 5_000,
  },
} as const;

/**
 * For a process that was frozen, before its first call: the other side has closed connections that look open from here. Each
 * of them would use up a try, and several workspaces side by side leave more of them than there are tries.
 */
export function closeConnections(): void {
  AGENTS.httpAgent.destroy();
  AGENTS.httpsAgent.destroy();
}
