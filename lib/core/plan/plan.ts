import {
  type AccessLevel,
  type Desired,
  type Grant,
  type LiveGrant,
  type LiveRoute,
  type OnRemove,
  type Permissions,
  type ResolvedPermissions,
  type Route,
  routeKey,
  type Scope,
} from "../domain/distribution.ts";
import type { Block } from "./block.ts";

/**
 * What a pass would do: complete, ordered, serialisable, hashed, and made before anything is written. The command, the
 * function and the comment on a pull request all show this value; apply carries out nothing else.
 */
export type Plan = {
  /** Of this format: `schema/plan.schema.json`. */
  readonly version: 1;
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  readonly policy: Policy;
  /** Of the effects alone: see `digestOf`. */
  readonly digest: string;
  readonly changes: readonly Change[];
  /** What a rule refuses; nobody has approved it. */
  readonly blocks: readonly Block[];
  /** What a rule refused and an approval of exactly this plan allows. */
  readonly approval?: PlanApproval;
  readonly unchanged: readonly Unchanged[];
  readonly leftAlone: readonly LeftAlone[];
  readonly summary: PlanSummary;
};

export const POLICIES = ["create-only", "upsert", "sync"] as const;
export type Policy = (typeof POLICIES)[number];

/** Two workspaces of one name can exist at two addresses: both make the identity. */
export type WorkspaceIdentity = { readonly api: string; readonly name: string };

/** Someone decided, in a reviewed commit, that this plan may be carried out: once, and for a day. */
export type PlanApproval = {
  readonly by: string;
  readonly reason: string;
  /** ISO 8601, UTC. */
  readonly until: string;
  /** `distributions/approvals/….yaml` */
  readonly source: string;
  readonly lifts: readonly Block[];
};

export type Change = CreateChange | UpdateChange | AdoptChange | DisownChange | DisableChange | DeleteChange;

/** What every change says of the distribution that it is about. */
type About = {
  /** Identity: `project:web#shop`; with the new identifier where it is renamed. */
  readonly key: string;
  readonly scope: Scope;
  readonly identifier: string;
  /** The scope for people: `environment web/staging`. */
  readonly where: string;
  readonly name: string;
};

/** Permissions with the ids that Buddy takes, and beside them what the manifest called them. */
export type PlannedPermissions = Permissions<
  { readonly id: number; readonly email?: string },
  { readonly id: number; readonly name?: string }
>;

/** What of it Buddy takes. */
export function idsOnly({ others, users, groups }: PlannedPermissions): ResolvedPermissions {
  return {
    ...(others === undefined ? {} : { others }),
    ...(users === undefined ? {} : { users: ids(users) }),
    ...(groups === undefined ? {} : { groups: ids(groups) }),
  };
}

function ids(grants: readonly Grant<{ readonly id: number }>[]): Grant<{ readonly id: number }>[] {
  return grants.map(({ id, access_level }) => ({ id, access_level }));
}

/**
 * What the manifest declares, with Buddy's ids: what apply compares with the object before it writes, and records as
 * the base of later comparisons. An absent key is not managed.
 */
export type Declared = Pick<Desired, "name" | "disabled" | "routes"> & {
  readonly permissions?: ResolvedPermissions;
};

/** @param permissions those of the manifest, with Buddy's ids */
export function declaredOf(
  { name, disabled, routes }: Pick<Desired, "name" | "disabled" | "routes">,
  permissions: PlannedPermissions | undefined,
): Declared {
  return {
    ...(name === undefined ? {} : { name }),
    ...(disabled === undefined ? {} : { disabled }),
    ...(permissions === undefined ? {} : { permissions: idsOnly(permissions) }),
    ...(routes === undefined ? {} : { routes }),
  };
}

/** What every change says of the manifest that it comes from. */
type FromManifest = {
  readonly declared: Declared;
  /** `sync.protect` and `sync.on_remove`: recorded, because they outlive the manifest. */
  readonly protect: boolean;
  readonly onRemove?: OnRemove;
  /** `distributions/shop.yaml:2` */
  readonly source: string;
};

/** A distribution that is missing, or that an earlier pass of ours began and did not finish. */
export type CreateChange = About &
  FromManifest & {
    readonly action: "create";
    /** Present only where the manifest says it; a new distribution is enabled. */
    readonly disabled?: boolean;
    readonly permissions?: PlannedPermissions;
    /** Those that are to be created; all of them unless `resumes` is set. */
    readonly routes: readonly Route[];
    /** Buddy's id of the distribution that is there already because an earlier pass was cut short. */
    readonly resumes?: string;
    /** It only looks like what an earlier pass began: a reviewer should check that it is. */
    readonly presumed?: true;
  };

/**
 * Who moved since the last apply: `ours`, git did; `theirs`, Buddy's side did; `conflict`, both did, and differently. (Where
 * both moved to the same value there is no difference.)
 */
export type Moved = "ours" | "theirs" | "conflict";

/** A field that both sides have, and in which they differ: the live value and the declared one. */
export type FieldChange = { readonly moved: Moved } & (
  | { readonly field: "identifier"; readonly from?: string; readonly to: string }
  | { readonly field: "name"; readonly from: string; readonly to: string }
  | { readonly field: "disabled"; readonly from: boolean; readonly to: boolean }
  | { readonly field: "others"; readonly from?: string; readonly to: AccessLevel }
  | {
      readonly field: "users";
      readonly from: readonly LiveGrant[];
      readonly to: NonNullable<PlannedPermissions["users"]>;
    }
  | {
      readonly field: "groups";
      readonly from: readonly LiveGrant[];
      readonly to: NonNullable<PlannedPermissions["groups"]>;
    }
);

