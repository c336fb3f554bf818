import {
  type Desired,
  distributionKey,
  type Scope,
  type Summary,
  scopeKey,
} from "../core/domain/distribution.ts";
import type { Inventory, Owned } from "../core/domain/inventory.ts";
import { type ReadResult, readsFor } from "../core/plan/classify.ts";
import { type AsKept, KEPT_WHOLE } from "../core/plan/compare.ts";
import { type ReadBudget, selectForDeepCheck } from "../core/plan/deep-check.ts";
import { isNewToGit } from "../core/plan/git-moved.ts";
import { leaveAlone } from "../core/plan/left-alone.ts";
import { type Listings, type Match, matcher, previousKeysOf } from "../core/plan/match.ts";
import type { LeftAlone, LeftAloneReason, PlannedPermissions, Policy } from "../core/plan/plan.ts";
import { isCandidate, orphansOf } from "../core/plan/removals.ts";
import {
  type Directory,
  namedEnvironments,
  namedSubjects,
  placeInScopes,
  resolvePermissions,
  type Unresolved,
} from "../core/plan/resolve.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import type { ReadingProvider } from "../ports.ts";

export type LiveState = {
  /** The manifests whose scopes could be listed. */
  readonly desired: readonly Desired<Scope>[];
  readonly listings: Listings;
  readonly match: (desired: Desired<Scope>) => Match;
  readonly reads: ReadonlyMap<string, ReadResult>;
  /** Manifests about which nothing can be said, because a call failed. */
  readonly leftAlone: readonly LeftAlone[];
  readonly unresolved: readonly Unresolved[];
  /** Ours, and in no manifest. */
  readonly orphans: readonly Owned[];
  /** What of ours this pass compares. */
  readonly budget: ReadBudget;
};

/** How far a pass looks. */
export type ReadOptions = {
  readonly policy: Policy;
  readonly inventory: Inventory;
  readonly adopts: (desired: Desired<Scope>) => boolean;
  /** How many of ours may be read to compare them. */
  readonly deepCheck?: number;
  readonly asKept?: AsKept;
};

/**
 * Reads what Buddy has, with as few calls as that takes: a list for each scope, the environments of projects that
 * manifests name by identifier, and a read for each object that the lists alone cannot settle.
 *
 * @throws ProviderError when nothing more can be read in this pass
 */
export async function readLive(
  desired: readonly Desired[],
  options: ReadOptions,
  reader: ReadingProvider,
): Promise<LiveState> {
  const { policy, inventory } = options;
  const environments = await readEach(
    new Map(
      [...namedEnvironments(desired)].map((project) => [project, project === "" ? undefined : project]),
    ),
    (project) => reader.environments(project),
  );
  const [known, unknown] = partition(desired, ({ scope }) =>
    "environment" in scope ? environments.failures.get(scope.project ?? "") : undefined,
  );
  const { placed, unresolved } = placeInScopes(known, environments.values);

  const orphans = orphansOf(inventory, claimedBy(placed));
  const candidates = orphans.filter((row) => isCandidate(row, policy));
  // Nothing is removed unless each scope that we ever made something in can be listed.
  const recorded = candidates.length === 0 ? [] : [...inventory.owned.values()];
  const scopes = scopesOf([...placed, ...recorded]);
  const previousKeys = previousKeysOf(placed);
  const matching = (listings: Listings) => matcher(listings, scopes, inventory, previousKeys);
  const lists = await listScopes(placed, scopes, matching, reader);
  const [listed, unlisted] = partition(placed, ({ scope }) => lists.failures.get(scopeKey(scope)));
  const [readable, unreadable] = partition(candidates, ({ scope }) => lists.failures.get(scopeKey(scope)));
  const match = matching(lists.values);
  const budget = budgetFor(listed, match, options);
  const toRead = [
    ...listed.flatMap((one) =>
      readsFor(match(one), one, (asked, met) => compares(asked, met, budget, options)),
    ),
    ...readable,
  ];
  const found = await readEach(
    new Map(toRead.map((candidate) => [candidate.id, candidate])),
    ({ scope, id }) => reader.get(scope, id),
  );
  const reads = new Map<string, ReadResult>();
  for (const [id, actual] of found.values) reads.set(id, actual === undefined ? { gone: true } : { actual });
  for (const [id, error] of found.failures) reads.set(id, { failed: error.message });
  for (const [{ id }, error] of unreadable) reads.set(id, { failed: error.message });

  const leftAlone = [
    ...unknown.map(([one, error]) => leave(one, "lookup-failed", error)),
    ...unlisted.map(([one, error]) => leave(one, "scope-unreadable", error)),
  ];
  return { desired: listed, listings: lists.values, match, reads, leftAlone, unresolved, orphans, budget };
}

/** The keys that manifests speak of: their own, and those that they say they had before. */
function claimedBy(placed: readonly Desired<Scope>[]): ReadonlySet<string> {
  return new Set(
    placed.flatMap(({ scope, identifier, previously }) =>
      [identifier, ...previously].map((name) => distributionKey(scope, name)),
    ),
  );
}

function budgetFor(
  listed: readonly Desired<Scope>[],
  match: (desired: Desired<Scope>) => Match,
  { policy, inventory, deepCheck, asKept = KEPT_WHOLE }: ReadOptions,
): ReadBudget {
  if (policy === "create-only") return { keys: new Set() };
  const ours = listed.flatMap((desired) => {
    if (match(desired).kind !== "ours") return [];
    const key = distributionKey(desired.scope, desired.identifier);
    return [{ key, newToGit: isNewToGit(asKept(desired), inventory.owned.get(key)) }];
  });
  return selectForDeepCheck(ours, deepCheck, inventory.verifiedThrough);
}

