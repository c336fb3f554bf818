import type { Desired, Scope, Summary } from "../core/domain/distribution.ts";
import type { Inventory } from "../core/domain/inventory.ts";
import type { AsKept } from "../core/plan/compare.ts";
import type { Change, PlannedPermissions } from "../core/plan/plan.ts";
import type { Outcome } from "../core/report/report.ts";
import type { ProviderError } from "../errors.ts";
import type { Clock, Ledger, WritingProvider } from "../ports.ts";

/** What carrying out any change needs. */
export type ChangeTools = {
  readonly writer: WritingProvider;
  readonly ledger: Pick<Ledger, "record">;
  /** As it was when the plan was made. */
  readonly inventory: Inventory;
  readonly clock: Clock;
  /** When apply began, in milliseconds since the epoch: whatever an earlier pass wrote was written before. */
  readonly begunAt: number;
  /** Addresses of routes that this pass has given from one distribution to another. */
  readonly moved: ReadonlySet<string>;
};

/** What a change that has a manifest needs besides. */
export type ManifestTools = ChangeTools & {
  readonly desired: Desired<Scope>;
  /** The access that the manifest asks for, with Buddy's ids. */
  readonly permissions?: PlannedPermissions;
  readonly commit?: string;
  /** By address: the change of the plan that takes a route with it away. */
  readonly givenUp: ReadonlyMap<string, Change>;
  /** How the inventory keeps what was applied; whole when it is absent. */
  readonly asKept?: AsKept;
};

/** What a creation needs besides. */
export type CreateTools = ManifestTools & {
  /** A list of the scope that begins after the call. */
  readonly relist: (scope: Scope) => Promise<readonly Summary[]>;
};

/** What became of a change. */
export type ChangeOutcome = {
  readonly outcome: Outcome;
  /** What went wrong last: the caller decides whether it concerns more than this change. */
  readonly error?: ProviderError;
};
