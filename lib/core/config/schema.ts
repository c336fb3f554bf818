import { EXPOSURES } from "../plan/block.ts";
import { IDENTIFIER, REFERENCE, TEXT } from "../yaml/schema-parts.ts";
import type { Config } from "./config.generated.ts";

const percentage = { ...TEXT, maxLength: 4 } as const;
const count = { type: "integer", minimum: 0 } as const;

const parameterName = {
  ...TEXT,
  description:
    "The name of a SecureString in AWS Systems Manager Parameter Store: /distro-sync/my-company/token.",
} as const;
const encryptionKey = {
  ...TEXT,
  description:
    "The ARN of the KMS key that it is encrypted with. Default: the account's own key of Parameter Store.",
} as const;

const secretSchema = {
  type: "object",
  additionalProperties: false,
  required: ["ssm"],
  properties: { ssm: parameterName, key: encryptionKey },
} as const;

const tokenSchema = {
  description: "Where the token is read from. Default: the environment variable BUDDY_TOKEN.",
  type: "object",
  additionalProperties: false,
  oneOf: [{ required: ["env"] }, { required: ["ssm"] }, { required: ["oidc"] }],
  properties: {
    env: {
      ...TEXT,
      description:
        "The name of an environment variable, for the command. Another than BUDDY_TOKEN needs --token-env, too.",
    },
    ssm: parameterName,
    key: encryptionKey,
    oidc: {
      description: "For the function, experimental: its own identity, exchanged at Buddy's OIDC endpoint.",
      type: "object",
      additionalProperties: false,
      required: ["provider_id"],
      properties: {
        provider_id: { ...TEXT, description: "The id of the identity provider in Buddy." },
        audience: { ...TEXT, description: "The audience that the provider expects. Default: buddy." },
      },
    },
  },
} as const;

const limitsSchema = {
  description: "How much one pass may do before a person has to decide.",
  type: "object",
  additionalProperties: false,
  properties: {
    creates: { ...count, description: "New distributions a pass. Default: 50." },
    removals: { ...percentage, description: "Share of the owned distributions that may go. Default: 20%." },
    max_removals: { ...count, description: "Removals a pass. Default: 5." },
    updates: {
      ...percentage,
      description: "Share of the owned distributions that may change. Default: 30%.",
    },
    route_removals: {
      ...percentage,
      description: "Share of the routes of one distribution that may go. Default: 25%.",
    },
    max_route_removals: { ...count, description: "Routes removed a pass. Default: 10." },
    allow: {
      description:
        "Changes of exposure that need no approval. Default: none of them. Name those that your reviews are enough for.",
      type: "array",
      items: { enum: EXPOSURES },
    },
  },
} as const;

const workspaceSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    workspace: {
      ...REFERENCE,
      description: "The handle in the workspace's URL. Default: the environment variable BUDDY_WORKSPACE.",
    },
    region: { description: "Where the account lives. Default: us.", enum: ["us", "eu", "asia"] },
    api: {
      ...TEXT,
      description:
        "A self-hosted Buddy: https://HOST/api. The command goes there only where --api or BUDDY_API_ENDPOINT says the same.",
    },
    manifests: {
      ...TEXT,
      description: "The folder of manifests, relative to this file. Default: distributions/.",
    },
    source: {
      description:
        "How the deployed function gets the manifests. bundle (the default): they are deployed with it. release: \
distro-sync publish puts them into its bucket. prefix: plain files in its bucket. github: the repository under `github`.",
      enum: ["bundle", "release", "prefix", "github"],
    },
    token: tokenSchema,
    policy: {
      description:
        "What a pass may do. Default: create-only, which creates what does not exist and changes nothing else.",
      enum: ["create-only", "upsert", "sync"],
    },
    on_remove: {
      description: "What becomes of an owned distribution whose manifest is gone, under policy sync.",
      enum: ["retain", "disable", "delete"],
    },
    quarantine_days: {
      ...count,
      description:
        "For on_remove: delete. It is disabled at first, and deleted so many days later. Default: 7; 0 deletes at once.",
    },
    schedule: {
      description:
        "What a scheduled pass does about changes that were made in Buddy. Default: report; apply undoes them, as a push does.",
      enum: ["report", "apply"],
    },
    deep_check: {
      ...count,
      minimum: 1,
      description:
        "Distributions that a pass may read to compare them, under upsert and sync. What changed in git comes first, the rest in turn. Default: all.",
    },
    limits: limitsSchema,
  },
} as const;

