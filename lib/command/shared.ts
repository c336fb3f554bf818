import { basename, relative, sep } from "node:path";
import type { WorkspaceConfig } from "../core/config/schema.ts";
import { either, type Judged, type Named, stateBeyond, type Variables } from "../core/trust/trust.ts";
import { type BucketLocation, parseBucketUrl } from "./bucket.ts";
import { type LoadedConfig, loadConfig } from "./config.ts";
import {
  Judging,
  type LocationFlags,
  type ManifestFolder,
  manifestFolder,
  type Owner,
  stateSettingsFor,
} from "./settings.ts";
import { STATE_VARIABLE } from "./state-place.ts";
import { UsageError } from "./usage-error.ts";
import { chooseWorkspace, workspaceEntries } from "./workspace.ts";

/** Where a deployed function keeps the state of a workspace. */
export async function sharedState(
  flags: LocationFlags,
  env: Variables,
  cwd: string,
): Promise<{
  readonly owner: Owner;
  readonly location: BucketLocation;
}> {
  const { state, instance, api, workspace } = await stateSettingsFor(flags, env, cwd);
  if ("bucket" in state) return { owner: { instance, api, workspace }, location: state };
  throw new UsageError(
    "reports are kept in a bucket, and none is named",
    `use --state s3://BUCKET or ${STATE_VARIABLE}, or name a file with a report`,
  );
}

/** What `publish` is about: manifests of a workspace that its deployed function reads as releases. */
export type PublishTarget = {
  readonly workspace: string;
  readonly manifests: ManifestFolder;
  /** Where its routing is, when somebody outside of the tree says so: what only the tree says could let the examples through. */
  readonly api?: string;
  /** Set when the configuration says that its function reads something else than releases. */
  readonly reads?: string;
};

type PublishPlaces = { readonly to?: string; readonly state?: string };

/** @throws UsageError when it is not said what to publish, or where */
export async function publications(
  flags: PublishPlaces & LocationFlags,
  env: Variables,
  cwd: string,
): Promise<{
  readonly to: BucketLocation;
  readonly workspaces: readonly PublishTarget[];
  /** Of the configuration. */
  readonly folder: string;
}> {
  const config = await loadConfig(flags.config, cwd);
  const judging = new Judging(config);
  const to = judging.use(destination(flags, env, config));
  const wanted = either(flags.workspace, "--workspace", env, "BUDDY_WORKSPACE");
  const readers = workspaceEntries(config).filter(({ source }) => source === "release");
  const chosen =
    wanted === undefined && readers.length > 1
      ? readers.map((entry) => chooseWorkspace(config, reader(entry)))
      : [chooseWorkspace(config, wanted ?? reader(readers[0]))];
  if (flags.manifests !== undefined && chosen.length > 1) {
    throw new UsageError(
      `--manifests names one folder, and ${chosen.map(({ name }) => name).join(", ")} each have their own`,
      "choose one of them with --workspace, or leave --manifests out",
    );
  }
  const released = [];
  for (const one of chosen) {
    const folder = judging.use(await manifestFolder(flags, one.entry, config, cwd));
    released.push({ ...one, folder });
  }
  judging.end();
  const api = either(undefined, "--api", env, "BUDDY_API_ENDPOINT");
  return {
    to: to(),
    folder: config.folder,
    workspaces: released.map(({ name, entry: { source = "bundle" }, folder }) => ({
      workspace: name,
      ...(api === undefined ? {} : { api: api.name }),
      manifests: asReleased(folder(), config),
      ...(config.value.workspaces === undefined || source === "release" ? {} : { reads: source }),
    })),
  };
}

/** Paths in a release are relative to the configuration, wherever it is published from. */
function asReleased({ folder }: ManifestFolder, config: LoadedConfig): ManifestFolder {
  const path = relative(config.folder, folder).split(sep).join("/");
  return { folder, shownAs: path === "" || path.startsWith("..") ? basename(folder) : path };
}

/** Where a flag or the environment says; the tree may only repeat that. */
function destination(
  { to, state }: PublishPlaces,
  env: Variables,
  { value, shownAs }: LoadedConfig,
): Judged<BucketLocation> {
  const named = to === undefined ? either(state, "--state", env, STATE_VARIABLE) : { name: to, from: "--to" };
  if (named !== undefined) return { use: whole(parseBucketUrl(named.name, named.from), named.from) };
  const written = value.state?.s3;
  if (written !== undefined) {
    whole(parseBucketUrl(written, shownAs), shownAs);
    return { beyond: stateBeyond(written, `--to ${written} or ${STATE_VARIABLE}=${written}`) };
  }
  throw new UsageError(
    "it is not said where to publish",
    "use --to s3://BUCKET, with the bucket that the deployed stack prints as its output",
  );
}

/** The stack's bucket is the function's alone: a release anywhere else in it is read by nobody. */
function whole(location: BucketLocation, from: string): BucketLocation {
  if (location.prefix === "") return location;
  throw new UsageError(
    `${from}: the deployed function looks for releases in s3://${location.bucket}, and not below ${location.prefix}`,
    `use --to s3://${location.bucket}`,
  );
}

function reader(entry: WorkspaceConfig | undefined): Named | undefined {
  return entry?.workspace === undefined ? undefined : { name: entry.workspace, from: "source: release" };
}
