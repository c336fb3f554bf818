import { type Actual, describeScope, distributionKey, type OnRemove } from "../domain/distribution.ts";
import type { Inventory, Owned } from "../domain/inventory.ts";
import { isoOf } from "../domain/time.ts";
import type { ReadResult } from "./classify.ts";
import { livesIn } from "./match.ts";
import type {
  DeleteChange,
  DisableChange,
  DisownChange,
  LeftAlone,
  LeftAloneReason,
  Policy,
} from "./plan.ts";

/** What becomes of what is ours and no manifest mentions any more. */
export type Removals = {
  readonly changes: readonly (DisownChange | DisableChange | DeleteChange)[];
  readonly leftAlone: readonly LeftAlone[];
  /** Ours by the inventory, and gone: there is nothing left to own. */
  readonly vanished: readonly Owned[];
};

export type RemovalRules = {
  readonly policy: Policy;
  /** Where the last manifest said nothing. */
  readonly onRemove: OnRemove;
  /** How long one that is to be deleted stays disabled before. */
  readonly quarantineMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Anything that this pass could not read: then it removes nothing. */
  readonly unread: string | undefined;
  /** Of the source. */
  readonly commit: string | undefined;
};

/** What is ours and no manifest has or had before it was renamed: by its key. */
export function orphansOf({ owned }: Inventory, claimed: ReadonlySet<string>): readonly Owned[] {
  return [...owned].flatMap(([key, row]) => (claimed.has(key) ? [] : [row]));
}

/** Whether an orphan has to be read before anything can be said of it. */
export function isCandidate({ protect }: Owned, policy: Policy): boolean {
  return policy === "sync" && !protect;
}

/**
 * A removal is legal only for what is in the inventory, of which no manifest of a source that was read whole speaks, and
 * which a read of its own has just shown to be what we know.
 *
 * @param reads by id, an answer for each candidate
 */
export function removalsOf(
  orphans: readonly Owned[],
  reads: ReadonlyMap<string, ReadResult>,
  rules: RemovalRules,
): Removals {
  const classified = orphans.map((row) => classifyOrphan(row, reads.get(row.id), rules));
  return {
    changes: classified.flatMap((one) => (one.kind === "change" ? one.change : [])),
    leftAlone: classified.flatMap((one) => (one.kind === "leftAlone" ? one.leftAlone : [])),
    vanished: classified.flatMap((one) => (one.kind === "vanished" ? one.vanished : [])),
  };
}

type Classification =
  | { readonly kind: "change"; readonly change: DisownChange | DisableChange | DeleteChange }
  | { readonly kind: "leftAlone"; readonly leftAlone: LeftAlone }
  | { readonly kind: "vanished"; readonly vanished: Owned };

function classifyOrphan(row: Owned, read: ReadResult | undefined, rules: RemovalRules): Classification {
  if (row.protect) return leave(row, "protected", PROTECTED);
  if (rules.policy !== "sync") return leave(row, "orphaned", ORPHANED);
  if (rules.unread !== undefined) return leave(row, "incomplete-read", `nothing is removed: ${rules.unread}`);
  if (read === undefined || "failed" in read) {
    return leave(row, "incomplete-read", read === undefined ? "it was not read" : read.failed);
  }
  if ("gone" in read) return { kind: "vanished", vanished: row };
  const { actual } = read;
  const other = differs(row, actual);
  if (other !== undefined) return leave(row, "changed-live", other);
  return removal(row, actual, rules);
}

const PROTECTED =
  "no manifest mentions it, and it is protected; to remove it, first merge its manifest with `protect: false`";
const ORPHANED =
  "ours, and no manifest mentions it; only the policy sync removes, and `distro-sync disown` gives it up";

function removal(
  row: Owned,
  actual: Actual,
  { onRemove, quarantineMs, now, commit }: RemovalRules,
): Classification {
  const about = {
    ...aboutOf(row),
    name: actual.name,
    id: row.id,
    ...(row.commit === undefined ? {} : { declaredIn: row.commit }),
    ...(commit === undefined ? {} : { goneIn: commit }),
  };
  const routes = actual.routes.map(({ id: _id, further: _further, ...route }) => route);
  const enabled = actual.disabled !== true;
  const rule = row.onRemove ?? onRemove;
  if (rule === "retain") return { kind: "change", change: { action: "disown", ...about } };
  const since = row.quarantinedAt;
  if (since !== undefined && enabled) return leave(row, "kept-live", KEPT);
  if (rule === "delete" && quarantineMs === 0) {
    return { kind: "change", change: { action: "delete", ...about, routes, enabled } };
  }
  if (since === undefined) {
    const deleteAfter = rule === "delete" ? { deleteAfter: isoOf(now + quarantineMs) } : {};
    return { kind: "change", change: { action: "disable", ...about, routes, ...deleteAfter } };
  }
  if (rule === "disable") return leave(row, "quarantined", "disabled, since no manifest mentions it");
  const due = since + quarantineMs;
  if (now >= due) return { kind: "change", change: { action: "delete", ...about, routes, enabled } };
  return leave(row, "quarantined", `disabled, since no manifest mentions it; deleted after ${isoOf(due)}`);
}

const KEPT =
  "no manifest mentions it, and somebody enabled it after we had disabled it; bring its manifest back, or `distro-sync disown` it";

function differs(row: Owned, actual: Actual): string | undefined {
  if (actual.identifier !== undefined && actual.identifier !== row.identifier) {
    return `no manifest mentions it, and it is now called ${actual.identifier}: somebody uses it for something else`;
  }
  if (livesIn(row.scope, actual) === false)
    return "no manifest mentions it, and it was moved to another place";
  return undefined;
}

function leave(row: Owned, reason: LeftAloneReason, detail: string): Classification {
  const { key, identifier, where } = aboutOf(row);
  return { kind: "leftAlone", leftAlone: { key, identifier, where, reason, detail, id: row.id } };
}

function aboutOf({ scope, identifier }: Owned) {
  const key = distributionKey(scope, identifier);
  return { key, scope, identifier, where: describeScope(scope) };
}
