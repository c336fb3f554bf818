import { routeKey } from "../core/domain/distribution.ts";
import type { CreateChange } from "../core/plan/plan.ts";
import { aboutChange, type RouteOutcome } from "../core/report/report.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import type { ChangeOutcome, ChangeTools, CreateRun, Pending } from "./context.ts";
import { type Ensured, ensureDistribution } from "./ensure-distribution.ts";
import { firstFailureOf, remedyOf, runOutcome, statusOf } from "./outcome.ts";
import { recordCompleted, recordDeclared } from "./record.ts";
import { writeRoutes } from "./routes.ts";

/**
 * Creates one distribution, then its routes, then disables it if its manifest says so; finishes one that was left half done.
 * While a route waits for another distribution to give up its address, the change is pending.
 */
export async function beginCreate(
  change: CreateChange,
  tools: ChangeTools,
): Promise<ChangeOutcome | Pending> {
  const ensured = await ensureDistribution(change, tools);
  if (ensured.kind === "absent") return withoutDistribution(change, ensured);
  const run = createRun(change, ensured);
  const row = tools.inventory.owned.get(change.key);
  const known = ensured.distribution === "finished" ? row : undefined;
  await recordDeclared(change, known ?? { protect: change.protect }, tools);
  await writeRoutes(run, { live: [], row }, tools);
  return run.waiting.size > 0 && run.error === undefined ? { pending: run } : finishCreate(run, tools);
}

/** Routes that are there already are done. */
function createRun(change: CreateChange, ensured: Extract<Ensured, { kind: "present" }>): CreateRun {
  const { id, distribution, live, wrote } = ensured;
  const routes = change.routes.map((to) => ({ kind: "add", to, moved: "ours" }) as const);
  const there = routes.flatMap((route) => {
    const address = routeKey(route.to);
    return live.routes.has(address) ? [[route, { route: address, status: "applied" }] as const] : [];
  });
  return {
    kind: "create",
    change,
    id,
    identifier: change.identifier,
    disabled: live.disabled,
    routes,
    wrote,
    distribution,
    results: new Map(there),
    added: new Set(),
    gone: new Set(),
    waiting: new Map(),
  };
}

/** Disables it if its manifest says so, and records that all of it is there. */
export async function finishCreate(run: CreateRun, tools: ChangeTools): Promise<ChangeOutcome> {
  if (run.change.disabled === true && !run.disabled) await disable(run, tools);
  const failed = firstFailureOf(run);
  if (failed !== undefined) return incomplete(run, failed);
  if (run.error !== undefined) return runOutcome(run, statusOf(run.error), run.error.message);
  await recordCompleted(run.change, tools);
  return runOutcome(run, "applied");
}

function incomplete(run: CreateRun, { status, reason: why }: RouteOutcome): ChangeOutcome {
  const ended = runOutcome(run, status);
  const { routes } = ended.outcome;
  const missing = routes.filter((route) => route.status !== "applied").length;
  const reason = `${missing} of ${routes.length} routes are not there: ${why ?? status}`;
  return { ...ended, outcome: { ...ended.outcome, reason } };
}

async function disable(run: CreateRun, { ledger, writer, clock }: ChangeTools): Promise<void> {
  if (run.error !== undefined && stopsPass(run.error)) return;
  const { scope, identifier } = run.change;
  try {
    await ledger.record({ event: "disabling", scope, identifier, at: clock.now() });
    await writer.updateDistribution(scope, run.id, { disabled: true });
    run.wrote = true;
  } catch (failed) {
    if (!(failed instanceof ProviderError)) throw failed;
    run.error = failed;
  }
}

/** Without its distribution every route is blocked. */
function withoutDistribution(
  change: CreateChange,
  { status, reason, error, wrote }: Extract<Ensured, { kind: "absent" }>,
): ChangeOutcome {
  return {
    outcome: {
      ...aboutChange(change),
      status,
      distribution: status === "unknown" ? "unknown" : "absent",
      wrote,
      routes: change.routes.map((route) => ({ route: routeKey(route), status: "blocked" })),
      reason,
      ...remedyOf(error),
    },
    ...(error === undefined ? {} : { error }),
  };
}
