import type { Scope } from "../../core/distribution.ts";
import type { ProviderError } from "../../ports.ts";
import type { Answer, Outgoing } from "./exchange.ts";

/** What an error must know of the request that failed. */
export type Asked = {
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
export type Verdict = Pick<ProviderError, "failure"> & {
  /** A write may have happened. */
  readonly unsettled: boolean;
  readonly remedy: string;
  readonly resumeAt?: number | undefined;
};

/** What a status says, where it is not 2xx. */
export function verdictOf(asked: Asked, { status, headers }: Answer): Verdict {
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
      return { failure: "forbidden", unsettled: false, remedy: missingScope(asked, headers) };
    case 404:
      return {
        failure: asked.distribution === undefined ? "not-found" : "refused",
        unsettled: false,
        remedy: missing(asked),
      };
    case 408:
      return {
        failure: "unreachable",
        unsettled: true,
        remedy: `check the way to ${endpoint} (proxy, network)`,
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
            remedy: "correct what Buddy names, or read the request's page at https://buddy.works/docs/api",
          }
        : {
            failure: "malformed",
            unsettled: true,
            remedy: `check that ${endpoint} is the address of Buddy's API itself`,
          };
  }
}

/** Since November 2025 Buddy tells both in headers whose `OAuth` it writes with a zero. */
function missingScope({ permission, redact }: Asked, headers: Headers): string {
  const header = (name: string) => headers.get(`${name}0auth-scopes`) ?? headers.get(`${name}oauth-scopes`);
  const accepted = header("x-accepted-");
  const granted = header("x-");
  return redact(
    [
      `give the token the scope ${permission}`,
      accepted ? ` (Buddy accepts: ${accepted})` : "",
      granted ? ` (the token has: ${granted})` : "",
      ", or switch the API on in Workspace Settings > Developer API",
    ].join(""),
  );
}

function missing({ workspace, scope, endpoint, distribution }: Asked): string {
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
