// Generated from the schema by `npm run generate`: change the schema, not this file.

export type Config = {
  /** The name under which this installation owns what it creates. Default: default. */
  readonly instance?: string;
  /** The workspaces that are kept equal to their manifests. */
  readonly workspaces?: readonly {
    /** The handle in the workspace's URL. Default: the environment variable BUDDY_WORKSPACE. */
    readonly workspace?: string;
    /** Where the account lives. Default: us. */
    readonly region?: "us" | "eu" | "asia";
    /** A self-hosted Buddy: https://HOST/api. The command goes there only where --api or BUDDY_API_ENDPOINT says the same. */
    readonly api?: string;
    /** The folder of manifests, relative to this file. Default: distributions/. */
    readonly manifests?: string;
    /** How the deployed function gets the manifests. bundle (the default): they are deployed with it. release: distro-sync publish puts them into its bucket. prefix: plain files in its bucket. github: the repository under `github`. */
    readonly source?: "bundle" | "release" | "prefix" | "github";
    /** Where the token is read from. Default: the environment variable BUDDY_TOKEN. */
    readonly token?: {
      /** The name of an environment variable, for the command. Another than BUDDY_TOKEN needs --token-env, too. */
      readonly env: string;
      readonly ssm?: never;
      /** The ARN of the KMS key that it is encrypted with. Default: the account's own key of Parameter Store. */
      readonly key?: string;
      readonly oidc?: never;
    } | {
      readonly env?: never;
      /** The name of a SecureString in AWS Systems Manager Parameter Store: /distro-sync/my-company/token. */
      readonly ssm: string;
      /** The ARN of the KMS key that it is encrypted with. Default: the account's own key of Parameter Store. */
      readonly key?: string;
      readonly oidc?: never;
    } | {
      readonly env?: never;
      readonly ssm?: never;
      /** The ARN of the KMS key that it is encrypted with. Default: the account's own key of Parameter Store. */
      readonly key?: string;
      /** For the function, experimental: its own identity, exchanged at Buddy's OIDC endpoint. */
      readonly oidc: {
        /** The id of the identity provider in Buddy. */
        readonly provider_id: string;
        /** The audience that the provider expects. Default: buddy. */
        readonly audience?: string;
      };
    };
    /** What a pass may do. Default: create-only, which creates what does not exist and changes nothing else. */
    readonly policy?: "create-only" | "upsert" | "sync";
    /** What becomes of an owned distribution whose manifest is gone, under policy sync. */
    readonly on_remove?: "retain" | "disable" | "delete";
    /** For on_remove: delete. It is disabled at first, and deleted so many days later. Default: 7; 0 deletes at once. */
    readonly quarantine_days?: number;
    /** What a scheduled pass does about changes that were made in Buddy. Default: report; apply undoes them, as a push does. */
    readonly schedule?: "report" | "apply";
    /** Distributions that a pass may read to compare them, under upsert and sync. What changed in git comes first, the rest in turn. Default: all. */
    readonly deep_check?: number;
    /** How much one pass may do before a person has to decide. */
    readonly limits?: {
      /** New distributions a pass. Default: 50. */
      readonly creates?: number;
      /** Share of the owned distributions that may go. Default: 20%. */
      readonly removals?: string;
      /** Removals a pass. Default: 5. */
      readonly max_removals?: number;
      /** Share of the owned distributions that may change. Default: 30%. */
      readonly updates?: string;
      /** Share of the routes of one distribution that may go. Default: 25%. */
      readonly route_removals?: string;
      /** Routes removed a pass. Default: 10. */
      readonly max_route_removals?: number;
      /** Changes of exposure that need no approval. Default: none of them. Name those that your reviews are enough for. */
      readonly allow?: readonly ("last-route" | "apex" | "wildcard" | "root-path" | "default-target" | "domain-change" | "others-widened")[];
    };
  }[];
  /** How often the deployed function makes a pass. Default: rate(15 minutes). */
  readonly schedule?: string;
  /** When passes may write. Where several apply, deny wins. */
  readonly windows?: readonly ({
    /** When it begins that nothing is written, as cron: 0 17 * * 5. Minute, hour, day of the month, month, day of the week. */
    readonly deny: string;
    readonly allow?: never;
    /** For how long, up to 366 days: 30m, 8h, 3d. A day has 24 hours, also when clocks are changed. */
    readonly duration: string;
    /** The IANA name of the time zone: Europe/Warsaw. Default: UTC. */
    readonly timezone?: string;
    /** Shown where a plan is held up. */
    readonly reason?: string;
  } | {
    readonly deny?: never;
    /** When it begins that something may be written, as cron; at all other times nothing is. */
    readonly allow: string;
    /** For how long, up to 366 days: 30m, 8h, 3d. A day has 24 hours, also when clocks are changed. */
    readonly duration: string;
    /** The IANA name of the time zone: Europe/Warsaw. Default: UTC. */
    readonly timezone?: string;
    /** Shown where a plan is held up. */
    readonly reason?: string;
  })[];
  /** Where the command keeps the inventory, when --state or DISTRO_SYNC_STATE says the same. Default: a folder outside of the repository. */
  readonly state?: {
    /** The bucket of the deployed stack, to share its inventory and its lease: s3://BUCKET. */
    readonly s3: string;
  };
  /** The repository that manifests are fetched from, for `source: github` and for its webhook. */
  readonly github?: {
    /** OWNER/NAME, on github.com. */
    readonly repository: string;
    /** Default: main. */
    readonly branch?: string;
    /** For a private repository: a token that may read its contents and nothing else. */
    readonly token?: {
      /** The name of a SecureString in AWS Systems Manager Parameter Store: /distro-sync/my-company/token. */
      readonly ssm: string;
      /** The ARN of the KMS key that it is encrypted with. Default: the account's own key of Parameter Store. */
      readonly key?: string;
    };
  };
  /** An address that a push can be told to, for teams without CI. Default: there is none. */
  readonly webhook?: {
    /** The secret of GitHub's webhook, which signs what it sends. */
    readonly github?: {
      /** The name of a SecureString in AWS Systems Manager Parameter Store: /distro-sync/my-company/token. */
      readonly ssm: string;
      /** The ARN of the KMS key that it is encrypted with. Default: the account's own key of Parameter Store. */
      readonly key?: string;
    };
    /** The secret key of Buddy's webhook, which stands in what it sends. */
    readonly buddy?: {
      /** The name of a SecureString in AWS Systems Manager Parameter Store: /distro-sync/my-company/token. */
      readonly ssm: string;
      /** The ARN of the KMS key that it is encrypted with. Default: the account's own key of Parameter Store. */
      readonly key?: string;
    };
  };
  /** Who is told of alarms, and of passes that did not end well. Default: nobody, which the stack warns of. */
  readonly notify?: {
    /** An address. The stack makes a topic and subscribes the address to it; SNS asks the address to confirm. */
    readonly email: string;
    readonly topic?: never;
  } | {
    readonly email?: never;
    /** The ARN of a topic of your own, which lets CloudWatch publish: arn:aws:sns:eu-central-1:123456789012:alarms. */
    readonly topic: string;
  };
};
