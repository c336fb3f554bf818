import { expect } from "vitest";
import type { Bucket, Route } from "../../lib/core/distribution.ts";
import { bucketKey, normaliseAddress, routeKey } from "../../lib/core/distribution.ts";
import { type Provider, ProviderError, type ReadingProvider } from "../../lib/ports.ts";
import { environment, project, route, WORKSPACE } from "./builders.ts";
import { HELD } from "./write-right.ts";

/** What a provider is checked in: a workspace as `DEFAULT_SEED` has it, and a way to let lagging reads catch up. */
export type Bench = {
  readonly provider: Provider;
  readonly catchUp: () => void;
};

/** What `ports.ts` promises of a provider, as checks that can be made against any Buddy. Each needs a bench of its own. */
export const PROVIDER_CONTRACT: ReadonlyMap<string, (bench: Bench) => Promise<void>> = new Map([
  [
    "lists nothing where there is nothing, in any bucket",
    async ({ provider }) => {
      for (const bucket of BUCKETS) expect(await listWhole(provider.reading(), bucket)).toEqual([]);
    },
  ],
  [
    "creates in each bucket under one identifier, and lists each with its id and its home",
    async ({ provider, catchUp }) => {
      const ids = new Map<string, string>();
      for (const bucket of BUCKETS) {
        const id = await provider
          .writing(HELD)
          .createDistribution({ bucket, identifier: "shop", name: "Shop" });
        ids.set(bucketKey(bucket), id);
      }
      catchUp();
      for (const bucket of BUCKETS) {
        const listed = await listWhole(provider.reading(), bucket);
        const here = listed.filter(({ home }) => home !== undefined && bucketKey(home) === bucketKey(bucket));
        expect(here).toMatchObject([
          { id: ids.get(bucketKey(bucket)), identifier: "shop", name: "Shop", disabled: false },
        ]);
      }
    },
  ],
  [
    "reads what it created, with the place where it lives, its routes and whether it is disabled",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      for (const bucket of BUCKETS) {
        const id = await writer.createDistribution({ bucket, identifier: "shop", name: "Shop" });
        const routes = routesIn(bucket);
        for (const one of routes) await writer.createRoute(bucket, id, one);
        await writer.setDisabled(bucket, id, true);
        catchUp();
        const actual = await provider.reading().get(bucket, id);
        expect(actual).toMatchObject({ id, scope: bucket.scope, disabled: true });
        expect(actual?.routes.map((live) => routeKey(normaliseAddress(live))).toSorted()).toEqual(
          routes.map(routeKey).toSorted(),
        );
      }
    },
  ],
  [
    "grants access by id",
    async ({ provider }) => {
      const reader = provider.reading();
      const users = await reader.users(new Set(["dev@example.com", "nobody@example.com"]));
      const groups = await reader.groups();
      expect([...users.keys()]).toEqual(["dev@example.com"]);
      expect([...groups.keys()].toSorted()).toEqual(["admins", "developers"]);
      await provider.writing(HELD).createDistribution({
        bucket: WORKSPACE,
        identifier: "shop",
        name: "Shop",
        permissions: {
          others: "DENIED",
          users: [{ id: users.get("dev@example.com") ?? 0, access_level: "MANAGE" }],
          groups: [{ id: groups.get("admins") ?? 0, access_level: "READ_ONLY" }],
        },
      });
    },
  ],
  [
    "finds the environments of a project and of the workspace",
    async ({ provider }) => {
      const reader = provider.reading();
      const identifiers = (await reader.environments("web")).map(({ identifier }) => identifier);
      expect(identifiers).toEqual(expect.arrayContaining(["staging", "production"]));
      const own = (await reader.environments(undefined)).filter(({ scope }) => scope !== "PROJECT");
      expect(own.map(({ identifier }) => identifier)).toContain("shared");
    },
  ],
  [
    "knows that there is no object with an id that nobody has",
    async ({ provider }) => {
      for (const bucket of BUCKETS) expect(await provider.reading().get(bucket, "99999999")).toBeUndefined();
    },
  ],
  [
    "says that a bucket is not there, which is not the same as empty",
    async ({ provider }) => {
      const failure = await failureOf(provider.reading().list(project("nowhere")));
      expect(failure).toMatchObject({ failure: "not-found", effect: "none" });
    },
  ],
  [
    "says that nothing was changed when Buddy refuses",
    async ({ provider }) => {
      const refused = provider
        .writing(HELD)
        .createDistribution({ bucket: WORKSPACE, identifier: "-", name: "Shop" });
      expect(await failureOf(refused)).toMatchObject({ failure: "refused", effect: "none" });
    },
  ],
]);

const BUCKETS: readonly Bucket[] = [WORKSPACE, project("web"), environment("3a4KbBQl")];

/** Of every type and every kind of target; their hosts differ from bucket to bucket. */
function routesIn({ scope }: Bucket): readonly Route[] {
  const subdomain = scope.toLowerCase();
  return [
    route({ subdomain }),
    route({
      subdomain,
      path: "/cached",
      type: "CACHED_PROXY",
      targets: {
        Default: { type: "SANDBOX", sandbox: { id: "ynjuqe2kov258", endpoint: "www" } },
        "COUNTRY-PL": { type: "TUNNEL", tunnel: { id: "office", tunnel_id: "pl" } },
      },
    }),
    route({ subdomain, path: "/moved", type: "REDIRECT" }),
    route({
      subdomain,
      path: "/cloak/ed",
      type: "CLOAKING",
      targets: { Default: { type: "ARTIFACT", artifact: { id: "site", version: "1.0.0" } } },
    }),
  ];
}

async function listWhole(reader: ReadingProvider, bucket: Bucket) {
  const listed = await reader.list(bucket);
  return [...listed, ...(await reader.rest(bucket, listed))];
}

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`a ProviderError was due, and it was ${String(error)}`);
}
