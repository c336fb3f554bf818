import { windowFindings } from "../decide/window-rules.ts";
import type { Finding, Path } from "../yaml/finding.ts";
import type { Config } from "./config.generated.ts";
import type { SecretConfig, WorkspaceConfig } from "./schema.ts";

export type SettingFinding = Omit<Finding, "source">;

/** What the schema cannot say, or not in words that help. */
export function settingFindings(config: Config): readonly SettingFinding[] {
  const { workspaces = [], schedule, windows = [], state, github, webhook, notify } = config;
  return [
    ...workspaces.flatMap(ofWorkspace),
    ...ofNames(workspaces),
    ...workspaces.flatMap(({ source }, index) =>
      source === "github" && github === undefined ? [withoutGithub(["workspaces", index, "source"])] : [],
    ),
    ...misspelt(["schedule"], schedule, SCHEDULE, "schedule: rate(15 minutes)"),
    ...windowFindings(windows),
    ...misspelt(["state", "s3"], state?.s3, BUCKET, "s3: s3://my-bucket"),
    ...misspelt(["github", "repository"], github?.repository, REPOSITORY, "repository: my-company/routing"),
    ...misspelt(["github", "branch"], github?.branch, BRANCH, "branch: main"),
    ...ofSecret(["github", "token"], github?.token),
    ...(webhook?.github !== undefined && github === undefined ? [withoutGithub(["webhook", "github"])] : []),
    ...(webhook !== undefined && Object.keys(webhook).length === 0 ? [nobodysWebhook()] : []),
    ...ofSecret(["webhook", "github"], webhook?.github),
    ...ofSecret(["webhook", "buddy"], webhook?.buddy),
    ...misspelt(["notify", "email"], notify?.email, EMAIL, "email: alarms@example.com"),
    ...ofTopic(["notify", "topic"], notify?.topic),
  ];
}

const PERCENTAGE = /^(?:100|[1-9]?\d)%$/;
const SCHEDULE = /^(?:rate|cron)\([^()]{1,200}\)$/;
const VARIABLE = /^[A-Za-z_]\w{0,254}$/;
/** Of a general purpose bucket, and a prefix without a slash at its end. */
const BUCKET = /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:\/[\w.-]+)*$/;
const REPOSITORY = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/(?!\.{1,2}$)[\w.-]{1,100}$/;
/** As `git check-ref-format` has it, as far as it matters in an address. */
const BRANCH = /^(?!.*(?:\.\.|\/\/|\/\.|\.lock$|\.$))[A-Za-z0-9_][\w./-]{0,199}(?<!\/)$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;
const TOPIC = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/;
/** Names that Parameter Store takes: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
const PARAMETER = /^(?!\/?(?:aws|ssm))(?:\/[\w.-]+){1,15}$|^(?!aws|ssm)[\w.-]+$/i;
const KEY = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

function ofWorkspace(
  { limits, quarantine_days, token, region, api }: WorkspaceConfig,
  index: number,
): readonly SettingFinding[] {
  const at = (...path: string[]) => ["workspaces", index, ...path];
  return [
    ...misspelt(at("limits", "removals"), limits?.removals, PERCENTAGE, "removals: 20%"),
    ...misspelt(at("limits", "updates"), limits?.updates, PERCENTAGE, "updates: 30%"),
    ...misspelt(at("limits", "route_removals"), limits?.route_removals, PERCENTAGE, "route_removals: 25%"),
    ...twice(at("limits", "allow"), limits?.allow ?? []),
    ...((quarantine_days ?? 0) > MAX_DAYS ? [longQuarantine(at("quarantine_days"))] : []),
    ...misspelt(at("token", "env"), token?.env, VARIABLE, "env: BUDDY_TOKEN"),
    ...ofSecret(at("token"), token),
    ...(token?.key !== undefined && token.ssm === undefined ? [keyWithoutSecret(at("token", "key"))] : []),
    ...(region === undefined || api === undefined ? [] : [twoAddresses(at("api"))]),
  ];
}

/** Ten years: what is to be kept longer is not to be deleted. */
const MAX_DAYS = 3650;

