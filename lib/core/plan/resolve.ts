import {
  type Desired,
  distributionKey,
  type Grant,
  type GroupReference,
  type ManifestSource,
  type NamedEnvironment,
  type Permissions,
  type Scope,
  type UserReference,
} from "../domain/distribution.ts";
import type { ProblemCode } from "../domain/problem.ts";
import type { PlannedPermissions } from "./plan.ts";

/** A name in a manifest that Buddy does not know; the caller turns it into a problem with a position. */
export type Unresolved = {
  readonly source: ManifestSource;
  readonly path: readonly (string | number)[];
  readonly code: ProblemCode;
  readonly message: string;
  readonly remedy: string;
};

type EnvironmentEntry = {
  readonly id: string;
  readonly identifier: string;
  readonly scope?: string;
  readonly project?: string;
};

/** Environments by the project that was asked for; "" stands for the workspace itself. */
export type Environments = ReadonlyMap<string, readonly EnvironmentEntry[]>;

/** Whose id is known by name. E-mail addresses are in lower case. */
export type Directory = {
  readonly users: ReadonlyMap<string, number>;
  readonly groups: ReadonlyMap<string, number>;
};

/** Gives every manifest the scope that Buddy addresses. Two that meet in one scope under one identifier are named. */
export function placeInScopes(
  desired: readonly Desired[],
  environments: Environments,
): { readonly placed: readonly Desired<Scope>[]; readonly unresolved: readonly Unresolved[] } {
  const placed = new Map<string, Desired<Scope>>();
  const unresolved: Unresolved[] = [];
  for (const manifest of desired) {
    const scope = isNamed(manifest.scope) ? findEnvironment(manifest.scope, environments) : manifest.scope;
    if ("problem" in scope) {
      unresolved.push({ source: manifest.source, path: ["environment"], ...scope.problem });
      continue;
    }
    const key = distributionKey(scope, manifest.identifier);
    const other = placed.get(key);
    const name = isNamed(manifest.scope) ? { environmentName: nameOfEnvironment(manifest.scope) } : {};
    if (other === undefined) placed.set(key, { ...manifest, ...name, scope });
    else unresolved.push(duplicate(manifest, other), duplicate(other, manifest));
  }
  return { placed: [...placed.values()], unresolved };
}

/** The projects whose environments must be listed; "" stands for the workspace itself. */
export function namedEnvironments(desired: readonly Desired[]): ReadonlySet<string> {
  return new Set(desired.flatMap(({ scope }) => (isNamed(scope) ? [scope.project ?? ""] : [])));
}

/** The e-mail addresses (lower case) that must be looked up, and whether any group is named. */
export function namedSubjects(desired: Iterable<Pick<Desired, "permissions">>): {
  readonly emails: ReadonlySet<string>;
  readonly groups: boolean;
} {
  const emails = new Set<string>();
  let groups = false;
  for (const { permissions } of desired) {
    for (const user of permissions?.users ?? []) if ("email" in user) emails.add(user.email.toLowerCase());
    for (const group of permissions?.groups ?? []) if ("name" in group) groups = true;
  }
  return { emails, groups };
}

/** Permissions with Buddy's ids. */
export function resolvePermissions(
  desired: Pick<Desired, "source"> & { readonly permissions: Permissions },
  directory: Directory,
): { readonly permissions: PlannedPermissions; readonly unresolved: readonly Unresolved[] } {
  const { source, permissions } = desired;
  const unresolved: Unresolved[] = [];
  const unknown = (path: readonly (string | number)[], code: ProblemCode, message: string, remedy: string) =>
    unresolved.push({ source, path: ["permissions", ...path], code, message, remedy });

  const users = permissions.users?.flatMap((user: Grant<UserReference>, index) => {
    if ("id" in user) return [user];
    const id = directory.users.get(user.email.toLowerCase());
    if (id !== undefined) return [{ id, email: user.email, access_level: user.access_level }];
    const remedy = "invite the user in Buddy, or correct the address";
    unknown(
      ["users", index, "email"],
      "UNKNOWN_USER",
      `no member of the workspace has ${user.email}`,
      remedy,
    );
    return [];
  });
  const groups = permissions.groups?.flatMap((group: Grant<GroupReference>, index) => {
    if ("id" in group) return [group];
    const id = directory.groups.get(group.name);
    if (id !== undefined) return [{ id, name: group.name, access_level: group.access_level }];
    const known = [...directory.groups.keys()].toSorted().join(", ");
    const remedy = known === "" ? "the workspace has no groups" : `the workspace has: ${known}`;
    unknown(["groups", index, "name"], "UNKNOWN_GROUP", `the workspace has no group "${group.name}"`, remedy);
    return [];
  });
  return {
    permissions: {
      ...(permissions.others === undefined ? {} : { others: permissions.others }),
      ...(users === undefined ? {} : { users }),
      ...(groups === undefined ? {} : { groups }),
    },
    unresolved,
  };
}

function isNamed(scope: Desired["scope"]): scope is NamedEnvironment {
  return "environment" in scope;
}

function nameOfEnvironment({ environment, project }: NamedEnvironment): string {
  return project === undefined ? environment : `${project}/${environment}`;
}

type Finding = Scope | { readonly problem: Pick<Unresolved, "code" | "message" | "remedy"> };

function findEnvironment({ environment, project }: NamedEnvironment, environments: Environments): Finding {
  const where = project === undefined ? "the workspace" : `project ${project}`;
  const listed = (environments.get(project ?? "") ?? []).filter((entry) => isIn(project, entry));
  const [found, ...others] = listed.filter((entry) => entry.identifier === environment);
  if (found === undefined) {
    const known = listed.map(({ identifier }) => identifier).toSorted();
    const remedy = known.length === 0 ? `${where} has no environments` : `${where} has: ${known.join(", ")}`;
    return {
      problem: {
        code: "UNKNOWN_ENVIRONMENT",
        message: `${where} has no environment "${environment}"`,
        remedy,
      },
    };
  }
  if (others.length > 0) {
    const ids = [found, ...others].map(({ id }) => id).join(", ");
    const message = `${where} lists several environments "${environment}"`;
    return {
      problem: { code: "UNKNOWN_ENVIRONMENT", message, remedy: `name one by environment_id: ${ids}` },
    };
  }
  return { kind: "environment", environmentId: found.id };
}

/** The list of the workspace may show the environments of its projects too, and the other way round. */
function isIn(project: string | undefined, entry: EnvironmentEntry): boolean {
  if (project === undefined) return entry.scope !== "PROJECT" && entry.project === undefined;
  return entry.scope !== "WORKSPACE" && (entry.project === undefined || entry.project === project);
}

function duplicate(one: Desired, other: Desired): Unresolved {
  return {
    source: one.source,
    path: ["identifier"],
    code: "DUPLICATE_IDENTIFIER",
    message: `${one.identifier} is also declared in ${other.source.file}:${other.source.line}, for the same environment`,
    remedy: "keep one of the two",
  };
}
