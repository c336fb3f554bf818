import type {
  Actual,
  ActualRoute,
  LivePermissions,
  ResolvedPermissions,
  Route,
  Scope,
  Summary,
} from "./core/domain/distribution.ts";
import type { Inventory, InventoryEvent } from "./core/domain/inventory.ts";
import type { Problem } from "./core/domain/problem.ts";

/** What `reconcile` needs of the world, and nothing more. Adapters implement these; tests fake them. */

/** One file of the source, undecoded: whether it is UTF-8 at all is a manifest's problem. */
export type SourceFile = {
  /** Relative to where people look for it, with forward slashes: it is printed in every problem. */
  readonly path: string;
  readonly content: Uint8Array;
};

/** Where a snapshot comes from, as far as its source knows. */
export type Origin = {
  /** The commit that the files are from. */
  readonly commit?: string;
  /** Grows from one release to the next: a smaller one is older intent. */
  readonly generation?: number;
  /** The digest that the release is known by: `sha256:` and 64 hexadecimal digits. */
  readonly release?: string;
  /** Milliseconds since the epoch. */
  readonly publishedAt?: number;
};

/** A complete reading of the source. It cannot be empty by accident: see {@link SourceError}. */
export type Snapshot = {
  readonly files: readonly SourceFile[];
  /** Files that are there and cannot be taken: a link, a pipe, one too large or unreadable. */
  readonly problems: readonly Problem[];
  readonly origin?: Origin;
};

export interface Source {
  /** @throws SourceError when the source is missing, empty or unreadable; absence is never an answer. */
  read(): Promise<Snapshot>;
}

export type Environment = {
  readonly id: string;
  readonly identifier: string;
  /** `PROJECT`, `WORKSPACE` or `ANY`; any other word may come. */
  readonly scope?: string;
  /** The project it belongs to, where Buddy says so. */
  readonly project?: string;
};

/** All that planning may do. There is no write in this type, and no way from it to one. */
export interface ReadingProvider {
  /**
   * What Buddy lists for the scope, with one call. It may be wider than the scope (see `Summary.home`) and, should
   * Buddy page the list although it does not say so, no more than the first page (see {@link rest}).
   * @throws ProviderError also when the answer has the wrong shape: an unreadable list is never an empty one.
   */
  list(scope: Scope): Promise<readonly Summary[]>;
  /**
   * What the list holds beyond `listed`: nothing, unless it is paged. To be asked before anything counts as missing. It
   * costs a call, or none when nothing is listed at all.
   */
  rest(scope: Scope, listed: readonly Summary[]): Promise<readonly Summary[]>;
  /** One distribution with its routes; undefined when there is none with this id. */
  get(scope: Scope, id: string): Promise<Actual | undefined>;
  /** The environments of a project, or of the workspace itself when no project is named. */
  environments(project: string | undefined): Promise<readonly Environment[]>;
  /** Ids by e-mail in lower case; an address that no member has is absent. */
  users(emails: ReadonlySet<string>): Promise<ReadonlyMap<string, number>>;
  /** Ids by group name. */
  groups(): Promise<ReadonlyMap<string, number>>;
}

export type NewDistribution = {
  readonly scope: Scope;
  readonly identifier: string;
  readonly name: string;
  readonly permissions?: ResolvedPermissions;
};

/** Made inside apply, after the plan. A write is sent once: see `ProviderError.effect` for what to do when it fails. */
export interface WritingProvider extends ReadingProvider {
  /** Resolves to the id of the new distribution. */
  createDistribution(distribution: NewDistribution): Promise<string>;
  createRoute(scope: Scope, distributionId: string, route: Route): Promise<void>;
  /** This and all below are idempotent, and so repeated on their own when an answer is lost. */
  updateDistribution(scope: Scope, distributionId: string, fields: DistributionFields): Promise<void>;
  /** @param live as it was read just now: what a manifest cannot say of a route is kept */
  updateRoute(scope: Scope, distributionId: string, live: ActualRoute, route: Route): Promise<void>;
  /** One that is gone is deleted. */
  deleteRoute(scope: Scope, distributionId: string, routeId: string): Promise<void>;
  /** One that is gone is deleted. */
  deleteDistribution(scope: Scope, distributionId: string): Promise<void>;
}

/** What of a distribution is to be changed; what is absent stays. */
export type DistributionFields = {
  readonly identifier?: string;
  readonly name?: string;
  readonly disabled?: boolean;
  /** Whole: whether Buddy merges or replaces is not known. */
  readonly permissions?: LivePermissions;
};

/** What is remembered of Buddy's quota from one pass to the next. */
export type QuotaMemory = {
  /** When the window began anew whose end an earlier pass had waited for in vain. Milliseconds since the epoch. */
  readonly resumeAt?: number;
};

export interface Provider {
  reading(memory?: QuotaMemory): ReadingProvider;
  /** Nothing is written but under the right to write, which is confirmed just before each write goes out. */
  writing(right: WriteRight): WritingProvider;
}

/** What was read from the state, and what to tell people about the reading. */
export type StateReading = {
  readonly inventory: Inventory;
  /** Set when the state was there and could not be believed: the pass then owns nothing, and says so. */
  readonly notice?: string;
};

/** Held by one pass at a time. It can be lost: to a pass that found its holder silent for too long. */
export interface WriteRight {
  /**
   * Resolves when this pass still holds it and will for the seconds that one request takes.
   * @throws StateBusyError when another pass has it now
   */
  confirm(): Promise<void>;
}

/** The right to write, and the record of what is done with it. */
export interface Ledger extends StateReading, WriteRight {
  /**
   * Durable against the death of this process when it resolves.
   * @throws StateBusyError when another pass has the right to write now: nothing was recorded, and nothing may follow
   */
  record(event: InventoryEvent): Promise<void>;
  close(): Promise<void>;
}

export interface State {
  /** For planning: takes no lease and writes nothing. */
  read(): Promise<StateReading>;
  /** @throws StateBusyError when another pass holds the right to write. */
  open(): Promise<Ledger>;
  /** Whose objects are whose in the same workspace, as far as the same state tells: other instances by Buddy's id. */
  foreign(): Promise<ReadonlyMap<string, string>>;
}

/** Holds that can be set without a commit, beside those in git. */
export interface HoldStore {
  /** The text of the holds (see `parseHolds`); undefined when there are none. @throws when they cannot be read */
  read(): Promise<string | undefined>;
}

export interface TokenSource {
  /** @throws TokenError when there is no token or it cannot be one. `fresh` goes past every cache. */
  token(options: { readonly fresh: boolean }): Promise<string>;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** @throws as soon as the signal fires, and at once when it has fired before */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Events, not prose: `log("change.applied", { key, id })`. Values are JSON. */
export type Log = (event: string, fields: Readonly<Record<string, unknown>>) => void;
