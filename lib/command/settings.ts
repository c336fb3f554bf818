import { relative, resolve } from "node:path";
import { EndpointError, parseEndpoint } from "../adapters/buddy/endpoint.ts";
import { isWithin, linksOn, realPlace } from "../adapters/files.ts";
import { findRepository } from "../adapters/git/git.ts";
import { environmentToken } from "../adapters/http/token.ts";
import type { SettingFinding } from "../core/config/rules.ts";
import type { WorkspaceConfig } from "../core/config/schema.ts";
import {
  apiOf,
  DEFAULT_FOLDER,
  DEFAULT_INSTANCE,
  type PassRules,
  passRules,
} from "../core/config/workspace.ts";
import {
  either,
  type Judged,
  judgeApi,
  judgeToken,
  manifestsBeyond,
  type Named,
  type TokenPlace,
  type Variables,
} from "../core/trust/trust.ts";
import type { TokenSource } from "../ports.ts";
import { parameterToken } from "./cloud.ts";
import { ConfigError, type LoadedConfig, loadConfig } from "./config.ts";
import { type StateLocation, stateLocation } from "./state-place.ts";
import { UsageError } from "./usage-error.ts";
import { chooseWorkspace, entryFor, indexOf, workspaceEntries } from "./workspace.ts";

/** The flags that say where things are. */
export type LocationFlags = {
  readonly config?: string;
  readonly manifests?: string;
  readonly workspace?: string;
  readonly api?: string;
  readonly state?: string;
};

/** The flags that say where the token is. */
export type TokenFlags = {
  readonly tokenEnv?: string;
  readonly tokenSsm?: string;
};

/** Where the manifests of one workspace are. */
export type ManifestFolder = {
  readonly folder: string;
  /** How it is printed: relative to where the command was started. */
  readonly shownAs: string;
};

/** All that a pass needs to know. A flag goes before the environment, that before the file, that before the default. */
export type Settings = Owner & {
  readonly manifests: ManifestFolder;
  readonly state: StateLocation;
  readonly tokens: TokenSource;
  /** Of a pass that somebody makes: what was changed in Buddy is changed back. */
  readonly rules: PassRules;
};

/** Whose state it is. */
export type Owner = { readonly instance: string; readonly workspace: string; readonly api: string };

/**
 * For a pass: where Buddy, the token, the manifests and the state are, once all of them were found to be allowed.
 * @param options.stateOptional for a plan that needs none while nothing that exists is changed
 * @throws UsageError when something is missing or contradicts itself, ConfigError when the tree asks for more than it may
 */
export async function settingsFor(
  flags: LocationFlags & TokenFlags,
  env: Variables,
  cwd: string,
  options: { readonly stateOptional?: boolean } = {},
): Promise<Settings> {
  const here = await locate(flags, env, cwd);
  const judging = new Judging(here.config);
  const rules = passRules(here.entry, here.config.value, { scheduled: false });
  const optional = options.stateOptional === true && rules.policy === "create-only";
  const reading = await judgeReading(here, judging, flags, env, cwd);
  const state = judging.use(await stateLocation(flags.state, env, { config: here.config, cwd, optional }));
  judging.end();
  return { ...reading(), state: state(), rules };
}

/** What a command needs that reads Buddy and the manifests, and keeps nothing. */
type ReadingSettings = Omit<Settings, "state" | "rules">;

/** The same for whoever reads Buddy and the manifests, and keeps nothing. */
export async function readingSettingsFor(
  flags: LocationFlags & TokenFlags,
  env: Variables,
  cwd: string,
): Promise<ReadingSettings> {
  const here = await locate(flags, env, cwd);
  const judging = new Judging(here.config);
  const reading = await judgeReading(here, judging, flags, env, cwd);
  judging.end();
  return reading();
}

async function judgeReading(
  here: Here,
  judging: Judging,
  flags: LocationFlags & TokenFlags,
  env: Variables,
  cwd: string,
): Promise<() => ReadingSettings> {
  const manifests = judging.use(await manifestFolder(flags, here.entry, here.config, cwd));
  const api = judging.use(addressIn(here, flags, env));
  const token = judging.use(judgeToken(flags, env, here.entry, here.index));
  return () => ({
    ...owner(here, api()),
    manifests: manifests(),
    tokens: tokenSource(token(), env),
  });
}

/** The same for whoever looks at the state alone: the address is a part of its name there, and nothing is sent to it. */
export async function stateSettingsFor(
  flags: LocationFlags,
  env: Variables,
  cwd: string,
): Promise<Owner & { readonly state: StateLocation }> {
  const here = await locate(flags, env, cwd);
  const judging = new Judging(here.config);
  const { name, from } = either(flags.api, "--api", env, "BUDDY_API_ENDPOINT") ?? written(here);
  const state = judging.use(await stateLocation(flags.state, env, { config: here.config, cwd }));
  judging.end();
  return { ...owner(here, endpointOf(name, from)), state: state() };
}

