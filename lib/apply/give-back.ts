import { type Actual, type Route, routeKey, type Scope } from "../core/domain/distribution.ts";
import { declarable } from "../core/domain/normalise.ts";
import type { RouteOutcome } from "../core/report/report.ts";
import type { ProviderError } from "../errors.ts";
import { addRoute } from "./add-route.ts";
import type { ChangeTools } from "./tools.ts";

/** A live route that can be put back as it is once it was taken away; undefined when it has what no manifest can say, or a twin. */
export function returnable({ routes }: Actual, address: string): Route | undefined {
  const [route, twin] = routes.filter((one) => routeKey(one) === address);
  if (route === undefined || twin !== undefined || route.further !== undefined) return undefined;
  return declarable(route);
}

export const NOT_RETURNABLE =
  "it could not be put back as it is; take it away in one commit, and add it in a later one";

/** Adds a route again that was taken away for another, which could not have it. */
export async function giveBack(
  of: { readonly scope: Scope; readonly id: string },
  route: Route,
  why: string,
  tools: Pick<ChangeTools, "writer" | "clock">,
): Promise<{ readonly outcome: RouteOutcome & { readonly reason: string }; readonly error?: ProviderError }> {
  // What was applied and what is being written are recorded by now: whichever is there, the next pass knows it.
  const { outcome, error } = await addRoute(of, route, tools, async () => {});
  const told = { route: routeKey(route) };
  if (outcome.status === "applied")
    return { outcome: { ...told, status: "skipped", reason: `${why}; it is back where it was` } };
  const reason = `${why}; and it could not be put back: ${outcome.reason ?? outcome.status}; undo the commit, or add it in Buddy`;
  return {
    outcome: { ...told, status: outcome.status, reason },
    ...(error === undefined ? {} : { error }),
  };
}
