import { routeKey } from "../core/domain/distribution.ts";
import type { Change } from "../core/plan/plan.ts";
import { aboutChange, type Outcome } from "../core/report/report.ts";
import { ProviderError } from "../errors.ts";
import { routeChangeKey } from "./agree.ts";
import type { ChangeOutcome } from "./tools.ts";

/** Of a change that was not begun. */
export function notBegun(change: Change, status: "blocked" | "skipped", reason: string): Outcome {
  const there = change.action === "create" ? {} : { id: change.id };
  return {
    ...aboutChange(change),
    ...there,
    status,
    distribution: change.action === "create" ? "absent" : "unchanged",
    wrote: false,
    routes: routesOf(change).map((route) => ({ route, status })),
    reason,
  };
}

/** What nobody expected here: a record that was lost at the very end, or a fault of ours. The others go on if they may. */
export function lost(change: Change, fault: unknown): ChangeOutcome {
  const known = fault instanceof ProviderError ? { error: fault } : {};
  const told = fault instanceof Error ? fault.message : String(fault);
  const reason = `${fault instanceof ProviderError ? "" : "internal: "}${told}; the next pass finds out`;
  return {
    outcome: {
      ...aboutChange(change),
      status: "unknown",
      distribution: "unknown",
      wrote: true,
      routes: routesOf(change).map((route) => ({ route, status: "unknown" })),
      reason,
    },
    ...known,
  };
}

/** The keys of the routes that the account of a change speaks of. */
function routesOf(change: Change): readonly string[] {
  switch (change.action) {
    case "create":
      return change.routes.map(routeKey);
    case "update":
      return change.routes.map(routeChangeKey);
    case "adopt":
    case "disown":
    case "disable":
    case "delete":
      return [];
    default:
      return change satisfies never;
  }
}
