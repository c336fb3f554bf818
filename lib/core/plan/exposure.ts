import { hostOf, type LiveRoute, type RouteAddress, routeKey } from "../domain/distribution.ts";
import { normaliseTargets, sameRouteType, sameTargets } from "../domain/normalise.ts";
import { compareText } from "../domain/order.ts";
import { type Block, EXPOSURES, type Exposure, listed } from "./block.ts";
import type { GuardContext } from "./limits.ts";
import type { Change, FieldChange, RouteChange, UpdateChange } from "./plan.ts";

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
function switchesOff({ fields }: Pick<UpdateChange, "fields">): boolean {
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

/**
 * One block for each class of exposure that is not allowed, whatever the number of changes.
 *
 * @param refused keys of changes that are blocked already: a hostname that one of them would serve is not served
 */
export function exposureBlocks(
  changes: readonly Change[],
  allow: readonly Exposure[],
  context: GuardContext,
  refused: ReadonlySet<string>,
): readonly Block[] {
  const allowed = new Set(allow);
  const hosts = hostsAfter(changes, context, refused);
  const found = changes.map((change) => ({
    key: change.key,
    exposed: exposedBy(change, { ...context, hosts }).filter(({ exposure }) => !allowed.has(exposure)),
  }));
  const blocked = new Set([
    ...refused,
    ...found.flatMap(({ key, exposed }) => (exposed.length > 0 ? [key] : [])),
  ]);
  // What is blocked here adds nothing either, which may leave other hostnames without a route.
  if (blocked.size > refused.size) return exposureBlocks(changes, allow, context, blocked);
  return EXPOSURES.flatMap((exposure) => blockOf(exposure, found));
}

function blockOf(
  exposure: Exposure,
  found: readonly { readonly key: string; readonly exposed: readonly Exposed[] }[],
): readonly Block[] {
  const concerned = found.filter(({ exposed }) => exposed.some((one) => one.exposure === exposure));
  if (concerned.length === 0) return [];
  const what = concerned.flatMap(({ exposed }) =>
    exposed.flatMap((one) => (one.exposure === exposure ? [one.what] : [])),
  );
  return [
    {
      code: "EXPOSURE",
      exposure,
      message: `${MEANING[exposure]}: ${listed([...new Set(what)].toSorted(compareText))}`,
      remedy: `if that is intended, approve this plan, or allow all of the kind with \`limits: { allow: [${exposure}] }\` in distro-sync.yaml`,
      keys: concerned.map(({ key }) => key),
    },
  ];
}

const MEANING: Readonly<Record<Exposure, string>> = {
  "last-route": "hostnames would answer nothing any more",
  apex: "routes of a domain itself would be taken away",
  wildcard: "routes of every subdomain would be taken away",
  "root-path": "routes of the path / would be taken away",
  "default-target": "the default target or the type of routes would change",
  "domain-change": "routes would move to another domain",
  "others-widened": "everybody would be allowed more",
};

export type Before = {
  /** The live routes of distributions that were read, by their keys. */
  readonly live: ReadonlyMap<string, readonly LiveRoute[]>;
  /** Of these, which are disabled now: they answer nothing. */
  readonly disabled?: ReadonlySet<string>;
};

/**
 * The hostnames that have a route once all changes are carried out, over all distributions.
 *
 * @param blocked keys of changes that may not be carried out: what they would add is not counted on
 */
export function hostsAfter(
  changes: readonly Change[],
  { live, disabled = new Set() }: Before,
  blocked: ReadonlySet<string>,
): ReadonlySet<string> {
  const routes = new Map<string, number>();
  const count = (of: readonly RouteAddress[], by: 1 | -1) => {
    for (const route of of) {
      const host = hostOf(route);
      routes.set(host, (routes.get(host) ?? 0) + by);
    }
  };
  for (const [key, of] of live) if (!disabled.has(key)) count(of, 1);
  for (const change of changes) {
    const there = disabled.has(change.key) ? undefined : live.get(change.key);
    const answers = there !== undefined;
    switch (change.action) {
      case "create":
        if (change.disabled !== true && !blocked.has(change.key)) count(change.routes, 1);
        break;
      case "update":
        if (switchesOff(change)) count(there ?? [], -1);
        else {
          if (answers) count(removedBy(change), -1);
          const enables = change.fields.some((one) => one.field === "disabled" && !one.to);
          if ((answers || enables) && !blocked.has(change.key)) count(addedBy(change), 1);
        }
        break;
      case "disable":
      case "delete":
        count(there ?? [], -1);
        break;
      case "adopt":
      case "disown":
        break;
      default:
        change satisfies never;
    }
  }
  return new Set([...routes].flatMap(([host, number]) => (number > 0 ? [host] : [])));
}

/** Routes that an update takes away. */
export function removedBy({ routes }: UpdateChange): readonly RouteAddress[] {
  return routes.flatMap((one) => (one.kind === "remove" || one.kind === "replace" ? [one.from] : []));
}

/** Routes that an update brings. */
export function addedBy({ routes }: UpdateChange): readonly RouteAddress[] {
  return routes.flatMap((one) => (one.kind === "add" || one.kind === "replace" ? [one.to] : []));
}
