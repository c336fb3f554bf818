import type { Bucket, Desired, Route, Summary } from "../core/distribution.ts";
import { routeKey } from "../core/distribution.ts";
import type { Inventory } from "../core/inventory.ts";
import { type CreateChange, idsOnly } from "../core/plan/plan.ts";
import { aboutChange, type Outcome, type OutcomeStatus, type RouteOutcome } from "../core/report/outcome.ts";
import { type Clock, type Ledger, ProviderError, stopsPass, type WritingProvider } from "../ports.ts";
import { type Obtained, obtain } from "./obtain.ts";
import { createOnce } from "./once.ts";

export type CreateTools = {
  readonly writer: WritingProvider;
  readonly ledger: Pick<Ledger, "record">;
  readonly inventory: Inventory;
  /** A list of the bucket that begins after the call. */
  readonly relist: (bucket: Bucket) => Promise<readonly Summary[]>;
  readonly clock: Clock;
  /** The manifest behind the change, for the record of what was applied. */
  readonly desired: Desired<Bucket>;
  readonly commit?: string;
};

export type Carried = {
  readonly outcome: Outcome;
  /** What went wrong last: the caller decides whether it concerns more than this change. */
  readonly error?: ProviderError;
};

/** Creates one distribution, then its routes, then disables it if wanted; finishes one that was left half done. */
export async function carryOutCreate(change: CreateChange, tools: CreateTools): Promise<Carried> {
  const obtained = await obtain(change, tools);
  if (!obtained.there) return withoutDistribution(change, obtained);
  const { id, as, live } = obtained;
  let { wrote } = obtained;
  let error: ProviderError | undefined;

  const routes: RouteOutcome[] = [];
  for (const route of change.routes) {
    const key = routeKey(route);
    if (live.routes.has(key)) routes.push({ route: key, status: "applied" });
    else if (error !== undefined && stopsPass(error)) routes.push({ route: key, status: "skipped" });
    else {
      const made = await createRoute(change, id, route, tools);
      routes.push(made.outcome);
      error = made.error ?? error;
      wrote ||= made.outcome.status === "applied";
    }
  }

  const disables = change.disabled === true && !live.disabled;
  let disabled = !disables;
  if (disables && !(error !== undefined && stopsPass(error))) {
    try {
      const { bucket, identifier } = change;
      await tools.ledger.record({ event: "disabling", bucket, identifier, at: tools.clock.now() });
      await tools.writer.setDisabled(bucket, id, true);
      disabled = wrote = true;
    } catch (failed) {
      if (!(failed instanceof ProviderError)) throw failed;
      error = failed;
    }
  }

  const undone = routes.filter(({ status }) => status !== "applied");
  const complete = undone.length === 0 && disabled;
  if (complete) await recordCompleted(change, tools);
  return {
    outcome: {
      ...aboutChange(change),
      status: complete ? "applied" : (undone[0]?.status ?? statusOf(error)),
      wrote,
      id,
      distribution: as,
      routes,
      ...(complete ? {} : { reason: reasonOf(change, undone, error) }),
      ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
    },
    ...(error === undefined ? {} : { error }),
  };
}

/** Records that an object of ours needs nothing more, also when an earlier pass did it and could not say so. */
export async function recordCompleted(
  change: Pick<CreateChange, "bucket" | "identifier" | "name" | "disabled"> &
    Partial<Pick<CreateChange, "permissions">>,
  { ledger, clock, desired, commit }: Pick<CreateTools, "ledger" | "clock" | "desired" | "commit">,
): Promise<void> {
  const { bucket, identifier, name, disabled, permissions } = change;
  const applied = {
    name,
    ...(disabled === undefined ? {} : { disabled }),
    ...(permissions === undefined ? {} : { permissions: idsOnly(permissions) }),
    ...(desired.routes === undefined ? {} : { routes: desired.routes }),
  };
  const ofCommit = commit === undefined ? {} : { commit };
  await ledger.record({ event: "completed", bucket, identifier, at: clock.now(), applied, ...ofCommit });
}

async function createRoute(
  { bucket, identifier }: CreateChange,
  id: string,
  route: Route,
  { writer, ledger, clock }: CreateTools,
): Promise<{ readonly outcome: RouteOutcome; readonly error?: ProviderError }> {
  const key = routeKey(route);
  try {
    await ledger.record({ event: "routing", bucket, identifier, at: clock.now(), route: key });
    const creation = await createOnce<true>({
      post: async () => {
        await writer.createRoute(bucket, id, route);
        return true;
      },
      look: async () => {
        const actual = await writer.get(bucket, id);
        return actual?.routes.some((live) => routeKey(live) === key) === true ? true : undefined;
      },
      clock,
    });
    if (creation.is !== "unknown") return { outcome: { route: key, status: "applied" } };
    return {
      outcome: { route: key, status: "unknown", reason: creation.error.message },
      error: creation.error,
    };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const status = stopsPass(error) ? "skipped" : "failed";
    return { outcome: { route: key, status, reason: error.message }, error };
  }
}

/** All routes are there, and disabling it came to this. */
function statusOf(error: ProviderError | undefined): OutcomeStatus {
  if (error?.effect === "unknown") return "unknown";
  return error !== undefined && stopsPass(error) ? "skipped" : "failed";
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
