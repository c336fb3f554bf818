import fc from "fast-check";
import type { SourceFile } from "../../../lib/ports.ts";

/** Places for a distribution: a scope, two identifiers, and hosts that no other place has before routes move. */
export const PLACES = [
  { at: { scope: "WORKSPACE" }, identifiers: ["shop", "store"], host: "a" },
  { at: { scope: "PROJECT", project_name: "web" }, identifiers: ["shop", "store"], host: "b" },
  {
    at: { scope: "ENVIRONMENT", project_name: "web", environment: "staging" },
    identifiers: ["shop", "store"],
    host: "c",
  },
  { at: { scope: "WORKSPACE" }, identifiers: ["blog", "journal"], host: "d" },
  { at: { scope: "WORKSPACE" }, identifiers: ["docs", "guide"], host: "e" },
] as const;
export type Place = (typeof PLACES)[number];

/** `project:web#shop`, as the plan has it: the environment `staging` has the id 3a4KbBQl in the seed. */
export function keyAt({ at }: Place, identifier: string): string {
  switch (at.scope) {
    case "WORKSPACE":
      return `workspace#${identifier}`;
    case "PROJECT":
      return `project:web#${identifier}`;
    case "ENVIRONMENT":
      return `environment:3a4KbBQl#${identifier}`;
    default:
      return at satisfies never;
  }
}

export type WantedRoute = {
  /** Of one that came from elsewhere, with its address. */
  readonly host?: string;
  readonly domain: string;
  readonly path: string;
  readonly type: string;
  readonly target: number;
  readonly polish: boolean;
};

/** One manifest, or none, for each place. */
export type Wanted = {
  readonly identifier: 0 | 1;
  readonly previously: boolean;
  readonly name?: string;
  readonly disabled?: boolean;
  readonly others?: string;
  readonly user?: boolean;
  readonly routes?: readonly WantedRoute[];
  readonly protect: boolean;
  readonly adopt: boolean;
  readonly onRemove?: string;
};
export type Manifests = readonly (Wanted | undefined)[];

/** Each identifier has hosts of its own. */
export function hostOf({ host }: Place, { identifier }: Wanted, route: WantedRoute): string {
  return route.host ?? `${host}${identifier}`;
}

export function addressOf(place: Place, wanted: Wanted, route: WantedRoute): string {
  return `${hostOf(place, wanted, route)}.${route.domain}${route.path}`;
}

function routesOf(place: Place, wanted: Wanted, routes: readonly WantedRoute[]) {
  return routes.map((route) => ({
    domain: route.domain,
    subdomain: hostOf(place, wanted, route),
    path: route.path,
    type: route.type,
    targets: {
      Default: { type: "EXTERNAL" as const, external_url: `https://backend-${route.target}.example.com` },
      ...(route.polish
        ? { "COUNTRY-PL": { type: "EXTERNAL" as const, external_url: "https://pl.example.com" } }
        : {}),
    },
  }));
}

/** The identifiers that a manifest claims: its own, and the one that it renames. */
export function claimsOf(place: Place, { identifier, previously }: Wanted): readonly string[] {
  const [own, other] = [place.identifiers[identifier], place.identifiers[identifier === 0 ? 1 : 0]];
  return previously ? [own, other] : [own];
}

/** The keys that all of them claim. */
export function claims(manifests: Manifests): ReadonlySet<string> {
  return new Set(
    PLACES.flatMap((place, at) => {
      const wanted = manifests[at];
      return wanted === undefined ? [] : claimsOf(place, wanted).map((name) => keyAt(place, name));
    }),
  );
}

/** JSON is YAML. Always one file at least: wanting nothing is written as a list without entries. */
export function filesOf(manifests: Manifests): readonly SourceFile[] {
  const all = PLACES.flatMap((place, at) => {
    const wanted = manifests[at];
    return wanted === undefined ? [] : [manifestOf(place, wanted)];
  });
  return [fileOf("manifests.yaml", all)];
}

export function fileOf(path: string, content: unknown): SourceFile {
  return { path, content: new TextEncoder().encode(JSON.stringify(content)) };
}

function manifestOf(place: Place, wanted: Wanted): unknown {
  const [identifier, ...previously] = claimsOf(place, wanted);
  const { name, disabled, others, user, routes, protect, adopt, onRemove } = wanted;
  const access = {
    ...(others === undefined ? {} : { others }),
    ...(user === undefined
      ? {}
      : { users: user ? [{ email: "dev@example.com", access_level: "MANAGE" }] : [] }),
  };
  return {
    identifier,
    ...place.at,
    ...(name === undefined ? {} : { name }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(Object.keys(access).length === 0 ? {} : { permissions: access }),
    ...(routes === undefined ? {} : { routes: routesOf(place, wanted, routes) }),
    sync: { protect, adopt, ...(onRemove === undefined ? {} : { on_remove: onRemove }), previously },
  };
}

/** Often absent, sometimes present: `undefined` is left out of the value. */
function sometimes<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

const wantedRoute: fc.Arbitrary<WantedRoute> = fc.record({
  domain: fc.constantFrom("example.com", "example.com", "example.org"),
  path: fc.constantFrom("/", "/api", "/a/b"),
  type: fc.constantFrom("DIRECT_PROXY", "CACHED_PROXY", "PROXY"),
  target: fc.integer({ min: 0, max: 2 }),
  polish: fc.boolean(),
});

const wanted: fc.Arbitrary<Wanted> = fc
  .record({
    identifier: fc.constantFrom(0 as const, 0 as const, 1 as const),
    previously: fc.boolean(),
    name: sometimes(fc.constantFrom("One", "Two")),
    disabled: sometimes(fc.boolean()),
    others: sometimes(fc.constantFrom("DENIED", "READ_ONLY", "MANAGE")),
    user: sometimes(fc.boolean()),
    routes: sometimes(
      fc.uniqueArray(wantedRoute, {
        maxLength: 3,
        selector: ({ domain, path }) => `${domain}${path}`,
      }),
    ),
    protect: fc.constantFrom(false, false, true),
    adopt: fc.boolean(),
    onRemove: sometimes(fc.constantFrom("retain", "disable", "delete", "delete")),
  })
  .map(({ name, disabled, others, user, routes, onRemove, ...rest }) => ({
    ...rest,
    ...(name === undefined ? {} : { name }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(others === undefined ? {} : { others }),
    ...(user === undefined ? {} : { user }),
    ...(routes === undefined ? {} : { routes }),
    ...(onRemove === undefined ? {} : { onRemove }),
  }));

/** A commit: what it says of one place. */
export const commit: fc.Arbitrary<{ readonly at: number; readonly wanted: Wanted | undefined }> = fc.record({
  at: fc.nat(PLACES.length - 1),
  wanted: fc.option(wanted, { nil: undefined, freq: 3 }),
});

export const manifests: fc.Arbitrary<Manifests> = fc.array(fc.option(wanted, { nil: undefined, freq: 3 }), {
  minLength: PLACES.length,
  maxLength: PLACES.length,
});
