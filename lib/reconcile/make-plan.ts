import { createHash } from "node:crypto";
import { SETTLE_MS } from "../apply/once.ts";
import { type Bucket, type Desired, keyOf, type OnRemove } from "../core/distribution.ts";
import type { Owned } from "../core/inventory.ts";
import { assemblePlan, createChange, type Decide } from "../core/plan/assemble.ts";
import { type Differences, diff } from "../core/plan/diff.ts";
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
import { type AsKept, KEPT_WHOLE } from "../core/plan/three-way.ts";
import { compareAll, type DriftRule } from "../core/plan/update.ts";
import type { ReadingProvider, State, StateReading } from "../ports.ts";
import { type Grants, resolveGrants } from "./grants.ts";
import { guardContext } from "./guard-context.ts";
import { type Observation, observe } from "./observe.ts";
import { type Settled, settledOf } from "./settled.ts";

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
  /** How the state keeps what was applied; whole when it is absent. */
  readonly asKept?: AsKept;
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
  const { policy, onRemove, quarantineMs, asKept = KEPT_WHOLE } = rules;
  const adopts = (desired: Desired) =>
    desired.adopt || rules.adopting === "all" || rules.adopting?.has(desired.identifier) === true;
  const ofBudget = rules.deepCheck === undefined ? {} : { deepCheck: rules.deepCheck };
  const seen = await observe(manifests, { policy, inventory, adopts, asKept, ...ofBudget }, reader);
  const foreign = await foreignOf(seen, adopts, rules);
  const differences = diff(seen.desired, seen.match, seen.reads, {
    policy,
    inventory,
    adopts,
    foreign,
    settledAt: now - SETTLE_MS,
    asKept,
  });
  const grants = await resolveGrants(grantingOf(differences), reader);
  const compared = compareAll(
    differences.comparable.filter(({ desired }) => isResolved(desired, grants)),
    grants.permissions,
    rules.drift,
    asKept,
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
    settled: settledOf(differences, grants, compared.unchanged, asKept),
    vanished: removals.vanished,
    ...(through === undefined ? {} : { verifiedThrough: through }),
  };
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
