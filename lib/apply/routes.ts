import { canonicalJson } from "../core/domain/canonical-json.ts";
import {
  type Actual,
  type ActualRoute,
  type Route,
  routeKey,
  type Scope,
} from "../core/domain/distribution.ts";
import type { Owned } from "../core/domain/inventory.ts";
import { declarable } from "../core/domain/normalise.ts";
import { type RouteChange, routeChangeKey } from "../core/plan/plan.ts";
import type { OutcomeStatus, RouteOutcome } from "../core/report/report.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import type { ChangeTools, RouteResult, RunState, UpdateRun } from "./context.ts";
import { createOnce, waitForConsistency } from "./once.ts";
import { isDoubled, statusOf } from "./outcome.ts";
import { recordIntent, recordUpdating } from "./record.ts";

/** How routes are added, changed and taken away, of a distribution that is created and of one that is updated. */

/**
 * The first phase: adds and changes routes. They do not depend on each other: one that fails leaves the others their turn,
 * unless the pass is over.
 *
 * @param live the routes that are there
 * @param row what the inventory has of the distribution
 */
export async function writeRoutes(
  run: RunState,
  { live, row }: { readonly live: readonly ActualRoute[]; readonly row: Owned | undefined },
  tools: ChangeTools,
): Promise<void> {
  for (const route of run.routes) {
    if (run.error !== undefined && stopsPass(run.error)) return;
    if (route.kind === "remove" || run.results.has(route)) continue;
    if (route.kind === "update") {
      noteStep(run, route, "added", await changeRoute(run, route, live, tools));
      continue;
    }
    const { waits, result } = afterRefusal(route.to, await addRoute(run, route.to, tools), row, tools);
    if (waits) run.waiting.set(routeKey(route.to), { route, refusal: result });
    else noteStep(run, route, "added", result);
  }
}

/** Adds one route, exactly once: where the answer is lost, the route is looked for before it is sent again. */
async function addRoute(run: RunState, route: Route, tools: ChangeTools): Promise<RouteResult> {
  return addOnce({ scope: run.change.scope, id: run.id }, route, tools, () =>
    recordIntent(run, route, tools),
  );
}

async function addOnce(
  { scope, id }: { readonly scope: Scope; readonly id: string },
  route: Route,
  { writer, clock }: Pick<ChangeTools, "writer" | "clock">,
  recordFirst: () => Promise<void>,
): Promise<RouteResult> {
  const key = routeKey(route);
  let doubt: RouteResult | undefined;
  const result = await routeStep(key, async () => {
    await recordFirst();
    const creation = await createOnce<true>({
      post: async () => {
        await writer.createRoute(scope, id, route);
        return true;
      },
      look: async () => {
        const actual = await writer.get(scope, id);
        return actual?.routes.some((live) => routeKey(live) === key) === true ? true : undefined;
      },
      clock,
    });
    if (creation.kind === "unknown") doubt = failure(key, creation.error, "unknown");
  });
  return doubt ?? result;
}

function changeRoute(
  run: RunState,
  route: Extract<RouteChange, { kind: "update" }>,
  live: readonly ActualRoute[],
  tools: ChangeTools,
): Promise<RouteResult> {
  return routeStep(routeChangeKey(route), async () => {
    await recordIntent(run, route.to, tools);
    const now = live.find(({ id }) => id === route.id);
    if (now === undefined) throw new Error(`route ${route.id} differs and is not there`);
    await tools.writer.updateRoute(run.change.scope, run.id, now, route.to);
  });
}

/** Does something to one route, and says what became of it. */
async function routeStep(route: string, step: () => Promise<void>): Promise<RouteResult> {
  try {
    await step();
    return { outcome: { route, status: "applied" } };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return failure(route, error, statusOf(error));
  }
}

function failure(route: string, error: ProviderError, status: OutcomeStatus): RouteResult {
  return { outcome: { route, status, reason: error.message }, error };
}

/** What one step of a route has come to: a route that is replaced is done only when the old one is gone as well. */
function noteStep(
  run: RunState,
  route: RouteChange,
  step: "added" | "gone",
  { outcome, error }: RouteResult,
): void {
  if (error !== undefined) run.error = error;
  if (outcome.status !== "applied") {
    run.results.set(route, outcome);
    return;
  }
  run.wrote = true;
  if (run.kind === "update") run.distribution = "updated";
  run[step].add(route);
  const done = route.kind !== "replace" || (run.added.has(route) && run.gone.has(route));
  if (done) run.results.set(route, outcome);
}

/**
 * What a refused route is to do: wait until another distribution gives up its address, or fail.
 * @param row what the inventory has of the distribution that is to have it
 */
export function afterRefusal(
  route: Route,
  result: RouteResult,
  row: Pick<Owned, "refused"> | undefined,
  { givenUp, asKept }: Pick<ChangeTools, "givenUp" | "asKept">,
): { readonly waits: boolean; readonly result: RouteResult } {
  const { outcome, error } = result;
  const from = givenUp.get(routeKey(route));
  if (from === undefined || error?.failure !== "refused" || error.effect !== "none")
    return { waits: false, result };
  const text = canonicalJson(asKept(route));
  if (row?.refused?.some((one) => canonicalJson(asKept(one)) === text) !== true)
    return { waits: true, result };
  const reason = `${outcome.reason}; ${IN_VAIN}`;
  return { waits: false, result: { ...result, outcome: { ...outcome, reason } } };
}

