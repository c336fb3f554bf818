import type { Scope } from "../../core/domain/distribution.ts";
import { ProviderError } from "../../errors.ts";
import type { Answer, Outgoing } from "../http/exchange.ts";
import { fields, ShapeError } from "../http/fields.ts";
import { distortion, refusal, unsettled } from "./explain.ts";
import type { Attempt } from "./retry.ts";

/** Turns JSON into a value, or throws `ShapeError`. Gets undefined when the answer has no body. */
export type Decode<T> = (body: unknown) => T;

/** What an answer means: a value, or an error and whether the request may be repeated. */
export type Judge<T> = (answer: Answer, asked: Asked) => Attempt<T>;

export function decoding<T>(decode: Decode<T>): Judge<T> {
  return (answer, asked) => {
    const { status, body } = answer;
    if (status < 200 || status > 299)
      return { ok: false, error: refusal(asked, answer), again: repeatable(asked, status) };
    if ("lost" in body)
      return unreadable(asked, status, `the body is ${body.lost}`, body.lost !== "too large");
    const parsed = parse(body.bytes);
    if ("fault" in parsed) return unreadable(asked, status, parsed.fault, parsed.cut);
    try {
      return { ok: true, value: decode(parsed.json) };
    } catch (error) {
      if (error instanceof ShapeError) return unreadable(asked, status, error.message, false);
      throw error;
    }
  };
}

/** For a call about one object: 404 means that there is none, if Buddy said it and not the page of some proxy. */
export function orAbsent<T>(judge: Judge<T>): Judge<T | undefined> {
  return (answer, asked) =>
    answer.status === 404 && isBuddys(answer.body) ? { ok: true, value: undefined } : judge(answer, asked);
}

/**
 * `deleted`: 204, which is what Buddy's own clients insist on. `claimed`: 200, with a body that may be Buddy's.
 * `absent`: Buddy answers 404, now or because a lost try was not lost.
 */
export type Deletion = "deleted" | "claimed" | "absent";

export const deletion: Judge<Deletion> = (answer, asked) => {
  if (answer.status === 204) return { ok: true, value: "deleted" };
  if (answer.status === 404 && isBuddys(answer.body)) return { ok: true, value: "absent" };
  return decoding((body): Deletion => {
    if (answer.status !== 200) throw new ShapeError("the status is not one of a deletion");
    if (body !== undefined && body !== null) fields(body, "the answer");
    return "claimed";
  })(answer, asked);
};

function repeatable({ method }: Asked, status: number): "no" | "later" | "at-once" {
  if (method === "POST") return "no";
  if (status === 429) return "at-once";
  // 501: the method is not served, and will not be a moment later.
  return (status >= 500 && status !== 501) || status === 408 ? "later" : "no";
}

function unreadable(asked: Asked, status: number, fault: string, cut: boolean): Attempt<never> {
  const again = cut && asked.method !== "POST" ? "later" : "no";
  return { ok: false, error: distortion(asked, status, fault), again };
}

type Parsed = { readonly json: unknown } | { readonly fault: string; readonly cut: boolean };

/** JSON is UTF-8 (RFC 8259, 8.1): another encoding is refused, since it would change names silently. */
function parse(bytes: Uint8Array): Parsed {
  if (bytes.byteLength === 0) return { json: undefined };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { fault: "the body is not UTF-8", cut: false };
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    const begun = /^\s*[[{]/.test(text);
    return { fault: `the body is not ${begun ? "complete " : ""}JSON`, cut: begun };
  }
}

function isBuddys(body: Answer["body"]): boolean {
  if ("lost" in body) return false;
  const parsed = parse(body.bytes);
  if ("fault" in parsed) return false;
  if (parsed.json === undefined) return true;
  try {
    fields(parsed.json, "the answer");
    return true;
  } catch {
    return false;
  }
}

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
export function weightiest(failures: readonly ProviderError[]): ProviderError {
  const [first] = failures;
  if (first === undefined) throw new Error("nothing failed");
  const told = failures.find(({ status }) => status === 404) ?? first;
  return failures.some(({ effect }) => effect === "unknown") ? unsettled(told) : told;
}
