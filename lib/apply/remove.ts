import { canonicalJson } from "../core/domain/canonical-json.ts";
import { type Actual, type LiveRoute, type Route, routeKey } from "../core/domain/distribution.ts";
import type { DeleteChange, DisableChange } from "../core/plan/plan.ts";
import { ownedOf, readAgain } from "./as-planned.ts";
import { type ChangeOutcome, type ChangeTools, Conflict, type Detached } from "./context.ts";
import { attempt, remedyOf, type Steps, wholeOutcome } from "./outcome.ts";
import { NOT_RESTORABLE, restorable, restoreRoute } from "./routes.ts";

/** Disables what no manifest mentions any more. It stays ours, and its manifest can come back. */
export function disableDistribution(change: DisableChange, tools: ChangeTools): Promise<ChangeOutcome> {
  const { writer, ledger, clock } = tools;
  const { scope, identifier, id } = change;
  return attempt(change, async (steps) => {
    const live = await readAsPlanned(change, tools);
    if (live === undefined) return recordGone(change, steps, tools);
    await ledger.record({ event: "removing", scope, identifier, at: clock.now(), as: "disable" });
    if (live.disabled !== true) {
      await writer.updateDistribution(scope, id, { disabled: true });
      steps.wrote = true;
    }
    steps.distribution = "disabled";
    steps.done = "it is disabled";
    await ledger.record({ event: "quarantined", scope, identifier, at: clock.now() });
  });
}

/** Deletes what no manifest mentions any more, with its routes. */
export function deleteDistribution(change: DeleteChange, tools: ChangeTools): Promise<ChangeOutcome> {
  const { writer, ledger, clock } = tools;
  const { scope, identifier, id } = change;
  return attempt(change, async (steps) => {
    const live = await readToDelete(change, tools);
    if (live === undefined) return recordGone(change, steps, tools);
    await ledger.record({ event: "removing", scope, identifier, at: clock.now(), as: "delete" });
    await writer.deleteDistribution(scope, id);
    steps.wrote = true;
    steps.distribution = "deleted";
    steps.done = "it was deleted";
    await ledger.record({ event: "removed", scope, identifier, at: clock.now() });
  });
}

/** Takes a route of what is to be deleted away for another distribution, ahead of all other removals. */
export async function detachFromDelete(
  change: DeleteChange,
  address: string,
  tools: ChangeTools,
): Promise<Detached> {
  const { writer, ledger, clock } = tools;
  const { scope, identifier, id } = change;
  let detached: Route | undefined;
  const ended = await attempt(change, async (steps) => {
    const live = await readToDelete(change, tools);
    if (live === undefined) return recordGone(change, steps, tools);
    detached = restorable(live, address);
    const route = live.routes.find((one) => routeKey(one) === address);
    if (detached === undefined || route === undefined) return;
    await ledger.record({ event: "removing", scope, identifier, at: clock.now(), as: "delete" });
    await writer.deleteRoute(scope, id, route.id);
  });
  const { status, distribution, reason: why = status } = ended.outcome;
  if (status !== "applied") return { kind: "kept", why, ended };
  if (distribution === "absent") return { kind: "gone", ended };
  return detached === undefined
    ? { kind: "kept", why: NOT_RESTORABLE }
    : { kind: "detached", route: detached };
}

/** Adds a route again as it was, since the other distribution could not have it, and accounts for the deletion, which ends here. */
export async function restoreToDelete(
  change: DeleteChange,
  route: Route,
  why: string,
  tools: ChangeTools,
): Promise<ChangeOutcome> {
  const { outcome, error } = await restoreRoute(change, route, why, tools);
  const { status, reason } = outcome;
  const account = wholeOutcome(change, { wrote: true, distribution: "updated" }, status, {
    reason,
    ...remedyOf(error),
  });
  return { outcome: account, ...(error === undefined ? {} : { error }) };
}

/**
 * What is to be deleted, if it still is what the plan shows.
 * @throws Conflict
 */
async function readToDelete(change: DeleteChange, tools: ChangeTools): Promise<Actual | undefined> {
  const live = await readAsPlanned(change, tools);
  if (live !== undefined && change.enabled !== (live.disabled !== true)) {
    throw new Conflict(`somebody ${change.enabled ? "disabled" : "enabled"} it since the plan was made`);
  }
  return live;
}

/**
 * The object that is to go, if it still is what the plan shows.
 * @throws Conflict
 */
async function readAsPlanned(
  change: DisableChange | DeleteChange,
  tools: ChangeTools,
): Promise<Actual | undefined> {
  const live = await readAgain(change, ownedOf(change, tools.inventory), tools);
  if (live === undefined) return undefined;
  if (live.identifier !== undefined && live.identifier !== change.identifier) {
    throw new Conflict(`it is called ${live.identifier} since the plan was made`);
  }
  if (textOf(live.routes, tools) !== textOf(change.routes, tools)) {
    throw new Conflict("its routes were changed since the plan was made");
  }
  return live;
}

/** But for what this pass itself has moved to another distribution, whether a read shows that already or not. */
function textOf(routes: readonly LiveRoute[], { moved }: Pick<ChangeTools, "moved">): string {
  const shown = routes
    .filter((route) => !moved.has(routeKey(route)))
    .map(({ domain, subdomain, path, type, targets }) =>
      canonicalJson({ domain, subdomain, path, type, targets }),
    );
  return shown.toSorted().join("\n");
}

/** Somebody was quicker, and it is nobody's any more. */
async function recordGone(
  { scope, identifier }: DisableChange | DeleteChange,
  steps: Steps,
  { ledger, clock }: ChangeTools,
): Promise<void> {
  steps.distribution = "absent";
  steps.done = "it is gone";
  await ledger.record({ event: "removed", scope, identifier, at: clock.now() });
  steps.note = "somebody deleted it since the plan was made";
}
