import type { ActualRoute, Route } from "../../core/domain/distribution.ts";
import type { ProviderError } from "../../errors.ts";
import type { Call } from "./call.ts";
import type { WritingClient } from "./client.ts";
import { isRefused, isUnserved, mayBeUnserved, mostTellingOf, withDetails } from "./failure.ts";
import { decodeUpdatedRoute, encodeRoute, type RouteBody, type WireNames } from "./wire-route.ts";

/**
 * What Buddy has been seen to accept in this pass. It renamed route types in the summer of 2026 and shows the default
 * region in upper and lower case. Until Buddy has accepted one pair of names, a refusal may be about the names, so the next
 * pair is tried; a refusal changes nothing. A route proves only those names that it contains.
 */
export type AcceptedNames = {
  /**
   * Writes a route with the newest wire names first; writes it only once when all its names are proven.
   * @throws ProviderError the first refusal, when all are refused
   */
  send(route: Route, write: (body: RouteBody) => Promise<void>): Promise<void>;
};

export function acceptedNames(): AcceptedNames {
  let types: WireNames["types"] | undefined;
  let region: WireNames["region"] | undefined;

  function bodies(route: Route): readonly { readonly wire: WireNames; readonly body: RouteBody }[] {
    const distinct = new Map<string, { readonly wire: WireNames; readonly body: RouteBody }>();
    for (const wire of ALL_WIRE_NAMES) {
      if ((types ?? wire.types) !== wire.types || (region ?? wire.region) !== wire.region) continue;
      const body = encodeRoute(route, wire);
      const key = JSON.stringify(body);
      if (!distinct.has(key)) distinct.set(key, { wire, body });
    }
    return [...distinct.values()];
  }

  function accepted(route: Route, wire: WireNames): void {
    if (route.type === "DIRECT_PROXY" || route.type === "CACHED_PROXY") types ??= wire.types;
    if (Object.hasOwn(route.targets, "Default")) region ??= wire.region;
  }

  return {
    async send(route, write) {
      const refusals: ProviderError[] = [];
      for (const { wire, body } of bodies(route)) {
        try {
          await write(body);
          return accepted(route, wire);
        } catch (error) {
          if (!isRefused(error)) throw error;
          refusals.push(error);
        }
      }
      throw mostTellingOf(refusals);
    },
  };
}

const ALL_WIRE_NAMES: readonly WireNames[] = [
  { types: "new", region: "Default" },
  { types: "old", region: "Default" },
  { types: "new", region: "default" },
  { types: "old", region: "default" },
];

/** Gives a live route the type and the targets of another; the call is about the live one. */
export type UpdateRoute = (
  client: WritingClient,
  call: Call,
  live: ActualRoute,
  route: Route,
) => Promise<void>;

type Method = "put" | "patch";

/**
 * One of Buddy's pages changes a route by PATCH, a later one by PUT: which of them is served is learnt once a pass. PUT is
 * tried first, unless the route has something that no manifest can say: a PATCH leaves that alone, and a PUT has to send
 * it back. Both are idempotent: whatever became of one, the other may follow.
 */
export function routeUpdates(names: AcceptedNames): UpdateRoute {
  const served = new Map<Method, boolean>();

  return async (client, call, live, route) => {
    const failures = new Map<Method, ProviderError>();
    for (const method of candidates(served, live)) {
      try {
        await names.send(inItsAddress(live, route), (body) =>
          sendUpdate(method, client, call, live, body, route),
        );
        served.set(method, true);
        for (const other of failures.keys()) served.set(other, false);
        return;
      } catch (error) {
        if (!mayBeUnserved(error)) throw error;
        failures.set(method, error);
        if (isUnserved(error)) served.set(method, false);
        else if (served.get(method) === true) break; // The method is there, so the route is gone.
      }
    }
    throw mostTellingOf([...failures.values()]);
  };
}

/** Those that may be served: both until something is known, and both again should neither have been. */
function candidates(served: ReadonlyMap<Method, boolean>, { further }: ActualRoute): readonly Method[] {
  const preferred: readonly Method[] = further === undefined ? ["put", "patch"] : ["patch", "put"];
  const possible = preferred.filter((method) => served.get(method) !== false);
  const known = possible.filter((method) => served.get(method) === true);
  if (further === undefined && known.length > 0) return known;
  return possible.length > 0 ? possible : preferred;
}

/** A PUT cannot change how a host is split, and a manifest may split it in another way. */
function inItsAddress({ domain, subdomain, path }: ActualRoute, { type, targets }: Route): Route {
  return { domain, subdomain, path, type, targets };
}

async function sendUpdate(
  method: Method,
  client: WritingClient,
  call: Call,
  live: ActualRoute,
  body: RouteBody,
  route: Route,
): Promise<void> {
  const decode = (answer: unknown) => decodeUpdatedRoute(answer, live, route);
  if (method === "patch") return client.patch(call, { type: body.type, targets: body.targets }, decode);
  const { further = {} } = live;
  try {
    // `further` last: it has the address as Buddy spells it, and neither type nor targets.
    return await client.put(call, { ...body, ...further }, decode);
  } catch (error) {
    throw isRefused(error) ? becauseOf(Object.keys(further), error) : error;
  }
}

function becauseOf(names: readonly string[], error: ProviderError): ProviderError {
  if (names.length === 0) return error;
  const way = `change the route in Buddy: a PUT has to send back what it does not change (${names.join(", ")})`;
  return withDetails(error, { remedy: error.remedy === undefined ? way : `${error.remedy}; or ${way}` });
}
