import { basename, relative, sep } from "node:path";
import { type LoadedConfig, loadConfig } from "../config.ts";
import type { WorkspaceConfig } from "../core/config/schema.ts";
import { type BucketLocation, parseBucketUrl } from "./bucket.ts";
import {
  type Environment,
  either,
  type LocationFlags,
  type ManifestFolder,
  manifestFolder,
  type Settings,
  settingsFor,
} from "./settings.ts";
import { UsageError } from "./usage-error.ts";
import { chooseWorkspace, entriesOf, type Named } from "./workspace.ts";

/** Where a deployed function keeps the state of a workspace. */
export async function sharedState(
  flags: LocationFlags,
  env: Environment,
  cwd: string,
): Promise<{
  readonly owner: Pick<Settings, "instance" | "api" | "workspace">;
  readonly location: BucketLocation;
}> {
  const { state, instance, api, workspace } = await settingsFor(flags, env, cwd);
  if ("bucket" in state) return { owner: { instance, api, workspace }, location: state };
  throw new UsageError(
    "reports are kept in a bucket, and none is named",
    "use --state s3://BUCKET, or `state: { s3: s3://BUCKET }` in distro-sync.yaml; or name a file with a report",
  );
}

/** What `publish` is about: manifests of a workspace that its deployed function reads as releases. */
export type Publication = {
  readonly workspace: string;
  readonly manifests: ManifestFolder;
  /** Set when the configuration says that its function reads something else than releases. */
  readonly reads?: string;
};

/** @throws UsageError when it is not said what to publish, or where */
export async function publications(
  flags: LocationFlags & { readonly to?: string },
  env: Environment,
  cwd: string,
): Promise<{ readonly to: BucketLocation; readonly workspaces: readonly Publication[] }> {
  const config = await loadConfig(flags.config, cwd);
  const to = destination(flags.to, config);
  const wanted = either(flags.workspace, "--workspace", env, "BUDDY_WORKSPACE");
  const readers = entriesOf(config).filter(({ source }) => source === "release");
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
  return {
    to,
    workspaces: chosen.map(({ name, entry: { source = "bundle", ...entry } }) => ({
      workspace: name,
      manifests: released(manifestFolder(flags, entry, config, cwd), config),
      ...(config.value.workspaces === undefined || source === "release" ? {} : { reads: source }),
    })),
  };
}

/** Paths in a release are relative to the configuration, wherever it is published from. */
function released({ folder }: ManifestFolder, config: LoadedConfig): ManifestFolder {
  const path = relative(config.folder, folder).split(sep).join("/");
  return { folder, shownAs: path === "" || path.startsWith("..") ? basename(folder) : path };
}

function destination(to: string | undefined, { value, shownAs }: LoadedConfig): BucketLocation {
  if (to !== undefined) return whole(parseBucketUrl(to, "--to"), "--to");
  if (value.state !== undefined) return whole(parseBucketUrl(value.state.s3, shownAs), shownAs);
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
