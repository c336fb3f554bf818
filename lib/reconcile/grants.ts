import type { Desired, Scope } from "../core/distribution.ts";
import { distributionKey } from "../core/distribution.ts";
import type { LeftAlone, PlannedPermissions } from "../core/plan/plan.ts";
import { type Directory, namedSubjects, resolvePermissions, type Unresolved } from "../core/plan/resolve.ts";
import { ProviderError, type ReadingProvider, stopsPass } from "../ports.ts";
import { leave } from "./observe.ts";

export type Grants = {
  readonly permissions: ReadonlyMap<string, PlannedPermissions>;
  /** Manifests that name somebody whom nobody could look up. */
  readonly leftAlone: readonly LeftAlone[];
  readonly unresolved: readonly Unresolved[];
};

/** Looks up the users and groups that manifests name: once a pass, and not at all when none does. */
export async function resolveGrants(
  granting: readonly Desired<Scope>[],
  reader: ReadingProvider,
): Promise<Grants> {
  const directory = await lookUp(namedSubjects(granting), reader);
  const permissions = new Map<string, PlannedPermissions>();
  const leftAlone: LeftAlone[] = [];
  const unresolved: Unresolved[] = [];
  for (const desired of granting) {
    if (directory instanceof ProviderError && namesAnyone(desired)) {
      leftAlone.push(leave(desired, "lookup-failed", directory));
      continue;
    }
    if (desired.permissions === undefined) continue;
    const known = directory instanceof ProviderError ? NOBODY : directory;
    const resolved = resolvePermissions({ ...desired, permissions: desired.permissions }, known);
    permissions.set(distributionKey(desired.scope, desired.identifier), resolved.permissions);
    unresolved.push(...resolved.unresolved);
  }
  return { permissions, leftAlone, unresolved };
}

const NOBODY: Directory = { users: new Map(), groups: new Map() };

async function lookUp(
  { emails, groups }: ReturnType<typeof namedSubjects>,
  reader: ReadingProvider,
): Promise<Directory | ProviderError> {
  try {
    const [byEmail, byName] = await Promise.all([
      emails.size === 0 ? NOBODY.users : reader.users(emails),
      groups ? reader.groups() : NOBODY.groups,
    ]);
    return { users: byEmail, groups: byName };
  } catch (error) {
    if (error instanceof ProviderError && !stopsPass(error)) return error;
    throw error;
  }
}

function namesAnyone(desired: Desired<Scope>): boolean {
  const { emails, groups } = namedSubjects([desired]);
  return emails.size > 0 || groups;
}
