import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Parameters, ssmToken } from "../adapters/aws/parameters.ts";
import { oidcToken, type WebIdentity } from "../adapters/aws/token.ts";
import { EndpointError, parseEndpoint } from "../adapters/buddy/endpoint.ts";
import { cachedToken } from "../adapters/http/token.ts";
import type { Config } from "../core/config/config.generated.ts";
import { isSoundConfig, readConfig } from "../core/config/read.ts";
import type { WorkspaceConfig } from "../core/config/schema.ts";
import {
  apiOf,
  DEFAULT_FOLDER,
  DEFAULT_INSTANCE,
  isHandle,
  type PassRules,
  passRules,
} from "../core/config/workspace.ts";
import { defined } from "../core/domain/defined.ts";
import { CONFIG_FILE, deployedWorkspaces } from "../deployment.ts";
import type { Clock, TokenSource } from "../ports.ts";

/** The deployed configuration, checked. */
export type DeployedSettings = {
  readonly instance: string;
  readonly workspaces: ReadonlyMap<string, WorkspaceSettings>;
  readonly github?: NonNullable<Config["github"]>;
};

export type WorkspaceSettings = {
  readonly name: string;
  /** The address of Buddy's API, checked. */
  readonly api: string;
  /** The folder of manifests: in the asset, or in the repository. */
  readonly manifests: string;
  readonly source: NonNullable<WorkspaceConfig["source"]>;
  readonly token: DeployedToken;
  /** The rules of passes that a schedule asked for, and of those that somebody decided on. */
  readonly rules: Readonly<Record<"scheduled" | "decided", PassRules>>;
};

type DeployedToken =
  | { readonly ssm: string }
  | { readonly oidc: NonNullable<NonNullable<WorkspaceConfig["token"]>["oidc"]> };

/** The configuration in the asset cannot be used. The message has the faults of all workspaces. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(faults: readonly string[]) {
    super(
      `the deployed configuration cannot be used: ${faults.join("; ")}. Correct distro-sync.yaml, and deploy again`,
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
        // Whoever deployed the stack decided which host gets the token.
        api: parseEndpoint(apiOf(entry)),
        manifests,
        source,
        token: tokenReferenceOf(entry),
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
    ...defined({ github: config.github }),
  };
}

class Fault extends Error {
  override readonly name = "Fault";
}

function checkedName(name: string): string {
  if (isHandle(name)) return name;
  throw new Fault(
    "the name must be the handle in the URL of the workspace: letters, digits, hyphens, underscores",
  );
}

function tokenReferenceOf({ token }: WorkspaceConfig): DeployedToken {
  if (token?.ssm !== undefined) return { ssm: token.ssm };
  if (token?.oidc !== undefined) return { oidc: token.oidc };
  throw new Fault("a deployed function reads its token from Parameter Store: write `token: { ssm: NAME }`");
}

/**
 * Reads the configuration in the asset, as strictly as the command reads `distro-sync.yaml`.
 * @throws SettingsError
 */
export async function readDeployedConfig(folder: string): Promise<Config> {
  let content: Buffer;
  try {
    content = await readFile(join(folder, CONFIG_FILE));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new SettingsError([`${CONFIG_FILE} beside the bundle cannot be read (${code})`]);
  }
  // The stack wrote JSON, which Node parses ten times as fast as YAML.
  const value = parsed(content.toString("utf8"));
  if (isSoundConfig(value)) return value;
  const reading = readConfig({ path: CONFIG_FILE, content });
  if ("config" in reading) return reading.config;
  throw new SettingsError(
    reading.problems.map(
      ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code} ${message}`,
    ),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The token of each workspace, fetched once for all that share it, and cached across invocations. */
export function workspaceTokens(
  parameters: Parameters,
  clock: Clock,
): (workspace: WorkspaceSettings) => TokenSource {
  const sources = new Map<string, TokenSource>();
  return (workspace) => {
    // One source for each parameter: thousands of workspaces may share one.
    const key =
      "ssm" in workspace.token ? workspace.token.ssm : JSON.stringify([workspace.api, workspace.token]);
    const known = sources.get(key);
    if (known !== undefined) return known;
    const source = cachedToken(tokenSourceOf(workspace, parameters, clock), clock);
    sources.set(key, source);
    return source;
  };
}

function tokenSourceOf({ token, api }: WorkspaceSettings, parameters: Parameters, clock: Clock): TokenSource {
  if ("ssm" in token) return ssmToken(parameters, token.ssm);
  const { provider_id: providerId, audience } = token.oidc;
  return oidcToken({ identity: ownIdentity(audience), endpoint: api, providerId, clock });
}

/** Loads the client of STS only where it is needed: it would slow down every cold start. */
function ownIdentity(audience: string | undefined): WebIdentity {
  let identity: WebIdentity | undefined;
  return {
    token: async () => {
      const { stsClient, webIdentity } = await import("../adapters/aws/token.ts");
      identity ??= webIdentity(stsClient(), audience);
      return identity.token();
    },
  };
}
