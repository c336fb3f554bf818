import type { Actual, Bucket, Route, Summary } from "../../core/distribution.ts";
import { type Provider, ProviderError, type ReadingProvider, type WritingProvider } from "../../ports.ts";
import { type Call, type ClientOptions, connect, type ReadingClient, type WritingClient } from "./client.ts";
import { bucketPair, encodeDistribution } from "./encode.ts";
import { lookups } from "./lookups.ts";
import { furtherPages } from "./pages.ts";
import { type Spellings, spellings } from "./spelling.ts";
import {
  decodeCreated,
  decodeCreatedRoute,
  decodeDisabled,
  decodeDistribution,
  decodeDistributions,
  decodeRoutes,
} from "./wire.ts";

/**
 * Buddy's REST API as a provider, for one pass: pace, retry budget, token and what was learnt of Buddy's spelling belong
 * to the pass. What `reading` gives has no method that writes and no client that could.
 */
export function buddyProvider(options: ClientOptions): Provider {
  const clients = connect(options);
  const spelled = spellings();
  return {
    reading: (memory = {}) => {
      clients.recall(memory);
      return reading(clients.reading, options.workspace);
    },
    writing: (right) => ({
      ...reading(clients.reading, options.workspace),
      ...writes(clients.writing(right), spelled),
    }),
  };
}

function reading(client: ReadingClient, workspace: string): ReadingProvider {
  return {
    list: (bucket) => listPage(client, bucket),
    rest: (bucket, listed) => listRest(client, bucket, listed),
    get: (bucket, id) => getDistribution(client, bucket, id),
    ...lookups(client, workspace),
  };
}

function writes(client: WritingClient, spelled: Spellings): Omit<WritingProvider, keyof ReadingProvider> {
  return {
    createDistribution: (distribution) =>
      client.post(
        { segments: ["distributions"], bucket: distribution.bucket, scope: WRITE },
        encodeDistribution(distribution),
        (body) => decodeCreated(body, distribution),
      ),
    createRoute: (bucket, id, route) =>
      createRoute(client, spelled, about(bucket, id, WRITE, "routes"), route),
    setDisabled: (bucket, id, disabled) =>
      client.patch(about(bucket, id, MANAGE), { disabled }, (body) => decodeDisabled(body, disabled)),
  };
}

const READ = "DISTRIBUTION_READ (formerly DISTRIBUTION_INFO)";
const WRITE = "DISTRIBUTION_WRITE (formerly DISTRIBUTION_ADD)";
const MANAGE = "DISTRIBUTION_MANAGE";

/** A call about one distribution, addressed with the query of its bucket as Buddy's own links are. */
function about(bucket: Bucket, id: string, scope: string, ...rest: readonly string[]): Call {
  return {
    segments: ["distributions", id, ...rest],
    query: bucketPair(bucket),
    bucket,
    scope,
    distribution: id,
  };
}

function listPage(client: ReadingClient, bucket: Bucket, page?: number): Promise<readonly Summary[]> {
  const query = { ...bucketPair(bucket), ...(page === undefined ? {} : { page: String(page) }) };
  return client.get({ segments: ["distributions"], query, bucket, scope: READ }, decodeDistributions);
}

function listRest(
  client: ReadingClient,
  bucket: Bucket,
  listed: readonly Summary[],
): Promise<readonly Summary[]> {
  const page = async (number: number) => {
    try {
      return await listPage(client, bucket, number);
    } catch (error) {
      if (isRefused(error)) return undefined;
      throw error;
    }
  };
  return furtherPages(listed, page, ({ id }) => id);
}

async function getDistribution(
  client: ReadingClient,
  bucket: Bucket,
  id: string,
): Promise<Actual | undefined> {
  const found = await client.find(about(bucket, id, READ), (body) => decodeDistribution(body, id));
  if (found === undefined) return undefined;
  // Buddy's overview says that empty fields come as null: whether there are no routes is asked, never assumed.
  const routes = found.routes ?? (await client.get(about(bucket, id, READ, "routes"), decodeRoutes));
  return { ...found, routes };
}

/**
 * Buddy renamed route types in the summer of 2026 and shows the default region in two spellings. Until one has been
 * accepted, a refusal may mean the spelling, and the next is tried; a refusal changes nothing, so no route is made twice.
 */
async function createRoute(
  client: WritingClient,
  spelled: Spellings,
  call: Call,
  route: Route,
): Promise<void> {
  let first: ProviderError | undefined;
  for (const { spelling, body } of spelled.bodies(route)) {
    try {
      await client.post(call, body, decodeCreatedRoute);
      return spelled.accepted(route, spelling);
    } catch (error) {
      if (!isRefused(error)) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** 400 and 422: the request was understood, and something in it is not liked. */
function isRefused(error: unknown): error is ProviderError {
  return (
    error instanceof ProviderError &&
    error.failure === "refused" &&
    error.effect === "none" &&
    (error.status === 400 || error.status === 422)
  );
}
