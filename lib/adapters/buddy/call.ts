import type { Scope } from "../../core/domain/distribution.ts";
import { scopePair } from "./wire-route.ts";

/** What to ask. The segments come after `/workspaces/<workspace>`. */
export type Call = {
  readonly segments: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly scope: Scope;
  /** The token scope that the call needs. */
  readonly permission: string;
  /** The id of the distribution that the call is about, if it is about one. */
  readonly distribution?: string;
};

/** Token scopes, by the names that they have had since August 2026, and before. */
export const READ = "DISTRIBUTION_READ (formerly DISTRIBUTION_INFO)";
export const WRITE = "DISTRIBUTION_WRITE (formerly DISTRIBUTION_ADD)";
export const MANAGE = "DISTRIBUTION_MANAGE";

/** A call about one distribution, addressed with the query of its scope as Buddy's own links are. */
export function about(scope: Scope, id: string, permission: string, ...rest: readonly string[]): Call {
  return {
    segments: ["distributions", id, ...rest],
    query: scopePair(scope),
    scope,
    permission,
    distribution: id,
  };
}

/** The list of a scope; `page` only where the server may have hidden pages. */
export function listing(scope: Scope, page?: number): Call {
  const query = { ...scopePair(scope), ...(page === undefined ? {} : { page: String(page) }) };
  return { segments: ["distributions"], query, scope, permission: READ };
}

/** A name that cannot be part of a URL's path without changing its meaning. */
export class PathError extends Error {
  override readonly name = "PathError";
}

/**
 * `/workspaces/my-company/distributions`, from its segments.
 * @throws PathError for a segment that a URL parser, a proxy or a server would collapse, split or drop: encoding does
 * not help, `encodeURIComponent("..")` is `..` and `https://host/a/../b` is `https://host/b`
 */
export function buildPath(segments: readonly string[]): string {
  return segments
    .map((segment) => {
      const fault = faultOf(segment);
      if (fault !== undefined) throw new PathError(`${JSON.stringify(segment)} cannot be in a URL: ${fault}`);
      return `/${encodeURIComponent(segment)}`;
    })
    .join("");
}

function faultOf(segment: string): string | undefined {
  if (segment === "") return "it is empty";
  if (segment === "." || segment === "..") return "it is a step in a path, not a name";
  if (/[/\\]/.test(segment)) return "it holds a slash";
  if (/[%?#]/.test(segment)) return "it holds one of % ? #";
  // Controls, invisible formatting, every kind of space, and halves of a surrogate pair.
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(segment)) return "it holds a space or an invisible character";
  return undefined;
}

/** Against a server that invents a new page for every number. */
export const MOST_PAGES = 1_000;
