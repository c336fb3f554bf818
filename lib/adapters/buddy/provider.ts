import type { Actual, Scope, Summary } from "../../core/domain/distribution.ts";
import { ProviderError } from "../../errors.ts";
import type { DistributionFields, Provider, ReadingProvider, WritingProvider } from "../../ports.ts";
import { fields, identity } from "../http/fields.ts";
import { about, listing, MANAGE, MOST_PAGES, READ, WRITE } from "./call.ts";
import { type ClientOptions, connect, type ReadingClient, type WritingClient } from "./client.ts";
import { isRefused, withUnknownEffect } from "./failure.ts";
import { lookups } from "./lookups.ts";
import { type AcceptedNames, acceptedNames, routeUpdates, type UpdateRoute } from "./spelling.ts";
import { decodeCreated, decodeDistribution, decodeDistributions, decodeUpdated } from "./wire.ts";
import { decodeCreatedRoute, decodeRoutes, encodeDistribution } from "./wire-route.ts";

/**
 * Buddy's REST API as a provider, for one pass: rate limit, retry budget, token and the accepted wire names belong
 * to the pass. What `reading` gives has no method that writes and no client that could.
 */
export function buddyProvider(options: ClientOptions): Provider {
  const clients = connect(options);
  const names = acceptedNames();
  const updateRoute = routeUpdates(names);
  return {
    reading: (memory = {}) => {
      clients.recall(memory);
      return reading(clients.reading, options.workspace);
    },
    writing: (right) => ({
      ...reading(clients.reading, options.workspace),
      ...writes(clients.writing(right), names, updateRoute),
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
  names: AcceptedNames,
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
      names.send(route, (body) => client.post(about(scope, id, WRITE, "routes"), body, decodeCreatedRoute)),
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

/**
 * What a list that may be paged, although no page of the documentation says so, holds beyond its first page. The length
 * of a page is not known: a page that brings nothing new, or fewer items than the first, is the last.
 * @param page asks for a page from the second on; undefined when the server refuses to hear of pages
 */
async function furtherPages<T>(
  first: readonly T[],
  page: (number: number) => Promise<readonly T[] | undefined>,
  idOf: (item: T) => string,
): Promise<readonly T[]> {
  if (first.length === 0) return [];
  const seen = new Set(first.map(idOf));
  const further: T[] = [];
  for (let number = 2; number <= MOST_PAGES; number += 1) {
    const items = (await page(number)) ?? [];
    const added = items.filter((item) => !seen.has(idOf(item)));
    for (const item of added) seen.add(idOf(item));
    further.push(...added);
    // Nothing new: the server ignores the page. A short page: it is the last one.
    if (added.length === 0 || items.length < first.length) break;
  }
  return further;
}

/**
 * Deletes a distribution, or what is under it by `rest`; what is gone is deleted. Whatever else Buddy answers than the 204
 * that is due is looked into: a 404 may be about the scope, and then says nothing of the object; and a 200 may be nobody's.
 */
async function remove(
  client: WritingClient,
  scope: Scope,
  id: string,
  ...rest: readonly string[]
): Promise<void> {
  const answer = await client.delete(about(scope, id, MANAGE, ...rest));
  switch (answer) {
    case "deleted":
      return;
    case "absent":
      await afterwards(() => client.get(listing(scope), decodeDistributions));
      return;
    case "claimed": {
      const found = await afterwards(() => client.find(about(scope, id, READ, ...rest), decodeId));
      if (found !== undefined) throw stillThere(["distributions", id, ...rest].join("/"));
      return;
    }
    default:
      answer satisfies never;
  }
}

function decodeId(body: unknown): string {
  return identity(fields(body, "the answer")("id"), "the answer");
}

/** A reading that fails after the deletion leaves open what that did. */
async function afterwards<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof ProviderError ? withUnknownEffect(error) : error;
  }
}

function stillThere(what: string): ProviderError {
  const reason = "it was answered 200, and is still there";
  return new ProviderError(`DELETE ${what}: ${reason}`, {
    failure: "malformed",
    call: `DELETE ${what}`,
    effect: "unknown",
    status: 200,
    reason,
    remedy:
      "run again later; if it stays, check that no proxy answers in Buddy's place, or delete it in Buddy",
  });
}
