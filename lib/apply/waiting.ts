import { canonicalJson } from "../core/domain/canonical-json.ts";
import { type Route, routeKey } from "../core/domain/distribution.ts";
import type { Owned } from "../core/domain/inventory.ts";
import { KEPT_WHOLE } from "../core/plan/compare.ts";
import type { RouteResult } from "./add-route.ts";
import type { ManifestTools } from "./tools.ts";

/**
 * What a refused route is to do: wait until another distribution gives up its address, or fail.
 * @param row what the inventory has of the distribution that is to have it
 */
export function afterRefusal(
  route: Route,
  result: RouteResult,
  row: Pick<Owned, "refused"> | undefined,
  { givenUp, asKept = KEPT_WHOLE }: Pick<ManifestTools, "givenUp" | "asKept">,
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