const windowSchema = {
  type: "object",
  additionalProperties: false,
  required: ["duration"],
  oneOf: [{ required: ["deny"] }, { required: ["allow"] }],
  properties: {
    deny: {
      ...TEXT,
      description:
        "When it begins that nothing is written, as cron: 0 17 * * 5. Minute, hour, day of the month, month, day of the week.",
    },
    allow: {
      ...TEXT,
      description: "When it begins that something may be written, as cron; at all other times nothing is.",
    },
    duration: {
      ...TEXT,
      description:
        "For how long, up to 366 days: 30m, 8h, 3d. A day has 24 hours, also when clocks are changed.",
    },
    timezone: { ...TEXT, description: "The IANA name of the time zone: Europe/Warsaw. Default: UTC." },
    reason: { ...TEXT, description: "Shown where a plan is held up." },
  },
} as const;

const stateSchema = {
  description:
    "Where the command keeps the inventory, when --state or DISTRO_SYNC_STATE says the same. Default: a folder outside of the repository.",
  type: "object",
  additionalProperties: false,
  required: ["s3"],
  properties: {
    s3: {
      ...TEXT,
      description: "The bucket of the deployed stack, to share its inventory and its lease: s3://BUCKET.",
    },
  },
} as const;

const githubSchema = {
  description: "The repository that manifests are fetched from, for `source: github` and for its webhook.",
  type: "object",
  additionalProperties: false,
  required: ["repository"],
  properties: {
    repository: { ...TEXT, description: "OWNER/NAME, on github.com." },
    branch: { ...TEXT, description: "Default: main." },
    token: {
      ...secretSchema,
      description: "For a private repository: a token that may read its contents and nothing else.",
    },
  },
} as const;

const webhookSchema = {
  description: "An address that a push can be told to, for teams without CI. Default: there is none.",
  type: "object",
  additionalProperties: false,
  properties: {
    github: { ...secretSchema, description: "The secret of GitHub's webhook, which signs what it sends." },
    buddy: {
      ...secretSchema,
      description: "The secret key of Buddy's webhook, which stands in what it sends.",
    },
  },
} as const;

const notifySchema = {
  description:
    "Who is told of alarms, and of passes that did not end well. Default: nobody, which the stack warns of.",
  type: "object",
  additionalProperties: false,
  oneOf: [{ required: ["email"] }, { required: ["topic"] }],
  properties: {
    email: {
      ...TEXT,
      description:
        "An address. The stack makes a topic and subscribes the address to it; SNS asks the address to confirm.",
    },
    topic: {
      ...TEXT,
      description:
        "The ARN of a topic of your own, which lets CloudWatch publish: arn:aws:sns:eu-central-1:123456789012:alarms.",
    },
  },
} as const;

/** Of `distro-sync.yaml`: the source of its types, its validator and its completion in editors. */
export const configSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:distro-sync:config",
  title: "the configuration",
  type: "object",
  additionalProperties: false,
  properties: {
    instance: {
      ...IDENTIFIER,
      description: "The name under which this installation owns what it creates. Default: default.",
    },
    workspaces: {
      description: "The workspaces that are kept equal to their manifests.",
      type: "array",
      maxItems: 10_000,
      items: workspaceSchema,
    },
    schedule: {
      ...TEXT,
      description: "How often the deployed function makes a pass. Default: rate(15 minutes).",
    },
    windows: {
      description: "When passes may write. Where several apply, deny wins.",
      type: "array",
      maxItems: 50,
      items: windowSchema,
    },
    state: stateSchema,
    github: githubSchema,
    webhook: webhookSchema,
    notify: notifySchema,
  },
} as const;

/** What the schema takes, written out by `npm run generate`: whoever installs the package has it without a library of types. */
export type { Config } from "./config.generated.ts";
export type WorkspaceConfig = NonNullable<Config["workspaces"]>[number];
export type WindowConfig = NonNullable<Config["windows"]>[number];
/** A secret in Parameter Store, by name. */
export type SecretConfig = NonNullable<NonNullable<Config["webhook"]>["github"]>;
