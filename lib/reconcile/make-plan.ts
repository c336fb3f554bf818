import { createHash } from "node:crypto";
import { SETTLE_MS } from "../apply/once.ts";
import type { Bucket, Desired, OnRemove } from "../core/distribution.ts";
import { distributionKey } from "../core/distribution.ts";
import type { Owned } from "../core/inventory.ts";
import { assemblePlan, createChange, type Decide } from "../core/plan/assemble.ts";
import { appliedOf } from "../core/plan/compare.ts";
import { type Differences, diff } from "../core/plan/diff.ts";
import { canonicalJson } from "../core/plan/digest.ts";
import type { GuardContext } from "../core/plan/guard.ts";
import { unmentioned } from "../core/plan/left.ts";
import type {
  Change,
  Left,
  Plan,
  PlannedPermissions,
  Policy,
  Unchanged,
  WorkspaceIdentity,
} from "../core/plan/plan.ts";
import { isFailure } from "../core/plan/plan.ts";
import { removalsOf } from "../core/plan/removals.ts";
import type { Unresolved } from "../core/plan/resolve.ts";
import { compareAll, type DriftRule } from "../core/plan/update.ts";
import { type Comparable, nameOf } from "../core/plan/verdict.ts";
import type { ReadingProvider, State, StateReading } from "../ports.ts";
import { type Grants, resolveGrants } from "./grants.ts";
import { type Observation, observe } from "./observe.ts";

/** What a plan is made under. */
export type PlanRules = {
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  readonly policy: Policy;
  /** What becomes of what is ours and in no manifest, where its last manifest said nothing. */
  readonly onRemove: OnRemove;
  /** For how long one that is to be deleted is disabled first. */
  readonly quarantineMs: number;
  readonly drift: DriftRule;
  /** How many of ours a pass may read to compare them; all when it is absent. */
  readonly deepCheck?: number;
  /** Identifiers to take ownership of, besides those whose manifests say so; nothing else is done then. */
  readonly adopting?: "all" | ReadonlySet<string>;
  readonly state: Pick<State, "foreign">;
};

export type Planned = {
  readonly plan: Plan;
  readonly unresolved: readonly Unresolved[];
  /** The manifests whose buckets could be listed, by key. */
  readonly desired: ReadonlyMap<string, Desired<Bucket>>;
  /** The access that they ask for with Buddy's ids, by key. */
  readonly permissions: ReadonlyMap<string, PlannedPermissions>;
  /** Complete, or as both sides want it, and not yet recorded so. */
  readonly settled: readonly Settled[];
  /** Ours by the inventory, and gone. */
  readonly vanished: readonly Owned[];
  /** Up to which key objects were compared in turn. */
  readonly verifiedThrough?: string;
};

type Settled = {
  readonly desired: Desired<Bucket>;
  readonly name: string;
  readonly permissions?: PlannedPermissions;
};

/** What else the plan depends on: when it is made, from which commit, and what people have decided. */
export type Circumstances = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly commit?: string;
  readonly decide: (context: GuardContext) => Decide;
};

/** Reads what Buddy has and says what would be done. Nothing in here can write. */
export async function makePlan(
  rules: PlanRules,
  manifests: readonly Desired[],
  { inventory }: StateReading,
  reader: ReadingProvider,
  { now, commit, decide }: Circumstances,
): Promise<Planned> {
  const { policy, onRemove, quarantineMs } = rules;
  const adopts = (desired: Desired) =>
    desired.adopt || rules.adopting === "all" || rules.adopting?.has(desired.identifier) === true;
  const ofBudget = rules.deepCheck === undefined ? {} : { deepCheck: rules.deepCheck };
  const seen = await observe(manifests, { policy, inventory, adopts, ...ofBudget }, reader);
  const foreign = await foreignOf(seen, adopts, rules);
  const differences = diff(seen.desired, seen.match, seen.reads, {
    policy,
    inventory,
    adopts,
    foreign,
    settledAt: now - SETTLE_MS,
  });
  const grants = await resolveGrants(grantingOf(differences), reader);
  const compared = compareAll(
    differences.comparable.filter(({ desired }) => isResolved(desired, grants)),
    grants.permissions,
    rules.drift,
  );
  const known = [...seen.left, ...differences.left, ...grants.left, ...compared.left];
  const removals = removalsOf(seen.orphans, seen.reads, {
    policy,
    onRemove,
    quarantineMs,
    now,
    commit,
    unread: known.find(({ reason }) => isFailure(reason))?.detail,
  });
  const wanted: readonly Change[] = [
    ...differences.missing
      .filter(({ desired }) => isResolved(desired, grants))
      .map((missing) => createChange(missing, grants.permissions)),
    ...compared.changes,
    ...removals.changes,
  ];
  const changes = rules.adopting === undefined ? wanted : wanted.filter(({ action }) => action === "adopt");
  const unchanged = [...differences.unchanged, ...compared.unchanged];
  const left = [...known, ...removals.left];
  const plan = assemblePlan({
    instance: rules.instance,
    workspace: rules.workspace,
    policy,
    changes,
    unchanged,
    left: [...left, ...unmentioned(seen.desired, seen.listings, told(changes, unchanged, left))],
    decide: decide(guardContext(seen, differences, changes, inventory, now)),
    hash: (text) => createHash("sha256").update(text).digest("hex"),
  });
  const { through } = seen.slice;
  return {
    plan,
    unresolved: [...seen.unresolved, ...grants.unresolved],
    desired: new Map(seen.desired.map((one) => [keyOf(one), one])),
    permissions: grants.permissions,
    settled: settledOf(differences, grants, compared.unchanged),
    vanished: removals.vanished,
    ...(through === undefined ? {} : { verifiedThrough: through }),
  };
}

