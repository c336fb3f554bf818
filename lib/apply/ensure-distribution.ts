import { type Actual, routeKey, type Summary, scopeKey } from "../core/domain/distribution.ts";
import { livesIn, matchesOurCreate } from "../core/plan/match.ts";
import { type CreateChange, idsOnly } from "../core/plan/plan.ts";
import type { OutcomeStatus } from "../core/report/report.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import { type ChangeTools, Conflict } from "./context.ts";
import { type Creation, createOnce, waitForConsistency } from "./once.ts";

export type Ensured =
  | {
      readonly kind: "present";
      readonly id: string;
      readonly wrote: boolean;
      readonly distribution: "created" | "adopted" | "finished";
      readonly live: { readonly routes: ReadonlySet<string>; readonly disabled: boolean };
    }
  | {
      readonly kind: "absent";
      readonly status: OutcomeStatus;
      readonly reason: string;
      readonly error?: ProviderError;
      /** Whether it was created, which could not be recorded. */
      readonly wrote: boolean;
    };

/** The distribution itself: found where an earlier pass may have made it, else created, exactly once. */
export async function ensureDistribution(change: CreateChange, tools: ChangeTools): Promise<Ensured> {
  try {
    const earlier = await findEarlier(change, tools);
    return earlier === undefined ? await createNew(change, tools) : await resume(change, earlier, tools);
  } catch (error) {
    if (error instanceof Conflict)
      return { kind: "absent", status: "conflict", reason: error.message, wrote: false };
    if (!(error instanceof ProviderError)) throw error;
    const status = stopsPass(error) ? "skipped" : "failed";
    return { kind: "absent", status, reason: error.message, error, wrote: false };
  }
}

/** What an earlier pass of ours left behind, read again before anything is added to it. */
async function findEarlier(change: CreateChange, tools: ChangeTools): Promise<Actual | undefined> {
  const { owned, begun } = tools.inventory;
  const touchedAt = owned.get(change.key)?.touchedAt ?? begun.get(change.key)?.touchedAt;
  if (touchedAt !== undefined) await waitForConsistency(tools.clock, touchedAt);
  if (change.resumes !== undefined) {
    const actual = await tools.writer.get(change.scope, change.resumes);
    if (actual === undefined) throw new Conflict("it is gone since the plan was made");
    return actual;
  }
  return touchedAt === undefined
    ? undefined
    : await lookFor(change, { unended: begun.has(change.key) }, tools);
}

async function createNew(change: CreateChange, tools: ChangeTools): Promise<Ensured> {
  const { scope, identifier, name, permissions } = change;
  const granted = permissions === undefined ? {} : { permissions: idsOnly(permissions) };
  await tools.ledger.record({ event: "begun", scope, identifier, at: tools.clock.now() });
  let creation: Creation<{ readonly id: string; readonly found?: Actual }>;
  try {
    creation = await createOnce<{ readonly id: string; readonly found?: Actual }>({
      post: async () => ({
        id: await tools.writer.createDistribution({ scope, identifier, name, ...granted }),
      }),
      look: async () => {
        const found = await lookFor(change, { unended: true }, tools);
        return found === undefined ? undefined : { id: found.id, found };
      },
      clock: tools.clock,
    });
  } catch (error) {
    if (!(error instanceof ProviderError) && !(error instanceof Conflict)) throw error;
    await tools.ledger.record({ event: "withdrawn", scope, identifier, at: tools.clock.now() });
    if (error instanceof ProviderError && error.failure === "refused") await explainConflict(change, tools);
    throw error;
  }
  if (creation.kind === "unknown") {
    const { error } = creation;
    return { kind: "absent", status: "unknown", reason: error.message, error, wrote: false };
  }
  const { id, found } = creation.value;
  try {
    await recordCreated(change, id, creation.kind, tools);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // What has begun is recorded, so that whoever has the right to write now finds it.
    const reason = `it was created (id ${id}), which could not be recorded: ${error.message}`;
    return { kind: "absent", status: "unknown", reason, error, wrote: true };
  }
  const live = found === undefined ? { routes: new Set<string>(), disabled: false } : liveOf(found);
  return { kind: "present", id, wrote: true, distribution: creation.kind, live };
}

async function resume(change: CreateChange, actual: Actual, tools: ChangeTools): Promise<Ensured> {
  const adopted = tools.inventory.owned.get(change.key)?.id !== actual.id;
  if (adopted) await recordCreated(change, actual.id, "adopted", tools);
  const distribution = adopted ? "adopted" : "finished";
  return { kind: "present", id: actual.id, wrote: false, distribution, live: liveOf(actual) };
}

/**
 * What a creation of ours may have made, by a list that begins now.
 * @param unended whether a creation was begun of which nobody knows the id: only then is a look-alike ours
 * @throws Conflict when the identifier is taken by an object that cannot be ours
 */
async function lookFor(
  change: CreateChange,
  { unended }: { readonly unended: boolean },
  tools: ChangeTools,
): Promise<Actual | undefined> {
  const owned = tools.inventory.owned.get(change.key)?.id;
  const ours: Actual[] = [];
  for (const summary of await tools.relist(change.scope)) {
    if (summary.id !== owned && !mayBe(change, summary)) continue;
    const actual = await tools.writer.get(change.scope, summary.id);
    if (actual === undefined || livesIn(change.scope, actual) === false) continue;
    if (summary.id !== owned && !(unended && matchesOurCreate(change, actual))) throw takenBy(actual.id);
    ours.push(actual);
  }
  const [first, second] = ours;
  if (second !== undefined) throw takenBy(second.id);
  return first;
}

/** Buddy refused: perhaps because somebody created the same identifier after the plan was made. */
async function explainConflict(change: CreateChange, tools: ChangeTools): Promise<void> {
  let listed: readonly Summary[];
  try {
    listed = await tools.relist(change.scope);
  } catch (error) {
    if (error instanceof ProviderError) return;
    throw error;
  }
  const found = listed.find((summary) => mayBe(change, summary));
  if (found !== undefined) throw takenBy(found.id);
}

function takenBy(id: string): Conflict {
  return new Conflict(`somebody else has created it since the plan was made (id ${id}); it is not touched`);
}

function mayBe(change: CreateChange, { identifier, home }: Summary): boolean {
  if (identifier !== change.identifier) return false;
  return home === undefined || scopeKey(home) === scopeKey(change.scope);
}

function liveOf({ routes, disabled }: Actual): { routes: ReadonlySet<string>; disabled: boolean } {
  return { routes: new Set(routes.map(routeKey)), disabled: disabled === true };
}

function recordCreated(
  { scope, identifier, protect }: CreateChange,
  id: string,
  origin: "created" | "adopted",
  { ledger, clock }: ChangeTools,
): Promise<void> {
  return ledger.record({ event: "created", scope, identifier, at: clock.now(), id, origin, protect });
}