/** The folders of manifests, without asking for a workspace, an address or a token: what `validate` needs. */
export async function manifestFolders(flags: LocationFlags, cwd: string): Promise<readonly ManifestFolder[]> {
  const config = await loadConfig(flags.config, cwd);
  const { workspace } = flags;
  const entries =
    workspace === undefined
      ? workspaceEntries(config)
      : [entryFor(config, { name: workspace, from: "--workspace" })];
  const judging = new Judging(config);
  const uses = [];
  for (const entry of entries) uses.push(judging.use(await manifestFolder(flags, entry, config, cwd)));
  judging.end();
  return [...new Map(uses.map((use) => [use().folder, use()])).values()];
}

/** What a flag names is used; what the tree names only when it lies in the tree, and no link leads to it. */
export async function manifestFolder(
  flags: Pick<LocationFlags, "manifests">,
  entry: WorkspaceConfig,
  config: LoadedConfig,
  cwd: string,
): Promise<Judged<ManifestFolder>> {
  if (flags.manifests !== undefined) return { use: shown(resolve(cwd, flags.manifests), cwd) };
  const folder = resolve(config.folder, entry.manifests ?? DEFAULT_FOLDER);
  // Nobody named it; what reads it refuses a link.
  if (entry.manifests === undefined) return { use: shown(folder, cwd) };
  const boundary = (await findRepository(config.folder))?.workTree ?? (await realPlace(config.folder));
  const real = await realPlace(folder);
  const linked = (await linksOn(folder)).some((link) => isWithin(link.path, boundary));
  if (isWithin(real, boundary) && !linked) return { use: shown(folder, cwd) };
  return { beyond: manifestsBeyond(entry, indexOf(config, entry), { real, boundary, linked }) };
}

function shown(folder: string, cwd: string): ManifestFolder {
  return { folder, shownAs: relative(cwd, folder) || "." };
}

/** Collects what the tree may not decide, so that all of it is told at once, before anything is used. */
export class Judging {
  private readonly beyond: SettingFinding[] = [];
  private readonly config: LoadedConfig;

  constructor(config: LoadedConfig) {
    this.config = config;
  }

  /** To be called once {@link end} has let everything pass. */
  use<T>(judged: Judged<T>): () => T {
    if ("beyond" in judged) this.beyond.push(judged.beyond);
    return () => {
      if ("use" in judged) return judged.use;
      throw new Error("what is beyond trust was used: `end` comes first");
    };
  }

  /** @throws ConfigError */
  end(): void {
    if (this.beyond.length === 0) return;
    throw new ConfigError(
      `${this.config.shownAs} names places that only a flag, a variable or a deployed stack may name`,
      "no secret was read, and nothing was sent",
      this.config.problems(this.beyond),
    );
  }
}

type Here = {
  readonly config: LoadedConfig;
  readonly name: string;
  readonly entry: WorkspaceConfig;
  readonly index: number;
};

async function locate(flags: LocationFlags, env: Variables, cwd: string): Promise<Here> {
  const config = await loadConfig(flags.config, cwd);
  const { name, entry } = chooseWorkspace(
    config,
    either(flags.workspace, "--workspace", env, "BUDDY_WORKSPACE"),
  );
  return { config, name, entry, index: indexOf(config, entry) };
}

function owner({ config, name }: Here, api: string): Owner {
  return { instance: config.value.instance ?? DEFAULT_INSTANCE, workspace: name, api };
}

function addressIn(here: Here, flags: LocationFlags, env: Variables): Judged<string> {
  const outside = either(flags.api, "--api", env, "BUDDY_API_ENDPOINT");
  const { name, from } = outside ?? written(here);
  // An odd spelling is refused before it is shown: it may hold a password.
  const use = endpointOf(name, from);
  const judged = judgeApi(outside, here.entry, here.index);
  return "beyond" in judged ? judged : { use };
}

function written({ entry, config }: Here): Named {
  return { name: apiOf(entry), from: config.shownAs };
}

function endpointOf(address: string, from: string): string {
  try {
    return parseEndpoint(address);
  } catch (error) {
    if (error instanceof EndpointError) throw new UsageError(`${from}: ${error.message}`);
    throw error;
  }
}

function tokenSource(place: TokenPlace, env: Variables): TokenSource {
  return "env" in place ? environmentToken(env, place.env) : parameterToken(place.ssm);
}
