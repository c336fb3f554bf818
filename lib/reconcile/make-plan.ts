import { createHash } from "node:crypto";
import { CONSISTENCY_WINDOW_MS } from "../apply/once.ts";
import { type DecisionRules, decide } from "../core/decide/decide.ts";
import {
  type Desired,
  distributionKey,
  keyOf,
  type OnRemove,
  type Scope,
} from "../core/domain/distribution.ts";
import { DAY_MS } from "../core/domain/time.ts";
import { assemblePlan, createChange, decidedPlan } from "../core/plan/assemble.ts";
import { type Classified, classifyAll } from "../core/plan/classify.ts";
import { type AsKept, KEPT_WHOLE } from "../core/plan/compare.ts";
import { type DriftRule, diff } from "../core/plan/diff.ts";
import { unmanagedLive } from "../core/plan/left-alone.ts";
import type { GuardContext } from "../core/plan/limits.ts";
import {
  type Change,
  isFailure,
  type LeftAlone,
  type Plan,
  type Policy,
  type Unchanged,
  type WorkspaceIdentity,
} from "../core/plan/plan.ts";
import { removalsOf } from "../core/plan/removals.ts";
import type { Unresolved } from "../core/plan/resolve.ts";
import type { ReadingProvider, State, StateReading } from "../ports.ts";
import { findingsOf, type InventoryFinding } from "./findings.ts";
import { type Grants, type LiveState, readLive, resolveGrants } from "./read-live.ts";

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
  /** What people should know about their holds and approvals. */
  readonly notices: readonly string[];
  readonly unresolved: readonly Unresolved[];
  readonly findings: readonly InventoryFinding[];
  /** Up to which key objects were compared in turn. */
  readonly verifiedThrough?: string;
};

/** What else the plan depends on: the moment, the commit, and what people have decided. */
export type PlanTime = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly commit?: string;
  readonly decisions: Omit<DecisionRules, "used" | "now">;
};

/** Reads what Buddy has and says what would be done. Nothing in here can write. */
export async function makePlan(
  rules: PlanRules,
  manifests: readonly Desired[],
  { inventory }: StateReading,
  reader: ReadingProvider,
  { now, commit, decisions }: PlanTime,
): Promise<Planned> {
  const { policy, onRemove, quarantineMs, asKept = KEPT_WHOLE } = rules;
  const adopts = (desired: Desired) =>
    desired.adopt || rules.adopting === "all" || rules.adopting?.has(desired.identifier) === true;
  const ofBudget = rules.deepCheck === undefined ? {} : { deepCheck: rules.deepCheck };
  const seen = await readLive(manifests, { policy, inventory, adopts, asKept, ...ofBudget }, reader);
  const foreign = await foreignOf(seen, adopts, rules);
  const classified = classifyAll(seen.desired, seen.match, seen.reads, {
    policy,
    inventory,
    adopts,
    foreign,
    consistentAt: now - CONSISTENCY_WINDOW_MS,
    asKept,
  });
  const grants = await resolveGrants(grantingOf(classified), reader);
  const compared = diff(
    classified.comparable.filter(({ desired }) => isResolved(desired, grants)),
    grants.permissions,
    rules.drift,
    asKept,
  );
  const known = [...seen.leftAlone, ...classified.leftAlone, ...grants.leftAlone, ...compared.leftAlone];
  const removals = removalsOf(seen.orphans, seen.reads, {
    policy,
    onRemove,
    quarantineMs,
    now,
    commit,
    unread: known.find(({ reason }) => isFailure(reason))?.detail,
  });
  const all: readonly Change[] = [
    ...classified.missing
      .filter(({ desired }) => isResolved(desired, grants))
      .map((missing) => createChange(missing, grants.permissions)),
    ...compared.changes,
    ...removals.changes,
  ];
  const changes = rules.adopting === undefined ? all : all.filter(({ action }) => action === "adopt");
  const unchanged = [...classified.unchanged, ...compared.unchanged];
  const leftAlone = [...known, ...removals.leftAlone];
  const undecided = assemblePlan({
    instance: rules.instance,
    workspace: rules.workspace,
    policy,
    changes,
    unchanged,
    leftAlone: [
      ...leftAlone,
      ...unmanagedLive(seen.desired, seen.listings, reportedIds(changes, unchanged, leftAlone)),
    ],
    hash: (text) => createHash("sha256").update(text).digest("hex"),
  });
  const { notices, ...decision } = decide(
    undecided,
    { ...decisions, used: inventory.approvals, now },
    guardContext(seen, classified, changes, inventory, now),
  );
  const { through } = seen.budget;
  return {
    plan: decidedPlan(undecided, decision),
    notices,
    unresolved: [...seen.unresolved, ...grants.unresolved],
    findings: findingsOf({
      inventory,
      desired: seen.desired,
      classified,
      permissions: grants.permissions,
      changes,
      unchanged: compared.unchanged,
      vanished: removals.vanished,
      asKept,
      commit,
    }),
    ...(through === undefined ? {} : { verifiedThrough: through }),
  };
}

/** Other instances are asked about only when something of theirs might be taken. */
async function foreignOf(
  { desired, match }: LiveState,
  adopts: (desired: Desired) => boolean,
  { policy, state }: PlanRules,
): Promise<ReadonlyMap<string, string>> {
  const takes = desired.some((manifest) => {
    const { kind } = adopts(manifest) ? match(manifest) : { kind: "missing" };
    return kind === "unmanaged" || kind === "elsewhere";
  });
  return takes && policy !== "create-only" ? state.foreign() : new Map();
}

/** Those whose permissions must be known: all that are made or compared, and those whose completion is recorded. */
function grantingOf({ missing, comparable, finished }: Classified): readonly Desired<Scope>[] {
  return [...missing, ...comparable, ...finished].map(({ desired }) => desired);
}

function isResolved(desired: Desired, { leftAlone }: Grants): boolean {
  const key = keyOf(desired);
  return !leftAlone.some((one) => one.key === key);
}

function reportedIds(
  changes: readonly Change[],
  unchanged: readonly Unchanged[],
  leftAlone: readonly LeftAlone[],
): ReadonlySet<string> {
  const ids = changes.map((change) => (change.action === "create" ? change.resumes : change.id));
  return new Set(
    [...ids, ...unchanged.map(({ id }) => id), ...leftAlone.map(({ id }) => id)].filter(
      (id) => id !== undefined,
    ),
  );
}

/** Shares are of what is ours and live; hostnames are counted over what was read. */
function guardContext(
  { listings, reads, orphans }: LiveState,
  { comparable }: Classified,
  changes: readonly Change[],
  { owned, removals }: StateReading["inventory"],
  now: number,
): GuardContext {
  const listed = new Set([...listings.values()].flatMap((summaries) => summaries.map(({ id }) => id)));
  const live = new Map(comparable.map(({ desired, actual }) => [keyOf(desired), actual.routes]));
  const disabled = new Set(
    comparable.flatMap(({ desired, actual }) => (actual.disabled === true ? [keyOf(desired)] : [])),
  );
  for (const { scope, identifier, id } of orphans) {
    const read = reads.get(id);
    if (read === undefined || !("actual" in read)) continue;
    const key = distributionKey(scope, identifier);
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
