import fc from "fast-check";
import { addressOf, hostOf, type Manifests, PLACES, type Wanted, type WantedRoute } from "./source.ts";

/** One commit by which routes go from the manifest at one place to the one at another, where they keep their addresses. */
export type Move = {
  readonly from: number;
  /** The same place: its distribution is given its other identifier, and nobody says that it was renamed. */
  readonly to: number;
  readonly nth: number;
  /** One of the routes; all of them, and the manifest is gone; or one for another that comes back. */
  readonly how: "one" | "all" | "swap";
  /** Whether they are sent to another backend from then on. */
  readonly changes: boolean;
};

const place = fc.nat(PLACES.length - 1);

export const moves: fc.Arbitrary<Move> = fc.record({
  from: place,
  to: place,
  nth: fc.nat(2),
  how: fc.constantFrom("one" as const, "one" as const, "all" as const, "swap" as const),
  changes: fc.constantFrom(false, false, true),
});

/** The manifests after it; the same ones where there is nothing that could move. */
export function moved(manifests: Manifests, { from, to, nth, how, changes }: Move): Manifests {
  const giver = manifests[from];
  const routes = pinned(manifests, from);
  if (giver === undefined || routes.length === 0) return manifests;
  if (from === to)
    return manifests.with(from, {
      ...giver,
      routes,
      identifier: giver.identifier === 0 ? 1 : 0,
      previously: false,
    });

  const theirs = pinned(manifests, to);
  const going = how === "all" ? routes : routes.slice(nth % routes.length).slice(0, 1);
  const coming = how === "swap" ? theirs.slice(nth % Math.max(1, theirs.length)).slice(0, 1) : [];
  const sent = changes ? going.map((route) => ({ ...route, target: (route.target + 1) % 3 })) : going;
  const taker = { ...(manifests[to] ?? PLAIN), routes: [...without(theirs, coming), ...sent] };
  const rest = how === "all" ? undefined : { ...giver, routes: [...without(routes, going), ...coming] };
  return manifests.with(from, rest).with(to, taker);
}

/** One commit to one manifest. It takes the addresses that another one has: no two may declare the same. */
export function committed(manifests: Manifests, at: number, wanted: Wanted | undefined): Manifests {
  const next = manifests.with(at, wanted);
  const taken = new Set(addressesAt(next, at));
  return next.map((one, other) => {
    if (one?.routes === undefined || other === at) return one;
    const routes = one.routes.filter((route) => !taken.has(addressOf(placeAt(other), one, route)));
    return routes.length === one.routes.length ? one : { ...one, routes };
  });
}

/** Of a manifest that comes to be by getting routes. */
const PLAIN: Wanted = { identifier: 0, previously: false, protect: false, adopt: false };

/** The routes of a manifest, each with the host that it has there. */
function pinned(manifests: Manifests, at: number): readonly WantedRoute[] {
  const wanted = manifests[at];
  return (wanted?.routes ?? []).map((route) => ({
    ...route,
    host: hostOf(placeAt(at), wanted ?? PLAIN, route),
  }));
}

function addressesAt(manifests: Manifests, at: number): readonly string[] {
  const wanted = manifests[at];
  return (wanted?.routes ?? []).map((route) => addressOf(placeAt(at), wanted ?? PLAIN, route));
}

function placeAt(at: number) {
  return PLACES[at] ?? PLACES[0];
}

function without(routes: readonly WantedRoute[], gone: readonly WantedRoute[]): readonly WantedRoute[] {
  return routes.filter((route) => !gone.includes(route));
}
