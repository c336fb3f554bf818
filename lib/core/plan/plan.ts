import type { Bucket, Grant, Permissions, ResolvedPermissions, Route } from "../distribution.ts";
import type { Block } from "./guard.ts";

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
  readonly blocks: readonly Block[];
  readonly unchanged: readonly Unchanged[];
  readonly left: readonly Left[];
  readonly summary: PlanSummary;
};

type Policy = "create-only";

/** Two workspaces of one name can exist at two addresses: both make the identity. */
export type WorkspaceIdentity = { readonly api: string; readonly name: string };

export type Change = CreateChange;

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

/** A distribution that is missing, or that an earlier pass of ours began and did not finish. */
export type CreateChange = {
  readonly action: "create";
  readonly key: string;
  readonly bucket: Bucket;
  readonly identifier: string;
  /** The bucket for people: `environment web/staging`. */
  readonly where: string;
  readonly name: string;
  /** Present only where the manifest says it; a new distribution is enabled. */
  readonly disabled?: boolean;
  readonly permissions?: PlannedPermissions;
  /** Those that are to be created; all of them unless `resumes` is set. */
  readonly routes: readonly Route[];
  /** Buddy's id of the distribution that is there already because an earlier pass was cut short. */
  readonly resumes?: string;
  /** It only looks like what an earlier pass began: a reviewer should check that it is. */
  readonly presumed?: true;
  readonly protect: boolean;
  /** `distributions/shop.yaml:2` */
  readonly source: string;
};

/** A distribution that is ours and there: create-only asks no more of it. */
export type Unchanged = {
  readonly key: string;
  readonly bucket: Bucket;
  readonly identifier: string;
  readonly where: string;
  readonly id: string;
  readonly source: string;
};

/** Why something was left alone; each word is stable and machine-readable. */
export type LeftReason =
  | "exists-unmanaged" // a manifest asks for it, it is there, and it is not ours
  | "ambiguous" // several live distributions have the identifier
  | "unconfirmed" // it could not be read to see whose it is
  | "bucket-unreadable" // the list of its bucket failed
  | "lookup-failed" // the environment, user or group that it names could not be looked up
  | "not-in-manifests"; // live, and no manifest mentions it

export type Left = {
  readonly key: string;
  readonly identifier: string;
  readonly where: string;
  readonly reason: LeftReason;
  /** What a person can do about it, or what Buddy said. */
  readonly detail: string;
  readonly id?: string;
  readonly source?: string;
};

type PlanSummary = {
  /** Distributions that are missing. */
  readonly create: number;
  /** Distributions that an earlier pass began. */
  readonly finish: number;
  readonly routes: number;
  readonly unchanged: number;
  readonly left: number;
  readonly blocked: number;
};

/** Reasons that mean that the pass could not see all it had to: never exit code 0. */
export function isFailure(reason: LeftReason): boolean {
  switch (reason) {
    case "unconfirmed":
    case "bucket-unreadable":
    case "lookup-failed":
      return true;
    case "exists-unmanaged":
    case "ambiguous":
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
