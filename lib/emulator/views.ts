import type { Target } from "../core/domain/distribution.ts";
import { parseUrl } from "../core/domain/url.ts";
import { shownType } from "./routes.ts";
import type { SeedEnvironment, SeedWorkspace } from "./seed.ts";
import { environmentWithId, type StoredDistribution, type StoredRoute, type Tenancy } from "./state.ts";

/**
 * Objects as Buddy's answers show them. The shapes of `url` and `html_url` are those of the examples of
 * buddy.works/docs/api/distributions; both lead to the emulator, which is API and app in one, as a self-hosted Buddy is.
 */

type View = Readonly<Record<string, unknown>>;

/** An item of the list: all that can be known of it without reading it. */
export function summaryView(
  world: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
): View {
  const { identifier, name, disabled } = distribution;
  return {
    ...distributionLinks(world, workspace, distribution),
    id: shownId(world, distribution.id),
    identifier,
    name,
    disabled,
  };
}

export function distributionView(
  world: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
): View {
  const { scope, project, environment, permissions, note } = distribution;
  return {
    ...summaryView(world, workspace, distribution),
    scope,
    ...(project === undefined ? {} : { project: projectView(world, workspace, project) }),
    ...(environment === undefined
      ? {}
      : { environment: environmentView(world, workspace, environmentWithId(workspace, environment)) }),
    routes: distribution.routes.map((route) => routeView(world, workspace, distribution, route)),
    permissions,
    ...(note === undefined ? {} : { note }),
  };
}

export function routeView(
  world: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
  route: StoredRoute,
): View {
  const { domain, subdomain, path, note } = route;
  return {
    ...distributionLinks(world, workspace, distribution, `routes/${route.id}`, `route/${route.id}`),
    id: shownId(world, route.id),
    type: shownType(route.type, world.personality.typeNames),
    subdomain,
    domain,
    path,
    zone_type: workspace.domains?.find((candidate) => candidate.domain === domain)?.type ?? "ROUTING",
    targets: shownTargets(world, route),
    ...(note === undefined ? {} : { note }),
  };
}

export function projectView(world: Tenancy, workspace: SeedWorkspace, name: string): View {
  return {
    url: `${world.url}/workspaces/${encodeURIComponent(workspace.name)}/projects/${encodeURIComponent(name)}`,
    html_url: `${world.url}/${encodeURIComponent(workspace.name)}/${encodeURIComponent(name)}`,
    name,
    display_name: name,
    status: "ACTIVE",
  };
}

export function environmentView(
  world: Tenancy,
  workspace: SeedWorkspace,
  environment: SeedEnvironment,
): View {
  const { id, identifier, project } = environment;
  const query = project === undefined ? "" : `?project_name=${encodeURIComponent(project)}`;
  return {
    url: `${world.url}/workspaces/${encodeURIComponent(workspace.name)}/environments/${id}${query}`,
    html_url: `${world.url}/${encodeURIComponent(workspace.name)}/${place(project)}/environments/${id}`,
    id,
    identifier,
    name: identifier,
    scope: project === undefined ? "WORKSPACE" : "PROJECT",
  };
}

/** The addresses of a distribution, or of something under it: objects of a project or an environment carry their query. */
export function distributionLinks(
  world: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
  below = "",
  page = "routes",
): View {
  const { id, project, environment } = distribution;
  const base = `${world.url}/workspaces/${encodeURIComponent(workspace.name)}/distributions/${id}`;
  const home = project ?? workspace.environments?.find((candidate) => candidate.id === environment)?.project;
  return {
    url: `${base}${below === "" ? "" : `/${below}`}${queryOf(project, environment)}`,
    html_url: `${world.url}/${encodeURIComponent(workspace.name)}/${place(home)}/routing/${id}/${page}`,
  };
}

export function queryOf(project: string | undefined, environment: string | undefined): string {
  const pairs: [string, string][] = [];
  if (project !== undefined) pairs.push(["project_name", project]);
  if (environment !== undefined) pairs.push(["environment_id", environment]);
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs).toString()}`;
}

/** The part of an app address that says where: a project, or `-` for the workspace. */
function place(project: string | undefined): string {
  return project === undefined ? "-" : encodeURIComponent(project);
}

function shownId({ personality }: Tenancy, id: string): string | number {
  return personality.ids === "number" ? Number(id) : id;
}

function shownTargets({ personality }: Tenancy, { targets }: StoredRoute): View {
  return Object.fromEntries(
    Object.entries(targets).map(([region, target]) => [
      region === "Default" && personality.regionKeys === "default" ? "default" : region,
      personality.externalUrls === "normalised" ? normalised(target) : target,
    ]),
  );
}

/** What is no address even with a scheme is shown as it is. */
function normalised(target: Target): Target {
  if (target.type !== "EXTERNAL") return target;
  const { external_url: sent } = target;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(sent) ? sent : `https://${sent}`;
  return { ...target, external_url: parseUrl(whole)?.href ?? sent };
}
