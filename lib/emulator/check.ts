import type { Personality } from "./personality.ts";
import { type OperationCall, Refusal } from "./router.ts";
import type { SeedEnvironment, SeedWorkspace } from "./seed.ts";
import { addressKey, identityKey, type StoredDistribution, type StoredRoute, type Tenancy } from "./state.ts";

/**
 * Checks that operations share: fields of a body, identities and addresses, and the objects that a path names. Each throws a
 * Refusal; those of fields name the field.
 */

export type Fields = Readonly<Record<string, unknown>>;

export function refuse(message: string): never {
  throw new Refusal(400, message);
}

export function object(value: unknown, what: string): Fields {
  return isObject(value) ? value : refuse(`${what} must be an object`);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listField(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) refuse(`${what} must be a list`);
  return value as readonly unknown[];
}

/** Text that is not empty. */
export function textField(value: unknown, what: string): string {
  if (typeof value !== "string" || value.trim() === "") refuse(`${what} must be a text that is not empty`);
  return value;
}

export function flag(value: unknown, what: string): boolean {
  if (typeof value !== "boolean") refuse(`${what} must be true or false`);
  return value;
}

export function wholeNumber(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) refuse(`${what} must be a whole number`);
  return value;
}

export function oneOf<Value extends string>(value: unknown, what: string, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) refuse(`${what} must be one of ${values.join(", ")}`);
  return found;
}

/** Letters, digits, underscores and hyphens; no hyphen first or last: buddy.works/docs/api/distributions/create. */
export function identifier(value: unknown): string {
  const checked = textField(value, "identifier");
  if (!/^[A-Za-z0-9_-]+$/.test(checked) || checked.startsWith("-") || checked.endsWith("-")) {
    refuse("identifier may hold letters, digits, underscores and hyphens, and no hyphen first or last");
  }
  return checked;
}

/** The object has all required keys, and no key that is neither required nor optional. */
export function exactKeys(
  fields: Fields,
  what: string,
  required: readonly string[],
  optional: readonly string[] = [],
): void {
  for (const key of required) if (!Object.hasOwn(fields, key)) refuse(`${what} lacks ${key}`);
  const unknown = Object.keys(fields).find((key) => !required.includes(key) && !optional.includes(key));
  if (unknown !== undefined) refuse(`${what} must not hold ${unknown}`);
}

/** The fields of a body that have an effect. The personality decides about those that no page documents. */
export function knownFields(
  body: unknown,
  documented: readonly string[],
  undocumented: readonly string[],
  rule: Personality["undocumentedFields"],
): Fields {
  const fields = object(body, "The body");
  const known = rule === "accepted" ? [...documented, ...undocumented] : documented;
  const unknown = Object.keys(fields).find((key) => !known.includes(key));
  if (rule === "refused" && unknown !== undefined) refuse(`Unknown field ${unknown}`);
  return Object.fromEntries(Object.entries(fields).filter(([key]) => known.includes(key)));
}

/**
 * Refuses an identifier that another distribution of the scope has, if the personality enforces unique identifiers.
 * @throws Refusal 400 or 409
 */
export function checkIdentity(tenancy: Tenancy, distribution: StoredDistribution): void {
  const key = identityKey(distribution, distribution.identifier);
  if (key === undefined || tenancy.personality.uniqueness === "none") return;
  if (tenancy.store.holders(key).some(({ id }) => id !== distribution.id)) {
    throw new Refusal(
      Number(tenancy.personality.uniqueness),
      `A distribution with the identifier ${distribution.identifier} already exists`,
    );
  }
}

/**
 * Refuses an address (domain, subdomain, path) that another route of the workspace has, if the personality enforces unique ones.
 * @throws Refusal 400 or 409
 */
