import type { SeedDistribution, SeedRoute, SeedWorkspace } from "./seed.ts";
import type { StoredDistribution, StoredRoute } from "./stored-distribution.ts";
import type { Tenancy } from "./world.ts";

/**
 * Puts a distribution there as somebody in the UI would have, a while ago: no check of requests, no lag. Returns its id.
 * @throws Error when it names a workspace, a project or an environment that was not seeded.
 */
export function plant(world: Tenancy, seed: SeedDistribution): string {
  const workspace = findWorkspace(world, seed.workspace);
  const id = world.ids.next("distribution");
  const distribution: StoredDistribution = {
    workspace: workspace.name,
    id,
    ...placeOf(workspace, seed),
    identifier: seed.identifier,
    name: seed.name ?? seed.identifier ?? "Untitled",
    disabled: seed.disabled ?? false,
    permissions: seed.permissions ?? { others: "DEFAULT" },
    routes: (seed.routes ?? []).map((route) => storedRoute(world, route)),
  };
  world.store.settle(id, distribution);
  return id;
}

/** All that the seed has. @throws Error as `plant` does. */
export function plantAll(world: Tenancy): void {
  for (const { name, distributions = [] } of world.workspaces) {
    for (const distribution of distributions) plant(world, { ...distribution, workspace: name });
  }
}

function findWorkspace({ workspaces }: Tenancy, name: string | undefined): SeedWorkspace {
  const workspace =
    name === undefined ? workspaces[0] : workspaces.find((candidate) => candidate.name === name);
  if (workspace === undefined)
    throw new Error(`The emulator was seeded with no workspace ${name ?? "at all"}`);
  return workspace;
}

function placeOf(
  workspace: SeedWorkspace,
  { scope, project, environment, identifier }: SeedDistribution,
): Pick<StoredDistribution, "scope" | "project" | "environment"> {
  const wanted =
    scope ?? (environment !== undefined ? "ENVIRONMENT" : project !== undefined ? "PROJECT" : "WORKSPACE");
  switch (wanted) {
    case "WORKSPACE":
      return { scope: wanted };
    case "PROJECT":
      if (project === undefined || workspace.projects?.includes(project) !== true) {
        throw new Error(
          `Distribution ${identifier}: workspace ${workspace.name} was seeded with no project ${project}`,
        );
      }
      return { scope: wanted, project };
    case "ENVIRONMENT": {
      const inProject = (workspace.environments ?? []).filter(
        (one) => project === undefined || one.project === project,
      );
      const found =
        inProject.find(({ id }) => id === environment) ??
        inProject.find((candidate) => candidate.identifier === environment);
      if (found === undefined) {
        throw new Error(
          `Distribution ${identifier}: workspace ${workspace.name} was seeded with no environment ${environment}`,
        );
      }
      return { scope: wanted, environment: found.id };
    }
    default:
      return wanted satisfies never;
  }
}

function storedRoute(world: Tenancy, route: SeedRoute): StoredRoute {
  return {
    id: world.ids.next("route"),
    type: route.type ?? "DIRECT_PROXY",
    domain: route.domain,
    subdomain: route.subdomain === undefined || route.subdomain === "" ? null : route.subdomain,
    path: route.path ?? "",
    targets: route.targets,
    ...(route.note === undefined ? {} : { note: route.note }),
  };
}
