/**
 * The domain, in Buddy's own words, and the one place where keys are made. All of it is plain data: what a manifest
 * asks for and what Buddy reports meet here, in one normalised form.
 */

/** Where an identifier is unique, as Buddy's API addresses it. */
export type Scope =
  | { readonly kind: "workspace" }
  | { readonly kind: "project"; readonly project: string }
  | { readonly kind: "environment"; readonly environmentId: string };

/** An environment that a manifest names by its identifier; the id is looked up before anything is listed. */
export type NamedEnvironment = {
  readonly kind: "environment";
  readonly environment: string;
  /** The project that the environment is in; absent for an environment of the workspace itself. */
  readonly project?: string;
};

/** Buddy's words for the kinds, in its API and in manifests. */
export const BUDDY_SCOPE = {
  workspace: "WORKSPACE",
  project: "PROJECT",
  environment: "ENVIRONMENT",
} as const;

export type ScopeReference = Scope | NamedEnvironment;

/** The platform's access levels; which of them a distribution takes is not documented. */
export const ACCESS_LEVELS = [
  "DENIED",
  "READ_ONLY",
  "USE_ONLY",
  "BLIND",
  "RUN_ONLY",
  "READ_WRITE",
  "MANAGE",
  "DEFAULT",
  "ALLOWED",
  "STAGE",
  "COMMIT",
] as const;

export type AccessLevel = (typeof ACCESS_LEVELS)[number];

export type UserReference = { readonly id: number } | { readonly email: string };
export type GroupReference = { readonly id: number } | { readonly name: string };
export type Grant<Who> = Who & { readonly access_level: AccessLevel };

/** What a manifest says about access: an absent key is not managed. */
export type Permissions<User = UserReference, Group = GroupReference> = {
  readonly others?: AccessLevel;
  readonly users?: readonly Grant<User>[];
  readonly groups?: readonly Grant<Group>[];
};

/** Permissions as Buddy takes them: numeric ids only. */
export type ResolvedPermissions = Permissions<{ readonly id: number }, { readonly id: number }>;

/** The newer of Buddy's two generations of names; the older ones are normalised to these. */
export type RouteType = "DIRECT_PROXY" | "CACHED_PROXY" | "REDIRECT" | "CLOAKING";

export type Target =
  | { readonly type: "EXTERNAL"; readonly external_url: string }
  | { readonly type: "TUNNEL"; readonly tunnel: { readonly id: string; readonly tunnel_id: string } }
  | { readonly type: "SANDBOX"; readonly sandbox: { readonly id: string; readonly endpoint: string } }
  | { readonly type: "ARTIFACT"; readonly artifact: { readonly id: string; readonly version?: string } };

/** One target a region. Keys: `Default`, `COUNTRY-PL` (ISO 3166 alpha-2), `CONTINENT-Europe`. */
export type Targets = Readonly<Record<string, Target>>;

/** The natural key of a route: Buddy gives it an opaque id and no name. */
export type RouteAddress = {
  /** The whole zone, never split; lower case. */
  readonly domain: string;
  /** A name inside the zone, or "" for the zone itself; lower case. */
  readonly subdomain: string;
  /** Begins with a slash; "/" is the root. */
  readonly path: string;
};

export type Route = RouteAddress & { readonly type: RouteType; readonly targets: Targets };

/** Where a manifest stands: its file, the line on which it begins (from 1), and its place in a list of manifests. */
export type ManifestSource = {
  readonly file: string;
  readonly line: number;
  /** Path from the root of the file's YAML to this manifest: `[]`, or `[2]` for the third of a list. */
  readonly path: readonly (string | number)[];
};

/** What one manifest asks for. An absent key is not managed. */
export type Desired<B extends ScopeReference = ScopeReference> = {
  readonly scope: B;
  readonly identifier: string;
  readonly name?: string;
  readonly disabled?: boolean;
  readonly permissions?: Permissions;
  readonly routes?: readonly Route[];
  /** `web/staging`: what the manifest calls the environment, once its scope has the id. */
  readonly environmentName?: string;
  /** `sync.protect`: kept in the inventory from the first pass on. */
  readonly protect: boolean;
  /** `sync.adopt`: take ownership of one that exists already. */
  readonly adopt: boolean;
  /** `sync.on_remove`; absent: what the configuration says. */
  readonly onRemove?: OnRemove;
  /** `sync.previously`: identifiers that it had before, the one to be renamed among them. */
  readonly previously: readonly string[];
  readonly source: ManifestSource;
};

