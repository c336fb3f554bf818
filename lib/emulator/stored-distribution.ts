import type { Target } from "../core/distribution.ts";
import type { SeedPermissions } from "./seed.ts";

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
