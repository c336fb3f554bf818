import { expect } from "vitest";
import {
  type Actual,
  BUDDY_SCOPE,
  type Route,
  routeKey,
  type Scope,
  scopeKey,
} from "../../lib/core/domain/distribution.ts";
import { sameTargets } from "../../lib/core/domain/normalise.ts";
import { ProviderError } from "../../lib/errors.ts";
import type { Provider, ReadingProvider } from "../../lib/ports.ts";
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
    "lists nothing where there is nothing, in any scope",
    async ({ provider }) => {
      for (const scope of SCOPES) expect(await listWhole(provider.reading(), scope)).toEqual([]);
    },
  ],
  [
    "creates in each scope under one identifier, and lists each with its id and its home",
    async ({ provider, catchUp }) => {
      const ids = new Map<string, string>();
      for (const scope of SCOPES) {
        const id = await provider
          .writing(HELD)
          .createDistribution({ scope, identifier: "shop", name: "Shop" });
        ids.set(scopeKey(scope), id);
      }
      catchUp();
      for (const scope of SCOPES) {
        const listed = await listWhole(provider.reading(), scope);
        const here = listed.filter(({ home }) => home !== undefined && scopeKey(home) === scopeKey(scope));
        expect(here).toMatchObject([
          { id: ids.get(scopeKey(scope)), identifier: "shop", name: "Shop", disabled: false },
        ]);
      }
    },
  ],
  [
    "reads what it created, with the place where it lives, its routes and whether it is disabled",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      for (const scope of SCOPES) {
        const id = await writer.createDistribution({ scope, identifier: "shop", name: "Shop" });
        const routes = routesIn(scope);
        for (const one of routes) await writer.createRoute(scope, id, one);
        await writer.updateDistribution(scope, id, { disabled: true });
        catchUp();
        const actual = await liveOf(provider.reading(), scope, id);
        expect(actual).toMatchObject({ id, scope: BUDDY_SCOPE[scope.kind], disabled: true });
        expectRoutes(actual, routes);
      }
    },
  ],
  [
    "changes the fields that it is given, whatever they are, and leaves the others",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      for (const scope of SCOPES) {
        const permissions = { others: "READ_ONLY", users: [{ id: 1, access_level: "MANAGE" }] } as const;
        const id = await writer.createDistribution({ scope, identifier: "shop", name: "Shop", permissions });
        await writer.createRoute(scope, id, route({ subdomain: scope.kind }));
        await writer.updateDistribution(scope, id, { name: "The shop" });
        await writer.updateDistribution(scope, id, { identifier: "store", disabled: true });
        await writer.updateDistribution(scope, id, { disabled: false });
        await writer.updateDistribution(scope, id, {});
        catchUp();
        expect(await liveOf(provider.reading(), scope, id)).toMatchObject({
          identifier: "store",
          name: "The shop",
          disabled: false,
          permissions,
          routes: [{ domain: "example.com" }],
        });
        const listed = await listWhole(provider.reading(), scope);
        expect(listed.filter((one) => one.id === id)).toMatchObject([{ identifier: "store" }]);
      }
    },
  ],
  [
    "gives permissions that are sent whole, and takes away what they lack",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      const [dev, admins] = [
        { id: 1, access_level: "MANAGE" } as const,
        { id: 7, access_level: "MANAGE" } as const,
      ];
      const all = {
        others: "READ_ONLY",
        users: [dev, { id: 2, access_level: "DENIED" }],
        groups: [admins],
      } as const;
      const id = await writer.createDistribution({
        scope: WORKSPACE,
        identifier: "shop",
        name: "Shop",
        permissions: all,
      });
      for (const sent of [
        { others: "DENIED", users: [dev], groups: [] },
        { others: "DENIED", users: [], groups: [admins] },
        all,
      ]) {
        await writer.updateDistribution(WORKSPACE, id, { permissions: sent });
        catchUp();
        expect((await liveOf(provider.reading(), WORKSPACE, id)).permissions).toEqual(sent);
      }
    },
  ],
  [
    "changes a route to any type and any target, and leaves its id, its address and its siblings",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      for (const scope of SCOPES) {
        const id = await writer.createDistribution({ scope, identifier: "shop", name: "Shop" });
        const routes = routesIn(scope);
        for (const one of routes) await writer.createRoute(scope, id, one);
        catchUp();
        const before = await liveOf(provider.reading(), scope, id);
        // Each becomes what the next one was.
        const changed = routes.map((one, at) => ({
          ...one,
          ...shapeOf(routes[(at + 1) % routes.length] ?? one),
        }));
        for (const live of before.routes) {
          const [wanted] = changed.filter((one) => routeKey(one) === routeKey(live));
          if (wanted !== undefined) await writer.updateRoute(scope, id, live, wanted);
        }
        catchUp();
        const after = await liveOf(provider.reading(), scope, id);
        expectRoutes(after, changed);
        expect(after.routes.map((live) => live.id)).toEqual(before.routes.map((live) => live.id));
      }
    },
  ],
  [
    "shows a target that has not changed as one that has not",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      const id = await writer.createDistribution({ scope: WORKSPACE, identifier: "shop", name: "Shop" });
      const addresses = [
        "test.com",
        "https://Test.com",
        "http://test.com:80/API",
        "test.com:8080",
        "https://test.com/a/",
      ];
      const routes = addresses.map((external_url, at) =>
        route({ path: `/${at}`, targets: { Default: { type: "EXTERNAL", external_url } } }),
      );
      for (const one of routes) await writer.createRoute(WORKSPACE, id, one);
      catchUp();
      const actual = await liveOf(provider.reading(), WORKSPACE, id);
      expectRoutes(actual, routes);
      // What it has already can be written again.
      for (const live of actual.routes) {
        const [same] = routes.filter((one) => routeKey(one) === routeKey(live));
        if (same !== undefined) await writer.updateRoute(WORKSPACE, id, live, same);
      }
    },
  ],
  [
    "deletes one route and then all of a distribution, and is content when they are gone",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      for (const scope of SCOPES) {
        const id = await writer.createDistribution({ scope, identifier: "shop", name: "Shop" });
        const other = await writer.createDistribution({ scope, identifier: "other", name: "Other" });
        const [first, ...routes] = routesIn(scope);
        for (const one of routesIn(scope)) await writer.createRoute(scope, id, one);
        catchUp();
        const before = await liveOf(provider.reading(), scope, id);
        const [gone] = before.routes.filter(
          (live) => first !== undefined && routeKey(live) === routeKey(first),
        );
        for (let times = 0; times < 2; times += 1) await writer.deleteRoute(scope, id, gone?.id ?? "");
        catchUp();
        expectRoutes(await liveOf(provider.reading(), scope, id), routes);
        for (let times = 0; times < 2; times += 1) await writer.deleteDistribution(scope, id);
        catchUp();
        expect(await provider.reading().get(scope, id)).toBeUndefined();
        const listed = (await listWhole(provider.reading(), scope)).map((one) => one.id);
        expect(listed).toContain(other);
        expect(listed).not.toContain(id);
      }
    },
  ],
  [
    "does not take a scope that is not there for an object that is gone",
    async ({ provider }) => {
      const writer = provider.writing(HELD);
      for (const call of [
        () => writer.deleteDistribution(project("nowhere"), "99999999"),
        () => writer.deleteRoute(project("nowhere"), "99999999", "88888888"),
      ])
        expect(await failureOf(call())).toMatchObject({ failure: "not-found" });
    },
  ],
  [
    "changes nothing that is not there, and says so",
    async ({ provider, catchUp }) => {
      const writer = provider.writing(HELD);
      const id = await writer.createDistribution({ scope: WORKSPACE, identifier: "shop", name: "Shop" });
      await writer.createRoute(WORKSPACE, id, route());
      catchUp();
      const [live] = (await liveOf(provider.reading(), WORKSPACE, id)).routes;
      if (live === undefined) throw new Error("a route was due");
      await writer.deleteRoute(WORKSPACE, id, live.id);
      for (const call of [
        () => writer.updateRoute(WORKSPACE, id, live, route({ type: "REDIRECT" })),
        () => writer.updateDistribution(WORKSPACE, "99999999", { disabled: true }),
      ])
        expect(await failureOf(call())).toMatchObject({ failure: "refused", status: 404, effect: "none" });
    },
  ],
  [
    "grants access by id",
    async ({ provider, catchUp }) => {
      const reader = provider.reading();
      const users = await reader.users(new Set(["dev@example.com", "nobody@example.com"]));
      const groups = await reader.groups();
      expect([...users.keys()]).toEqual(["dev@example.com"]);
      expect([...groups.keys()].toSorted()).toEqual(["admins", "developers"]);
      const permissions = {
        others: "DENIED",
        users: [{ id: users.get("dev@example.com") ?? 0, access_level: "MANAGE" }],
        groups: [{ id: groups.get("admins") ?? 0, access_level: "READ_ONLY" }],
      } as const;
      const id = await provider
        .writing(HELD)
        .createDistribution({ scope: WORKSPACE, identifier: "shop", name: "Shop", permissions });
      catchUp();
      expect((await liveOf(reader, WORKSPACE, id)).permissions).toEqual(permissions);
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
      for (const scope of SCOPES) expect(await provider.reading().get(scope, "99999999")).toBeUndefined();
    },
  ],
  [
    "says that a scope is not there, which is not the same as empty",
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
        .createDistribution({ scope: WORKSPACE, identifier: "-", name: "Shop" });
      expect(await failureOf(refused)).toMatchObject({ failure: "refused", effect: "none" });
    },
  ],
]);

