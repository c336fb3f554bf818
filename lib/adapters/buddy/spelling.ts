import type { Route } from "../../core/distribution.ts";
import { encodeRoute, type Spelling } from "./encode.ts";

/** What Buddy has been seen to accept in this pass. Each half is proven by a route that shows it. */
export type Spellings = {
  /** The bodies to try for a route, the newest spelling first; one when everything it shows is proven. */
  bodies(route: Route): readonly SpelledBody[];
  /** Tells that Buddy took the route in this spelling. */
  accepted(route: Route, spelling: Spelling): void;
};

type SpelledBody = { readonly spelling: Spelling; readonly body: object };

export function spellings(): Spellings {
  let types: Spelling["types"] | undefined;
  let region: Spelling["region"] | undefined;
  return {
    bodies(route) {
      const distinct = new Map<string, SpelledBody>();
      for (const spelling of SPELLINGS) {
        if ((types ?? spelling.types) !== spelling.types || (region ?? spelling.region) !== spelling.region)
          continue;
        const body = encodeRoute(route, spelling);
        const key = JSON.stringify(body);
        if (!distinct.has(key)) distinct.set(key, { spelling, body });
      }
      return [...distinct.values()];
    },
    accepted(route, spelling) {
      if (route.type === "DIRECT_PROXY" || route.type === "CACHED_PROXY") types ??= spelling.types;
      if (Object.hasOwn(route.targets, "Default")) region ??= spelling.region;
    },
  };
}

const SPELLINGS: readonly Spelling[] = [
  { types: "new", region: "Default" },
  { types: "old", region: "Default" },
  { types: "new", region: "default" },
  { types: "old", region: "default" },
];
