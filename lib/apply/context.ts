import type { Route, Scope, Summary } from "../core/domain/distribution.ts";
import type { Inventory } from "../core/domain/inventory.ts";
import type { AsKept } from "../core/plan/compare.ts";
import type { Change, CreateChange, DeleteChange, RouteChange, UpdateChange } from "../core/plan/plan.ts";
import type { Outcome, RouteOutcome } from "../core/report/report.ts";
import type { ProviderError } from "../errors.ts";
import type { Clock, Ledger, Log, WritingProvider } from "../ports.ts";

/** What the files of apply share: its tools, what comes of a change, and the run state of one with several phases. */

export type ApplyTools = {
  readonly writer: WritingProvider;
  readonly ledger: Pick<Ledger, "record">;
  /** As it was when the plan was made. */
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly log: Log;
  /** How many changes are under way at once. */
  readonly concurrency: number;
  /** When it fires, no further change is begun, and those under way are finished as far as that needs no wait. */
  readonly signal?: AbortSignal;
  /** Of the source: it is recorded with what was applied. */
  readonly commit?: string;
  /** How the inventory keeps what was applied; whole when it is absent. */
  readonly asKept?: AsKept;
};

/** What carrying out one change needs. */
export type ChangeTools = Pick<ApplyTools, "writer" | "ledger" | "inventory" | "clock" | "commit"> & {
  readonly asKept: AsKept;
  /** When apply began, in milliseconds since the epoch: whatever an earlier pass wrote was written before. */
  readonly begunAt: number;
  /** A list of the scope that begins after the call. */
  readonly relist: (scope: Scope) => Promise<readonly Summary[]>;
  /** By address: the change of the plan that takes a route with it away. */
  readonly givenUp: ReadonlyMap<string, Change>;
  /** Addresses of routes that this pass has moved from one distribution to another. */
  readonly moved: ReadonlySet<string>;
};

/** What became of a change. */
export type ChangeOutcome = {
  readonly outcome: Outcome;
  /** What went wrong last: the caller decides whether it concerns more than this change. */
  readonly error?: ProviderError;
};

/** What became of one step of a route. */
export type RouteResult = { readonly outcome: RouteOutcome; readonly error?: ProviderError };

/** How far a change has got: kept from the phase that adds and changes to the phase that removes. */
export type RunState = CreateRun | UpdateRun;

export type CreateRun = CommonState & {
  readonly kind: "create";
  readonly change: CreateChange;
  /** Whether the distribution was disabled when it was found. */
  readonly disabled: boolean;
};

export type UpdateRun = CommonState & {
  readonly kind: "update";
  readonly change: UpdateChange;
  /** Whether the inventory knows by now what is being written. */
  intended: boolean;
  /** Whether a route that waited was added since: nobody has seen it there yet. */
  attached: boolean;
};

type CommonState = {
  readonly id: string;
  /** The identifier that the inventory knows the distribution under. */
  identifier: string;
  /** What the change does to routes, in the order of the plan. */
  readonly routes: readonly RouteChange[];
  wrote: boolean;
  distribution: Outcome["distribution"];
  /** What was done and has to be recorded: `it is called blog now`. */
  done?: string | undefined;
  /** What became of routes: of those that are replaced, once both steps are done or one of them failed. */
  readonly results: Map<RouteChange, RouteOutcome>;
  /** Routes of which the new one is there. */
  readonly added: Set<RouteChange>;
  /** Routes of which the old one is gone. */
  readonly gone: Set<RouteChange>;
  /** By address: routes that Buddy refused, and that another distribution gives up by this plan. */
  readonly waiting: Map<string, WaitingRoute>;
  /** What went wrong last. */
  error?: ProviderError;
};

type WaitingRoute = { readonly route: AddedRoute; readonly refusal: RouteResult };

type AddedRoute = Extract<RouteChange, { kind: "add" | "replace" }>;

/**
 * A change whose first phase is done, and that is not at its end: it has something to take away, or a route that Buddy
 * refuses as long as another distribution has its address.
 */
export type Pending = { readonly pending: RunState };

/** A change that takes away a route which another distribution is to have. */
export type RouteSource =
  | { readonly kind: "update"; readonly run: UpdateRun }
  | { readonly kind: "delete"; readonly change: DeleteChange };

/** What came of taking a route away from its source, ahead of all other removals. */
export type Detached =
  /** This is how it was. */
  | { readonly kind: "detached"; readonly route: Route }
  /** All of the distribution was gone already, which ends its change. */
  | { readonly kind: "gone"; readonly ended: ChangeOutcome }
  /** The route is there still; that may end the change. */
  | { readonly kind: "kept"; readonly why: string; readonly ended?: ChangeOutcome };

/** Somebody changed, since the plan was made, what was to be written: nothing is. The message says what. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}
