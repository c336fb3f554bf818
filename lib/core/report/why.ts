import { type Actual, describeScope, type Scope } from "../domain/distribution.ts";
import type { Inventory, Owned } from "../domain/inventory.ts";
import { compareText } from "../domain/order.ts";
import type { Block, BlockCode } from "../plan/block.ts";
import type { Change, LeftAlone, LeftAloneReason, Plan, Unchanged } from "../plan/plan.ts";

/** All that is known of a distribution, and one reason why the plan does what it does with it, or leaves it. */
export type Why = WhySubject & { readonly live: WhyLive };

/** What the plan and the inventory say of a distribution. */
export type WhySubject = {
  /** `project:web#shop` */
  readonly key: string;
  readonly identifier: string;
  /** The scope for people. */
  readonly where: string;
  readonly reason: WhyReason;
  /** Buddy's id, as far as one is known. */
  readonly id?: string;
  /** Its manifest: `distributions/shop.yaml:2`; absent: there is none. */
  readonly source?: string;
  /** As the inventory has it; absent: it is not ours. */
  readonly owned?: Owned;
  /** When its creation was begun, in milliseconds since the epoch, if nobody recorded how that ended. */
  readonly begunAt?: number;
  readonly change?: Change;
  readonly unchanged?: Unchanged;
  readonly leftAlone: readonly LeftAlone[];
  /** What keeps the change from being carried out: limits, exposure, conflicts, holds, windows. */
  readonly blocks: readonly Block[];
  /** What would keep it from that, and was approved. */
  readonly lifted: readonly Block[];
};

/** One word for programs: the first rule that blocks the change, else the change, else why there is none. */
type WhyReason =
  | BlockCode
  | Change["action"]
  | LeftAloneReason
  | "in-sync"
  | "begun" // an earlier pass began to create it, and the result was not recorded
  | "not-planned"; // ours, and this plan does nothing with it

export type WhyLive =
  | { readonly kind: "live"; readonly actual: Actual }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly detail: string };

/** Every distribution that has the identifier, had it before, or has it as its key or as Buddy's id: by key. */
export function whySubjects(name: string, plan: Plan, inventory: Inventory): readonly WhySubject[] {
  return allSubjects(plan, inventory).filter(
    ({ key, identifier, id, change, owned }) =>
      identifier === name ||
      key === name ||
      id === name ||
      owned?.identifier === name ||
      (change?.action === "update" && change.renames === name),
  );
}

/** Whatever the plan or the inventory speaks of, by key. */
export function allSubjects(plan: Plan, inventory: Inventory): readonly WhySubject[] {
  const { changes, unchanged, leftAlone } = plan;
  const planned = [...changes, ...unchanged, ...leftAlone];
  // One that is renamed is in the inventory under the key that it had.
  const moved = new Set(changes.flatMap((change) => (change.action === "update" ? change.id : [])));
  const ours = [...inventory.owned].filter(([, { id }]) => !moved.has(id));
  const kept = [...ours, ...inventory.begun].map(([key, { scope, identifier }]) => {
    return { key, identifier, where: describeScope(scope) };
  });
  // The plan's own words go first: they name environments as people do.
  const names = new Map(
    [...kept, ...planned].map(({ key, identifier, where }) => [key, { key, identifier, where }]),
  );
  return [...names.values()]
    .toSorted((a, b) => compareText(a.key, b.key))
    .map((named) => subjectOf(named, plan, inventory));
}

/** Where it can be read; undefined when nothing is known to be there. */
export function whyAddress({
  key,
  id,
  change,
  unchanged,
  owned,
}: WhySubject): { readonly scope: Scope; readonly id: string } | undefined {
  const scope = change?.scope ?? unchanged?.scope ?? owned?.scope ?? scopeIn(key);
  return id === undefined || scope === undefined ? undefined : { scope, id };
}

type Named = Pick<WhySubject, "key" | "identifier" | "where">;

function subjectOf(named: Named, plan: Plan, inventory: Inventory): WhySubject {
  const { key } = named;
  const change = plan.changes.find((one) => one.key === key);
  const unchanged = plan.unchanged.find((one) => one.key === key);
  const leftAlone = plan.leftAlone.filter((one) => one.key === key);
  const blocks = plan.blocks.filter(({ keys }) => keys.includes(key));
  const begun = inventory.begun.get(key);
  const changed = change?.action === "create" ? change.resumes : change?.id;
  const owned = inventory.owned.get(key) ?? rowWith(changed, inventory);
  const [first] = leftAlone;
  const id = changed ?? unchanged?.id ?? leftAlone.find((one) => one.id !== undefined)?.id ?? owned?.id;
  const planned = change !== undefined && "source" in change ? change.source : undefined;
  const source = planned ?? unchanged?.source ?? leftAlone.find((one) => one.source !== undefined)?.source;
  return {
    ...named,
    reason:
      blocks[0]?.code ?? change?.action ?? first?.reason ?? reasonWithout(unchanged, begun !== undefined),
    leftAlone,
    blocks,
    lifted: (plan.approval?.lifts ?? []).filter(({ keys }) => keys.includes(key)),
    ...(id === undefined ? {} : { id }),
    ...(source === undefined ? {} : { source }),
    ...(owned === undefined ? {} : { owned }),
    ...(begun === undefined ? {} : { begunAt: begun.touchedAt }),
    ...(change === undefined ? {} : { change }),
    ...(unchanged === undefined ? {} : { unchanged }),
  };
}

function rowWith(id: string | undefined, { owned }: Inventory): Owned | undefined {
  return id === undefined ? undefined : [...owned.values()].find((row) => row.id === id);
}

function reasonWithout(unchanged: Unchanged | undefined, isBegun: boolean): WhyReason {
  if (unchanged !== undefined) return "in-sync";
  return isBegun ? "begun" : "not-planned";
}

/** As `distributionKey` writes it; an environment whose id is not known has no scope yet. */
function scopeIn(key: string): Scope | undefined {
  const [, scope, name = ""] = /^(workspace|project|environment)(?::([^/#]+))?#/.exec(key) ?? [];
  if (scope === "workspace") return { kind: "workspace" };
  if (scope === "project") return { kind: "project", project: name };
  return scope === undefined ? undefined : { kind: "environment", environmentId: name };
}
