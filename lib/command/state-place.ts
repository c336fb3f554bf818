import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { realPlace } from "../adapters/files.ts";
import { findRepository, foreignLinkOn, isTracked, type Repository } from "../adapters/git/git.ts";
import {
  either,
  isCi,
  type Judged,
  type StatePlace,
  stateBeyond,
  stateFault,
  type Variables,
} from "../core/trust/trust.ts";
import { type BucketLocation, isBucketUrl, parseBucketUrl } from "./bucket.ts";
import type { LoadedConfig } from "./config.ts";
import { TrustError } from "./usage-error.ts";

/**
 * Where what is ours is remembered: a folder of this machine, a bucket that is shared with the deployed function, or nowhere,
 * for a plan that needs none.
 */
export type StateLocation = { readonly folder: string } | BucketLocation | { readonly nowhere: string };

/** The variable that names the place, as `--state` does. */
export const STATE_VARIABLE = "DISTRO_SYNC_STATE";

/**
 * A place for state that somebody outside of the tree named; else, on a laptop, the one that programs have for it. The tree may
 * only repeat a bucket.
 * @throws TrustError for a folder that a commit could fill
 */
export async function stateLocation(
  flag: string | undefined,
  env: Variables,
  {
    config,
    cwd,
    optional = false,
  }: { readonly config: LoadedConfig; readonly cwd: string; readonly optional?: boolean },
): Promise<Judged<StateLocation>> {
  const ci = isCi(env);
  const named = either(flag, "--state", env, STATE_VARIABLE);
  if (named !== undefined) {
    return isBucketUrl(named.name)
      ? { use: parseBucketUrl(named.name, named.from) }
      : { use: { folder: await safeFolder(resolve(cwd, named.name), { ci }) } };
  }
  const shared = config.value.state?.s3;
  if (shared !== undefined) {
    parseBucketUrl(shared, config.shownAs);
    return { beyond: stateBeyond(shared, `--state ${shared} or ${STATE_VARIABLE}=${shared}`) };
  }
  if (ci && optional) return { use: { nowhere: UNNAMED } };
  if (ci) throw new TrustError(UNNAMED, NAME_IT);
  return { use: { folder: await safeFolder(defaultFolder(env), { ci }) } };
}

const UNNAMED = "no place is named for the state, which has to outlast this run of CI: it says what is ours";
const NAME_IT = `use --state or ${STATE_VARIABLE}: s3://BUCKET, or a folder outside of the checkout that is kept between runs`;

/** https://specifications.freedesktop.org/basedir-spec/: a relative path there counts as not set. */
function defaultFolder(env: Variables): string {
  const { XDG_STATE_HOME: given = "", HOME: home = "" } = env;
  const base = isAbsolute(given) ? given : join(isAbsolute(home) ? home : homedir(), ".local", "state");
  return join(base, "distro-sync");
}

async function safeFolder(folder: string, { ci }: { readonly ci: boolean }): Promise<string> {
  const fault = stateFault(await lookAt(folder), { ci });
  if (fault === undefined) return folder;
  throw new TrustError(fault, NAME_IT);
}

async function lookAt(folder: string): Promise<StatePlace> {
  const repository = await findRepository(await realPlace(folder));
  const link = await foreignLinkOn(folder);
  return {
    folder,
    tracked: repository !== undefined && (await isInGit(folder, repository)),
    ...(repository === undefined ? {} : { workTree: repository.workTree }),
    ...(link === undefined ? {} : { foreignLink: link.path }),
  };
}

async function isInGit(folder: string, repository: Repository): Promise<boolean> {
  try {
    return await isTracked(repository, folder);
  } catch (cause) {
    const message = `whether git tracks the folder for state ${folder} cannot be found out, since git does not answer`;
    throw new TrustError(message, "install git, or name a folder outside of the repository", { cause });
  }
}
