import { basename, relative, sep } from "node:path";
import type { WorkspaceConfig } from "../core/config/schema.ts";
import { defined } from "../core/domain/defined.ts";
import { either, type Judged, type Named, stateBeyond, type Variables } from "../core/trust/trust.ts";
import { type BucketLocation, parseBucketUrl } from "./aws.ts";
import { chooseWorkspace, type LoadedConfig, loadConfig, workspaceEntries } from "./config.ts";
import { UsageError } from "./errors.ts";
import type { PlaceFlags } from "./options.ts";
import { type ManifestFolder, manifestFolder, TrustCheck } from "./settings.ts";
import { STATE_VARIABLE } from "./state-location.ts";

/** What `publish` publishes, and where: the manifests of a workspace that its deployed function reads as releases. */
export type PublishTarget = {
  readonly workspace: string;
  readonly manifests: ManifestFolder;
  /** The API's address, if a variable names it: an address that only the tree names could let the examples through. */
  readonly api?: string;
  /** What its function reads, if the configuration says that it does not read releases. */
  readonly reads?: string;
};

/**
 * @param bucket what a flag or a variable names as the bucket
 * @throws UsageError when nothing names the workspace or the bucket
 */
export async function publishTargets(
  flags: Omit<PlaceFlags, "format">,
  bucket: Named | undefined,
  { env, cwd }: { readonly env: Variables; readonly cwd: string },
): Promise<{
  readonly to: BucketLocation;
  readonly workspaces: readonly PublishTarget[];
  /** The folder of the configuration. */
  readonly folder: string;
}> {
  const config = await loadConfig(flags.config, cwd);
  const trust = new TrustCheck(config);
  const to = trust.check(bucketIn(config, bucket));
  const named = either(flags.workspace, "--workspace", env, "BUDDY_WORKSPACE");
  const readers = workspaceEntries(config).filter(({ source }) => source === "release");
  const chosen =
    named === undefined && readers.length > 1
      ? readers.map((entry) => chooseWorkspace(config, reader(entry)))
      : [chooseWorkspace(config, named ?? reader(readers[0]))];
  if (flags.manifests !== undefined && chosen.length > 1) {
    throw new UsageError(
      `--manifests names one folder, and ${chosen.map(({ name }) => name).join(", ")} have one each`,
      "choose one workspace with --workspace, or leave out --manifests",
    );
  }
  const released = [];
  for (const one of chosen) {
    const folder = trust.check(await manifestFolder(flags, one.entry, config, cwd));
    released.push({ ...one, folder });
  }
  trust.finish();
  const api = either(undefined, "--api", env, "BUDDY_API_ENDPOINT");
  return {
    to: to(),
    folder: config.folder,
    workspaces: released.map(({ name, entry: { source = "bundle" }, folder }) => ({
      workspace: name,
      manifests: asReleased(folder(), config),
      ...defined({
        api: api?.name,
        reads: config.value.workspaces === undefined || source === "release" ? undefined : source,
      }),
    })),
  };
}

/** Paths in a release are relative to the configuration, wherever it is published from. */
function asReleased({ folder }: ManifestFolder, config: LoadedConfig): ManifestFolder {
  const path = relative(config.folder, folder).split(sep).join("/");
  return { folder, shownAs: path === "" || path.startsWith("..") ? basename(folder) : path };
}

/** The bucket that is named outside of the tree, whose configuration may only repeat it. */
function bucketIn({ value, shownAs }: LoadedConfig, named: Named | undefined): Judged<BucketLocation> {
  if (named !== undefined) return { use: whole(parseBucketUrl(named.name, named.from), named.from) };
  const configured = value.state?.s3;
  if (configured !== undefined) {
    whole(parseBucketUrl(configured, shownAs), shownAs);
    return { beyond: stateBeyond(configured, `--to ${configured} or ${STATE_VARIABLE}=${configured}`) };
  }
  throw new UsageError(
    "publish needs to know the bucket",
    "use --to s3://BUCKET, with the bucket that the deployed stack prints as its output",
  );
}

/** The bucket as a whole belongs to the function: nothing reads a release below a prefix. */
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
