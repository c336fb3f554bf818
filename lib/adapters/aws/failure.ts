import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { SSMClientConfig } from "@aws-sdk/client-ssm";

/**
 * How a call to AWS failed, in words that can be shown. The error itself goes no further: it holds the answer, and the
 * text of one that cannot be read quotes it, so that both may show the secret that was asked for.
 */
export type AwsFailure = {
  readonly kind: AwsFailureKind;
  /** `ThrottlingException (400)`, `ECONNREFUSED`. */
  readonly said: string;
  /** The name that AWS has for it: `ParameterNotFound`. */
  readonly code: string;
  /** The action that the caller may not do, where AWS names it: `kms:Decrypt`. */
  readonly action?: string;
};

type AwsFailureKind =
  | "anonymous" // there are no credentials, or none that are still good, or no region
  | "denied" // the caller may not do this
  | "unavailable" // throttled, no answer, or a failure of AWS itself, after the tries that are allowed
  | "refused" // understood, and not done
  | "broken"; // an answer that is not what AWS promises, or no answer of AWS at all

export function awsFailure(error: unknown): AwsFailure {
  const code = error instanceof Error && /^[\w.]{1,100}$/.test(error.name) ? error.name : "an unknown error";
  const status = property(property(error, "$metadata"), "httpStatusCode");
  const cause = property(error, "code");
  const kind = kindOf(error, code, status);
  const action = kind === "denied" && error instanceof Error ? ACTION.exec(error.message)?.[1] : undefined;
  return {
    kind,
    code,
    said: said(kind, code, status, cause),
    ...(action === undefined ? {} : { action }),
  };
}

function kindOf(error: unknown, code: string, status: unknown): AwsFailureKind {
  if (NOBODY.has(code) || (error instanceof Error && error.message === "Region is missing"))
    return "anonymous";
  if (DENIED.has(code)) return "denied";
  if (THROTTLED.test(code) || code === "TimeoutError" || typeof property(error, "code") === "string")
    return "unavailable";
  if (typeof status === "number" && (status >= 500 || status === 429)) return "unavailable";
  // Only what AWS said, and the client could read, says whose fault it was.
  return typeof property(error, "$fault") === "string" && code !== "Unknown" ? "refused" : "broken";
}

function said(kind: AwsFailureKind, code: string, status: unknown, cause: unknown): string {
  if (kind === "anonymous") return "there are no valid credentials for AWS, or no region";
  if (kind === "broken") return "the answer is not one of AWS";
  if (typeof cause === "string" && /^\w{1,50}$/.test(cause)) return cause;
  return typeof status === "number" && code !== "TimeoutError" ? `${code} (${status})` : code;
}

/** In AWS's sentence "… is not authorized to perform: kms:Decrypt on resource: …". */
const ACTION = /\bperform: ([a-z0-9-]{1,40}:[A-Za-z]{1,60})\b/;

const DENIED: ReadonlySet<string> = new Set(["AccessDenied", "AccessDeniedException"]);

/** Services with JSON spell them otherwise than those with XML. */
const NOBODY: ReadonlySet<string> = new Set([
  "CredentialsProviderError",
  "TokenProviderError",
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "IncompleteSignatureException",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

const THROTTLED = /^(?:Request)?Thrott|^TooManyRequests|^RequestLimitExceeded|^RequestTimeout/;

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

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
