import { type Bucket, distributionKey, normaliseAddress, routeKey } from "../core/distribution.ts";
import type { StoredDistribution, StoredRoute } from "./stored-distribution.ts";

type Placed = Pick<StoredDistribution, "workspace" | "scope" | "project" | "environment">;

/** Two distributions with one of these have the same identifier in the same bucket. Without an identifier there is none. */
export function identityKey(placed: Placed, identifier: string | null): string | undefined {
  if (identifier === null) return undefined;
  return `${placed.workspace} ${distributionKey(bucketOf(placed), identifier)}`;
}

/** Two routes of a workspace with one of these would answer the same requests. */
export function addressKey(
  workspace: string,
  route: Pick<StoredRoute, "domain" | "subdomain" | "path">,
): string {
  return `${workspace} at ${routeKey(normaliseAddress({ ...route, domain: route.domain ?? "" }))}`;
}

/** All keys that a distribution holds. */
export function keysOf(distribution: StoredDistribution | undefined): readonly string[] {
  if (distribution === undefined) return [];
  const identity = identityKey(distribution, distribution.identifier);
  const addresses = distribution.routes.map((route) => addressKey(distribution.workspace, route));
  return identity === undefined ? addresses : [identity, ...addresses];
}

function bucketOf({ scope, project = "", environment = "" }: Placed): Bucket {
  switch (scope) {
    case "WORKSPACE":
      return { scope };
    case "PROJECT":
      return { scope, project };
    case "ENVIRONMENT":
      return { scope, environmentId: environment };
    default:
      return scope satisfies never;
  }
}
