import { distributionKey, normaliseAddress, routeKey, type Scope } from "../core/distribution.ts";
import type { StoredDistribution, StoredRoute } from "./stored-distribution.ts";

type Placed = Pick<StoredDistribution, "workspace" | "scope" | "project" | "environment">;

/** Two distributions with one of these have the same identifier in the same scope. Without an identifier there is none. */
export function identityKey(placed: Placed, identifier: string | null): string | undefined {
  if (identifier === null) return undefined;
  return `${placed.workspace} ${distributionKey(scopeOf(placed), identifier)}`;
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

function scopeOf({ scope, project = "", environment = "" }: Placed): Scope {
  switch (scope) {
    case "WORKSPACE":
      return { kind: "workspace" };
    case "PROJECT":
      return { kind: "project", project };
    case "ENVIRONMENT":
      return { kind: "environment", environmentId: environment };
    default:
      return scope satisfies never;
  }
}
