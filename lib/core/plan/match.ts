import {
  type AccessLevel,
  type Actual,
  BUDDY_SCOPE,
  type Desired,
  distributionKey,
  routeKey,
  type Scope,
  type Summary,
  scopeKey,
} from "../domain/distribution.ts";
import type { Inventory } from "../domain/inventory.ts";

/** What Buddy lists, by scope key. A list may be wider than its scope. */
export type Listings = ReadonlyMap<string, readonly Summary[]>;

/** How a manifest and the lists meet. `read` names what must be read before anything can be said. */
export type Match =
  | { readonly kind: "missing" }
  /** `twins`: other live objects of the same identifier in the scope, which should not be. */
  | { readonly kind: "ours"; readonly id: string; readonly twins?: readonly string[] }
  | { readonly kind: "unmanaged"; readonly id: string }
  /** Ours under an identifier that the manifest says it had before; the list may not show it. */
  | { readonly kind: "renamed"; readonly id: string; readonly from: string }
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] }
  /** Ours, and an earlier pass did not finish it. */
  | { readonly kind: "unfinished"; readonly id: string; readonly twins?: readonly string[] }
  /** An earlier pass began to create it and recorded no end: this may be the result. */
  | { readonly kind: "begun"; readonly id: string }
  /** Listed here, and likely to live in another scope. */
  | { readonly kind: "elsewhere"; readonly candidates: readonly Candidate[] };

/** The keys under which the distribution of a manifest may be ours from before it was renamed. */
export type PreviousKeys = (desired: Desired<Scope>) => readonly string[];

const NO_PREVIOUS_KEYS: PreviousKeys = () => [];

/** An identifier that a manifest has now, or that two say they had before, is nobody's earlier one. */
export function previousKeysOf(desired: readonly Desired<Scope>[]): PreviousKeys {
  const claims = new Map<string, number>();
  const claim = (key: string, times: number) => claims.set(key, (claims.get(key) ?? 0) + times);
  for (const { scope, identifier, previously } of desired) {
    claim(distributionKey(scope, identifier), 2);
    for (const earlier of new Set(previously)) claim(distributionKey(scope, earlier), 1);
  }
  return ({ scope, previously }) =>
    [...new Set(previously)]
      .map((earlier) => distributionKey(scope, earlier))
      .filter((key) => claims.get(key) === 1);
}

/** An object to be read, with the scope that it must be addressed in. */
export type Candidate = { readonly id: string; readonly scope: Scope };

/** Finds each manifest's distribution in the lists: by the id in our inventory first, by identifier after that. */
export function matcher(
  listings: Listings,
  scopes: ReadonlyMap<string, Scope>,
  inventory: Inventory,
  previousKeys: PreviousKeys = NO_PREVIOUS_KEYS,
): (desired: Desired<Scope>) => Match {
  const index = indexListings(listings);
  const homes = narrowestHomes(listings, scopes);
  return (manifest) => {
    const { scope, identifier } = manifest;
    const key = distributionKey(scope, identifier);
    const listed = index.get(scopeKey(scope));
    const named = listed?.byIdentifier.get(identifier) ?? [];
    const here: Summary[] = [];
    const elsewhere: Candidate[] = [];
    for (const summary of named) {
      const home = summary.home ?? homes.get(summary.id) ?? scope;
      if (scopeKey(home) === scopeKey(scope)) here.push(summary);
      else elsewhere.push({ id: summary.id, scope: home });
    }
    const owned = inventory.owned.get(key);
    if (owned !== undefined && listed?.ids.has(owned.id) === true) {
      const twins = here.flatMap(({ id }) => (id === owned.id ? [] : [id]));
      const kind = owned.complete ? "ours" : "unfinished";
      return { kind, id: owned.id, ...(twins.length === 0 ? {} : { twins }) };
    }
    // What is ours under its present identifier is not renamed to it, also where the list does not show it.
    const before =
      owned === undefined
        ? previousKeys(manifest).flatMap((previous) => inventory.owned.get(previous) ?? [])
        : [];
    const renamed = before.find(({ id }) => listed?.ids.has(id) === true) ?? before[0];
    if (renamed !== undefined) {
      const taken = here.filter(({ id }) => id !== renamed.id);
      return taken.length === 0
        ? { kind: "renamed", id: renamed.id, from: renamed.identifier }
        : { kind: "ambiguous", ids: [renamed.id, ...taken.map(({ id }) => id)] };
    }
    const [first, ...others] = here;
    if (others.length > 0) return { kind: "ambiguous", ids: here.map(({ id }) => id) };
    if (first !== undefined) return { kind: inventory.begun.has(key) ? "begun" : "unmanaged", id: first.id };
    return elsewhere.length > 0 ? { kind: "elsewhere", candidates: elsewhere } : { kind: "missing" };
  };
}

