import type { Scope } from "../../core/distribution.ts";
import type { Call } from "./client.ts";
import { scopePair } from "./encode.ts";

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
