import type { Bucket } from "../../core/distribution.ts";
import type { Call } from "./client.ts";
import { bucketPair } from "./encode.ts";

/** Token scopes, by the names that they have had since August 2026, and before. */
export const READ = "DISTRIBUTION_READ (formerly DISTRIBUTION_INFO)";
export const WRITE = "DISTRIBUTION_WRITE (formerly DISTRIBUTION_ADD)";
export const MANAGE = "DISTRIBUTION_MANAGE";

/** A call about one distribution, addressed with the query of its bucket as Buddy's own links are. */
export function about(bucket: Bucket, id: string, scope: string, ...rest: readonly string[]): Call {
  return {
    segments: ["distributions", id, ...rest],
    query: bucketPair(bucket),
    bucket,
    scope,
    distribution: id,
  };
}

/** The list of a bucket; `page` only where the server may have hidden pages. */
export function listing(bucket: Bucket, page?: number): Call {
  const query = { ...bucketPair(bucket), ...(page === undefined ? {} : { page: String(page) }) };
  return { segments: ["distributions"], query, bucket, scope: READ };
}