const SCOPES: readonly Scope[] = [WORKSPACE, project("web"), environment("3a4KbBQl")];

/** Of every type and every kind of target; their hosts differ from scope to scope. */
function routesIn({ kind }: Scope): readonly Route[] {
  const subdomain = kind.toLowerCase();
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

function shapeOf({ type, targets }: Route): Pick<Route, "type" | "targets"> {
  return { type, targets };
}

async function liveOf(reader: ReadingProvider, scope: Scope, id: string): Promise<Actual> {
  const actual = await reader.get(scope, id);
  if (actual === undefined) throw new Error(`the distribution ${id} is not there`);
  return actual;
}

/** These routes and no others, each with the type and the targets that it should have. */
function expectRoutes(actual: Actual, routes: readonly Route[]): void {
  const live = new Map(actual.routes.map((one) => [routeKey(one), one]));
  expect([...live.keys()].toSorted()).toEqual(routes.map(routeKey).toSorted());
  for (const wanted of routes) {
    const found = live.get(routeKey(wanted));
    expect(found?.type).toBe(wanted.type);
    expect(sameTargets(wanted.targets, found?.targets ?? {})).toBe(true);
  }
}

async function listWhole(reader: ReadingProvider, scope: Scope) {
  const listed = await reader.list(scope);
  return [...listed, ...(await reader.rest(scope, listed))];
}

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ProviderError) return error;
  throw new Error(`a ProviderError was due, and it was ${String(error)}`);
}
