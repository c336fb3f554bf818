import {
  type Actual,
  type ActualRoute,
  type Desired,
  type LiveGrant,
  type LivePermissions,
  type LiveRoute,
  type Permissions,
  type Route,
  routeKey,
  type Scope,
} from "../domain/distribution.ts";
import type { AppliedFields, Owned } from "../domain/inventory.ts";
import { sameRouteType, sameTargets } from "../domain/normalise.ts";
import { compareText } from "../domain/order.ts";
import { type FieldChange, idsOnly, type Moved, type PlannedPermissions, type RouteChange } from "./plan.ts";

/** Where a distribution and its manifest differ, and who moved. */
export type Comparison = {
  readonly fields: readonly FieldChange[];
  readonly routes: readonly RouteChange[];
  /** What both sides have moved to the same value: no difference, and no longer what was last applied. */
  readonly both: readonly string[];
};

/** What we wrote last; empty for what is not ours yet. */
export type Base = Partial<
  Pick<Owned, "identifier" | "applied" | "pending" | "pendingBefore" | "quarantinedAt">
>;

/**
 * The three-way comparison of manifest, last applied and live, field by field. What the manifest does not declare and what
 * Buddy does not say is not compared.
 *
 * @param permissions those of the manifest, with Buddy's ids
 */
export function compareLive(
  manifest: Pick<Desired<Scope>, "scope" | "identifier" | "name" | "disabled" | "routes">,
  permissions: PlannedPermissions | undefined,
  actual: Actual,
  base: Base,
  asKept: AsKept = KEPT_WHOLE,
): Comparison {
  const { applied, pending, pendingBefore = [] } = base;
  // What was kept before its secret was known has it still.
  const bases = asKept([applied, pending, ...pendingBefore].filter((fields) => fields !== undefined));
  const found = [
    compareIdentifier(manifest.identifier, actual, base),
    compareName(manifest.name, actual, bases, asKept),
    compareDisabled(manifest.disabled, actual, base, bases),
    ...compareAccess(permissions, actual.permissions, bases),
  ].filter((one) => one !== undefined);
  const routes = compareRoutes(manifest.routes, actual.routes, bases, asKept);
  return {
    fields: found.filter((one) => typeof one !== "string"),
    routes: routes.changes,
    both: [...found.filter((one) => typeof one === "string"), ...routes.both],
  };
}

function compareIdentifier(to: string, { identifier: from }: Actual, { identifier }: Base): FieldVerdict {
  if (from === undefined) return undefined;
  const bases = identifier === undefined ? [] : [identifier];
  return verdictOf({ field: "identifier", from, to }, { declared: to, live: from, bases });
}

function compareName(
  to: string | undefined,
  { name: from }: Actual,
  bases: readonly AppliedFields[],
  asKept: AsKept,
): FieldVerdict {
  if (to === undefined) return undefined;
  const sides = { declared: to, live: from, bases: bases.map(({ name }) => name) };
  return verdictOf({ field: "name", from, to }, sides, asKept);
}

/** One that we disabled because its manifest was gone is enabled when that comes back, unless it says otherwise. */
function compareDisabled(
  declared: boolean | undefined,
  { disabled: from }: Actual,
  { quarantinedAt }: Base,
  bases: readonly AppliedFields[],
): FieldVerdict {
  const to = declared ?? (quarantinedAt === undefined ? undefined : false);
  if (to === undefined || from === undefined) return undefined;
  const known = quarantinedAt === undefined ? bases.flatMap(({ disabled }) => disabled ?? []) : [true];
  return verdictOf({ field: "disabled", from, to }, { declared: to, live: from, bases: known });
}

type Difference = FieldChange extends infer Each
  ? Each extends FieldChange
    ? Omit<Each, "moved">
    : never
  : never;

function verdictOf<T>(difference: Difference, sides: Sides<T>, asKept: AsKept = KEPT_WHOLE): FieldVerdict {
  const moved = whoMoved(sides, Object.is, asKept);
  if (moved === undefined) return undefined;
  return moved === "both" ? difference.field : { ...difference, moved };
}

/** What a manifest declares, as the inventory keeps it once it is applied. */
export function appliedOf(
  { disabled, routes }: Pick<Desired, "disabled" | "routes">,
  permissions: PlannedPermissions | undefined,
  name: string,
): AppliedFields {
  return {
    name,
    ...(disabled === undefined ? {} : { disabled }),
    ...(permissions === undefined ? {} : { permissions: idsOnly(permissions) }),
    ...(routes === undefined ? {} : { routes }),
  };
}

/** What is live of what a manifest declares: the base of all that comes after an adoption. */
export function liveFields(
  manifest: Pick<Desired, "disabled" | "routes"> & { readonly permissions?: DeclaredAccess },
  actual: Actual,
): AppliedFields {
  const { others, users, groups } = actual.permissions ?? {};
  const declared = manifest.permissions;
  const permissions = {
    ...(declared?.others === undefined || others === undefined ? {} : { others }),
    ...(declared?.users === undefined ? {} : { users: users ?? [] }),
    ...(declared?.groups === undefined ? {} : { groups: groups ?? [] }),
  };
  const routes = inOrderOfIds(actual.routes).map(({ id: _id, further: _further, ...route }) => route);
  return {
    name: actual.name,
    ...(manifest.disabled === undefined || actual.disabled === undefined
      ? {}
      : { disabled: actual.disabled }),
    ...(declared === undefined || actual.permissions === undefined ? {} : { permissions }),
    ...(manifest.routes === undefined ? {} : { routes }),
  };
}