/** Whether it is read to be compared, although the list shows that it is there. */
function compares(
  desired: Desired<Scope>,
  { kind }: Match,
  { keys }: ReadBudget,
  { policy, adopts }: ReadOptions,
): boolean {
  if (policy === "create-only") return false;
  if (kind === "ours") return keys.has(distributionKey(desired.scope, desired.identifier));
  return kind === "renamed" || (kind === "unmanaged" && adopts(desired));
}

/** One list a scope; where something seems to be missing, also what further pages may hold. */
async function listScopes(
  placed: readonly Desired<Scope>[],
  scopes: ReadonlyMap<string, Scope>,
  matching: (listings: Listings) => (desired: Desired<Scope>) => Match,
  reader: ReadingProvider,
): Promise<Readings<readonly Summary[]>> {
  const first = await readEach(scopes, (scope) => reader.list(scope));
  const match = matching(first.values);
  const short = placed.filter(
    (desired) => first.values.has(scopeKey(desired.scope)) && seemsMissing(match(desired)),
  );
  const rest = await readEach(scopesOf(short), (scope, key) =>
    reader.rest(scope, first.values.get(key) ?? []),
  );
  const values = new Map(first.values);
  for (const [key, further] of rest.values) values.set(key, [...(first.values.get(key) ?? []), ...further]);
  for (const key of rest.failures.keys()) values.delete(key);
  return { values, failures: new Map([...first.failures, ...rest.failures]) };
}

/** What it asks for is not on the pages that were read: a further one may hold it. */
function seemsMissing({ kind }: Match): boolean {
  return kind === "missing" || kind === "elsewhere" || kind === "renamed";
}

function scopesOf(placed: readonly { readonly scope: Scope }[]): ReadonlyMap<string, Scope> {
  return new Map(placed.map(({ scope }) => [scopeKey(scope), scope]));
}

/** A manifest whose distribution is left alone because a call failed. */
function leave(desired: Desired, reason: LeftAloneReason, { message, remedy }: ProviderError): LeftAlone {
  return leaveAlone(desired, reason, remedy === undefined ? message : `${message} — ${remedy}`);
}

type Readings<T> = {
  readonly values: ReadonlyMap<string, T>;
  readonly failures: ReadonlyMap<string, ProviderError>;
};

/** Reads all at once (the pace is the provider's), and keeps the failures of each apart from the others' answers. */
async function readEach<Item, T>(
  items: ReadonlyMap<string, Item>,
  read: (item: Item, key: string) => Promise<T>,
): Promise<Readings<T>> {
  const values = new Map<string, T>();
  const failures = new Map<string, ProviderError>();
  await Promise.all(
    Array.from(items, async ([key, item]) => {
      try {
        values.set(key, await read(item, key));
      } catch (error) {
        if (!(error instanceof ProviderError) || stopsPass(error)) throw error;
        failures.set(key, error);
      }
    }),
  );
  return { values, failures };
}

function partition<D>(
  items: readonly D[],
  failureOf: (item: D) => ProviderError | undefined,
): [readonly D[], readonly (readonly [D, ProviderError])[]] {
  const fine: D[] = [];
  const failed: (readonly [D, ProviderError])[] = [];
  for (const item of items) {
    const failure = failureOf(item);
    if (failure === undefined) fine.push(item);
    else failed.push([item, failure]);
  }
  return [fine, failed];
}

export type Grants = {
  readonly permissions: ReadonlyMap<string, PlannedPermissions>;
  /** Manifests that name somebody whom nobody could look up. */
  readonly leftAlone: readonly LeftAlone[];
  readonly unresolved: readonly Unresolved[];
};

/** Looks up the users and groups that manifests name: once a pass, and not at all when none does. */
export async function resolveGrants(
  granting: readonly Desired<Scope>[],
  reader: ReadingProvider,
): Promise<Grants> {
  const directory = await lookUp(namedSubjects(granting), reader);
  const permissions = new Map<string, PlannedPermissions>();
  const leftAlone: LeftAlone[] = [];
  const unresolved: Unresolved[] = [];
  for (const desired of granting) {
    if (directory instanceof ProviderError && namesAnyone(desired)) {
      leftAlone.push(leave(desired, "lookup-failed", directory));
      continue;
    }
    if (desired.permissions === undefined) continue;
    const known = directory instanceof ProviderError ? NOBODY : directory;
    const resolved = resolvePermissions({ ...desired, permissions: desired.permissions }, known);
    permissions.set(distributionKey(desired.scope, desired.identifier), resolved.permissions);
    unresolved.push(...resolved.unresolved);
  }
  return { permissions, leftAlone, unresolved };
}

const NOBODY: Directory = { users: new Map(), groups: new Map() };

async function lookUp(
  { emails, groups }: ReturnType<typeof namedSubjects>,
  reader: ReadingProvider,
): Promise<Directory | ProviderError> {
  try {
    const [byEmail, byName] = await Promise.all([
      emails.size === 0 ? NOBODY.users : reader.users(emails),
      groups ? reader.groups() : NOBODY.groups,
    ]);
    return { users: byEmail, groups: byName };
  } catch (error) {
    if (error instanceof ProviderError && !stopsPass(error)) return error;
    throw error;
  }
}

function namesAnyone(desired: Desired<Scope>): boolean {
  const { emails, groups } = namedSubjects([desired]);
  return emails.size > 0 || groups;
}
