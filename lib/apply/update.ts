import { type Actual, type LivePermissions, type Route, routeKey } from "../core/domain/distribution.ts";
import type { Owned } from "../core/domain/inventory.ts";
import { compareLive } from "../core/plan/compare.ts";
import { type FieldChange, idsOnly, routeChangeKey, type UpdateChange } from "../core/plan/plan.ts";
import { ProviderError } from "../errors.ts";
import type { DistributionFields } from "../ports.ts";
import { type Effects, mustAgree, ownedOf, readAgain } from "./as-planned.ts";
import {
  type ChangeOutcome,
  type ChangeTools,
  Conflict,
  type Detached,
  type Pending,
  type UpdateRun,
} from "./context.ts";
import { waitForConsistency } from "./once.ts";
import { failureOf, firstFailureOf, runOutcome } from "./outcome.ts";
import { recordCompleted, recordDeclared, recordUpdating } from "./record.ts";
import {
  NOT_RESTORABLE,
  removeRoutes,
  removesRoutes,
  restorable,
  restoreRoute,
  routeRemovals,
  verifyAdded,
  writeRoutes,
} from "./routes.ts";

/**
 * The first phase of an update: its fields, the routes that are added or changed. Nothing is taken away yet: while something
 * is to be, or a route waits for another distribution to give up its address, the change is pending.
 */
export async function beginUpdate(
  change: UpdateChange,
  tools: ChangeTools,
): Promise<ChangeOutcome | Pending> {
  const run = updateRun(change);
  const ended = await runUpdate(run, async () => {
    const { live, row } = await readAsPlanned(run, change, tools);
    await recordDeclared({ ...change, identifier: run.identifier }, row, tools);
    await writeFields(run, live, tools);
    await writeRoutes(run, { live: live.routes, row }, tools);
    if (run.error === undefined) await verifyAdded(run, tools);
  });
  if (ended !== undefined) return ended;
  return removesRoutes(run) || run.waiting.size > 0 ? { pending: run } : finishUpdate(run, tools);
}

/** Takes away the routes that go, enables what waited for that, and records that the manifest and the object agree. */
export async function finishUpdate(run: UpdateRun, tools: ChangeTools): Promise<ChangeOutcome> {
  const phases = [
    async () => {
      if (run.attached) await verifyAdded(run, tools);
    },
    () => removeAsPlanned(run, tools),
    () => complete(run, tools),
  ];
  for (const phase of phases) {
    const ended = await runUpdate(run, phase);
    if (ended !== undefined) return ended;
  }
  return runOutcome(run, "applied");
}

function updateRun(change: UpdateChange): UpdateRun {
  const { id, renames, identifier, routes } = change;
  return {
    kind: "update",
    change,
    id,
    identifier: renames ?? identifier,
    routes,
    wrote: false,
    distribution: "unchanged",
    results: new Map(),
    added: new Set(),
    gone: new Set(),
    waiting: new Map(),
    intended: false,
    attached: false,
  };
}

/** Takes an update one phase further, and accounts for it when that did not go well; undefined: it did. */
async function runUpdate(run: UpdateRun, phase: () => Promise<void>): Promise<ChangeOutcome | undefined> {
  try {
    if (firstFailureOf(run) === undefined) await phase();
    const failed = firstFailureOf(run);
    return failed && runOutcome(run, failed.status, failed.reason);
  } catch (error) {
    if (error instanceof Conflict) return runOutcome(run, "conflict", error.message);
    if (!(error instanceof ProviderError)) throw error;
    if (error.effect === "unknown") run.distribution = "unknown";
    run.error = error;
    const { status, reason } = failureOf(run, error);
    return runOutcome(run, status, reason);
  }
}

/**
 * The object as it is now, which must still differ as planned. What this update has written may not show at once.
 * @throws Conflict
 */
async function readAsPlanned(
  { change, wrote }: UpdateRun,
  planned: Effects,
  tools: ChangeTools,
): Promise<{ readonly live: Actual; readonly row: Owned }> {
  const { inventory, clock, asKept } = tools;
  const { scope, identifier, declared } = change;
  const row = ownedOf(change, inventory);
  const look = async () => {
    const live = await readAgain(change, row, tools);
    if (live === undefined) throw new Conflict("it is gone since the plan was made");
    mustAgree(
      planned,
      compareLive({ ...declared, scope, identifier }, declared.permissions, live, row, asKept),
    );
    return { live, row };
  };
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Conflict) || !wrote) throw error;
    await waitForConsistency(clock, clock.now());
    return look();
  }
}

