import type { Change } from "../../../lib/core/plan/plan.ts";
import type { StoredDistribution } from "../../../lib/emulator/state.ts";
import { addressOf, contentOf } from "./effects.ts";
import type { Observed } from "./model.ts";
import { addressOf as addressWanted, keyAt, PLACES } from "./source.ts";

/** Addresses that change hands by these changes: one of them takes such a route away, and another adds it. */
export function handedOver(changes: readonly Change[]): ReadonlySet<string> {
  const added = new Set(changes.flatMap(addedBy));
  return new Set(changes.flatMap(takenBy).filter((address) => added.has(address)));
}

/** What may become of one that gives such routes away: they go ahead of all else, and come back where that was in vain. */
export function giving(
  was: StoredDistribution,
  changes: readonly Change[],
  {
    unique,
    quiet,
    addresses,
  }: Pick<Observed, "unique" | "quiet"> & { readonly addresses: ReadonlySet<string> },
): readonly string[] {
  const own = new Set(changes.flatMap(takenBy));
  if (!unique) return [];
  return was.routes
    .filter((route) => own.has(addressOf(route)) && addresses.has(addressOf(route)))
    .flatMap((route) => [`- ${addressOf(route)}`, ...(quiet ? [] : [`+ ${contentOf(route)}`])]);
}

/** Addresses that were live before the pass, that a manifest declares which it carries out, and that are nowhere after it. */
export function vanished(
  { before, after, plan, manifests }: Observed,
  allowed: readonly Change[],
): readonly string[] {
  const carried = new Set([
    ...allowed.flatMap(({ action, key }) => (action === "create" || action === "update" ? [key] : [])),
    ...(plan?.unchanged.map(({ key }) => key) ?? []),
  ]);
  const [was, is] = [addressesOf(before), addressesOf(after)];
  return PLACES.flatMap((place, at) => {
    const wanted = manifests[at];
    if (wanted === undefined || !carried.has(keyAt(place, place.identifiers[wanted.identifier]))) return [];
    return (wanted.routes ?? [])
      .map((route) => addressWanted(place, wanted, route))
      .filter((address) => was.has(address) && !is.has(address));
  });
}

function addedBy(change: Change): readonly string[] {
  if (change.action === "create") return change.routes.map(addressOf);
  if (change.action !== "update") return [];
  return change.routes.flatMap((route) =>
    route.kind === "add" || route.kind === "replace" ? [addressOf(route.to)] : [],
  );
}

export function takenBy(change: Change): readonly string[] {
  if (change.action === "delete") return change.routes.map(addressOf);
  if (change.action !== "update") return [];
  return change.routes.flatMap((route) =>
    route.kind === "remove" || route.kind === "replace" ? [addressOf(route.from)] : [],
  );
}

function addressesOf(objects: ReadonlyMap<string, StoredDistribution>): ReadonlySet<string> {
  return new Set([...objects.values()].flatMap(({ routes }) => routes.map(addressOf)));
}
