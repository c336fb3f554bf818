import type { Permissions, Target } from "../core/domain/distribution.ts";
import type { StoredDistribution, StoredRoute, Tenancy } from "./state.ts";

/** What is there when the emulator starts. */
export type Seed = { readonly workspaces: readonly SeedWorkspace[] };

export type SeedWorkspace = {
  /** The URL handle. */
  readonly name: string;
  /** `false` answers every call 403, as a workspace does whose developer API is switched off; default true. */
  readonly apiEnabled?: boolean;
  readonly projects?: readonly string[];
  /** Without a project it is an environment of the workspace itself. */
  readonly environments?: readonly SeedEnvironment[];
  readonly members?: readonly SeedMember[];
  readonly groups?: readonly SeedGroup[];
  /** Routes may name others too: their zone type is then ROUTING. */
  readonly domains?: readonly SeedDomain[];
  readonly distributions?: readonly SeedDistribution[];
};

export type SeedEnvironment = { readonly id: string; readonly identifier: string; readonly project?: string };
type SeedMember = { readonly id: number; readonly name?: string; readonly email: string };
type SeedGroup = { readonly id: number; readonly name: string };
type SeedDomain = { readonly domain: string; readonly type: string };

export type SeedDistribution = {
  /** For `Emulator.put`; default: the first workspace. In a seed it is the workspace that it stands in. */
  readonly workspace?: string;
  /** Default: what `environment` and `project` say. */
  readonly scope?: "WORKSPACE" | "PROJECT" | "ENVIRONMENT";
  readonly project?: string;
  /** An environment's id, or its identifier (in `project`, if that is given). */
  readonly environment?: string;
  /** `null` for an object that somebody made in the UI without one. */
  readonly identifier: string | null;
  /** Default: the identifier. */
  readonly name?: string;
  readonly disabled?: boolean;
  readonly permissions?: SeedPermissions;
  readonly routes?: readonly SeedRoute[];
};

export type SeedPermissions = Permissions<{ readonly id: number }, { readonly id: number }>;

export type SeedRoute = {
  /** Null: Buddy takes a route without one, which answers for no host. */
  readonly domain: string | null;
  readonly subdomain?: string | null;
  readonly path?: string;
  /** Any text, so that a type of tomorrow can be there; default DIRECT_PROXY. */
  readonly type?: string;
  readonly targets: Readonly<Record<string, Target>>;
  /** A field that no page has, and that no manifest can say. */
  readonly note?: string;
};

export const DEFAULT_SEED: Seed = {
  workspaces: [
    {
      name: "my-company",
      projects: ["web", "shop"],
      environments: [
        { id: "3a4KbBQl", identifier: "staging", project: "web" },
        { id: "xo4pbVrE", identifier: "production", project: "web" },
        { id: "k9Zs0WyT", identifier: "shared" },
      ],
      members: [
        { id: 1, name: "Dev", email: "dev@example.com" },
        { id: 2, name: "Ops", email: "ops@example.com" },
      ],
      groups: [
        { id: 7, name: "admins" },
        { id: 8, name: "developers" },
      ],
      domains: [
        { domain: "example.com", type: "ROUTING" },
        { domain: "example.org", type: "NS_POINTED" },
        { domain: "my-app.example.dev", type: "CNAME_POINTED" },
        { domain: "live.page", type: "CLAIMABLE" },
      ],
    },
  ],
};

/**
 * Lists as they stand on a command line; every workspace gets all of them. What is left out is as in DEFAULT_SEED,
 * except for environments of projects that are not listed.
 */
export type SeedLists = {
  readonly workspaces?: readonly string[];
  readonly projects?: readonly string[];
  /** `web/staging`, or `shared` for an environment of the workspace itself. Its project need not be listed again. */
  readonly environments?: readonly string[];
  /** E-mail addresses; ids count from 1. */
  readonly members?: readonly string[];
  /** Ids count from 1. */
  readonly groups?: readonly string[];
};

/** @throws Error when an environment has more than one slash, or an end of one is empty. */
export function seedFrom(lists: SeedLists): Seed {
  const [defaults] = DEFAULT_SEED.workspaces;
  const named = lists.projects ?? (lists.environments === undefined ? (defaults?.projects ?? []) : []);
  const environments =
    lists.environments?.map(parseEnvironment) ??
    (defaults?.environments ?? []).filter(({ project }) => project === undefined || named.includes(project));
  const implied = environments.flatMap(({ project }) => (project === undefined ? [] : [project]));
  const content: Omit<SeedWorkspace, "name"> = {
    ...defaults,
    projects: [...new Set([...named, ...implied])],
    environments,
    members: lists.members?.map((email, at) => ({ id: at + 1, email })) ?? defaults?.members ?? [],
    groups: lists.groups?.map((name, at) => ({ id: at + 1, name })) ?? defaults?.groups ?? [],
  };
  const names = lists.workspaces ?? DEFAULT_SEED.workspaces.map(({ name }) => name);
  return { workspaces: names.map((name) => ({ ...content, name })) };
}

function parseEnvironment(text: string, at: number): SeedEnvironment {
  const parts = text.split("/");
  const [first = "", second] = parts;
  if (parts.length > 2 || parts.includes("")) {
    throw new Error(
      `environment "${text}": write project/identifier, as in web/staging, or the identifier alone for one of the workspace`,
    );
  }
  const id = `env${String(at + 1).padStart(5, "0")}`;
  return second === undefined ? { id, identifier: first } : { id, identifier: second, project: first };
}

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
