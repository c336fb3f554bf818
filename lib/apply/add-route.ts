import { type Route, routeKey, type Scope } from "../core/domain/distribution.ts";
import type { OutcomeStatus, RouteOutcome } from "../core/report/report.ts";
import { ProviderError } from "../errors.ts";
import { createOnce } from "./once.ts";
import { statusOf } from "./status.ts";
import type { ChangeTools } from "./tools.ts";

export type RouteResult = { readonly outcome: RouteOutcome; readonly error?: ProviderError };

/**
 * Adds one route, exactly once: where the answer is lost, the route is looked for before it is sent again.
 * @param intend records, before it is sent, what is about to be written
 */
export async function addRoute(
  { scope, id }: { readonly scope: Scope; readonly id: string },
  route: Route,
  { writer, clock }: Pick<ChangeTools, "writer" | "clock">,
  intend: () => Promise<void>,
): Promise<RouteResult> {
  const key = routeKey(route);
  let doubt: RouteResult | undefined;
  const result = await routeStep(key, async () => {
    await intend();
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

/** Does something to one route, and says what became of it. */
export async function routeStep(route: string, step: () => Promise<void>): Promise<RouteResult> {
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
