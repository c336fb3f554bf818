import { canonicalJson } from "../core/domain/canonical-json.ts";
import { type Actual, type LiveRoute, routeKey } from "../core/domain/distribution.ts";
import type { DeleteChange, DisableChange } from "../core/plan/plan.ts";
import { attempt, type Progress } from "./attempt.ts";
import { Conflict } from "./conflict.ts";
import { ownedOf } from "./owned.ts";
import { readAgain } from "./reread.ts";
import type { ChangeOutcome, ChangeTools } from "./tools.ts";

/** Disables what no manifest mentions any more. It stays ours, and its manifest can come back. */
export function carryOutDisable(change: DisableChange, tools: ChangeTools): Promise<ChangeOutcome> {
  const { writer, ledger, clock } = tools;
  const { scope, identifier, id } = change;
  return attempt(change, async (progress) => {
    const live = await readAsPlanned(change, tools);
    if (live === undefined) return recordGone(change, progress, tools);
    await ledger.record({ event: "removing", scope, identifier, at: clock.now(), as: "disable" });
    if (live.disabled !== true) {
      await writer.updateDistribution(scope, id, { disabled: true });
      progress.wrote = true;
    }
    progress.distribution = "disabled";
    progress.done = "it is disabled";
    await ledger.record({ event: "quarantined", scope, identifier, at: clock.now() });
  });
}

/** Deletes what no manifest mentions any more, with its routes. */
export function carryOutDelete(change: DeleteChange, tools: ChangeTools): Promise<ChangeOutcome> {
  const { writer, ledger, clock } = tools;
  const { scope, identifier, id } = change;
  return attempt(change, async (progress) => {
    const live = await readToDelete(change, tools);
    if (live === undefined) return recordGone(change, progress, tools);
    await ledger.record({ event: "removing", scope, identifier, at: clock.now(), as: "delete" });
    await writer.deleteDistribution(scope, id);
    progress.wrote = true;
    progress.distribution = "deleted";
    progress.done = "it was deleted";
    await ledger.record({ event: "removed", scope, identifier, at: clock.now() });
  });
}

/**
 * What is to be deleted, if it still is what the plan shows.
 * @throws Conflict
 */
export async function readToDelete(change: DeleteChange, tools: ChangeTools): Promise<Actual | undefined> {
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

/** But for what this pass itself has given to another distribution, whether a read shows that already or not. */
function textOf(routes: readonly LiveRoute[], { moved }: Pick<ChangeTools, "moved">): string {
  const shown = routes
    .filter((route) => !moved.has(routeKey(route)))
    .map(({ domain, subdomain, path, type, targets }) =>
      canonicalJson({ domain, subdomain, path, type, targets }),
    );
  return shown.toSorted().join("\n");
}

/** Somebody was quicker, and it is nobody's any more. */
export async function recordGone(
  { scope, identifier }: DisableChange | DeleteChange,
  progress: Progress,
  { ledger, clock }: ChangeTools,
): Promise<void> {
  progress.distribution = "absent";
  progress.done = "it is gone";
  await ledger.record({ event: "removed", scope, identifier, at: clock.now() });
  progress.note = "somebody deleted it since the plan was made";
}
