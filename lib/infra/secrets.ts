import { ArnFormat, Aws, Stack } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { SecretConfig } from "../core/config/schema.ts";
import { allow, type Permission } from "./access.ts";
import { ProblemsError } from "./manifests.ts";

/**
 * Lets a role read SecureStrings, and nothing else of Parameter Store: not their history, which holds every earlier value,
 * and not by path.
 * @throws ProblemsError when there are too many for one policy and they have no folder in common, or too many keys
 */
export function allowSecrets(role: Role, secrets: readonly SecretConfig[]): void {
  if (secrets.length === 0) return;
  const names = new Set(secrets.map(({ ssm }) => ssm));
  const keys = new Set(secrets.flatMap(({ key }) => key ?? []));
  const ofAccount = secrets.filter(({ key }) => key === undefined).map(({ ssm }) => ssm);
  if (lengthOf(names, keys) <= ROOM) {
    allow(role, readParameters(role, names));
    if (ofAccount.length > 0) allow(role, decrypt(role, [], new Set(ofAccount)));
    for (const key of keys) {
      const ofKey = secrets.filter((secret) => secret.key === key).map(({ ssm }) => ssm);
      allow(role, decrypt(role, [key], new Set(ofKey)));
    }
    return;
  }
  const folder = commonFolder(names);
  if (keys.size > MOST_KEYS) throw new ProblemsError([tooManyKeys(keys.size)]);
  allow(role, readParameters(role, folder));
  if (ofAccount.length > 0) allow(role, decrypt(role, [], folder));
  if (keys.size > 0) allow(role, decrypt(role, [...keys], folder));
}

/** Names of parameters, or the folder that all of them are in: `/distro-sync/`. */
type Parameters = ReadonlySet<string> | string;

function readParameters(scope: Construct, parameters: Parameters): Permission {
  return {
    actions: ["ssm:GetParameter"],
    resources: arns(scope, parameters),
    ...(typeof parameters === "string" ? { wildcard: MANY } : {}),
  };
}

const MANY =
  "The tokens are too many for a policy that lists each of them; this is the deepest folder that holds them all.";

/**
 * With keys that are named, or with the account's own when none is:
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html (November 2026)
 */
function decrypt(scope: Construct, keys: readonly string[], parameters: Parameters): Permission {
  const ofParameters = { "kms:EncryptionContext:PARAMETER_ARN": arns(scope, parameters) };
  const throughSsm = { "kms:ViaService": `ssm.${Aws.REGION}.${Aws.URL_SUFFIX}` };
  const conditions =
    typeof parameters === "string"
      ? { StringEquals: throughSsm, StringLike: ofParameters }
      : { StringEquals: { ...throughSsm, ...ofParameters } };
  const actions = ["kms:Decrypt"];
  if (keys.length > 0) return { actions, resources: keys, conditions };
  return {
    actions,
    resources: [Stack.of(scope).formatArn({ service: "kms", resource: "key", resourceName: "*" })],
    conditions: {
      ...conditions,
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/aws/ssm" },
    },
    wildcard: OWN_KEY,
  };
}

const OWN_KEY =
  "The id of the account's own key is not known before it is deployed; the conditions leave the one with the alias aws/ssm.";

function arns(scope: Construct, parameters: Parameters): readonly string[] {
  const names = typeof parameters === "string" ? [`${parameters}*`] : [...parameters].toSorted();
  return names.map((name) =>
    Stack.of(scope).formatArn({
      service: "ssm",
      resource: "parameter",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resourceName: name.replace(/^\//, ""),
    }),
  );
}

/** All inline policies of a role together have 10,240 characters; what is not about secrets takes 3,000 at most. */
const ROOM = 5_000;
const MOST_KEYS = 50;

/** Each parameter stands in the policy twice, and each key has a statement of its own. */
function lengthOf(names: ReadonlySet<string>, keys: ReadonlySet<string>): number {
  const lengths = [...names].map((name) => 2 * (ARN_LENGTH + name.length));
  return lengths.reduce((sum, length) => sum + length, keys.size * STATEMENT_LENGTH);
}

/** Of `"arn:aws-us-gov:ssm:us-gov-east-1:123456789012:parameter",` and a little more. */
const ARN_LENGTH = 65;
/** Of one that allows to decrypt, without the parameters. */
const STATEMENT_LENGTH = 300;

function tooManyKeys(count: number): string {
  return `the tokens are encrypted with ${count} keys, which are too many for one policy: use the same key for several of them`;
}

function commonFolder(names: ReadonlySet<string>): string {
  const folders = [...names].map((name) => (name.startsWith("/") ? name.split("/").slice(1, -1) : []));
  const [first = [], ...others] = folders;
  const shared = first.findIndex((part, depth) => others.some((other) => other[depth] !== part));
  const common = shared < 0 ? first : first.slice(0, shared);
  if (common.length > 0) return `/${common.join("/")}/`;
  throw new ProblemsError([
    `the ${names.size} parameters that hold the tokens are in no folder of their own, and are too many to list in one policy: ` +
      "put them below one path, as in /distro-sync/HANDLE/token",
  ]);
}
