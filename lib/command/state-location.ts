import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { realPlace } from "../adapters/files.ts";
import { findRepository, foreignLinkOn, isTracked, type Repository } from "../adapters/git/git.ts";
import { defined } from "../core/domain/defined.ts";
import {
  either,
  isCi,
  type Judged,
  type StatePlace,
  stateBeyond,
  stateFault,
  type Variables,
} from "../core/trust/trust.ts";
import { type BucketLocation, isBucketUrl, parseBucketUrl } from "./aws.ts";
import type { LoadedConfig } from "./config.ts";
import { TrustError } from "./errors.ts";

/**
 * Where the inventory and the holds are kept: in a folder of this machine, in a bucket that is shared with the deployed
 * function, or nowhere, for a plan that needs no state.
 */
export type StateLocation = { readonly folder: string } | BucketLocation | { readonly nowhere: string };

/** The variable that names the place, as `--state` does. */
export const STATE_VARIABLE = "DISTRO_SYNC_STATE";

/**
 * The place that `--state` or its variable names; without either, on a laptop, the user's folder for the state of programs.
 * The tree may only repeat a bucket that one of them names.
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

const UNNAMED =
  "in CI the place of the state has to be named: it records what this instance owns, and must outlast this run";
const NAME_IT = `use --state or ${STATE_VARIABLE} with s3://BUCKET, or with a folder outside of the checkout that is kept between runs`;

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
    ...defined({ workTree: repository?.workTree, foreignLink: link?.path }),
  };
}

async function isInGit(folder: string, repository: Repository): Promise<boolean> {
  try {
    return await isTracked(repository, folder);
  } catch (cause) {
    const message = `git does not answer whether it tracks ${folder}, the folder for state`;
    throw new TrustError(message, "install git, or name a folder outside of the repository", { cause });
  }
}
