import type { Actual, Scope, Summary } from "../../core/distribution.ts";
import type { DistributionFields, Provider, ReadingProvider, WritingProvider } from "../../ports.ts";
import { about, listing, MANAGE, READ, WRITE } from "./calls.ts";
import { type ClientOptions, connect, type ReadingClient, type WritingClient } from "./client.ts";
import { encodeDistribution } from "./encode.ts";
import { lookups } from "./lookups.ts";
import { furtherPages } from "./pages.ts";
import { isRefused } from "./refused.ts";
import { remove } from "./removal.ts";
import { routeUpdates, type UpdateRoute } from "./route-update.ts";
import { type Spellings, spellings } from "./spelling.ts";
import { decodeCreated, decodeDistribution, decodeDistributions, decodeUpdated } from "./wire.ts";
import { decodeCreatedRoute, decodeRoutes } from "./wire-route.ts";

/**
 * Buddy's REST API as a provider, for one pass: pace, retry budget, token and what was learnt of Buddy's habits belong
 * to the pass. What `reading` gives has no method that writes and no client that could.
 */
export function buddyProvider(options: ClientOptions): Provider {
  const clients = connect(options);
  const spelled = spellings();
  const updateRoute = routeUpdates(spelled);
  return {
    reading: (memory = {}) => {
      clients.recall(memory);
      return reading(clients.reading, options.workspace);
    },
    writing: (right) => ({
      ...reading(clients.reading, options.workspace),
      ...writes(clients.writing(right), spelled, updateRoute),
    }),
  };
}

function reading(client: ReadingClient, workspace: string): ReadingProvider {
  return {
    list: (scope) => client.get(listing(scope), decodeDistributions),
    rest: (scope, listed) => listRest(client, scope, listed),
    get: (scope, id) => getDistribution(client, scope, id),
    ...lookups(client, workspace),
  };
}

function writes(
  client: WritingClient,
  spelled: Spellings,
  updateRoute: UpdateRoute,
): Omit<WritingProvider, keyof ReadingProvider> {
  return {
    createDistribution: (distribution) =>
      client.post(
        { segments: ["distributions"], scope: distribution.scope, permission: WRITE },
        encodeDistribution(distribution),
        (body) => decodeCreated(body, distribution),
      ),
    createRoute: (scope, id, route) =>
      spelled.send(route, (body) => client.post(about(scope, id, WRITE, "routes"), body, decodeCreatedRoute)),
    updateDistribution: (scope, id, sent) => updateDistribution(client, scope, id, sent),
    updateRoute: (scope, id, live, route) =>
      updateRoute(client, about(scope, id, MANAGE, "routes", live.id), live, route),
    deleteRoute: (scope, id, routeId) => remove(client, scope, id, "routes", routeId),
    deleteDistribution: (scope, id) => remove(client, scope, id),
  };
}

/** Nothing to change is no call. */
async function updateDistribution(
  client: WritingClient,
  scope: Scope,
  id: string,
  sent: DistributionFields,
): Promise<void> {
  if (Object.values(sent).every((value) => value === undefined)) return;
  await client.patch(about(scope, id, MANAGE), sent, (body) => decodeUpdated(body, id, sent));
}

function listRest(
  client: ReadingClient,
  scope: Scope,
  listed: readonly Summary[],
): Promise<readonly Summary[]> {
  const page = async (number: number) => {
    try {
      return await client.get(listing(scope, number), decodeDistributions);
    } catch (error) {
      if (isRefused(error)) return undefined;
      throw error;
    }
  };
  return furtherPages(listed, page, ({ id }) => id);
}

async function getDistribution(client: ReadingClient, scope: Scope, id: string): Promise<Actual | undefined> {
  const found = await client.find(about(scope, id, READ), (body) => decodeDistribution(body, id));
  if (found === undefined) return undefined;
  // Buddy's overview says that empty fields come as null: whether there are no routes is asked, never assumed.
  const { routes } = found;
  if (routes !== undefined) return { ...found, routes };
  return { ...found, ...(await client.get(about(scope, id, READ, "routes"), decodeRoutes)) };
}
