/** The source as a whole cannot be believed: nothing may be written. The message ends with the remedy. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  /** It may be over by itself: the store did not answer, an upload is under way. */
  readonly passing: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly passing?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.passing = options.passing === true;
  }
}

/** Why a call failed, as far as the caller must act on it. */
export type ProviderFailure =
  | "token" // 401: refused for good, the token was fetched again once
  | "forbidden" // 403: scope missing, API switched off, workspace inactive
  | "not-found" // 404 of the workspace, the project or the environment
  | "refused" // any other 4xx: the request was understood and will not be done
  | "throttled" // 429, after the tries that were allowed
  | "unreachable" // no answer: name, connection, TLS, time-out, reset
  | "server" // 5xx
  | "malformed" // an answer that is not what the API promises: shape, size, not JSON
  | "out-of-time" // the deadline would have been crossed, or the wait is too long; `resumeAt` says when to go on
  | "interrupted" // a person, or the system, has told the process to end
  | "taken-over" // another pass has the right to write now: nothing was sent
  | "unrecorded"; // the state could not take the record that has to come first: nothing was sent

/** A call that did not do what it was for. Never holds the token, in any form. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly failure: ProviderFailure;
  /** `POST /workspaces/my-company/distributions`, without host and query. */
  readonly call: string;
  readonly status?: number;
  /** `none`: nothing was changed. `unknown`: the write may have happened, and must not be repeated blindly. */
  readonly effect: "none" | "unknown";
  /** What Buddy said, when it said anything. */
  readonly reason?: string;
  readonly remedy?: string;
  /** Milliseconds since the epoch: when the rate limit allows more, for `out-of-time` and `throttled`. */
  readonly resumeAt?: number;

  constructor(
    message: string,
    details: Pick<ProviderError, "failure" | "call" | "effect"> &
      Partial<Pick<ProviderError, "status" | "reason" | "remedy" | "resumeAt">> & {
        readonly cause?: unknown;
      },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.failure = details.failure;
    this.call = details.call;
    this.effect = details.effect;
    if (details.status !== undefined) this.status = details.status;
    if (details.reason !== undefined) this.reason = details.reason;
    if (details.remedy !== undefined) this.remedy = details.remedy;
    if (details.resumeAt !== undefined) this.resumeAt = details.resumeAt;
  }
}

/** After these nothing else can be done in this pass. */
export function stopsPass({ failure }: ProviderError): boolean {
  switch (failure) {
    case "token":
    case "out-of-time":
    case "interrupted":
    case "taken-over":
    case "unrecorded":
      return true;
    case "forbidden":
    case "not-found":
    case "refused":
    case "throttled":
    case "unreachable":
    case "server":
    case "malformed":
      return false;
    default:
      return failure satisfies never;
  }
}

/** Another pass is writing. The message says who, since when, and what to do if it is dead. */
export class StateBusyError extends Error {
  override readonly name = "StateBusyError";
}

/** There is no usable token. The message names where it was looked for, and never what was found. */
export class TokenError extends Error {
  override readonly name = "TokenError";
}

/** The token could not be fetched just now. It may be where it was: another try, or an older copy, may do. */
export class TokenUnavailableError extends TokenError {}
