import { routeKey } from "../distribution.ts";
import { cite } from "../manifest/cite.ts";
import type { Block } from "./guard.ts";
import { listed } from "./listed.ts";
import type { Change, RouteChange } from "./plan.ts";

/** What git and Buddy's side have both changed since the last apply, and differently: nobody has said which one is right. */
export function conflictBlocks(changes: readonly Change[]): readonly Block[] {
  return changes.flatMap((change) => {
    if (change.action !== "update" && change.action !== "adopt") return [];
    const what = [
      ...change.fields.flatMap(({ moved, field }) => (moved === "conflict" ? [field] : [])),
      ...change.routes.flatMap((route) => (route.moved === "conflict" ? [`route ${keyOf(route)}`] : [])),
    ];
    if (what.length === 0) return [];
    const message = `${cite(change.identifier)}: changed in git and in Buddy, differently: ${listed(what)}`;
    return [{ code: "CONFLICT", message, remedy: REMEDY, keys: [change.key] }];
  });
}

const REMEDY =
  "decide in git: write the value that Buddy has into the manifest to keep it; or approve this plan, and the manifest wins";

function keyOf(route: RouteChange): string {
  return routeKey(route.kind === "remove" ? route.from : route.to);
}
