import { routeKey } from "../domain/distribution.ts";
import { addedBy, removedBy } from "./exposure.ts";
import type { Change } from "./plan.ts";

/** A route that one change takes away and another adds: by its address. */
export type Move = { readonly address: string; readonly from: Change; readonly to: Change };

/** What goes from one distribution to another, in the order of the changes that get it. */
export function movesOf(changes: readonly Change[]): readonly Move[] {
  const sources = givenUpBy(changes);
  return changes.flatMap((to) =>
    gained(to).flatMap((address) => {
      const from = sources.get(address);
      return from === undefined ? [] : [{ address, from, to }];
    }),
  );
}

/** By address: the one change that takes a route with it away. Where several do, nobody can say which of them counts. */
export function givenUpBy(changes: readonly Change[]): ReadonlyMap<string, Change> {
  const by = new Map<string, Change | undefined>();
  for (const change of changes)
    for (const address of given(change)) by.set(address, by.has(address) ? undefined : change);
  return new Map([...by].flatMap(([address, change]) => (change === undefined ? [] : [[address, change]])));
}

/** One that is disabled keeps its routes, and so does one that is disowned. */
function given(change: Change): readonly string[] {
  switch (change.action) {
    case "update":
      return removedBy(change).map(routeKey);
    case "delete":
      return change.routes.map(routeKey);
    case "create":
    case "adopt":
    case "disown":
    case "disable":
      return [];
    /* v8 ignore next -- @preserve: the compiler knows every case */
    default:
      change satisfies never;
      return [];
  }
}

function gained(change: Change): readonly string[] {
  switch (change.action) {
    case "create":
      return change.routes.map(routeKey);
    case "update":
      return addedBy(change).map(routeKey);
    case "adopt":
    case "disown":
    case "disable":
    case "delete":
      return [];
    /* v8 ignore next -- @preserve: the compiler knows every case */
    default:
      change satisfies never;
      return [];
  }
}
