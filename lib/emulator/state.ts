import {
  distributionKey,
  normaliseAddress,
  routeKey,
  type Scope,
  type Target,
} from "../core/domain/distribution.ts";
import type { Personality } from "./personality.ts";
import type { SeedDistribution, SeedPermissions, SeedRoute, SeedWorkspace } from "./seed.ts";

/** What the operations of the emulator read and write: the workspaces of one Buddy, and their distributions. */
export type Tenancy = {
  readonly url: string;
  readonly personality: Personality;
  readonly workspaces: readonly SeedWorkspace[];
  readonly store: Store;
  readonly ids: Ids;
};

type Version = { readonly at: number; readonly value: StoredDistribution | undefined };
type Versions = readonly Version[];

/**
 * All distributions of all workspaces, each with the versions that lagging reads may still need. Writes and checks use the
 * newest version; reads use the newest version that is old enough to be visible.
 */
export class Store {
  readonly #now: () => number;
  readonly #lag: number;
  readonly #versions = new Map<string, Versions>();
  readonly #holders = new Map<string, Set<string>>();
  #undo: (() => void)[] | undefined;

  constructor(options: { readonly now: () => number; readonly lagMilliseconds: number }) {
    this.#now = options.now;
    this.#lag = options.lagMilliseconds;
  }

