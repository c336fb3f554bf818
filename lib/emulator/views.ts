import type { Target } from "../core/domain/distribution.ts";
import { parseUrl } from "../core/domain/url.ts";
import { environmentWithId } from "./check.ts";
import type { Personality } from "./personality.ts";
import type { SeedEnvironment, SeedWorkspace } from "./seed.ts";
import type { StoredDistribution, StoredRoute, Tenancy } from "./state.ts";

/**
 * How do Buddy's answers show an object? `url` and `html_url` have the form of the examples of buddy.works/docs/api/distributions.
 * Both point to the emulator, which is API and app in one, as a self-hosted Buddy is.
 */

type View = Readonly<Record<string, unknown>>;

/** A distribution as the list shows it. */
export function summaryView(
  tenancy: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
): View {
  const { identifier, name, disabled } = distribution;
  return {
    ...distributionLinks(tenancy, workspace, distribution),
    id: shownId(tenancy, distribution.id),
    identifier,
    name,
    disabled,
  };
}

export function distributionView(
  tenancy: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
): View {
  const { scope, project, environment, permissions, note } = distribution;
  return {
    ...summaryView(tenancy, workspace, distribution),
    scope,
    ...(project === undefined ? {} : { project: projectView(tenancy, workspace, project) }),
    ...(environment === undefined
      ? {}
      : { environment: environmentView(tenancy, workspace, environmentWithId(workspace, environment)) }),
    routes: distribution.routes.map((route) => routeView(tenancy, workspace, distribution, route)),
    permissions,
    ...(note === undefined ? {} : { note }),
  };
}

export function routeView(
  tenancy: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
  route: StoredRoute,
): View {
  const { domain, subdomain, path, note } = route;
  return {
    ...distributionLinks(tenancy, workspace, distribution, `routes/${route.id}`, `route/${route.id}`),
    id: shownId(tenancy, route.id),
    type: shownType(route.type, tenancy.personality.typeNames),
    subdomain,
    domain,
    path,
    zone_type: workspace.domains?.find((candidate) => candidate.domain === domain)?.type ?? "ROUTING",
    targets: shownTargets(tenancy, route),
    ...(note === undefined ? {} : { note }),
  };
}

export function projectView(tenancy: Tenancy, workspace: SeedWorkspace, name: string): View {
  return {
    url: `${tenancy.url}/workspaces/${encodeURIComponent(workspace.name)}/projects/${encodeURIComponent(name)}`,
    html_url: `${tenancy.url}/${encodeURIComponent(workspace.name)}/${encodeURIComponent(name)}`,
    name,
    display_name: name,
    status: "ACTIVE",
  };
}

export function environmentView(
  tenancy: Tenancy,
  workspace: SeedWorkspace,
  environment: SeedEnvironment,
): View {
  const { id, identifier, project } = environment;
  const query = project === undefined ? "" : `?project_name=${encodeURIComponent(project)}`;
  return {
    url: `${tenancy.url}/workspaces/${encodeURIComponent(workspace.name)}/environments/${id}${query}`,
    html_url: `${tenancy.url}/${encodeURIComponent(workspace.name)}/${place(project)}/environments/${id}`,
    id,
    identifier,
    name: identifier,
    scope: project === undefined ? "WORKSPACE" : "PROJECT",
  };
}

/** The addresses of a distribution or of something below it, with the query that a project or an environment requires. */
export function distributionLinks(
  tenancy: Tenancy,
  workspace: SeedWorkspace,
  distribution: StoredDistribution,
  below = "",
  page = "routes",
): View {
  const { id, project, environment } = distribution;
  const base = `${tenancy.url}/workspaces/${encodeURIComponent(workspace.name)}/distributions/${id}`;
  const home = project ?? workspace.environments?.find((candidate) => candidate.id === environment)?.project;
  return {
    url: `${base}${below === "" ? "" : `/${below}`}${queryOf(project, environment)}`,
    html_url: `${tenancy.url}/${encodeURIComponent(workspace.name)}/${place(home)}/routing/${id}/${page}`,
  };
}

export function queryOf(project: string | undefined, environment: string | undefined): string {
  const pairs: [string, string][] = [];
  if (project !== undefined) pairs.push(["project_name", project]);
  if (environment !== undefined) pairs.push(["environment_id", environment]);
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs).toString()}`;
}

/** The part of an address of the app that names the project, or `-` for the workspace. */
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

/** Text that is not an address even with a scheme stays as it is. */
function normalised(target: Target): Target {
  if (target.type !== "EXTERNAL") return target;
  const { external_url: sent } = target;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(sent) ? sent : `https://${sent}`;
  return { ...target, external_url: parseUrl(whole)?.href ?? sent };
}

/** Old and new name of a route type. No page maps them; the pairs follow from what the pages say of each. */
const RENAMED = [
  ["PROXY", "CACHED_PROXY"],
  ["PROXY_NO_CACHE", "DIRECT_PROXY"],
] as const;

const UNCHANGED = ["REDIRECT", "CLOAKING"] as const;

/** The route types that a write may name. */
export function acceptedTypes(names: Personality["typeNames"]): readonly string[] {
  const older = RENAMED.map(([old]) => old);
  const newer = RENAMED.map(([, current]) => current);
  switch (names) {
    case "new":
      return [...newer, ...UNCHANGED];
    case "old":
      return [...older, ...UNCHANGED];
    case "both":
      return [...newer, ...older, ...UNCHANGED];
    default:
      return names satisfies never;
  }
}

/** How an answer names a stored route type; an unknown name stays as it is. */
function shownType(type: string, names: Personality["typeNames"]): string {
  const pair = RENAMED.find(([old, current]) => old === type || current === type);
  if (pair === undefined || names === "both") return type;
  return names === "old" ? pair[0] : pair[1];
}