const IN_VAIN =
  "it was refused before, also while no other distribution had it: change it, or take it away there in one commit and add it here in a later one";

/** Sends a route that waits once more: its address is free now. */
export async function attach(run: RunState, address: string, tools: ChangeTools): Promise<RouteResult> {
  const waiting = run.waiting.get(address);
  if (waiting === undefined) throw new Error(`${address} does not wait`);
  const result = await addRoute(run, waiting.route.to, tools);
  if (result.outcome.status !== "applied") return result;
  run.waiting.delete(address);
  if (run.kind === "update") run.attached = true;
  noteStep(run, waiting.route, "added", result);
  return result;
}

/** A route that waits no longer, and is not there: what went wrong last, if anything did. */
export function abandon(
  run: RunState,
  address: string,
  outcome: Omit<RouteOutcome, "route">,
  error?: ProviderError,
): void {
  const waiting = run.waiting.get(address);
  run.waiting.delete(address);
  if (waiting !== undefined) run.results.set(waiting.route, { route: address, ...outcome });
  if (error !== undefined) run.error = error;
}

/** Remembers that Buddy would not have a route, also while no other distribution had its address. */
export async function recordRefused(
  { change, identifier, waiting }: RunState,
  address: string,
  { ledger, clock }: Pick<ChangeTools, "ledger" | "clock">,
): Promise<void> {
  const route = waiting.get(address)?.route.to;
  if (route === undefined) return;
  await ledger.record({ event: "refused", scope: change.scope, identifier, at: clock.now(), route });
}

/** A live route that can be put back as it is once it was taken away; undefined when it has what no manifest can say, or a twin. */
export function restorable({ routes }: Actual, address: string): Route | undefined {
  const [route, twin] = routes.filter((one) => routeKey(one) === address);
  if (route === undefined || twin !== undefined || route.further !== undefined) return undefined;
  return declarable(route);
}

export const NOT_RESTORABLE =
  "it could not be put back as it is; take it away in one commit, and add it in a later one";

/** Adds a route again that was taken away for another distribution, which could not have it. */
export async function restoreRoute(
  of: { readonly scope: Scope; readonly id: string },
  route: Route,
  why: string,
  tools: Pick<ChangeTools, "writer" | "clock">,
): Promise<{ readonly outcome: RouteOutcome & { readonly reason: string }; readonly error?: ProviderError }> {
  // What was applied and what is being written are recorded by now: whichever is there, the next pass knows it.
  const { outcome, error } = await addOnce(of, route, tools, async () => {});
  const about = { route: routeKey(route) };
  if (outcome.status === "applied")
    return { outcome: { ...about, status: "skipped", reason: `${why}; it is back where it was` } };
  const reason = `${why}; and it could not be put back: ${outcome.reason ?? outcome.status}; undo the commit, or add it in Buddy`;
  return {
    outcome: { ...about, status: outcome.status, reason },
    ...(error === undefined ? {} : { error }),
  };
}

/** Before an old route may go, the one that takes its place has to be seen. */
export async function verifyAdded(run: RunState, { writer, clock }: ChangeTools): Promise<void> {
  const doubled = [...run.added].filter((route) => isDoubled(run, route));
  if (doubled.length === 0) return;
  const unseen = async (): Promise<readonly RouteChange[]> => {
    const live = await writer.get(run.change.scope, run.id);
    const keys = new Set(live?.routes.map(routeKey));
    return doubled.filter((route) => !keys.has(routeChangeKey(route)));
  };
  let missing = await unseen();
  if (missing.length > 0) {
    await waitForConsistency(clock, clock.now());
    missing = await unseen();
  }
  for (const route of missing) {
    const reason = "it was created, and does not show; the old one stays";
    run.results.set(route, { route: routeChangeKey(route), status: "unknown", reason });
  }
}

type RouteRemoval = {
  readonly of: RouteChange;
  readonly removal: Extract<RouteChange, { kind: "remove" }>;
};

/** Whether the end of a change takes routes away. */
export function removesRoutes(run: Pick<RunState, "routes">): boolean {
  return routeRemovals(run).length > 0;
}

/** What the second phase removes. The new one of a replaced pair is there by then: what differs is that the old one is too. */
export function routeRemovals({ routes }: Pick<RunState, "routes">): readonly RouteRemoval[] {
  return routes.flatMap((of): readonly RouteRemoval[] => {
    if (of.kind !== "remove" && of.kind !== "replace") return [];
    const { id, from, moved } = of;
    return [{ of, removal: { kind: "remove", id, from, moved } }];
  });
}

/** Takes away what the plan says, one after the other, and no further once one of them fails. */
export async function removeRoutes(
  run: UpdateRun,
  removals: readonly RouteRemoval[],
  tools: ChangeTools,
): Promise<void> {
  for (const { of, removal } of removals) {
    const result = await routeStep(routeChangeKey(of), async () => {
      await recordUpdating(run, tools);
      await tools.writer.deleteRoute(run.change.scope, run.id, removal.id);
    });
    noteStep(run, of, "gone", result);
    if (result.error !== undefined) return;
  }
}