/** What becomes of a distribution of ours when no manifest mentions it any more. */
export const ON_REMOVE = ["retain", "disable", "delete"] as const;
export type OnRemove = (typeof ON_REMOVE)[number];

/** What Buddy's list says of a distribution: all that is known without reading it. */
export type Summary = {
  readonly id: string;
  /** Absent for objects that were made without one. */
  readonly identifier?: string;
  readonly name: string;
  readonly disabled?: boolean;
  /** The scope that the object's own address names, where it names one: a list may be wider than its scope. */
  readonly home?: Scope;
};

/** What Buddy reports of one distribution when it is read. */
export type Actual = Summary & {
  readonly scope?: string;
  readonly project?: string;
  readonly environmentId?: string;
  /** Absent where Buddy does not say. */
  readonly permissions?: LivePermissions;
  readonly routes: readonly ActualRoute[];
  /** Ids of routes that Buddy shows without a domain: they answer for no host, and nothing compares or changes them. */
  readonly unaddressed?: readonly string[];
};

/** Access as Buddy reports it: it adds levels, and an unknown one must not stop a pass. */
export type LivePermissions = {
  readonly others?: string;
  readonly users?: readonly LiveGrant[];
  readonly groups?: readonly LiveGrant[];
};

export type LiveGrant = { readonly id: number; readonly access_level: string };

/** A target as Buddy reports it: of a type that we know in our fields alone, of any other as it came. */
export type LiveTarget = Target | Readonly<Record<string, unknown>>;

/**
 * A route as Buddy reports it: newer names of types, `Default`. Values that nobody here knows are kept, since Buddy adds
 * some, and must not stop a pass.
 */
export type LiveRoute = RouteAddress & {
  readonly type: string;
  readonly targets: Readonly<Record<string, LiveTarget>>;
};

export type ActualRoute = LiveRoute & {
  readonly id: string;
  /** What else Buddy says of it: a PUT replaces everything, and has to send it back. */
  readonly further?: Readonly<Record<string, unknown>>;
};

/** The host that a route answers on. */
export function hostOf({ domain, subdomain }: Pick<RouteAddress, "domain" | "subdomain">): string {
  return subdomain === "" ? domain : `${subdomain}.${domain}`;
}

/** `www.example.com/api`: two routes with one key would answer the same requests, however host and zone are split. */
export function routeKey(route: RouteAddress): string {
  return `${hostOf(route)}${route.path}`;
}

/** Hosts are compared in lower case, a path without the slashes at its ends; "" and "/" are the root. */
export function normaliseAddress(raw: {
  readonly domain: string;
  readonly subdomain?: string | null | undefined;
  readonly path?: string | null | undefined;
}): RouteAddress {
  const inner = (raw.path ?? "").replace(/^\/+/, "").replace(/\/+$/, "");
  return {
    domain: raw.domain.toLowerCase(),
    subdomain: (raw.subdomain ?? "").toLowerCase(),
    path: `/${inner}`,
  };
}

/** `workspace`, `project:web`, `environment:3a4KbBQl`, or `environment:web/staging` while its id is not known. */
export function scopeKey(scope: ScopeReference): string {
  switch (scope.kind) {
    case "workspace":
      return "workspace";
    case "project":
      return `project:${scope.project}`;
    case "environment":
      return "environmentId" in scope
        ? `environment:${scope.environmentId}`
        : `environment:${scope.project === undefined ? "" : `${scope.project}/`}${scope.environment}`;
    default:
      return scope satisfies never;
  }
}

/** The scope as people say it: `workspace`, `project web`, `environment web/staging`. */
export function describeScope(scope: ScopeReference, environmentName?: string): string {
  if (environmentName !== undefined) return `environment ${environmentName}`;
  return scopeKey(scope).replace(":", " ");
}

/** The identity of a distribution: `project:web#shop`. No scope key and no identifier can hold a `#`. */
export function distributionKey(scope: ScopeReference, identifier: string): string {
  return `${scopeKey(scope)}#${identifier}`;
}

/** The same of what has a scope and an identifier: a manifest, a row of the inventory. */
export function keyOf({
  scope,
  identifier,
}: {
  readonly scope: ScopeReference;
  readonly identifier: string;
}): string {
  return distributionKey(scope, identifier);
}
