import type { Permissions, Target } from "../core/domain/distribution.ts";

/** What the emulator holds when it starts. */
export type Seed = { readonly workspaces: readonly SeedWorkspace[] };

export type SeedWorkspace = {
  /** The URL handle. */
  readonly name: string;
  /** Default true. `false` answers every call with 403, as a workspace does whose developer API is switched off. */
  readonly apiEnabled?: boolean;
  readonly projects?: readonly string[];
  /** One without a project belongs to the workspace itself. */
  readonly environments?: readonly SeedEnvironment[];
  readonly members?: readonly SeedMember[];
  readonly groups?: readonly SeedGroup[];
  /** A route may name another domain, whose zone type is then ROUTING. */
  readonly domains?: readonly SeedDomain[];
  readonly distributions?: readonly SeedDistribution[];
};

export type SeedEnvironment = { readonly id: string; readonly identifier: string; readonly project?: string };
type SeedMember = { readonly id: number; readonly name?: string; readonly email: string };
type SeedGroup = { readonly id: number; readonly name: string };
type SeedDomain = { readonly domain: string; readonly type: string };

export type SeedDistribution = {
  /** For `Emulator.put`, by default the first workspace. In a seed, the workspace is the one that lists the distribution. */
  readonly workspace?: string;
  /** Default: follows from `environment` and `project`. */
  readonly scope?: "WORKSPACE" | "PROJECT" | "ENVIRONMENT";
  readonly project?: string;
  /** The id of an environment, or its identifier (in `project`, if that is given). */
  readonly environment?: string;
  /** `null`: somebody made it in the UI without one. */
  readonly identifier: string | null;
  /** Default: the identifier. */
  readonly name?: string;
  readonly disabled?: boolean;
  readonly permissions?: SeedPermissions;
  readonly routes?: readonly SeedRoute[];
};

export type SeedPermissions = Permissions<{ readonly id: number }, { readonly id: number }>;

export type SeedRoute = {
  /** Null: Buddy accepts a route without a domain, which answers for no host. */
  readonly domain: string | null;
  readonly subdomain?: string | null;
  readonly path?: string;
  /** Default DIRECT_PROXY. Any text, so that a test can use a type that does not exist yet. */
  readonly type?: string;
  readonly targets: Readonly<Record<string, Target>>;
  /** A field that no page documents and no manifest can set. */
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
 * A seed in the form of command-line flags. Every workspace gets all of the lists. A list that is left out is that of
 * DEFAULT_SEED, without environments of projects that are not listed.
 */
export type SeedLists = {
  readonly workspaces?: readonly string[];
  readonly projects?: readonly string[];
  /** `web/staging`, or `shared` for an environment of the workspace itself. Its project need not be in `projects`. */
  readonly environments?: readonly string[];
  /** E-mail addresses; ids count from 1. */
  readonly members?: readonly string[];
  /** Ids count from 1. */
  readonly groups?: readonly string[];
};

/** @throws Error when an environment has more than one slash, or nothing before or after it */
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
      `environment "${text}": write PROJECT/IDENTIFIER, as in web/staging, or IDENTIFIER alone for an environment of the workspace`,
    );
  }
  const id = `env${String(at + 1).padStart(5, "0")}`;
  return second === undefined ? { id, identifier: first } : { id, identifier: second, project: first };
}