export type RouteChange = { readonly moved: Moved } & (
  | { readonly kind: "add"; readonly to: Route }
  | { readonly kind: "update"; readonly id: string; readonly from: LiveRoute; readonly to: Route }
  /** Its domain cannot be changed in place: the new one is created and verified, then the old one is removed. */
  | { readonly kind: "replace"; readonly id: string; readonly from: LiveRoute; readonly to: Route }
  | { readonly kind: "remove"; readonly id: string; readonly from: LiveRoute }
);

/** The key that a change of a route goes by: of one that is replaced, the new one's. */
export function routeChangeKey(change: RouteChange): string {
  return routeKey(change.kind === "remove" ? change.from : change.to);
}

/** One of ours that differs from its manifest. */
export type UpdateChange = About &
  FromManifest & {
    readonly action: "update";
    readonly id: string;
    /** The identifier that it is known under until now, where a manifest renames it. */
    readonly renames?: string;
    readonly fields: readonly FieldChange[];
    readonly routes: readonly RouteChange[];
  };

/** One that exists, is nobody's, and becomes ours. Nothing is written to it in this pass. */
export type AdoptChange = About &
  FromManifest & {
    readonly action: "adopt";
    readonly id: string;
    /** What a later pass will change in it. */
    readonly fields: readonly FieldChange[];
    readonly routes: readonly RouteChange[];
  };

/** One of ours that no manifest mentions any more. */
type Removal = About & {
  readonly id: string;
  /** The last commit that declared it, and the one in which it is gone, where they are known. */
  readonly declaredIn?: string;
  readonly goneIn?: string;
};

/** It stays as it is, and is no longer ours. Nothing is written to it. */
export type DisownChange = Removal & { readonly action: "disown" };

/** It is disabled, and stays ours: its manifest can come back. */
export type DisableChange = Removal & {
  readonly action: "disable";
  readonly routes: readonly LiveRoute[];
  /** ISO 8601, UTC: when it will be deleted; absent: not at all. */
  readonly deleteAfter?: string;
};

export type DeleteChange = Removal & {
  readonly action: "delete";
  readonly routes: readonly LiveRoute[];
  /** Whether it answers requests until then. */
  readonly enabled: boolean;
};

/** A distribution that is ours and there, and asks for nothing. */
export type Unchanged = {
  readonly key: string;
  readonly scope: Scope;
  readonly identifier: string;
  readonly where: string;
  readonly id: string;
  readonly source: string;
  /** Whether it was read and compared; else the list alone says that it is there. */
  readonly verified: boolean;
  /** Where git and Buddy's side both moved to the same value since the last apply. */
  readonly both?: readonly string[];
};

/** Why something was left alone; each word is stable and machine-readable. */
export const LEFT_ALONE_REASONS = [
  "exists-unmanaged", // a manifest asks for it, it is there, and it is not ours
  "foreign", // it is another instance's
  "ambiguous", // several live distributions have the identifier
  "create-only", // its manifest has changed since, and the policy changes nothing that exists
  "drift", // it was changed on Buddy's side, and this pass only reports that
  "orphaned", // ours, no manifest mentions it, and the policy removes nothing
  "protected", // ours, no manifest mentions it, and it is protected
  "quarantined", // ours, no manifest mentions it: disabled until it may be deleted
  "kept-live", // ours, no manifest mentions it, and somebody enabled it again
  "changed-live", // ours, no manifest mentions it, and it is not what we made: moved or renamed
  "incomplete-read", // ours, no manifest mentions it, and something could not be read: nothing is removed then
  "unconfirmed", // it could not be read to see whose it is
  "scope-unreadable", // the list of its scope failed
  "lookup-failed", // the environment, user or group that it names could not be looked up
  "not-in-manifests", // live, and no manifest mentions it
] as const;
export type LeftAloneReason = (typeof LEFT_ALONE_REASONS)[number];

export type LeftAlone = {
  readonly key: string;
  readonly identifier: string;
  readonly where: string;
  readonly reason: LeftAloneReason;
  /** What a person can do about it, or what Buddy said. */
  readonly detail: string;
  readonly id?: string;
  readonly source?: string;
  /** For `drift`: what differs. */
  readonly fields?: readonly FieldChange[];
  readonly routes?: readonly RouteChange[];
};

export type PlanSummary = {
  /** Distributions that are missing. */
  readonly create: number;
  /** Distributions that an earlier pass began. */
  readonly finish: number;
  readonly update: number;
  readonly adopt: number;
  readonly disown: number;
  readonly disable: number;
  readonly delete: number;
  /** Routes that are added: of new distributions, of begun ones, and of those that are updated. */
  readonly routes: number;
  readonly unchanged: number;
  /** Of the unchanged: known from a list alone. */
  readonly unverified: number;
  readonly leftAlone: number;
  /** Of those left alone: changed on Buddy's side. */
  readonly drift: number;
  /** Changes that a block keeps from being carried out. */
  readonly blocked: number;
};

/** Reasons that mean that the pass could not see all it had to: never exit code 0. */
export function isFailure(reason: LeftAloneReason): boolean {
  switch (reason) {
    case "unconfirmed":
    case "scope-unreadable":
    case "lookup-failed":
    case "incomplete-read":
      return true;
    case "exists-unmanaged":
    case "foreign":
    case "ambiguous":
    case "create-only":
    case "drift":
    case "orphaned":
    case "protected":
    case "quarantined":
    case "kept-live":
    case "changed-live":
    case "not-in-manifests":
      return false;
    default:
      return reason satisfies never;
  }
}

/** Why apply must not carry a change out, by its key. */
export function blockReasons({ blocks }: Pick<Plan, "blocks">): ReadonlyMap<string, string> {
  return new Map(blocks.flatMap(({ keys, message }) => keys.map((key) => [key, message] as const)));
}
