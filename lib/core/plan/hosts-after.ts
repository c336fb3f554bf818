import { hostOf, type LiveRoute, type RouteAddress } from "../distribution.ts";
import { switchesOff } from "./exposure.ts";
import type { Change, UpdateChange } from "./plan.ts";

export type Before = {
  /** The live routes of distributions that were read, by their keys. */
  readonly live: ReadonlyMap<string, readonly LiveRoute[]>;
  /** Of these, which are disabled now: they answer nothing. */
  readonly disabled?: ReadonlySet<string>;
};

/**
 * The hostnames that have a route once all changes are carried out, over all distributions.
 *
 * @param blocked keys of changes that may not be carried out: what they would add is not counted on
 */
export function hostsAfter(
  changes: readonly Change[],
  { live, disabled = new Set() }: Before,
  blocked: ReadonlySet<string>,
): ReadonlySet<string> {
  const routes = new Map<string, number>();
  const count = (of: readonly RouteAddress[], by: 1 | -1) => {
    for (const route of of) {
      const host = hostOf(route);
      routes.set(host, (routes.get(host) ?? 0) + by);
    }
  };
  for (const [key, of] of live) if (!disabled.has(key)) count(of, 1);
  for (const change of changes) {
    const there = disabled.has(change.key) ? undefined : live.get(change.key);
    const answers = there !== undefined;
    switch (change.action) {
      case "create":
        if (change.disabled !== true && !blocked.has(change.key)) count(change.routes, 1);
        break;
      case "update":
        if (switchesOff(change)) count(there ?? [], -1);
        else {
          if (answers) count(removedBy(change), -1);
          const enables = change.fields.some((one) => one.field === "disabled" && !one.to);
          if ((answers || enables) && !blocked.has(change.key)) count(addedBy(change), 1);
        }
        break;
      case "disable":
      case "delete":
        count(there ?? [], -1);
        break;
      case "adopt":
      case "disown":
        break;
      default:
        change satisfies never;
    }
  }
  return new Set([...routes].flatMap(([host, number]) => (number > 0 ? [host] : [])));
}

/** Routes that an update takes away. */
export function removedBy({ routes }: UpdateChange): readonly RouteAddress[] {
  return routes.flatMap((one) => (one.kind === "remove" || one.kind === "replace" ? [one.from] : []));
}

/** Routes that an update brings. */
export function addedBy({ routes }: UpdateChange): readonly RouteAddress[] {
  return routes.flatMap((one) => (one.kind === "add" || one.kind === "replace" ? [one.to] : []));
}
