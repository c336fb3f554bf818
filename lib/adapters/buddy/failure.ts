import { defined } from "../../core/domain/defined.ts";
import type { Scope } from "../../core/domain/distribution.ts";
import { ProviderError, StateBusyError } from "../../errors.ts";
import type { Answer, LostError, Outgoing } from "../http/exchange.ts";
import { reasonOf } from "../http/reasons.ts";

/** What an error must know of the request that failed. */
export type CallContext = {
  readonly method: Outgoing["method"];
  /** Without host and query. */
  readonly path: string;
  readonly endpoint: string;
  readonly workspace: string;
  readonly scope: Scope;
  /** The token scope that the call needs. */
  readonly permission: string;
  /** The id of the distribution that the call is about, if it is about one. */
  readonly distribution?: string;
  readonly redact: (text: string) => string;
  /** When a hold ends, for 429. */
  readonly resumeAt?: number;
};

/** What became of a request, and what to do about it. */
export type FailureDetails = Pick<ProviderError, "failure"> & {
  /** A write may have happened. */
  readonly unsettled: boolean;
  readonly remedy: string;
  readonly resumeAt?: number | undefined;
};

/** What a status says, where it is not 2xx. */
export function classifyStatus(asked: CallContext, { status, headers }: Answer): FailureDetails {
  const { endpoint, resumeAt } = asked;
  if (status >= 500)
    return { failure: "server", unsettled: true, remedy: "wait, and look at https://status.buddy.works" };
  switch (status) {
    case 401:
      return {
        failure: "token",
        unsettled: false,
        remedy: `give a token that is valid: this one has expired, was revoked, or is for another region than ${endpoint} or another workspace than ${asked.workspace}`,
      };
    case 403:
      return { failure: "forbidden", unsettled: false, remedy: missingPermission(asked, headers) };
    case 404:
      return {
        failure: asked.distribution === undefined ? "not-found" : "refused",
        unsettled: false,
        remedy: remedyForMissing(asked),
      };
    case 408:
      return {
        failure: "unreachable",
        unsettled: true,
        remedy: `check the network and the proxies between here and ${endpoint}`,
      };
    case 429:
      return {
        failure: "throttled",
        unsettled: true,
        remedy:
          resumeAt === undefined ? "run again later" : `run again after ${new Date(resumeAt).toISOString()}`,
        resumeAt,
      };
    default:
      return status >= 400
        ? {
            failure: "refused",
            unsettled: false,
            remedy:
              "correct what Buddy complains about, or read the request's page at https://buddy.works/docs/api",
          }
        : {
            failure: "malformed",
            unsettled: true,
            remedy: `check that ${endpoint} is the address of Buddy's API itself`,
          };
  }
}

/** Since November 2025 Buddy tells both in headers whose `OAuth` it writes with a zero. */
function missingPermission({ permission, redact }: CallContext, headers: Headers): string {
  const header = (name: string) => headers.get(`${name}0auth-scopes`) ?? headers.get(`${name}oauth-scopes`);
  const accepted = header("x-accepted-");
  const granted = header("x-");
  return redact(
    [
      `give the token the scope ${permission}`,
      accepted ? ` (Buddy accepts: ${accepted})` : "",
      granted ? ` (the token has: ${granted})` : "",
      ", or enable the API in Workspace Settings > Developer API",
    ].join(""),
  );
}

function remedyForMissing({ workspace, scope, endpoint, distribution }: CallContext): string {
  const place = `the workspace ${workspace} and the region (${endpoint})`;
  if (distribution !== undefined)
    return `plan again: the distribution ${distribution} may have been deleted since it was read`;
  switch (scope.kind) {
    case "workspace":
      return `check the URL handle of ${place}`;
    case "project":
      return `check the project ${scope.project} (its name in the URL, not its display name), ${place}`;
    case "environment":
      return `check the environment id ${scope.environmentId}, ${place}`;
    default:
      return scope satisfies never;
  }
}

/** 400 and 422: the request was understood, and something in it is not liked. */
export function isRefused(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    error.failure === "refused" &&
    (error.status === 400 || error.status === 422)
  );
}

/** 405 and 501 say it; a 404 may mean the method as well as the object. */
export function mayBeUnserved(error: unknown): error is ProviderError {
  return error instanceof ProviderError && (error.status === 404 || isUnserved(error));
}

export function isUnserved({ status }: ProviderError): boolean {
  return status === 405 || status === 501;
}

