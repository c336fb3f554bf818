import { hostOf, type LiveRoute, type RouteAddress, routeKey } from "../distribution.ts";
import { normaliseTargets, sameRouteType, sameTargets } from "../normal.ts";
import type { Change, FieldChange, RouteChange, UpdateChange } from "./plan.ts";

/**
 * What makes a change one of exposure, whatever their number: whole audiences notice it. `last-route`: a hostname answers
 * nothing any more. `apex`, `wildcard`, `root-path`: a route that carries much is taken away. `default-target`: where a route
 * leads those without a region of their own, or how. `domain-change`: a route is replaced by one on another domain.
 * `others-widened`: everybody may do more.
 */
export const EXPOSURES = [
  "last-route",
  "apex",
  "wildcard",
  "root-path",
  "default-target",
  "domain-change",
  "others-widened",
] as const;
export type Exposure = (typeof EXPOSURES)[number];

export type ExposureContext = {
  /** The live routes of distributions that were read, by their keys. */
  readonly live: ReadonlyMap<string, readonly LiveRoute[]>;
  /** Of these, which are disabled now. */
  readonly disabled?: ReadonlySet<string>;
  /** The hostnames that still have a route when the plan is carried out: see `hostsAfter`. */
  readonly hosts: ReadonlySet<string>;
};

/** One thing that is exposed, and what it is called: a hostname, the key of a route, or an identifier. */
export type Exposed = { readonly exposure: Exposure; readonly what: string };

/** The classes that a change falls into, in the order of {@link EXPOSURES}. */
export function exposuresOf(change: Change, context: ExposureContext): readonly Exposure[] {
  const found = new Set(exposedBy(change, context).map(({ exposure }) => exposure));
  return EXPOSURES.filter((exposure) => found.has(exposure));
}

/** Making something exposes nothing, and what is adopted or disowned stays as it is. */
export function exposedBy(change: Change, context: ExposureContext): readonly Exposed[] {
  switch (change.action) {
    case "create":
    case "adopt":
    case "disown":
      return [];
    case "disable":
      return context.disabled?.has(change.key) === true
        ? []
        : change.routes.flatMap(takenAway(context.hosts));
    case "delete":
      return change.enabled ? change.routes.flatMap(takenAway(context.hosts)) : [];
    case "update":
      return ofUpdate(change, context);
    default:
      return change satisfies never;
  }
}

/** Whether an update switches the distribution off. */
export function switchesOff({ fields }: Pick<UpdateChange, "fields">): boolean {
  return fields.some((change) => change.field === "disabled" && change.to);
}

/** The routes that answer nothing any more when the update is carried out; of several with one key one may stay. */
function removedRoutes(
  { key, routes, fields }: Pick<UpdateChange, "key" | "routes" | "fields">,
  live: ReadonlyMap<string, readonly LiveRoute[]>,
): readonly LiveRoute[] {
  const there = live.get(key) ?? [];
  const removed = routes.flatMap((route) =>
    route.kind === "remove" || route.kind === "replace" ? [route.from] : [],
  );
  if (switchesOff({ fields })) return there.length === 0 ? removed : there;
  return removed.filter((one) => countOf(there, one) <= countOf(removed, one));
}

function countOf(routes: readonly LiveRoute[], like: LiveRoute): number {
  return routes.filter((route) => routeKey(route) === routeKey(like)).length;
}

function ofUpdate(change: UpdateChange, { live, hosts }: ExposureContext): readonly Exposed[] {
  return [
    ...removedRoutes(change, live).flatMap(takenAway(hosts)),
    ...change.routes.flatMap(ofRoute),
    ...change.fields.flatMap((field) => ofField(field, change.identifier)),
  ];
}

function takenAway(hosts: ReadonlySet<string>): (route: RouteAddress) => readonly Exposed[] {
  return (route) => {
    const [host, what] = [hostOf(route), routeKey(route)];
    return [
      ...(hosts.has(host) ? [] : [{ exposure: "last-route", what: host } as const]),
      ...(route.subdomain === "" ? [{ exposure: "apex", what } as const] : []),
      ...(host.startsWith("*") ? [{ exposure: "wildcard", what } as const] : []),
      ...(route.path === "/" ? [{ exposure: "root-path", what } as const] : []),
    ];
  };
}

function ofRoute(route: RouteChange): readonly Exposed[] {
  switch (route.kind) {
    case "add":
    case "remove":
      return [];
    case "replace":
      return [{ exposure: "domain-change", what: `${routeKey(route.from)} → ${routeKey(route.to)}` }];
    case "update":
      return leadsElsewhere(route.from, route.to)
        ? [{ exposure: "default-target", what: routeKey(route.to) }]
        : [];
    default:
      return route satisfies never;
  }
}

/** Whether those without a region of their own, or all where there is one target, are led elsewhere or otherwise. */
function leadsElsewhere(from: LiveRoute, to: LiveRoute): boolean {
  if (!sameRouteType(from.type, to.type)) return true;
  const [were, are] = [targetsOf(from), targetsOf(to)];
  const [first, ...further] = were;
  const only = further.length === 0 ? first : undefined;
  const usual = were.find(([region]) => region === "Default") ?? only;
  const becomes = are.find(([region]) => region === "Default");
  const regional = only === undefined ? undefined : (are.find(([region]) => region === only[0]) ?? becomes);
  return !sameLead(usual, becomes) || (only !== undefined && !sameLead(only, regional));
}

type RegionTarget = readonly [region: string, target: LiveRoute["targets"][string]];

function targetsOf({ targets }: LiveRoute): readonly RegionTarget[] {
  return Object.entries(normaliseTargets(targets));
}

function sameLead(was: RegionTarget | undefined, becomes: RegionTarget | undefined): boolean {
  if (was === undefined || becomes === undefined) return was === becomes;
  return sameTargets({ Default: becomes[1] }, { Default: was[1] });
}

function ofField(change: FieldChange, identifier: string): readonly Exposed[] {
  if (change.field !== "others") return [];
  const [from, to] = [rankOf(change.from), rankOf(change.to)];
  if (from !== undefined && to !== undefined && to <= from) return [];
  return [{ exposure: "others-widened", what: `${identifier} (${change.from ?? "unknown"} → ${change.to})` }];
}

/** Levels that each allow more than the one before; how others compare with them is not documented. */
const LEVELS: readonly (string | undefined)[] = [
  "DENIED",
  "READ_ONLY",
  "USE_ONLY",
  "BLIND",
  "RUN_ONLY",
  "READ_WRITE",
  "MANAGE",
];

function rankOf(level: string | undefined): number | undefined {
  const rank = LEVELS.indexOf(level);
  return rank < 0 ? undefined : rank;
}
