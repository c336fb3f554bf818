/** The parts of `--help` that teach. */

export const EXAMPLES = `Start here:
  distro-sync demo                         see all of it, without an account
  distro-sync validate                     check distributions/*.yaml
  distro-sync plan                         what would be done
  distro-sync apply                        do it, after a look at the plan
  distro-sync plan --format json --out plan.json --detailed-exitcode     for CI`;

export const VARIABLES_HELP = `Environment, as Buddy's own CLI reads it:
  BUDDY_TOKEN          a personal access token that may read and write distributions
  BUDDY_WORKSPACE      the handle in the workspace's URL
  BUDDY_API_ENDPOINT   https://api.buddy.works, https://api.eu.buddy.works, https://api.asia.buddy.works,
                       or that of a self-hosted Buddy: https://HOST/api
and ours:
  DISTRO_SYNC_STATE        where the inventory is kept: a folder, or s3://BUCKET; in CI it has to be named
  DISTRO_SYNC_TOKEN_SSM    the parameter that holds the token, while BUDDY_TOKEN is not set`;

export const EXIT_CODES = `Exit codes:
  0 in sync or applied    1 error       2 changes pending (--detailed-exitcode)
  3 blocked               4 invalid or suspect manifests
  5 busy or stale         6 partial: something was written, something was not`;

export const APPLY_RULES = `What it may do is the policy's, in distro-sync.yaml: create-only (the default) changes
and removes nothing that exists; upsert also changes what it owns; sync also removes
what it owns and no manifest mentions any more. What a plan shows as blocked is not done:
it says what to do about that, and may end with an approval to commit.`;

export const EMULATOR_EXAMPLES = `It forgets everything when it ends. For example:
  distro-sync emulator --port 4000
  distro-sync emulator --project web shop --environment web/staging
  distro-sync emulator --personality quota=5/60 ids=number
  distro-sync emulator --fault "POST /distributions 2 after reset"`;
