import type { ActualRoute, LiveRoute, Route } from "../distribution.ts";
import { routeKey } from "../distribution.ts";
import type { AppliedFields } from "../inventory.ts";
import { sameRouteType, sameTargets } from "../normal.ts";
import { compareText } from "../order.ts";
import type { RouteChange } from "./plan.ts";
import { type AsKept, KEPT_WHOLE, whoMoved } from "./three-way.ts";

/**
 * Routes by their natural key. How a host is split into domain and subdomain is not compared: it answers the same
 * requests. A route that changes its domain and nothing else of its address is one change.
 */
export function compareRoutes(
  wanted: readonly Route[] | undefined,
  live: readonly ActualRoute[],
  bases: readonly AppliedFields[],
  asKept: AsKept = KEPT_WHOLE,
): { readonly changes: readonly RouteChange[]; readonly both: readonly string[] } {
  if (wanted === undefined) return { changes: [], both: [] };
  const declared = byKey(wanted);
  const { first, twins } = chosenOf(inOrderOfIds(live), declared);
  const applied = bases.flatMap(({ routes }) => (routes === undefined ? [] : [routes]));
  const known = applied.map((routes) => byKey(routes));
  const keptKeys = new Map([...declared, ...first].map(([key, route]) => [key, routeKey(asKept(route))]));
  const found = new Set(keptKeys.values());
  const gone = known.flatMap((base) => [...base.keys()].filter((key) => !found.has(key)));
  const keys = new Set([...keptKeys.keys(), ...gone]);

  const changes: RouteChange[] = [];
  const both: string[] = [];
  for (const key of [...keys].toSorted(compareText)) {
    const [to, from] = [declared.get(key), first.get(key)];
    const keptKey = keptKeys.get(key) ?? key;
    const sides = { declared: to, live: from, bases: known.map((base) => base.get(keptKey)) };
    const moved = whoMoved<LiveRoute | undefined>(sides, sameRoute, asKept);
    if (moved === "both") both.push(`route ${key}`);
    else if (moved !== undefined && to !== undefined && from !== undefined)
      changes.push({ kind: "update", id: from.id, from: shownOf(from), to, moved });
    else if (moved !== undefined && to !== undefined) changes.push({ kind: "add", to, moved });
    else if (moved !== undefined && from !== undefined)
      changes.push({ kind: "remove", id: from.id, from: shownOf(from), moved });
  }
  const surplus = twins.map((twin): RouteChange => {
    const moved = isKnownTwin(twin, applied) ? "ours" : "theirs";
    return { kind: "remove", id: twin.id, from: shownOf(twin), moved };
  });
  return { changes: [...pairReplacements(changes), ...surplus], both };
}

/** Whatever the order in which Buddy lists them, a comparison says the same. */
export function inOrderOfIds(live: readonly ActualRoute[]): readonly ActualRoute[] {
  return live.toSorted((a, b) => compareText(a.id, b.id));
}

/** Of several with one key the first counts, as it does of live ones. */
function byKey<R extends LiveRoute>(routes: readonly R[]): ReadonlyMap<string, R> {
  return new Map(routes.toReversed().map((route) => [routeKey(route), route]));
}

/** There when nothing had been applied yet: nobody on Buddy's side has added it since. */
function isKnownTwin(twin: ActualRoute, applied: readonly (readonly LiveRoute[])[]): boolean {
  const key = routeKey(twin);
  const isTwin = (route: LiveRoute) => routeKey(route) === key;
  return applied.length === 0 || applied.some((routes) => routes.filter(isTwin).length > 1);
}

/** Of several live routes with one key that stays which is as it should be, or else the first. */
function chosenOf(
  live: readonly ActualRoute[],
  declared: ReadonlyMap<string, Route>,
): { readonly first: ReadonlyMap<string, ActualRoute>; readonly twins: readonly ActualRoute[] } {
  const first = new Map<string, ActualRoute>();
  const twins: ActualRoute[] = [];
  for (const route of live) {
    const key = routeKey(route);
    const other = first.get(key);
    const wanted = declared.get(key);
    if (other === undefined) first.set(key, route);
    else if (sameRoute(wanted, other) || !sameRoute(wanted, route)) twins.push(route);
    else {
      first.set(key, route);
      twins.push(other);
    }
  }
  return { first, twins };
}

/** The order counts: see {@link sameTargets}. */
function sameRoute(declared: LiveRoute | undefined, live: LiveRoute | undefined): boolean {
  if (declared === undefined || live === undefined) return declared === live;
  return sameRouteType(declared.type, live.type) && sameTargets(declared.targets, live.targets);
}

function shownOf({ domain, subdomain, path, type, targets }: LiveRoute): LiveRoute {
  return { domain, subdomain, path, type, targets };
}

/** An added and a removed route whose addresses differ in the domain alone, if nothing else can be meant. */
function pairReplacements(changes: readonly RouteChange[]): readonly RouteChange[] {
  const removed = changes.filter((change) => change.kind === "remove");
  const added = changes.filter((change) => change.kind === "add");
  const merged = new Map<RouteChange, RouteChange | undefined>();
  for (const add of added) {
    const from = removed.filter((one) => mayReplace(one, add));
    const to = added.filter((one) => from[0] !== undefined && mayReplace(from[0], one));
    const [old] = from;
    if (old === undefined || from.length > 1 || to.length > 1) continue;
    merged.set(add, { kind: "replace", id: old.id, from: old.from, to: add.to, moved: add.moved });
    merged.set(old, undefined);
  }
  return changes.flatMap((change) => (merged.has(change) ? (merged.get(change) ?? []) : [change]));
}

type Added = Extract<RouteChange, { kind: "add" }>;
type Removed = Extract<RouteChange, { kind: "remove" }>;

function mayReplace(removed: Removed, added: Added): boolean {
  const [from, to] = [removed.from, added.to];
  return (
    from.subdomain === to.subdomain &&
    from.path === to.path &&
    from.domain !== to.domain &&
    removed.moved === added.moved
  );
}
