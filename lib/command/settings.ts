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
import { defined } from "../core/domain/defined.ts";
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
import { parameterToken } from "./aws.ts";
import {
  chooseWorkspace,
  entryFor,
  indexOf,
  type LoadedConfig,
  loadConfig,
  workspaceEntries,
} from "./config.ts";
import { ConfigError, UsageError } from "./errors.ts";
import type { BuddyFlags, PlaceFlags, StateFlags } from "./options.ts";
import { type StateLocation, stateLocation } from "./state-location.ts";

/** The shared flags that settings are made from. */
type PlaceSettingFlags = Omit<PlaceFlags, "format">;
export type StateSettingFlags = Omit<StateFlags, "format">;
type BuddySettingFlags = StateSettingFlags & Pick<BuddyFlags, "tokenEnv" | "tokenSsm">;

/** Where the manifests of one workspace are. */
export type ManifestFolder = {
  readonly folder: string;
  /** The path that is printed, relative to where the command was started. */
  readonly shownAs: string;
};

/** Everything that a pass needs to know. A flag precedes a variable, that the file, and that the default. */
export type Settings = Owner & {
  readonly manifests: ManifestFolder;
  readonly state: StateLocation;
  readonly tokens: TokenSource;
  /** A command applies the manifests to what was changed in Buddy, as a push does; a scheduled pass may only report it. */
  readonly rules: PassRules;
};

/** Who owns what the state records, and in which workspace. */
export type Owner = { readonly instance: string; readonly workspace: string; readonly api: string };

/**
 * The settings of a pass: where Buddy, the token, the manifests and the state are. All of them are checked before any is used.
 * @param options.stateOptional for a plan, which needs no state under a policy that changes nothing that exists
 * @throws UsageError when a setting is missing or contradicts another, ConfigError when the tree names what it may not
 */
export async function settingsFor(
  flags: BuddySettingFlags,
  env: Variables,
  cwd: string,
  options: { readonly stateOptional?: boolean } = {},
): Promise<Settings> {
  const here = await locate(flags, env, cwd);
  const trust = new TrustCheck(here.config);
  const rules = passRules(here.entry, here.config.value, { scheduled: false });
  const optional = options.stateOptional === true && rules.policy === "create-only";
  const reading = await checkReading(here, trust, flags, env, cwd);
  const state = trust.check(await stateLocation(flags.state, env, { config: here.config, cwd, optional }));
  trust.finish();
  return { ...reading(), state: state(), rules };
}

/** The settings of a command that reads Buddy and the manifests, and keeps nothing. */
type ReadingSettings = Omit<Settings, "state" | "rules">;

export async function readingSettingsFor(
  flags: BuddySettingFlags,
  env: Variables,
  cwd: string,
): Promise<ReadingSettings> {
  const here = await locate(flags, env, cwd);
  const trust = new TrustCheck(here.config);
  const reading = await checkReading(here, trust, flags, env, cwd);
  trust.finish();
  return reading();
}

async function checkReading(
  here: Here,
  trust: TrustCheck,
  flags: BuddySettingFlags,
  env: Variables,
  cwd: string,
): Promise<() => ReadingSettings> {
  const manifests = trust.check(await manifestFolder(flags, here.entry, here.config, cwd));
  const api = trust.check(addressIn(here, flags, env));
  const token = trust.check(
    judgeToken(defined({ tokenEnv: flags.tokenEnv, tokenSsm: flags.tokenSsm }), env, here.entry, here.index),
  );
  return () => ({
    ...owner(here, api()),
    manifests: manifests(),
    tokens: tokenSource(token(), env),
  });
}

/** The settings of a command that uses the state alone. It sends nothing to the API's address, which is a part of the state's name. */
export async function stateSettingsFor(
  flags: StateSettingFlags,
  env: Variables,
  cwd: string,
): Promise<Owner & { readonly state: StateLocation }> {
  const here = await locate(flags, env, cwd);
  const trust = new TrustCheck(here.config);
  const { name, from } = either(flags.api, "--api", env, "BUDDY_API_ENDPOINT") ?? configuredApi(here);
  const state = trust.check(await stateLocation(flags.state, env, { config: here.config, cwd }));
  trust.finish();
  return { ...owner(here, endpointOf(name, from)), state: state() };
}

/** The folders of manifests: all that `validate` needs, which has no use for a workspace, an address or a token. */
export async function manifestFolders(
  flags: PlaceSettingFlags,
  cwd: string,
): Promise<readonly ManifestFolder[]> {
  const config = await loadConfig(flags.config, cwd);
  const { workspace } = flags;
  const entries =
    workspace === undefined
      ? workspaceEntries(config)
      : [entryFor(config, { name: workspace, from: "--workspace" })];
  const trust = new TrustCheck(config);
  const uses = [];
  for (const entry of entries) uses.push(trust.check(await manifestFolder(flags, entry, config, cwd)));
  trust.finish();
  return [...new Map(uses.map((use) => [use().folder, use()])).values()];
}

/** A folder that a flag names may be any; one that the tree names must lie in the tree, with no link on the way to it. */
export async function manifestFolder(
  flags: Pick<PlaceFlags, "manifests">,
  entry: WorkspaceConfig,
  config: LoadedConfig,
  cwd: string,
): Promise<Judged<ManifestFolder>> {
  if (flags.manifests !== undefined) return { use: shownFrom(resolve(cwd, flags.manifests), cwd) };
  const folder = resolve(config.folder, entry.manifests ?? DEFAULT_FOLDER);
  // Nothing names the default folder; the source refuses to read it through a link.
  if (entry.manifests === undefined) return { use: shownFrom(folder, cwd) };
  const boundary = (await findRepository(config.folder))?.workTree ?? (await realPlace(config.folder));
  const real = await realPlace(folder);
  const linked = (await linksOn(folder)).some((link) => isWithin(link.path, boundary));
  if (isWithin(real, boundary) && !linked) return { use: shownFrom(folder, cwd) };
  return { beyond: manifestsBeyond(entry, indexOf(config, entry), { real, boundary, linked }) };
}

function shownFrom(folder: string, cwd: string): ManifestFolder {
  return { folder, shownAs: relative(cwd, folder) || "." };
}

/** Collects what the tree names and may not, so that one error reports all of it before anything is used. */
export class TrustCheck {
  private readonly beyond: SettingFinding[] = [];
  private readonly config: LoadedConfig;

  constructor(config: LoadedConfig) {
    this.config = config;
  }

  /** Returns the value, to be read after {@link finish}. */
  check<T>(judged: Judged<T>): () => T {
    if ("beyond" in judged) this.beyond.push(judged.beyond);
    return () => {
      if ("use" in judged) return judged.use;
      throw new Error("a value was read that the tree may not name: call `finish` first");
    };
  }

  /** @throws ConfigError */
  finish(): void {
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

async function locate(flags: StateSettingFlags, env: Variables, cwd: string): Promise<Here> {
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

function addressIn(here: Here, flags: StateSettingFlags, env: Variables): Judged<string> {
  const outside = either(flags.api, "--api", env, "BUDDY_API_ENDPOINT");
  const { name, from } = outside ?? configuredApi(here);
  // It may hold a password, so a malformed address is refused before any message shows it.
  const use = endpointOf(name, from);
  const judged = judgeApi(outside, here.entry, here.index);
  return "beyond" in judged ? judged : { use };
}

function configuredApi({ entry, config }: Here): Named {
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
