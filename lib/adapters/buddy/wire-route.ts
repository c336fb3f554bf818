import {
  type Actual,
  type ActualRoute,
  BUDDY_SCOPE,
  type LiveTarget,
  normaliseAddress,
  type Route,
  type RouteAddress,
  type RouteType,
  routeKey,
  type Scope,
  type Targets,
} from "../../core/domain/distribution.ts";
import {
  normaliseRouteType,
  normaliseTargets,
  sameRouteType,
  sameTargets,
} from "../../core/domain/normalise.ts";
import type { NewDistribution } from "../../ports.ts";
import { fields, identity, list, record, ShapeError, shallow, text } from "../http/fields.ts";

/** The routes of a distribution, and beside them those that answer for no host. */
export type DecodedRoutes = Pick<Actual, "routes" | "unaddressed">;

export function decodeRoutes(body: unknown): DecodedRoutes {
  return decodeRoutesOf(fields(body, "the answer")("routes"));
}

/** @param value of the key `routes` */
export function decodeRoutesOf(value: unknown): DecodedRoutes {
  const unaddressed = list(value, "`routes`").flatMap((item) => {
    const field = fields(item, "a route");
    return text(field("domain")) === undefined ? [identity(field("id"), "a route")] : [];
  });
  return { routes: decodeRouteList(value), ...(unaddressed.length === 0 ? {} : { unaddressed }) };
}

/** A route without a domain is left out: it answers for no host, so no manifest's route can be the same. */
export function decodeRouteList(value: unknown): readonly ActualRoute[] {
  return list(value, "`routes`").flatMap((item, at) => decodeRoute(item, `routes[${at}]`) ?? []);
}

export function decodeCreatedRoute(body: unknown): void {
  identity(fields(body, "the answer")("id"), "the new route");
}

/** An answer that does not show the route as it was sent proves nothing. */
export function decodeUpdatedRoute(body: unknown, live: ActualRoute, sent: Route): void {
  fields(body, "the answer");
  const answered = decodeRoute(body, "route");
  if (answered === undefined) throw new ShapeError("`domain` is missing");
  if (answered.id !== live.id) throw new ShapeError("the answer is about another route");
  if (routeKey(answered) !== routeKey(live)) throw new ShapeError("the answer is about another address");
  if (!sameRouteType(sent.type, answered.type))
    throw new ShapeError(`\`type\` was sent as ${sent.type} and answered otherwise`);
  if (!sameTargets(sent.targets, answered.targets))
    throw new ShapeError("`targets` were sent and answered otherwise");
}

function decodeRoute(item: unknown, place: string): ActualRoute | undefined {
  shallow(item, place);
  const field = fields(item, "a route");
  const id = identity(field("id"), "a route");
  const domain = text(field("domain"));
  if (domain === undefined) return undefined;
  const raw = { domain, subdomain: text(field("subdomain")), path: text(field("path")) };
  const address = normaliseAddress(raw);
  const further = furtherOf(record(item, "a route"), raw, address);
  return {
    ...address,
    id,
    type: normaliseRouteType(text(field("type")) ?? ""),
    targets: normaliseTargets(decodeTargets(field("targets"))),
    ...(further === undefined ? {} : { further }),
  };
}

/** Of what kind they are is Buddy's to say; that there are none must be said. */
function decodeTargets(value: unknown): Readonly<Record<string, LiveTarget>> {
  if (value === null) return {};
  const targets = Object.entries(record(value, "`targets` of a route"));
  return Object.fromEntries(targets.map(([region, target]) => [region, record(target, "a target")]));
}

type WireAddress = { readonly [Key in keyof RouteAddress]: string | undefined };

/**
 * What a PUT has to send back, since it empties what it does not send: fields of tomorrow, and the address as Buddy
 * spells it where that is not the normal form. What is null is empty already.
 */
function furtherOf(
  route: Readonly<Record<string, unknown>>,
  raw: WireAddress,
  address: RouteAddress,
): Readonly<Record<string, unknown>> | undefined {
  const rest = Object.entries(route).filter(([name, value]) => value !== null && !OURS.has(name));
  const asWritten = Object.entries(raw).filter(
    ([name, value]) =>
      value !== undefined &&
      Object.entries(address).some(([key, normal]) => key === name && normal !== value),
  );
  const all = [...rest, ...asWritten];
  return all.length === 0 ? undefined : Object.fromEntries(all);
}

/** What a manifest can say of a route, and what Buddy alone says. */
const OURS: ReadonlySet<string> = new Set([
  "url",
  "html_url",
  "id",
  "type",
  "domain",
  "subdomain",
  "path",
  "targets",
  "zone_type",
]);

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
export type WireNames = { readonly types: "new" | "old"; readonly region: "Default" | "default" };

export function encodeRoute(route: Route, spelling: WireNames): RouteBody {
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
