import { relative, resolve } from "node:path";
import { EndpointError, parseEndpoint } from "../adapters/buddy/endpoint.ts";
import { environmentToken } from "../adapters/token/env.ts";
import { type LoadedConfig, loadConfig } from "../config.ts";
import { type PassRules, passRules } from "../core/config/pass-rules.ts";
import type { WorkspaceConfig } from "../core/config/schema.ts";
import { addressOf, DEFAULT_FOLDER, DEFAULT_INSTANCE, knownHosts } from "../core/config/workspace.ts";
import type { TokenSource } from "../ports.ts";
import { type BucketLocation, isBucketUrl, parseBucketUrl } from "./bucket.ts";
import { parameterToken } from "./cloud.ts";
import { UsageError } from "./usage-error.ts";
import { chooseWorkspace, entriesOf, entryFor, type Named } from "./workspace.ts";

/** The flags that say where things are. */
export type LocationFlags = {
  readonly config?: string;
  readonly manifests?: string;
  readonly workspace?: string;
  readonly api?: string;
  readonly state?: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the manifests of one workspace are. */
export type ManifestFolder = {
  readonly folder: string;
  /** How it is printed: relative to where the command was started. */
  readonly shownAs: string;
};

/** A folder of this machine, or a bucket that is shared with the deployed function. */
type StateLocation = { readonly folder: string } | BucketLocation;

/** All that a pass needs to know. A flag goes before the environment, that before the file, that before the default. */
export type Settings = {
  readonly instance: string;
  readonly workspace: string;
  readonly api: string;
  readonly manifests: ManifestFolder;
  readonly state: StateLocation;
  readonly tokens: TokenSource;
  /** Of a pass that somebody makes: what was changed in Buddy is changed back. */
  readonly rules: PassRules;
};

/** @throws UsageError when something is missing or contradicts itself */
export async function settingsFor(flags: LocationFlags, env: Environment, cwd: string): Promise<Settings> {
  const config = await loadConfig(flags.config, cwd);
  return settingsIn(config, flags, env, cwd);
}

function settingsIn(config: LoadedConfig, flags: LocationFlags, env: Environment, cwd: string): Settings {
  const workspace = chooseWorkspace(config, either(flags.workspace, "--workspace", env, "BUDDY_WORKSPACE"));
  return {
    instance: config.value.instance ?? DEFAULT_INSTANCE,
    workspace: workspace.name,
    api: chooseApi(either(flags.api, "--api", env, "BUDDY_API_ENDPOINT"), workspace.entry, config),
    manifests: manifestFolder(flags, workspace.entry, config, cwd),
    state: stateLocation(flags, config, cwd),
    tokens: tokenSource(workspace.entry, env),
    rules: passRules(workspace.entry, config.value, { scheduled: false }),
  };
}

/** The folders of manifests, without asking for a workspace, an address or a token: what `validate` needs. */
export async function manifestFolders(flags: LocationFlags, cwd: string): Promise<readonly ManifestFolder[]> {
  const config = await loadConfig(flags.config, cwd);
  const { workspace } = flags;
  const entries =
    workspace === undefined
      ? entriesOf(config)
      : [entryFor(config, { name: workspace, from: "--workspace" })];
  const folders = entries.map((entry) => manifestFolder(flags, entry, config, cwd));
  return [...new Map(folders.map((folder) => [folder.folder, folder])).values()];
}

export function manifestFolder(
  flags: LocationFlags,
  entry: WorkspaceConfig,
  config: LoadedConfig,
  cwd: string,
): ManifestFolder {
  const folder =
    flags.manifests === undefined
      ? resolve(config.folder, entry.manifests ?? DEFAULT_FOLDER)
      : resolve(cwd, flags.manifests);
  return { folder, shownAs: relative(cwd, folder) || "." };
}

function stateLocation({ state }: LocationFlags, config: LoadedConfig, cwd: string): StateLocation {
  if (state !== undefined) {
    return isBucketUrl(state) ? parseBucketUrl(state, "--state") : { folder: resolve(cwd, state) };
  }
  const shared = config.value.state?.s3;
  return shared === undefined
    ? { folder: resolve(config.folder, ".distro-sync") }
    : parseBucketUrl(shared, config.shownAs);
}

/** The variable goes first; without it the token is where the deployed function finds it. */
function tokenSource(entry: WorkspaceConfig, env: Environment): TokenSource {
  const variable = tokenVariable(entry);
  const name = entry.token?.ssm;
  const isSet = (env[variable] ?? "") !== "";
  return name === undefined || isSet ? environmentToken(env, variable) : parameterToken(name);
}

/** The environment may choose among hosts that are known; only a reviewed file may make one known. */
function chooseApi(wanted: Named | undefined, entry: WorkspaceConfig, config: LoadedConfig): string {
  const named = knownHosts(config.value);
  const written = { name: addressOf(entry), from: config.shownAs };
  const { name, from } = wanted ?? written;
  try {
    return parseEndpoint(name, { named });
  } catch (error) {
    if (error instanceof EndpointError) throw new UsageError(`${from}: ${error.message}`);
    throw error;
  }
}

export function tokenVariable({ token }: WorkspaceConfig): string {
  return token?.env ?? "BUDDY_TOKEN";
}

/** The flag before the variable; a variable that is empty counts as not set. */
export function either(
  flag: string | undefined,
  option: string,
  env: Environment,
  variable: string,
): Named | undefined {
  if (flag !== undefined) return { name: flag, from: option };
  const value = env[variable];
  return value === undefined || value === "" ? undefined : { name: value, from: variable };
}
