import { Refusal } from "./answer.ts";
import type { OperationCall } from "./operation.ts";
import type { SeedWorkspace } from "./seed.ts";
import type { StoredDistribution, StoredRoute } from "./stored-distribution.ts";
import { environmentWithId, projectNamed, type Tenancy, workspaceNamed } from "./world.ts";

export type Addressed = { readonly workspace: SeedWorkspace; readonly distribution: StoredDistribution };

/**
 * The distribution that a call is about, as reads show it or as it is. A distribution of a project or an environment is
 * found only with its query pair: Buddy's own `url` of such an object carries it, so the strict assumption is that it is
 * needed.
 * @throws Refusal 404
 */
export function addressedDistribution(
  world: Tenancy,
  call: OperationCall,
  state: "visible" | "true",
): Addressed {
  const workspace = workspaceNamed(world, call.parameter("workspace"));
  const id = call.parameter("distribution_id");
  const distribution = state === "visible" ? world.store.visible(id) : world.store.get(id);
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
 * The project and the environment that a query names; neither for the workspace.
 * @throws Refusal 404 when one is not there, or the environment is not in the project.
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
