import type { Route } from "../../core/distribution.ts";
import type { ProviderError } from "../../ports.ts";
import { encodeRoute, type RouteBody, type Spelling } from "./encode.ts";
import { isRefused, weightiest } from "./refused.ts";

/**
 * What Buddy has been seen to accept in this pass. It renamed route types in the summer of 2026 and shows the default
 * region in two spellings. Until one has been accepted, a refusal may mean the spelling, and the next is tried; a refusal
 * changes nothing. Each half is proven by a route that shows it.
 */
export type Spellings = {
  /**
   * Writes a route in the newest spelling first, and once when everything that it shows is proven.
   * @throws ProviderError the first refusal, when all are refused
   */
  send(route: Route, write: (body: RouteBody) => Promise<void>): Promise<void>;
};

export function spellings(): Spellings {
  let types: Spelling["types"] | undefined;
  let region: Spelling["region"] | undefined;

  function bodies(route: Route): readonly { readonly spelling: Spelling; readonly body: RouteBody }[] {
    const distinct = new Map<string, { readonly spelling: Spelling; readonly body: RouteBody }>();
    for (const spelling of SPELLINGS) {
      if ((types ?? spelling.types) !== spelling.types || (region ?? spelling.region) !== spelling.region)
        continue;
      const body = encodeRoute(route, spelling);
      const key = JSON.stringify(body);
      if (!distinct.has(key)) distinct.set(key, { spelling, body });
    }
    return [...distinct.values()];
  }

  function accepted(route: Route, spelling: Spelling): void {
    if (route.type === "DIRECT_PROXY" || route.type === "CACHED_PROXY") types ??= spelling.types;
    if (Object.hasOwn(route.targets, "Default")) region ??= spelling.region;
  }

  return {
    async send(route, write) {
      const refusals: ProviderError[] = [];
      for (const { spelling, body } of bodies(route)) {
        try {
          await write(body);
          return accepted(route, spelling);
        } catch (error) {
          if (!isRefused(error)) throw error;
          refusals.push(error);
        }
      }
      throw weightiest(refusals);
    },
  };
}

const SPELLINGS: readonly Spelling[] = [
  { types: "new", region: "Default" },
  { types: "old", region: "Default" },
  { types: "new", region: "default" },
  { types: "old", region: "default" },
];
