import type { Bucket, Desired } from "../core/distribution.ts";
import { distributionKey } from "../core/distribution.ts";
import type { Missing } from "../core/plan/diff.ts";
import type { Left, PlannedPermissions } from "../core/plan/plan.ts";
import { type Directory, namedSubjects, resolvePermissions, type Unresolved } from "../core/plan/resolve.ts";
import { ProviderError, type ReadingProvider, stopsPass } from "../ports.ts";
import { leave } from "./observe.ts";

export type Grants = {
  /** What is missing and whose permissions are known. */
  readonly missing: readonly Missing[];
  readonly permissions: ReadonlyMap<string, PlannedPermissions>;
  readonly left: readonly Left[];
  readonly unresolved: readonly Unresolved[];
};

/** Looks up the users and groups that new distributions name: once a pass, and not at all when none does. */
export async function resolveGrants(missing: readonly Missing[], reader: ReadingProvider): Promise<Grants> {
  const created = missing.filter(({ resumes }) => resumes === undefined);
  const named = namedSubjects(created.map(({ desired }) => desired));
  const directory = await lookUp(named, reader);

  const kept: Missing[] = missing.filter(({ resumes }) => resumes !== undefined);
  const permissions = new Map<string, PlannedPermissions>();
  const left: Left[] = [];
  const unresolved: Unresolved[] = [];
  for (const one of created) {
    const { desired } = one;
    if (directory instanceof ProviderError && namesAnyone(desired)) {
      left.push(leave(desired, "lookup-failed", directory));
      continue;
    }
    kept.push(one);
    if (desired.permissions === undefined) continue;
    const known = directory instanceof ProviderError ? NOBODY : directory;
    const resolved = resolvePermissions({ ...desired, permissions: desired.permissions }, known);
    permissions.set(distributionKey(desired.bucket, desired.identifier), resolved.permissions);
    unresolved.push(...resolved.unresolved);
  }
  return { missing: kept, permissions, left, unresolved };
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

function namesAnyone(desired: Desired<Bucket>): boolean {
  const { emails, groups } = namedSubjects([desired]);
  return emails.size > 0 || groups;
}