  get(id: string): StoredDistribution | undefined {
    return newest(this.#versions.get(id) ?? []);
  }

  all(): readonly StoredDistribution[] {
    return [...this.#versions.values()].map(newest).filter((value) => value !== undefined);
  }

  /** The distributions that hold this key now: an {@link identityKey} or an {@link addressKey}. */
  holders(key: string): readonly StoredDistribution[] {
    return [...(this.#holders.get(key) ?? [])]
      .map((id) => this.get(id))
      .filter((value) => value !== undefined);
  }

  /** The distribution as reads show it now. */
  visible(id: string): StoredDistribution | undefined {
    return this.#visibleOf(this.#versions.get(id) ?? []);
  }

  allVisible(): readonly StoredDistribution[] {
    return [...this.#versions.values()]
      .map((versions) => this.#visibleOf(versions))
      .filter((value) => value !== undefined);
  }

  /** Writes as the API does: reads show it after the lag. */
  write(id: string, value: StoredDistribution | undefined): void {
    const before = this.#versions.get(id) ?? [];
    const shown = before.findLastIndex((version) => this.#isOld(version));
    this.#set(id, [...before.slice(Math.max(0, shown)), { at: this.#now(), value }]);
    this.#undo?.push(() => this.#set(id, before));
  }

  /** Writes what is to look as if it had always been there: reads show it at once. */
  establish(id: string, value: StoredDistribution | undefined): void {
    this.#set(id, [{ at: Number.NEGATIVE_INFINITY, value }]);
  }

  /** Runs the function, then undoes all its writes. */
  withoutEffect<Result>(run: () => Result): Result {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return run();
    } finally {
      this.#undo = undefined;
      for (const step of undo.toReversed()) step();
    }
  }

  #visibleOf(versions: Versions): StoredDistribution | undefined {
    return versions.findLast((version) => this.#isOld(version))?.value;
  }

  /** Without a lag every version is old enough, even one from before the clock was set back. */
  #isOld({ at }: Version): boolean {
    return this.#lag === 0 || at <= this.#now() - this.#lag;
  }

  #set(id: string, versions: Versions): void {
    for (const key of keysOf(this.get(id))) this.#holders.get(key)?.delete(id);
    if (versions.length === 0) this.#versions.delete(id);
    else this.#versions.set(id, versions);
    for (const key of keysOf(newest(versions))) {
      const holders = this.#holders.get(key) ?? new Set();
      this.#holders.set(key, holders.add(id));
    }
  }
}

function newest(versions: Versions): StoredDistribution | undefined {
  return versions.at(-1)?.value;
}

/** A distribution as Buddy stores it, whatever the personality lets reads show. */
export type StoredDistribution = {
  readonly workspace: string;
  readonly id: string;
  readonly scope: "WORKSPACE" | "PROJECT" | "ENVIRONMENT";
  /** The project's URL name, for PROJECT. */
  readonly project?: string;
  /** The environment's id, for ENVIRONMENT. */
  readonly environment?: string;
  readonly identifier: string | null;
  readonly name: string;
  readonly disabled: boolean;
  readonly permissions: SeedPermissions;
  /** Present only where undocumented fields are accepted. */
  readonly note?: string;
  readonly routes: readonly StoredRoute[];
};

export type StoredRoute = {
  readonly id: string;
  readonly type: string;
  readonly domain: string | null;
  readonly subdomain: string | null;
  /** "" when there is none. */
  readonly path: string;
  /** By region; the key of the default region is always `Default` here. */
  readonly targets: Readonly<Record<string, Target>>;
  /** Present only where undocumented fields are accepted, or where a test put it. */
  readonly note?: string;
};

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS = 7;
const SPACE = BigInt(LETTERS.length) ** BigInt(DIGITS);
/** Shares no factor with 62, so that each count below 62^7 gets a different text. */
const STRIDE = 1_610_612_741_003n;

export type Ids = { next(kind: "distribution" | "route"): string };

/** The same ids in the same order in every run: text like Buddy's hashes, or consecutive numbers. */
export function startIds(form: Personality["ids"]): Ids {
  let count = 0;
  return {
    next(kind) {
      count += 1;
      return form === "number" ? String(1000 + count) : `${kind === "route" ? "r" : "d"}${scramble(count)}`;
    },
  };
}

function scramble(count: number): string {
  let rest = (BigInt(count) * STRIDE) % SPACE;
  let text = "";
  for (let digit = 0; digit < DIGITS; digit += 1) {
    text = LETTERS.charAt(Number(rest % BigInt(LETTERS.length))) + text;
    rest /= BigInt(LETTERS.length);
  }
  return text;
}

type Placed = Pick<StoredDistribution, "workspace" | "scope" | "project" | "environment">;

/** Equal for two distributions with the same identifier in the same scope; undefined without an identifier. */
export function identityKey(placed: Placed, identifier: string | null): string | undefined {
  if (identifier === null) return undefined;
  return `${placed.workspace} ${distributionKey(scopeOf(placed), identifier)}`;
}

/** Equal for two routes of a workspace that would answer the same requests. */
export function addressKey(
  workspace: string,
  route: Pick<StoredRoute, "domain" | "subdomain" | "path">,
): string {
  return `${workspace} at ${routeKey(normaliseAddress({ ...route, domain: route.domain ?? "" }))}`;
}

/** All keys that a distribution holds. */
function keysOf(distribution: StoredDistribution | undefined): readonly string[] {
  if (distribution === undefined) return [];
  const identity = identityKey(distribution, distribution.identifier);
  const addresses = distribution.routes.map((route) => addressKey(distribution.workspace, route));
  return identity === undefined ? addresses : [identity, ...addresses];
}

function scopeOf({ scope, project = "", environment = "" }: Placed): Scope {
  switch (scope) {
    case "WORKSPACE":
      return { kind: "workspace" };
    case "PROJECT":
      return { kind: "project", project };
    case "ENVIRONMENT":
      return { kind: "environment", environmentId: environment };
    default:
      return scope satisfies never;
  }
}

/**
 * Adds a distribution as if somebody had made it in the UI a while ago: without checks and without lag. Returns its id.
 * @throws Error when it names a workspace, a project or an environment that the seed does not have
 */
export function plant(tenancy: Tenancy, seed: SeedDistribution): string {
  const workspace = findWorkspace(tenancy, seed.workspace);
  const id = tenancy.ids.next("distribution");
  const distribution: StoredDistribution = {
    workspace: workspace.name,
    id,
    ...placeOf(workspace, seed),
    identifier: seed.identifier,
    name: seed.name ?? seed.identifier ?? "Untitled",
    disabled: seed.disabled ?? false,
    permissions: seed.permissions ?? { others: "DEFAULT" },
    routes: (seed.routes ?? []).map((route) => storedRoute(tenancy, route)),
  };
  tenancy.store.establish(id, distribution);
  return id;
}

/** Adds all distributions of the seed. @throws Error as {@link plant} does */
export function plantAll(tenancy: Tenancy): void {
  for (const { name, distributions = [] } of tenancy.workspaces) {
    for (const distribution of distributions) plant(tenancy, { ...distribution, workspace: name });
  }
}

function findWorkspace({ workspaces }: Tenancy, name: string | undefined): SeedWorkspace {
  const workspace =
    name === undefined ? workspaces[0] : workspaces.find((candidate) => candidate.name === name);
  if (workspace === undefined)
    throw new Error(`The emulator was seeded with no workspace ${name ?? "at all"}`);
  return workspace;
}

function placeOf(
  workspace: SeedWorkspace,
  { scope, project, environment, identifier }: SeedDistribution,
): Pick<StoredDistribution, "scope" | "project" | "environment"> {
  const kind =
    scope ?? (environment !== undefined ? "ENVIRONMENT" : project !== undefined ? "PROJECT" : "WORKSPACE");
  switch (kind) {
    case "WORKSPACE":
      return { scope: kind };
    case "PROJECT":
      if (project === undefined || workspace.projects?.includes(project) !== true) {
        throw new Error(
          `Distribution ${identifier}: workspace ${workspace.name} was seeded with no project ${project}`,
        );
      }
      return { scope: kind, project };
    case "ENVIRONMENT": {
      const inProject = (workspace.environments ?? []).filter(
        (one) => project === undefined || one.project === project,
      );
      const found =
        inProject.find(({ id }) => id === environment) ??
        inProject.find((candidate) => candidate.identifier === environment);
      if (found === undefined) {
        throw new Error(
          `Distribution ${identifier}: workspace ${workspace.name} was seeded with no environment ${environment}`,
        );
      }
      return { scope: kind, environment: found.id };
    }
    default:
      return kind satisfies never;
  }
}

function storedRoute(tenancy: Tenancy, route: SeedRoute): StoredRoute {
  return {
    id: tenancy.ids.next("route"),
    type: route.type ?? "DIRECT_PROXY",
    domain: route.domain,
    subdomain: route.subdomain === undefined || route.subdomain === "" ? null : route.subdomain,
    path: route.path ?? "",
    targets: route.targets,
    ...(route.note === undefined ? {} : { note: route.note }),
  };
}
