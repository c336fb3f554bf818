import { type Desired, describeScope, type Scope } from "../core/domain/distribution.ts";
import type { Omission } from "../core/export/omission.ts";
import type { LiveDistribution } from "../core/export/select.ts";
import { type Directory, namedEnvironments, namedSubjects, placeInScopes } from "../core/plan/resolve.ts";
import { ProviderError, stopsPass } from "../errors.ts";
import type { Environment, ReadingProvider } from "../ports.ts";

/** Manifests in the scopes that Buddy addresses. */
export type Placed = {
  readonly declared: readonly Desired<Scope>[];
  /** The rest of them. */
  readonly unplaced: readonly Desired[];
  /** Environments that could not be looked up: what they hold may be declared already, and so it is not exported. */
  readonly omissions: readonly Omission[];
  readonly notices: readonly string[];
};

/** Looks up the environments that manifests name: not at all when none does. */
export async function placeDeclared(desired: readonly Desired[], reader: ReadingProvider): Promise<Placed> {
  const environments = new Map<string, readonly Environment[]>();
  const failures = new Map<string, string>();
  await Promise.all(
    Array.from(namedEnvironments(desired), async (project) => {
      const found = await lookUp(() => reader.environments(project === "" ? undefined : project));
      if (typeof found === "string") failures.set(project, found);
      else environments.set(project, found);
    }),
  );
  const failureOf = ({ scope }: Desired) =>
    "environment" in scope ? failures.get(scope.project ?? "") : undefined;
  const { placed, unresolved } = placeInScopes(
    desired.filter((one) => failureOf(one) === undefined),
    environments,
  );
  const omissions = desired.flatMap((one): readonly Omission[] => {
    const detail = failureOf(one);
    if (detail === undefined) return [];
    const where = describeScope(one.scope);
    return [{ identifier: one.identifier, where, part: "distribution", reason: "lookup-failed", detail }];
  });
  const notices = unresolved.map(({ source, message }) => `${source.file}:${source.line}: ${message}`);
  const sources = new Set(placed.map(({ source }) => source));
  const unplaced = desired.filter(({ source }) => !sources.has(source));
  return { declared: placed, unplaced, omissions, notices };
}

export type People = {
  readonly directory: Directory;
  /** Of groups by id. */
  readonly names: ReadonlyMap<number, string>;
  readonly unknown: ReadonlyMap<"users" | "groups", string>;
};

/** Looks up who is named in manifests that may change, and what the groups are called that only Buddy names. */
export async function readPeople(
  declared: readonly Desired<Scope>[],
  live: readonly LiveDistribution[],
  reader: ReadingProvider,
): Promise<People> {
  const named = namedSubjects(declared);
  const granted = live.some(({ actual }) => (actual.permissions?.groups ?? []).length > 0);
  const [users, groups] = await Promise.all([
    named.emails.size === 0 ? NOBODY : lookUp(() => reader.users(named.emails)),
    named.groups || granted ? lookUp(() => reader.groups()) : NOBODY,
  ]);
  const unknown = new Map<"users" | "groups", string>();
  if (typeof users === "string") unknown.set("users", users);
  if (typeof groups === "string") unknown.set("groups", groups);
  const directory = {
    users: typeof users === "string" ? NOBODY : users,
    groups: typeof groups === "string" ? NOBODY : groups,
  };
  return { directory, names: new Map(Array.from(directory.groups, ([name, id]) => [id, name])), unknown };
}

const NOBODY: ReadonlyMap<string, number> = new Map();

/** What was looked up, or why it could not be. */
async function lookUp<T extends object>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderError) || stopsPass(error)) throw error;
    return error.remedy === undefined ? error.message : `${error.message} — ${error.remedy}`;
  }
}
