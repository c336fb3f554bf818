import { type Carried, carryOutCreate } from "./apply/create.ts";
import { recorder } from "./apply/recorder.ts";
import { sharedReading } from "./apply/shared-reading.ts";
import { type Bucket, bucketKey, type Desired, routeKey, type Summary } from "./core/distribution.ts";
import type { Inventory } from "./core/inventory.ts";
import { blockReasons, type Change, type Plan } from "./core/plan/plan.ts";
import { aboutChange, type Outcome } from "./core/report/outcome.ts";
import {
  type Clock,
  type Ledger,
  type Log,
  ProviderError,
  stopsPass,
  type WritingProvider,
} from "./ports.ts";

export type ApplyTools = {
  readonly writer: WritingProvider;
  readonly ledger: Pick<Ledger, "record">;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly log: Log;
  /** How many changes are under way at once. */
  readonly concurrency: number;
  /** The manifests behind the changes, by key. */
  readonly desired: ReadonlyMap<string, Desired<Bucket>>;
  readonly commit?: string;
  /** When it fires no further change is begun; those under way are finished. */
  readonly signal?: AbortSignal;
};

export type Applied = {
  /** One for each change of the plan, in its order. */
  readonly outcomes: readonly Outcome[];
  /** Set when the pass had to stop before its end. */
  readonly stoppedBy?: ProviderError;
};

/**
 * Carries the plan out and accounts for every change of it. A failure stops what depends on it and nothing else; only
 * when the token is refused or the time is up is nothing more begun.
 */
export async function apply(plan: Plan, tools: ApplyTools): Promise<Applied> {
  const blocked = blockReasons(plan);
  const outcomes = new Map<string, Outcome>();
  const relist = relistByBucket(tools.writer);
  const ledger = recorder(tools.ledger);
  const closedBuckets = new Map<string, ProviderError>();
  let stoppedBy: ProviderError | undefined;

  const account = (outcome: Outcome) => {
    outcomes.set(outcome.key, outcome);
    tools.log(`change.${outcome.status}`, { done: outcomes.size, of: plan.changes.length, outcome });
  };

  const work = async (change: Change): Promise<void> => {
    const closed = closedBuckets.get(bucketKey(change.bucket));
    const block = blocked.get(change.key);
    if (block !== undefined) account(notBegun(change, "blocked", block));
    else if (stoppedBy !== undefined) account(notBegun(change, "skipped", stoppedBy.message));
    else if (tools.signal?.aborted === true) account(notBegun(change, "skipped", "the pass was interrupted"));
    else if (closed !== undefined) account(notBegun(change, "skipped", closed.message));
    else {
      tools.log("change.started", { key: change.key });
      const { outcome, error } = await carryOut(change, relist, { ...tools, ledger }).catch(
        (fault: unknown) => lost(change, fault),
      );
      if (error !== undefined && stopsPass(error)) stoppedBy ??= error;
      if (error !== undefined && closesBucket(error, outcome))
        closedBuckets.set(bucketKey(change.bucket), error);
      account(outcome);
    }
  };

  const queue = plan.changes.values();
  const worker = async () => {
    for (const change of queue) await work(change);
  };
  await Promise.all(Array.from({ length: tools.concurrency }, worker));

  return {
    outcomes: plan.changes.flatMap(({ key }) => outcomes.get(key) ?? []),
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

async function carryOut(
  change: Change,
  relist: (bucket: Bucket) => Promise<readonly Summary[]>,
  { writer, ledger, inventory, clock, desired, commit }: ApplyTools,
): Promise<Carried> {
  const manifest = desired.get(change.key);
  if (manifest === undefined) throw new Error(`the plan has ${change.key}, and no manifest does`);
  const ofCommit = commit === undefined ? {} : { commit };
  return carryOutCreate(change, { writer, ledger, inventory, relist, clock, desired: manifest, ...ofCommit });
}

/** A bucket in which creating is forbidden, or which is not there, will not take the next one either. */
function closesBucket({ failure }: ProviderError, { id }: Outcome): boolean {
  return id === undefined && (failure === "forbidden" || failure === "not-found");
}

function relistByBucket(writer: WritingProvider): (bucket: Bucket) => Promise<readonly Summary[]> {
  const readings = new Map<string, () => Promise<readonly Summary[]>>();
  return (bucket) => {
    const key = bucketKey(bucket);
    const reading = readings.get(key) ?? sharedReading(() => listWhole(writer, bucket));
    readings.set(key, reading);
    return reading();
  };
}

async function listWhole(writer: WritingProvider, bucket: Bucket): Promise<readonly Summary[]> {
  const listed = await writer.list(bucket);
  return [...listed, ...(await writer.rest(bucket, listed))];
}

function notBegun(change: Change, status: "blocked" | "skipped", reason: string): Outcome {
  const routes = change.routes.map((route) => ({ route: routeKey(route), status }));
  return { ...aboutChange(change), status, distribution: "absent", wrote: false, routes, reason };
}

/** What nobody expected here: a record that was lost at the very end, or a fault of ours. The others go on if they may. */
function lost(change: Change, fault: unknown): Carried {
  const known = fault instanceof ProviderError ? { error: fault } : {};
  const told = fault instanceof Error ? fault.message : String(fault);
  const reason = `${fault instanceof ProviderError ? "" : "internal: "}${told}; the next pass finds out`;
  const routes = change.routes.map((route) => ({ route: routeKey(route), status: "unknown" as const }));
  return {
    outcome: {
      ...aboutChange(change),
      status: "unknown",
      distribution: "unknown",
      wrote: true,
      routes,
      reason,
    },
    ...known,
  };
}
