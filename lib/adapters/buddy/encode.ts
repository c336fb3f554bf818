import {
  BUDDY_SCOPE,
  type Route,
  type RouteType,
  type Scope,
  type Targets,
} from "../../core/distribution.ts";
import type { NewDistribution } from "../../ports.ts";

export function encodeDistribution({ scope, identifier, name, permissions }: NewDistribution): object {
  return { name, scope: BUDDY_SCOPE[scope.kind], identifier, ...scopePair(scope), permissions };
}

/** The pair that Buddy takes in the query of everything that belongs to a scope, and in the body of a create. */
export function scopePair(scope: Scope): Readonly<Record<string, string>> {
  switch (scope.kind) {
    case "workspace":
      return {};
    case "project":
      return { project_name: scope.project };
    case "environment":
      return { environment_id: scope.environmentId };
    default:
      return scope satisfies never;
  }
}

/**
 * Which of Buddy's two generations of names a request is written in. The pages of June 29 2026 say PROXY and
 * PROXY_NO_CACHE, those since the summer CACHED_PROXY and DIRECT_PROXY; one request example writes the region in lower
 * case, every answer does not.
 */
export type Spelling = { readonly types: "new" | "old"; readonly region: "Default" | "default" };

export function encodeRoute(route: Route, spelling: Spelling): RouteBody {
  return {
    type: (spelling.types === "old" ? OLD_TYPES[route.type] : undefined) ?? route.type,
    domain: route.domain,
    ...(route.subdomain === "" ? {} : { subdomain: route.subdomain }),
    ...(route.path === "/" ? {} : { path: route.path }),
    targets: Object.fromEntries(
      Object.entries(route.targets).map(([region, target]) => [
        region === "Default" ? spelling.region : region,
        target,
      ]),
    ),
  };
}

/** A route in a request. What is absent is empty. */
export type RouteBody = {
  readonly type: string;
  readonly domain: string;
  readonly subdomain?: string;
  readonly path?: string;
  readonly targets: Targets;
};

const OLD_TYPES: Readonly<Partial<Record<RouteType, string>>> = {
  CACHED_PROXY: "PROXY",
  DIRECT_PROXY: "PROXY_NO_CACHE",
};