export function checkAddress(tenancy: Tenancy, workspace: string, route: StoredRoute): void {
  if (tenancy.personality.uniqueness === "none") return;
  const key = addressKey(workspace, route);
  const routes = tenancy.store.holders(key).flatMap((holder) => holder.routes);
  if (routes.some((other) => other.id !== route.id && addressKey(workspace, other) === key)) {
    throw new Refusal(
      Number(tenancy.personality.uniqueness),
      `A route for this domain, subdomain and path already exists`,
    );
  }
}

export type Addressed = { readonly workspace: SeedWorkspace; readonly distribution: StoredDistribution };

/**
 * The distribution that the path of a call names. One that belongs to a project or an environment is found only if the query
 * names that too: Buddy's own `url` of such an object does, so the strict assumption is that Buddy requires it.
 * @param state `visible`: as reads show it, after the lag; `true`: as it is now
 * @throws Refusal 404
 */
export function addressedDistribution(
  tenancy: Tenancy,
  call: OperationCall,
  state: "visible" | "true",
): Addressed {
  const workspace = workspaceNamed(tenancy, call.parameter("workspace"));
  const id = call.parameter("distribution_id");
  const distribution = state === "visible" ? tenancy.store.visible(id) : tenancy.store.get(id);
  if (
    distribution === undefined ||
    distribution.workspace !== workspace.name ||
    !isHome(workspace, distribution, call)
  ) {
    throw new Refusal(404, `Distribution ${id} not found`);
  }
  return { workspace, distribution };
}

/** @throws Refusal 404 */
export function addressedRoute({ distribution }: Addressed, call: OperationCall): StoredRoute {
  const id = call.parameter("route_id");
  const route = distribution.routes.find((candidate) => candidate.id === id);
  if (route === undefined) throw new Refusal(404, `Route ${id} not found`);
  return route;
}

/**
 * The project and the environment that a query names. Neither: the query is about the workspace.
 * @throws Refusal 404 when one does not exist, or the environment is not in the project
 */
export function namedPlace(
  workspace: SeedWorkspace,
  query: URLSearchParams,
): { readonly project: string | undefined; readonly environment: string | undefined } {
  const project = query.get("project_name") ?? undefined;
  const environment = query.get("environment_id") ?? undefined;
  if (project !== undefined) projectNamed(workspace, project);
  if (environment !== undefined) {
    const found = environmentWithId(workspace, environment);
    if (project !== undefined && found.project !== project) {
      throw new Refusal(404, `Environment ${environment} not found in project ${project}`);
    }
  }
  return { project, environment };
}

function isHome(
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
  { query }: OperationCall,
): boolean {
  const { project, environment } = namedPlace(workspace, query);
  switch (distribution.scope) {
    case "WORKSPACE":
      return project === undefined && environment === undefined;
    case "PROJECT":
      return project === distribution.project && environment === undefined;
    case "ENVIRONMENT":
      return environment === distribution.environment;
    default:
      return distribution.scope satisfies never;
  }
}

/** @throws Refusal 404 for an unknown workspace, 403 for one whose API is switched off */
export function workspaceNamed({ workspaces }: Tenancy, name: string): SeedWorkspace {
  const workspace = workspaces.find((candidate) => candidate.name === name);
  if (workspace === undefined) throw new Refusal(404, `Workspace ${name} not found`);
  // The text is from buddy.works/docs/api/faq, which does not give the status; 403 is the likely one.
  if (workspace.apiEnabled === false) throw new Refusal(403, "API is disabled in this workspace");
  return workspace;
}

/** @throws Refusal 404 when the workspace has no such project */
export function projectNamed(workspace: SeedWorkspace, name: string): string {
  if (workspace.projects?.includes(name) !== true) throw new Refusal(404, `Project ${name} not found`);
  return name;
}

/** @throws Refusal 404 when the workspace has no environment with this id */
export function environmentWithId(workspace: SeedWorkspace, id: string): SeedEnvironment {
  const environment = workspace.environments?.find((candidate) => candidate.id === id);
  if (environment === undefined) throw new Refusal(404, `Environment ${id} not found`);
  return environment;
}
