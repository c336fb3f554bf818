import { ArnFormat, Aws, Stack } from "aws-cdk-lib";
import type { Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { SecretConfig } from "../core/config/schema.ts";
import { allow, type Permission } from "./access.ts";
import { ProblemsError } from "./manifests.ts";

/**
 * Lets a role read these SecureStrings, and nothing else of Parameter Store: neither their history, which has every earlier
 * value, nor other parameters by path.
 * @throws ProblemsError when they are too many for one policy and have no folder in common, or have too many keys
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

/** The names of parameters, or a folder that contains all of them: `/distro-sync/`. */
type Parameters = ReadonlySet<string> | string;

function readParameters(scope: Construct, parameters: Parameters): Permission {
  return {
    actions: ["ssm:GetParameter"],
    resources: arns(scope, parameters),
    ...(typeof parameters === "string" ? { wildcard: MANY } : {}),
  };
}

const MANY = "A policy has no room for so many tokens; this is the deepest folder that contains them all.";

/**
 * Lets the role decrypt parameters with these keys, or without any, with the key that AWS manages for the account:
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
  "The id of the key that AWS manages is not known before the deployment; the conditions allow only the alias aws/ssm.";

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

/** In characters. The inline policies of a role have 10,240 in all; those without secrets take 3,000 at most. */
const ROOM = 5_000;
const MOST_KEYS = 50;

/** The characters that these secrets take: each parameter occurs twice, and each key has a statement. */
function lengthOf(names: ReadonlySet<string>, keys: ReadonlySet<string>): number {
  const lengths = [...names].map((name) => 2 * (ARN_LENGTH + name.length));
  return lengths.reduce((sum, length) => sum + length, keys.size * STATEMENT_LENGTH);
}

/** The length of `"arn:aws-us-gov:ssm:us-gov-east-1:123456789012:parameter",`, and a little more. */
const ARN_LENGTH = 65;
/** The length of a statement that allows decryption, without the parameters. */
const STATEMENT_LENGTH = 300;

function tooManyKeys(count: number): string {
  return `the tokens are encrypted with ${count} keys, which is too many for one policy: use the same key for several tokens`;
}

function commonFolder(names: ReadonlySet<string>): string {
  const folders = [...names].map((name) => (name.startsWith("/") ? name.split("/").slice(1, -1) : []));
  const [first = [], ...others] = folders;
  const shared = first.findIndex((part, depth) => others.some((other) => other[depth] !== part));
  const common = shared < 0 ? first : first.slice(0, shared);
  if (common.length > 0) return `/${common.join("/")}/`;
  throw new ProblemsError([
    `the ${names.size} parameters with tokens have no folder in common, and are too many to list in one policy: ` +
      "put them below one path, such as /distro-sync/HANDLE/token",
  ]);
}
