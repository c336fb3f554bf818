import type { Route } from "../core/domain/distribution.ts";
import type { CreateChange, UpdateChange } from "../core/plan/plan.ts";
import type { RouteOutcome } from "../core/report/report.ts";
import type { ProviderError } from "../errors.ts";
import type { RouteResult } from "./add-route.ts";
import type { ChangeOutcome } from "./tools.ts";

/**
 * A change whose first phase went well, and that is not at its end: it has something to take away, or a route that Buddy
 * refuses as long as another distribution has its address.
 */
export type Halfway = {
  readonly change: CreateChange | UpdateChange;
  /** Whether its end takes something away. */
  readonly removes: boolean;
  /** By address: routes that wait for another distribution to give it up. */
  readonly waiting: ReadonlyMap<string, unknown>;
  /** Sends a route that waits once more. */
  take(address: string): Promise<RouteResult>;
  /** A route that waits no longer, and is not there: what went wrong last, if anything did. */
  forgo(address: string, outcome: Omit<RouteOutcome, "route">, error?: ProviderError): void;
  /** Remembers that Buddy would not have a route, also while no other distribution had its address. */
  recordRefused(address: string): Promise<void>;
  /** Of an update: it may give routes to others. */
  readonly gives?: Giver;
  /** Takes the change to its end. The caller sees to it that nothing has failed before. */
  finish(): Promise<ChangeOutcome>;
  /** The account of a change that is not taken to its end. */
  leave(reason: string): ChangeOutcome;
};

/** A change that takes a route away which another distribution is to have. */
export type Giver = {
  /** Takes the route away, ahead of all other removals. */
  give(address: string): Promise<Given>;
  /** Adds it again as it was, since the other could not have it, and accounts for the change, which ends here. */
  takeBack(route: Route, why: string): Promise<ChangeOutcome>;
};

export type Given =
  /** The route was taken away: this is how it was. */
  | { readonly is: "given"; readonly route: Route }
  /** All of the distribution was gone already, which ends the change. */
  | { readonly is: "gone"; readonly ended?: ChangeOutcome }
  /** The route is there still; that may end the change. */
  | { readonly is: "kept"; readonly why: string; readonly ended?: ChangeOutcome };