/** All fields at once, but for one that has to wait for the routes. */
async function writeFields(run: UpdateRun, { permissions }: Actual, tools: ChangeTools): Promise<void> {
  const { scope, identifier, renames, fields } = run.change;
  const last = fieldsAfterRoutes(run.change);
  const now = fields.filter((field) => !last.includes(field));
  if (now.length > 0) await write(run, fieldsToSend(now, permissions), tools);
  if (renames === undefined) return;
  run.done = `it is called ${identifier} now`;
  await tools.ledger.record({ event: "renamed", scope, identifier, at: tools.clock.now(), from: renames });
  run.done = undefined;
  run.identifier = identifier;
}

/**
 * What is to be enabled answers requests only once its routes are right. What is to be disabled is disabled before they
 * change: somebody wants it off, and it is off all the sooner.
 */
function fieldsAfterRoutes({ fields, routes }: UpdateChange): readonly FieldChange[] {
  return routes.length === 0 ? [] : fields.filter((change) => change.field === "disabled" && !change.to);
}

async function write(run: UpdateRun, fields: DistributionFields, tools: ChangeTools): Promise<void> {
  await recordUpdating(run, tools);
  await tools.writer.updateDistribution(run.change.scope, run.id, fields);
  run.wrote = true;
  run.distribution = "updated";
}

/**
 * What to send for the fields that change. Whether Buddy merges permissions or replaces them is not known: they are sent
 * whole, as they are live but for what changes, so that it makes no difference.
 */
function fieldsToSend(changes: readonly FieldChange[], live: LivePermissions = {}): DistributionFields {
  return changes.reduce<DistributionFields>((fields, change) => withChange(fields, change, live), {});
}

function withChange(
  fields: DistributionFields,
  change: FieldChange,
  live: LivePermissions,
): DistributionFields {
  const { permissions = live } = fields;
  switch (change.field) {
    case "identifier":
      return { ...fields, identifier: change.to };
    case "name":
      return { ...fields, name: change.to };
    case "disabled":
      return { ...fields, disabled: change.to };
    case "others":
      return { ...fields, permissions: { ...permissions, others: change.to } };
    case "users":
      return { ...fields, permissions: { ...permissions, ...idsOnly({ users: change.to }) } };
    case "groups":
      return { ...fields, permissions: { ...permissions, ...idsOnly({ groups: change.to }) } };
    default:
      return change satisfies never;
  }
}

async function removeAsPlanned(run: UpdateRun, tools: ChangeTools): Promise<void> {
  const removals = removalsLeft(run);
  if (removals.length === 0) return;
  const routes = removals.map(({ removal }) => removal);
  await readAsPlanned(run, { fields: fieldsAfterRoutes(run.change), routes }, tools);
  await removeRoutes(run, removals, tools);
}

function removalsLeft(run: UpdateRun): ReturnType<typeof routeRemovals> {
  return routeRemovals(run).filter(({ of }) => !run.gone.has(of));
}

async function complete(run: UpdateRun, tools: ChangeTools): Promise<void> {
  const last = fieldsAfterRoutes(run.change);
  if (last.length > 0) await write(run, fieldsToSend(last), tools);
  run.done = "it is as its manifest says";
  await recordCompleted(run.change, tools);
}

/** Takes a route away for another distribution, ahead of all other removals. */
export async function detachFromUpdate(
  run: UpdateRun,
  address: string,
  tools: ChangeTools,
): Promise<Detached> {
  const removals = removalsLeft(run).filter(({ removal }) => routeKey(removal.from) === address);
  let detached: Route | undefined;
  const ended = await runUpdate(run, async () => {
    const routes = removals.map(({ removal }) => removal);
    const { live } = await readAsPlanned(run, { fields: fieldsAfterRoutes(run.change), routes }, tools);
    detached = restorable(live, address);
    if (detached !== undefined) await removeRoutes(run, removals, tools);
  });
  if (ended !== undefined) {
    const { status, reason: why = status } = ended.outcome;
    return { kind: "kept", why, ended };
  }
  return detached === undefined
    ? { kind: "kept", why: NOT_RESTORABLE }
    : { kind: "detached", route: detached };
}

/** Adds a route again as it was, since the other distribution could not have it, and accounts for the update, which ends here. */
export async function restoreToUpdate(
  run: UpdateRun,
  route: Route,
  why: string,
  tools: ChangeTools,
): Promise<ChangeOutcome> {
  const { outcome, error } = await restoreRoute(run.change, route, why, tools);
  if (error !== undefined) run.error = error;
  for (const { of, removal } of routeRemovals(run)) {
    if (routeKey(removal.from) === routeKey(route))
      run.results.set(of, { ...outcome, route: routeChangeKey(of) });
  }
  return runOutcome(run, outcome.status, outcome.reason);
}