/** Of several ways that all failed: what tells most about it, and that one of them may have worked if that is so. */
export function mostTellingOf(failures: readonly ProviderError[]): ProviderError {
  const [first] = failures;
  if (first === undefined) throw new Error("nothing failed");
  const mostTelling = failures.find(({ status }) => status === 404) ?? first;
  return failures.some(({ effect }) => effect === "unknown") ? withUnknownEffect(mostTelling) : mostTelling;
}

export function callOf({ method, path }: Pick<CallContext, "method" | "path">): string {
  return `${method} ${path}`;
}

/** Any status but 2xx. */
export function refusedError(asked: CallContext, answer: Answer): ProviderError {
  const { status } = answer;
  const reason = reasonOf(answer.body, asked.redact);
  return providerError(asked, {
    ...classifyStatus(asked, answer),
    what: `was answered ${status}`,
    status,
    reason,
  });
}

/** No answer at all. */
export function noAnswerError(asked: CallContext, error: LostError): ProviderError {
  const reach = `check that ${asked.endpoint} can be reached from here (name, proxy, firewall)`;
  const remedy = {
    connection: reach,
    certificate: `check the certificate of ${asked.endpoint}; for an authority of your own set NODE_EXTRA_CA_CERTS`,
    timeout: reach,
    redirect: `name the address that ${asked.endpoint} redirects to, if it is Buddy's: --api, or api: of what is deployed`,
  }[error.how];
  return providerError(asked, {
    failure: error.how === "redirect" ? "malformed" : "unreachable",
    unsettled: error.sent,
    what: "got no usable answer",
    reason: error.message,
    remedy,
  });
}

/** A 2xx answer that cannot be read. */
export function unreadableError(asked: CallContext, status: number, reason: string): ProviderError {
  return providerError(asked, {
    failure: "malformed",
    unsettled: true,
    what: `was answered ${status} with a body that Buddy's API does not document`,
    status,
    reason,
    remedy: `check that ${asked.endpoint} is Buddy's API and that no proxy changes its answers`,
  });
}

/** There is no token, or it cannot be one. */
export function noTokenError(asked: CallContext, reason: string): ProviderError {
  return providerError(asked, {
    failure: "token",
    unsettled: false,
    what: "was not sent",
    reason,
    remedy: "",
  });
}

/** The right to write was lost, or could not be confirmed, before the request went out. */
export function noRightError(asked: CallContext, error: unknown): ProviderError {
  const failure = error instanceof StateBusyError ? "taken-over" : "unrecorded";
  const reason = error instanceof Error ? error.message : String(error);
  return providerError(asked, { failure, unsettled: false, what: "was not sent", reason, remedy: "" });
}

/** A name that cannot be part of a URL. */
export function pathError(asked: CallContext, reason: string): ProviderError {
  const remedy = "correct the name: a workspace by its URL handle, a distribution by Buddy's id";
  return providerError(asked, { failure: "refused", unsettled: false, what: "was not sent", reason, remedy });
}

/** The same error about a write that an earlier try may have done. */
export function withUnknownEffect(error: ProviderError): ProviderError {
  return withDetails(error, { effect: "unknown" });
}

/** The same error, and what is known of it besides. */
export function withDetails(
  error: ProviderError,
  more: Partial<Pick<ProviderError, "effect" | "remedy">>,
): ProviderError {
  const { failure, call, effect, status, reason, remedy, resumeAt, cause } = error;
  return new ProviderError(error.message, {
    failure,
    call,
    effect,
    ...defined({ status, reason, remedy, resumeAt, cause }),
    ...more,
  });
}

function providerError(
  asked: CallContext,
  {
    failure,
    unsettled: open,
    what,
    status,
    reason,
    remedy,
    resumeAt,
  }: FailureDetails & {
    readonly what: string;
    readonly status?: number;
    readonly reason: string | undefined;
  },
): ProviderError {
  const call = asked.redact(callOf(asked));
  const said = reason === undefined ? "" : `: ${asked.redact(reason)}`;
  const advice = asked.redact(remedy);
  return new ProviderError(`${call} ${what}${said}`, {
    failure,
    call,
    effect: open && asked.method !== "GET" ? "unknown" : "none",
    ...defined({
      status,
      reason: reason === undefined ? undefined : asked.redact(reason),
      remedy: advice === "" ? undefined : advice,
      resumeAt,
    }),
  });
}