/** Which kinds of access are declared, whoever gets them. */
type DeclaredAccess = { readonly [Kind in keyof Permissions]?: unknown };

/** A value as the inventory keeps it: without secrets. What was applied is known in this form alone. */
export type AsKept = <T>(value: T) => T;

/** Where there is no secret. */
export const KEPT_WHOLE: AsKept = (value) => value;

/** A difference, or the name of a field that both sides moved to the same value. */
export type FieldVerdict = FieldChange | FieldChange["field"] | undefined;

/** One thing as the manifest declares it, as it is live, and as we may have written it last: `undefined` is "not there". */
export type Sides<T> = {
  readonly declared: T;
  readonly live: T;
  /** None: nothing was ever applied. Several: updates were cut short, and any of them can be what we wrote. */
  readonly bases: readonly T[];
};

/**
 * Who moved since the last apply. Undefined: nobody did, or only to where the other side is already known to be. Without a
 * base every difference is ours: nobody has changed what nobody had applied.
 */
export function whoMoved<T>(
  { declared, live, bases }: Sides<T>,
  same: (a: T, b: T) => boolean,
  asKept: AsKept = KEPT_WHOLE,
): Moved | "both" | undefined {
  const gitMoved = !bases.some((base) => same(base, asKept(declared)));
  const liveMoved = bases.length > 0 && !bases.some((base) => same(base, asKept(live)));
  if (same(declared, live)) return gitMoved && liveMoved ? "both" : undefined;
  if (!liveMoved) return "ours";
  return gitMoved ? "conflict" : "theirs";
}

/** Access of everybody else, of single users and of groups: each is a field of its own, and a list is compared as a set. */
export function compareAccess(
  manifest: PlannedPermissions | undefined,
  live: LivePermissions | undefined,
  bases: readonly AppliedFields[],
): readonly FieldVerdict[] {
  if (manifest === undefined || live === undefined) return [];
  const known = bases.flatMap(({ permissions }) => permissions ?? []);
  return [
    compareOthers(manifest, live, known),
    compareUsers(manifest, live, known),
    compareGroups(manifest, live, known),
  ];
}

function compareOthers(
  { others: to }: PlannedPermissions,
  { others: from }: LivePermissions,
  known: readonly LivePermissions[],
): FieldVerdict {
  if (to === undefined) return undefined;
  const bases = known.flatMap(({ others }) => others ?? []);
  const moved = whoMoved<string | undefined>({ declared: to, live: from, bases }, Object.is);
  if (moved === undefined || moved === "both") return moved && "others";
  return { field: "others", ...(from === undefined ? {} : { from }), to, moved };
}

function compareUsers(
  { users: to }: PlannedPermissions,
  { users: from = [] }: LivePermissions,
  known: readonly LivePermissions[],
): FieldVerdict {
  if (to === undefined) return undefined;
  const bases = known.flatMap(({ users }) => (users === undefined ? [] : [users]));
  const moved = whoMoved<readonly LiveGrant[]>({ declared: to, live: from, bases }, sameGrants);
  return moved === undefined || moved === "both" ? moved && "users" : { field: "users", from, to, moved };
}

function compareGroups(
  { groups: to }: PlannedPermissions,
  { groups: from = [] }: LivePermissions,
  known: readonly LivePermissions[],
): FieldVerdict {
  if (to === undefined) return undefined;
  const bases = known.flatMap(({ groups }) => (groups === undefined ? [] : [groups]));
  const moved = whoMoved<readonly LiveGrant[]>({ declared: to, live: from, bases }, sameGrants);
  return moved === undefined || moved === "both" ? moved && "groups" : { field: "groups", from, to, moved };
}

function sameGrants(a: readonly LiveGrant[], b: readonly LiveGrant[]): boolean {
  return a.length === b.length && textOf(a) === textOf(b);
}

function textOf(grants: readonly LiveGrant[]): string {
  return grants
    .map(({ id, access_level }) => `${id} ${access_level}`)
    .toSorted(compareText)
    .join("\n");
}

/**
 * Routes by their natural key. How a host is split into domain and subdomain is not compared: it answers the same
 * requests. A route that changes its domain and nothing else of its address is one change.
 */
export function compareRoutes(
  manifest: readonly Route[] | undefined,
  live: readonly ActualRoute[],
  bases: readonly AppliedFields[],
  asKept: AsKept = KEPT_WHOLE,
): { readonly changes: readonly RouteChange[]; readonly both: readonly string[] } {
  if (manifest === undefined) return { changes: [], both: [] };
  const declared = byKey(manifest);
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
function inOrderOfIds(live: readonly ActualRoute[]): readonly ActualRoute[] {
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
    const manifest = declared.get(key);
    if (other === undefined) first.set(key, route);
    else if (sameRoute(manifest, other) || !sameRoute(manifest, route)) twins.push(route);
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