function longQuarantine(path: Path): SettingFinding {
  const message = `quarantine_days is more than ${MAX_DAYS}, which is ten years`;
  return settingFinding(path, message, "write `on_remove: disable`, which deletes nothing");
}

function twice(path: Path, words: readonly string[]): readonly SettingFinding[] {
  return words.flatMap((word, index) =>
    words.indexOf(word) < index
      ? [settingFinding([...path, index], `${word} is here for the second time`, "keep one of the two")]
      : [],
  );
}

function ofSecret(path: Path, secret: Partial<SecretConfig> | undefined): readonly SettingFinding[] {
  return [
    ...misspelt([...path, "ssm"], secret?.ssm, PARAMETER, "ssm: /distro-sync/my-company/token"),
    ...misspelt(
      [...path, "key"],
      secret?.key,
      KEY,
      "key: arn:aws:kms:eu-central-1:123456789012:key/1234abcd",
    ),
  ];
}

function ofTopic(path: Path, topic: string | undefined): readonly SettingFinding[] {
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html (November 2026)
  return topic?.endsWith(".fifo") === true
    ? [settingFinding(path, "EventBridge tells no FIFO topic of anything", "name a standard topic")]
    : misspelt(path, topic, TOPIC, "topic: arn:aws:sns:eu-central-1:123456789012:alarms");
}

/** A command chooses a workspace by its handle alone, so that each handle has to stand for one entry. */
function ofNames(workspaces: readonly WorkspaceConfig[]): readonly SettingFinding[] {
  if (workspaces.length < 2) return [];
  const seen = new Set<string>();
  return workspaces.flatMap(({ workspace }, index) => {
    if (workspace === undefined) return [unnamed(["workspaces", index])];
    if (seen.has(workspace)) return [repeated(["workspaces", index, "workspace"], workspace)];
    seen.add(workspace);
    return [];
  });
}

function misspelt(
  path: Path,
  value: string | undefined,
  form: RegExp,
  example: string,
): readonly SettingFinding[] {
  if (value === undefined || form.test(value)) return [];
  const message = `${path.at(-1)} is ${JSON.stringify(value)}, which it cannot be`;
  return [settingFinding(path, message, `write it as in: ${example}`)];
}

function withoutGithub(path: Path): SettingFinding {
  return missing(path, "no repository is named", "add `github: { repository: OWNER/NAME }` to the file");
}

function nobodysWebhook(): SettingFinding {
  const remedy = "add `github: { ssm: … }` or `buddy: { ssm: … }` with the secret, or leave `webhook` out";
  return missing(["webhook"], "a webhook is somebody's", remedy);
}

function unnamed(path: Path): SettingFinding {
  const remedy = "add `workspace:` with the handle in its URL";
  return missing(path, "of several workspaces each has to be named", remedy);
}

function keyWithoutSecret(path: Path): SettingFinding {
  const remedy = "name the secret with `ssm:`, or leave the key out";
  return conflicting(path, "a key belongs to a secret in Parameter Store", remedy);
}

function twoAddresses(path: Path): SettingFinding {
  return conflicting(path, "a workspace has either a region or an api", "keep one of the two");
}

function repeated(path: Path, workspace: string): SettingFinding {
  const remedy = "keep one; one of the same handle in another region needs a file of its own, and --config";
  return settingFinding(path, `the workspace ${workspace} is here for the second time`, remedy);
}

function settingFinding(path: Path, message: string, remedy: string): SettingFinding {
  return { path, part: "value", words: "file", code: "INVALID_SETTING", message, remedy };
}

function missing(path: Path, message: string, remedy: string): SettingFinding {
  return { path, part: "value", words: "file", code: "MISSING_KEY", message, remedy };
}

function conflicting(path: Path, message: string, remedy: string): SettingFinding {
  return { path, part: "key", words: "file", code: "CONFLICTING_KEYS", message, remedy };
}
