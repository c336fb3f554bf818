import type { Inventory } from "../core/domain/inventory.ts";
import type { Failure, Report, SourceRecord } from "../core/report/report.ts";
import type { Clock, Ledger, Origin } from "../ports.ts";

/** Newest intent wins: what was published before that which a pass was begun with is never applied after it. */
export function supersession(origin: Origin | undefined, { intent }: Inventory): Failure | undefined {
  const generation = origin?.generation;
  if (generation === undefined || intent === undefined || generation >= intent.generation) return undefined;
  const newer = `generation ${intent.generation}${intent.commit === undefined ? "" : `, commit ${intent.commit}`}`;
  return {
    kind: "superseded",
    message: `the source is generation ${generation}, and a pass was begun with a newer one (${newer})`,
    remedy: "to go back, publish the older manifests as a new release",
  };
}

/** Records the generation that this pass is about to apply. */
export async function intend(origin: Origin | undefined, ledger: Ledger, clock: Clock): Promise<void> {
  const { generation, commit } = origin ?? {};
  if (generation === undefined || generation === ledger.inventory.intent?.generation) return;
  const ofCommit = commit === undefined ? {} : { commit };
  await ledger.record({ event: "intended", at: clock.now(), generation, ...ofCommit });
}

/** For the report. */
export function recordOf({ commit, generation, release, publishedAt }: Origin): SourceRecord {
  return {
    ...(commit === undefined ? {} : { commit }),
    ...(generation === undefined ? {} : { generation }),
    ...(release === undefined ? {} : { release }),
    ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt).toISOString() }),
  };
}

/**
 * A pass that ends at Buddy's quota says when it begins anew: the next one learns from that how small it is. Only the next,
 * since what a later one meets may be the rest of a large quota.
 */
export async function rememberQuota({ failure }: Report, ledger: Ledger, clock: Clock): Promise<void> {
  const at = clock.now();
  const resumeAt = failure?.kind === "out-of-time" ? Date.parse(failure.resumeAt ?? "") : Number.NaN;
  if (resumeAt > at) await ledger.record({ event: "exhausted", at, resumeAt });
  else if ((ledger.inventory.exhaustion?.resumeAt ?? Number.POSITIVE_INFINITY) <= at)
    await ledger.record({ event: "replenished", at });
}
