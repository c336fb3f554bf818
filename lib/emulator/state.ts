import {
  distributionKey,
  normaliseAddress,
  routeKey,
  type Scope,
  type Target,
} from "../core/domain/distribution.ts";
import type { Personality } from "./personality.ts";
import { Refusal } from "./router.ts";
import type { SeedEnvironment, SeedPermissions, SeedWorkspace } from "./seed.ts";

/** All that handlers work on. */
export type Tenancy = {
  readonly url: string;
  readonly personality: Personality;
  readonly workspaces: readonly SeedWorkspace[];
  readonly store: Store;
  readonly ids: Ids;
};

/** @throws Refusal 404 for a workspace that is not there, 403 for one whose API is switched off. */
export function workspaceNamed({ workspaces }: Tenancy, name: string): SeedWorkspace {
  const workspace = workspaces.find((candidate) => candidate.name === name);
  if (workspace === undefined) throw new Refusal(404, `Workspace ${name} not found`);
  // The text is from buddy.works/docs/api/faq; the status is not given there, 403 is the likely one.
  if (workspace.apiEnabled === false) throw new Refusal(403, "API is disabled in this workspace");
  return workspace;
}

/** @throws Refusal 404 when the workspace has no such project. */
export function projectNamed(workspace: SeedWorkspace, name: string): string {
  if (workspace.projects?.includes(name) !== true) throw new Refusal(404, `Project ${name} not found`);
  return name;
}

/** @throws Refusal 404 when the workspace has no environment with this id. */
export function environmentWithId(workspace: SeedWorkspace, id: string): SeedEnvironment {
  const environment = workspace.environments?.find((candidate) => candidate.id === id);
  if (environment === undefined) throw new Refusal(404, `Environment ${id} not found`);
  return environment;
}

type Version = { readonly at: number; readonly value: StoredDistribution | undefined };
type Versions = readonly Version[];

/**
 * All distributions of all workspaces, each with the versions that lagging reads may still need. Writes and checks go by
 * the newest version, reads by the newest that is old enough.
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

  /** The distributions that hold a key of `key.ts` now. */
  holders(key: string): readonly StoredDistribution[] {
    return [...(this.#holders.get(key) ?? [])]
      .map((id) => this.get(id))
      .filter((value) => value !== undefined);
  }

  /** As reads show it now. */
  visible(id: string): StoredDistribution | undefined {
    return this.#visibleOf(this.#versions.get(id) ?? []);
  }

  allVisible(): readonly StoredDistribution[] {
    return [...this.#versions.values()]
      .map((versions) => this.#visibleOf(versions))
      .filter((value) => value !== undefined);
  }

  /** A write through the API: reads show it after the lag. */
  write(id: string, value: StoredDistribution | undefined): void {
    const before = this.#versions.get(id) ?? [];
    const shown = before.findLastIndex((version) => this.#isOld(version));
    this.#set(id, [...before.slice(Math.max(0, shown)), { at: this.#now(), value }]);
    this.#undo?.push(() => this.#set(id, before));
  }

  /** What was there for long: reads show it at once. */
  settle(id: string, value: StoredDistribution | undefined): void {
    this.#set(id, [{ at: Number.NEGATIVE_INFINITY, value }]);
  }

  /** Runs it as ever, and then leaves everything as it was. */
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

  /** Without a lag every version is, also one from before the clock was set back. */
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

/** A distribution as Buddy has it: the true state, whatever the personality lets reads show. */
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
  /** Only where undocumented fields are accepted. */
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
  /** By region; the default one is always spelled `Default` here. */
  readonly targets: Readonly<Record<string, Target>>;
  /** Only where undocumented fields are accepted, or where it was put. */
  readonly note?: string;
};

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const DIGITS = 7;
const SPACE = BigInt(LETTERS.length) ** BigInt(DIGITS);
/** Shares no factor with 62, so that every count below 62^7 gets a text of its own. */
const STRIDE = 1_610_612_741_003n;

export type Ids = { next(kind: "distribution" | "route"): string };

/** The same ids in the same order in every run: texts like Buddy's hashes, or counting numbers. */
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

/** Two distributions with one of these have the same identifier in the same scope. Without an identifier there is none. */
export function identityKey(placed: Placed, identifier: string | null): string | undefined {
  if (identifier === null) return undefined;
  return `${placed.workspace} ${distributionKey(scopeOf(placed), identifier)}`;
}

/** Two routes of a workspace with one of these would answer the same requests. */
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
