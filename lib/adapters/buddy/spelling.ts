import type { ActualRoute, Route } from "../../core/domain/distribution.ts";
import type { ProviderError } from "../../errors.ts";
import type { Call } from "./call.ts";
import type { WritingClient } from "./client.ts";
import { amended, isRefused, isUnserved, mayBeUnserved, weightiest } from "./failure.ts";
import { decodeUpdatedRoute, encodeRoute, type RouteBody, type Spelling } from "./wire-route.ts";

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
export function routeUpdates(spelled: Spellings): UpdateRoute {
  const served = new Map<Method, boolean>();

  return async (client, call, live, route) => {
    const failures = new Map<Method, ProviderError>();
    for (const method of candidates(served, live)) {
      try {
        await spelled.send(inItsAddress(live, route), (body) =>
          write(method, client, call, live, body, route),
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
    throw weightiest([...failures.values()]);
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

async function write(
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
  return amended(error, { remedy: error.remedy === undefined ? way : `${error.remedy}; or ${way}` });
}
