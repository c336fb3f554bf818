import { EndpointError, parseEndpoint } from "../adapters/buddy/endpoint.ts";
import { type PassRules, passRules } from "../core/config/pass-rules.ts";
import type { Config, WorkspaceConfig } from "../core/config/schema.ts";
import { apiOf, DEFAULT_FOLDER, DEFAULT_INSTANCE, isHandle } from "../core/config/workspace.ts";
import { deployedWorkspaces } from "../deployment.ts";

/** What the function is deployed for. */
export type DeployedSettings = {
  readonly instance: string;
  readonly workspaces: ReadonlyMap<string, WorkspaceSettings>;
  readonly github?: NonNullable<Config["github"]>;
};

export type WorkspaceSettings = {
  readonly name: string;
  /** Where Buddy is, checked. */
  readonly api: string;
  /** The folder of manifests: in the asset, or in the repository. */
  readonly manifests: string;
  readonly source: NonNullable<WorkspaceConfig["source"]>;
  readonly token: DeployedToken;
  /** Of passes that are made because it is time, and of those that somebody decided on. */
  readonly rules: Readonly<Record<"scheduled" | "decided", PassRules>>;
};

type DeployedToken =
  | { readonly ssm: string }
  | { readonly oidc: NonNullable<NonNullable<WorkspaceConfig["token"]>["oidc"]> };

/** The configuration in the asset cannot be used. What is wrong is told of all workspaces at once. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(faults: readonly string[]) {
    super(
      `the deployed configuration cannot be used: ${faults.join("; ")}. Mend distro-sync.yaml, and deploy again`,
    );
  }
}

/** @throws SettingsError */
export function settingsOf(config: Config): DeployedSettings {
  const faults: string[] = [];
  const entries = deployedWorkspaces(config);
  if (entries.length === 0) faults.push("it names no workspace");
  const workspaces = new Map<string, WorkspaceSettings>();
  for (const entry of entries) {
    const { workspace: name, source = "bundle", manifests = DEFAULT_FOLDER } = entry;
    try {
      workspaces.set(name, {
        name: checkedName(name),
        // Whoever deployed it decided where the token goes.
        api: parseEndpoint(apiOf(entry)),
        manifests,
        source,
        token: tokenOf(entry),
        rules: {
          scheduled: passRules(entry, config, { scheduled: true }),
          decided: passRules(entry, config, { scheduled: false }),
        },
      });
      if (source === "github" && config.github === undefined) throw new Fault("names no github repository");
    } catch (error) {
      if (!(error instanceof Fault || error instanceof EndpointError)) throw error;
      faults.push(`workspace ${JSON.stringify(name.slice(0, 100))}: ${error.message}`);
    }
  }
  if (faults.length > 0) throw new SettingsError(faults);
  return {
    instance: config.instance ?? DEFAULT_INSTANCE,
    workspaces,
    ...(config.github === undefined ? {} : { github: config.github }),
  };
}

class Fault extends Error {
  override readonly name = "Fault";
}

function checkedName(name: string): string {
  if (isHandle(name)) return name;
  throw new Fault("it is not the handle in a workspace's URL: letters, digits, hyphens, underscores");
}

function tokenOf({ token }: WorkspaceConfig): DeployedToken {
  if (token?.ssm !== undefined) return { ssm: token.ssm };
  if (token?.oidc !== undefined) return { oidc: token.oidc };
  throw new Fault("a deployed function takes its token from Parameter Store: write `token: { ssm: NAME }`");
}