/** Whether an object that was read lives in the scope; undefined when Buddy does not say enough to tell. */
export function livesIn(scope: Scope, actual: Actual): boolean | undefined {
  if (actual.scope === undefined) return undefined;
  if (actual.scope !== BUDDY_SCOPE[scope.kind]) return false;
  switch (scope.kind) {
    case "workspace":
      return true;
    case "project":
      return actual.project === undefined ? undefined : actual.project === scope.project;
    case "environment":
      return actual.environmentId === undefined ? undefined : actual.environmentId === scope.environmentId;
    /* v8 ignore next -- @preserve: the compiler knows every case */
    default:
      return scope satisfies never;
  }
}

/**
 * Whether an object can be the result of a creation whose answer was lost: in its scope, under its name, enabled as new
 * ones are, with the access for others that was asked for, and with no route that we would not have made. Users and groups
 * are not compared: Buddy may add whoever owns the token.
 */
export function matchesOurCreate(
  manifest: Pick<Desired<Scope>, "scope" | "identifier" | "routes"> & {
    readonly name: string;
    readonly permissions?: { readonly others?: AccessLevel };
  },
  actual: Actual,
): boolean {
  const planned = new Set((manifest.routes ?? []).map(routeKey));
  return (
    actual.name === manifest.name &&
    (actual.identifier === undefined || actual.identifier === manifest.identifier) &&
    livesIn(manifest.scope, actual) !== false &&
    actual.disabled !== true &&
    agree(manifest.permissions?.others, actual.permissions?.others) &&
    actual.unaddressed === undefined &&
    actual.routes.every((route) => planned.has(routeKey(route)))
  );
}

/** What was not asked for, or is not shown, cannot disagree. */
function agree(asked: string | undefined, shown: string | undefined): boolean {
  return asked === undefined || shown === undefined || asked === shown;
}

type Index = {
  readonly ids: ReadonlySet<string>;
  readonly byIdentifier: ReadonlyMap<string, readonly Summary[]>;
};

function indexListings(listings: Listings): ReadonlyMap<string, Index> {
  return new Map(
    [...listings].map(([key, summaries]) => {
      const byIdentifier = new Map<string, Summary[]>();
      for (const summary of summaries) {
        if (summary.identifier === undefined) continue;
        const same = byIdentifier.get(summary.identifier);
        if (same === undefined) byIdentifier.set(summary.identifier, [summary]);
        else same.push(summary);
      }
      return [key, { ids: new Set(summaries.map(({ id }) => id)), byIdentifier }];
    }),
  );
}

const WIDTH = { workspace: 0, project: 1, environment: 2 } as const;

/** Where an id is in several lists, it lives in the narrowest of them: the unfiltered list may show everything. */
function narrowestHomes(listings: Listings, scopes: ReadonlyMap<string, Scope>): ReadonlyMap<string, Scope> {
  const homes = new Map<string, Scope>();
  for (const scope of [...scopes.values()].toSorted((a, b) => WIDTH[a.kind] - WIDTH[b.kind])) {
    for (const { id } of listings.get(scopeKey(scope)) ?? []) homes.set(id, scope);
  }
  return homes;
}