function keyOf({ bucket, identifier }: Desired): string {
  return distributionKey(bucket, identifier);
}

/** Other instances are asked about only when something of theirs might be taken. */
async function foreignOf(
  { desired, match }: Observation,
  adopts: (desired: Desired) => boolean,
  { policy, state }: PlanRules,
): Promise<ReadonlyMap<string, string>> {
  const takes = desired.some((wanted) => {
    const { as } = adopts(wanted) ? match(wanted) : { as: "missing" };
    return as === "unmanaged" || as === "elsewhere";
  });
  return takes && policy !== "create-only" ? state.foreign() : new Map();
}

/** Those whose permissions must be known: all that are made or compared, and those whose completion is recorded. */
function grantingOf({ missing, comparable, finished }: Differences): readonly Desired<Bucket>[] {
  return [...missing, ...comparable, ...finished].map(({ desired }) => desired);
}

function isResolved(desired: Desired, { left }: Grants): boolean {
  const key = keyOf(desired);
  return !left.some((one) => one.key === key);
}

function told(
  changes: readonly Change[],
  unchanged: readonly Unchanged[],
  left: readonly Left[],
): ReadonlySet<string> {
  const ids = changes.map((change) => (change.action === "create" ? change.resumes : change.id));
  return new Set(
    [...ids, ...unchanged.map(({ id }) => id), ...left.map(({ id }) => id)].filter((id) => id !== undefined),
  );
}

const DAY_MS = 86_400_000;

/** Shares are of what is ours and live; hostnames are counted over what was read. */
function guardContext(
  { listings, reads, orphans }: Observation,
  { comparable }: Differences,
  changes: readonly Change[],
  { owned, removals }: StateReading["inventory"],
  now: number,
): GuardContext {
  const listed = new Set([...listings.values()].flatMap((summaries) => summaries.map(({ id }) => id)));
  const live = new Map(comparable.map(({ desired, actual }) => [keyOf(desired), actual.routes]));
  const disabled = new Set(
    comparable.flatMap(({ desired, actual }) => (actual.disabled === true ? [keyOf(desired)] : [])),
  );
  for (const { bucket, identifier, id } of orphans) {
    const read = reads.get(id);
    if (read === undefined || !("actual" in read)) continue;
    const key = distributionKey(bucket, identifier);
    live.set(key, read.actual.routes);
    if (read.actual.disabled === true) disabled.add(key);
  }
  const removing = new Set(changes.flatMap((change) => ("id" in change ? [change.id] : [])));
  return {
    owned: [...owned.values()].filter(({ id }) => listed.has(id) || removing.has(id)).length,
    live,
    disabled,
    removals: removals.filter(({ at }) => at > now - DAY_MS),
  };
}

/** What needs nothing of Buddy, and of which the inventory does not say that it is as it should be. */
function settledOf(
  { finished, comparable }: Differences,
  { permissions }: Grants,
  unchanged: readonly Unchanged[],
): readonly Settled[] {
  const agreed = new Set(unchanged.map(({ key }) => key));
  return [
    ...finished.flatMap(({ desired }) => {
      const granted = permissions.get(keyOf(desired));
      if (desired.permissions !== undefined && granted === undefined) return [];
      return [{ desired, name: nameOf(desired), ...(granted === undefined ? {} : { permissions: granted }) }];
    }),
    ...comparable.flatMap((one) => {
      const { desired, actual } = one;
      const granted = permissions.get(keyOf(desired));
      const name = desired.name ?? actual.name;
      if (!agreed.has(keyOf(desired)) || isRecorded(one, granted, name)) return [];
      return [{ desired, name, ...(granted === undefined ? {} : { permissions: granted }) }];
    }),
  ];
}

function isRecorded(
  { desired, row }: Comparable,
  granted: PlannedPermissions | undefined,
  name: string,
): boolean {
  const applied = appliedOf(desired, granted, name);
  return (
    row?.pending === undefined &&
    row?.quarantinedAt === undefined &&
    canonicalJson(row?.applied) === canonicalJson(applied)
  );
}
