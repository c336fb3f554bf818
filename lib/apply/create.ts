import { routeKey } from "../core/distribution.ts";
import type { CreateChange } from "../core/plan/plan.ts";
import { aboutChange, type RouteOutcome } from "../core/report/outcome.ts";
import { ProviderError, stopsPass } from "../ports.ts";
import { addRoute } from "./add-route.ts";
import { type Obtained, obtain } from "./obtain.ts";
import { recordCompleted, recordDeclared } from "./record.ts";
import { statusOf } from "./status.ts";
import type { Carried, CreateTools } from "./tools.ts";

/** Creates one distribution, then its routes, then disables it if wanted; finishes one that was left half done. */
export async function carryOutCreate(change: CreateChange, tools: CreateTools): Promise<Carried> {
  const obtained = await obtain(change, tools);
  if (!obtained.there) return withoutDistribution(change, obtained);
  const { id, as, live } = obtained;
  let { wrote } = obtained;
  let error: ProviderError | undefined;
  const known = as === "finished" ? tools.inventory.owned.get(change.key) : change;
  await recordDeclared(change, known ?? change, tools);

  const routes: RouteOutcome[] = [];
  for (const route of change.routes) {
    const key = routeKey(route);
    if (live.routes.has(key)) routes.push({ route: key, status: "applied" });
    else if (error !== undefined && stopsPass(error)) routes.push({ route: key, status: "skipped" });
    else {
      const { bucket, identifier } = change;
      const made = await addRoute({ bucket, id }, route, tools, () =>
        tools.ledger.record({ event: "routing", bucket, identifier, at: tools.clock.now(), route: key }),
      );
      routes.push(made.outcome);
      error = made.error ?? error;
      wrote ||= made.outcome.status === "applied";
    }
  }

  if (change.disabled === true && !live.disabled && !(error !== undefined && stopsPass(error))) {
    try {
      const { bucket, identifier } = change;
      await tools.ledger.record({ event: "disabling", bucket, identifier, at: tools.clock.now() });
      await tools.writer.updateDistribution(bucket, id, { disabled: true });
      wrote = true;
    } catch (failed) {
      if (!(failed instanceof ProviderError)) throw failed;
      error = failed;
    }
  }

  const undone = routes.filter(({ status }) => status !== "applied");
  const status = undone[0]?.status ?? (error === undefined ? "applied" : statusOf(error));
  if (status === "applied") await recordCompleted(change, tools);
  return {
    outcome: {
      ...aboutChange(change),
      status,
      wrote,
      id,
      distribution: as,
      routes,
      ...(status === "applied" ? {} : { reason: reasonOf(change, undone, error) }),
      ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
    },
    ...(error === undefined ? {} : { error }),
  };
}

/** Without its distribution every route is blocked. */
function withoutDistribution(change: CreateChange, obtained: Extract<Obtained, { there: false }>): Carried {
  const { status, reason, error, wrote = false } = obtained;
  return {
    outcome: {
      ...aboutChange(change),
      status,
      distribution: status === "unknown" ? "unknown" : "absent",
      wrote,
      routes: change.routes.map((route) => ({ route: routeKey(route), status: "blocked" })),
      reason,
      ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
    },
    ...(error === undefined ? {} : { error }),
  };
}

function reasonOf(change: CreateChange, undone: readonly RouteOutcome[], error?: ProviderError): string {
  const why = undone.find(({ reason }) => reason !== undefined)?.reason ?? error?.message ?? "";
  return undone.length === 0
    ? why
    : `${undone.length} of ${change.routes.length} routes are not there: ${why}`;
}
