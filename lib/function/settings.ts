import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Parameters, ssmToken } from "../adapters/aws/parameters.ts";
import { oidcToken, type WebIdentity } from "../adapters/aws/token.ts";
import { EndpointError, parseEndpoint } from "../adapters/buddy/endpoint.ts";
import { cachedToken } from "../adapters/http/token.ts";
import { isSoundConfig, readConfig } from "../core/config/read.ts";
import type { Config, WorkspaceConfig } from "../core/config/schema.ts";
import {
  apiOf,
  DEFAULT_FOLDER,
  DEFAULT_INSTANCE,
  isHandle,
  type PassRules,
  passRules,
} from "../core/config/workspace.ts";
import { CONFIG_FILE, deployedWorkspaces } from "../deployment.ts";
import type { Clock, TokenSource } from "../ports.ts";

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

function tokenReferenceOf({ token }: WorkspaceConfig): DeployedToken {
  if (token?.ssm !== undefined) return { ssm: token.ssm };
  if (token?.oidc !== undefined) return { oidc: token.oidc };
  throw new Fault("a deployed function takes its token from Parameter Store: write `token: { ssm: NAME }`");
}

/**
 * The configuration in the asset, read as strictly as the command reads `distro-sync.yaml`: JSON is YAML.
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
  // The stack wrote it as JSON, which is read in a tenth of the time.
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

/** The token of each workspace, fetched once for all that share it, and remembered from one invocation to the next. */
export function workspaceTokens(
  parameters: Parameters,
  clock: Clock,
): (workspace: WorkspaceSettings) => TokenSource {
  const sources = new Map<string, TokenSource>();
  return (workspace) => {
    // Those of one parameter are one: thousands of workspaces may share it.
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

/** The client of STS is loaded by those who need it: it must not slow down the start of all others. */
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
