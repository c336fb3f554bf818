import { Annotations, Duration, RemovalPolicy, Size } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import type { Grant, IGrantable } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { type LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Config } from "../core/config/schema.ts";
import { NOT_PAUSED, PREFIXES } from "../deployment.ts";
import { grantObjects } from "./access.ts";
import { Alarms } from "./alarms.ts";
import { announceTo, runbookPage, topicOf } from "./announcements.ts";
import { dashboard, metricSubjects } from "./dashboard.ts";
import { deployable, deployedFiles, ProblemsError } from "./manifests.ts";
import { pushRules, Queues } from "./push.ts";
import { Pause, Reconciler } from "./reconciler.ts";
import { cadenceOf, defaultWindow, LONGEST_LOOK_BACK, PassSchedule } from "./schedule.ts";
import { reportPrefix, storage } from "./storage.ts";
import { Webhook } from "./webhook.ts";

export type DistroSyncProps = {
  /** The content of `distro-sync.yaml`. */
  readonly config: Config;
  /**
   * Relative paths in the configuration start here.
   * @default the folder in which the app runs
   */
  readonly folder?: string;
  /**
   * When a pass is due, besides passes that a change causes.
   * @default the schedule of the configuration, else every 15 minutes
   */
  readonly schedule?: ScheduleExpression;
  /**
   * How late a scheduled pass may start.
   * @default five minutes, or a third of the interval if that is less
   */
  readonly scheduleWindow?: Duration;
  /**
   * The memory of the function that makes passes.
   * @default 512 MiB
   */
  readonly memorySize?: Size;
  /**
   * The time-out of one invocation, three minutes or more. A pass that needs longer continues in another invocation.
   * @default 15 minutes
   */
  readonly timeout?: Duration;
  /**
   * How many workspaces may have a pass at the same time, at least 2.
   * @default 5
   */
  readonly maxConcurrency?: number;
  /** @default three months */
  readonly logRetention?: RetentionDays;
  /**
   * Receives alarms, and passes that need attention. CloudWatch must be able to publish to it, which the key that AWS manages for
   * SNS does not allow.
   * @default the topic of `notify` in the configuration, else none, with a warning
   */
  readonly topic?: ITopic;
  /** @default true */
  readonly alarms?: boolean;
  /** @default true */
  readonly dashboard?: boolean;
  /**
   * How long there may be no successful pass before the alarm, up to seven days.
   * @default the longest time in which three passes are due, from half an hour to seven days; where passes are more than six days
   *   apart there is no such alarm, but a warning
   */
  readonly deadManAfter?: Duration;
  /**
   * How old the newest release may be before an alarm.
   * @default unlimited
   */
  readonly maxSourceAge?: Duration;
  /**
   * The address of the runbook, to which every alarm links.
   * @default docs/runbook.md in the repository that the package.json of distro-sync names
   */
  readonly runbook?: string;
  /**
   * What happens to the bucket, which has the inventory, when the stack is deleted.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
};

/**
 * Keeps the distributions of Buddy workspaces equal to YAML manifests: a function behind a queue, a schedule, a bucket, and alarms
 * that fire when they do not work.
 */
export class DistroSync extends Construct {
  /** State, reports, releases, manifests and webhook deliveries. */
  readonly bucket: Bucket;
  /** A message in this queue makes the function start a pass. */
  readonly queue: Queue;
  /** Messages whose pass failed three times. */
  readonly deadLetterQueue: Queue;
  /** Messages that the schedule and the rules could not deliver. */
  readonly undeliveredQueue: Queue;
  /** The function that makes passes. */
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  /** Absent when no webhook is configured. */
  readonly webhook?: Webhook;
  /** Empty when they are switched off. */
  readonly alarms: readonly Alarm[];
  /** The commands that pause and resume passes. */
  readonly pauseCommand: string;
  readonly resumeCommand: string;

  /** @throws ProblemsError when the configuration or its manifests cannot be deployed, or the functions are not built */
  constructor(scope: Construct, id: string, props: DistroSyncProps) {
    super(scope, id);
    const { config, folder = process.cwd(), timeout = Duration.minutes(15) } = props;
    const { instance = "default", webhook } = config;
    const { logRetention = RetentionDays.THREE_MONTHS } = props;
    const workspaces = deployable(config);
    if (timeout.toSeconds() < LEAST_TIMEOUT.toSeconds()) throw new ProblemsError([TOO_SHORT]);
    const files = deployedFiles({ config, workspaces, folder });
    const cadence = cadenceOf(props.schedule, config.schedule);
    if ((props.deadManAfter?.toMinutes() ?? 0) > LONGEST_LOOK_BACK) throw new ProblemsError([TOO_LONG]);
    const topic = topicOf(this, { given: props.topic, notify: config.notify });

    this.bucket = storage(this, "Bucket", {
      removalPolicy: props.removalPolicy ?? RemovalPolicy.RETAIN,
      reports: workspaces.map((workspace) => reportPrefix(instance, workspace)),
      announces: workspaces.some(({ source }) => source === "release" || source === "prefix"),
      deliveries: webhook !== undefined,
    });
    const queues = new Queues(this, "Queues", { timeout });
    this.queue = queues.passes;
    this.deadLetterQueue = queues.deadLetters;
    this.undeliveredQueue = queues.undelivered;
    const schedule = new PassSchedule(this, "Schedule", {
      cadence,
      window: props.scheduleWindow ?? defaultWindow(cadence),
      queues,
      workspace: workspaces.length === 1 ? workspaces[0]?.workspace : undefined,
    });
    const pause = new Pause(this, "Pause");
    const reconciler = new Reconciler(this, "Reconciler", {
      config,
      workspaces,
      files,
      memorySize: props.memorySize ?? Size.mebibytes(512),
      timeout,
      logRetention,
      maxConcurrency: props.maxConcurrency ?? 5,
      bucket: this.bucket,
      queues,
      schedule,
      pause,
    });
    this.function = reconciler.function;
    this.logGroup = reconciler.logGroup;
    pushRules(this, { workspaces, bucket: this.bucket, queues });
    if (webhook !== undefined) {
      this.webhook = new Webhook(this, "Webhook", {
        config: { ...config, webhook },
        bucket: this.bucket,
        queue: this.queue,
        logRetention,
      });
    }
    const subjects = metricSubjects(instance, workspaces);
    const { interval } = cadence;
    const deadManAfter = props.deadManAfter ?? cadence.missedAfter;
    if (deadManAfter === undefined && props.alarms !== false)
      Annotations.of(this).addWarningV2("distro-sync:missed-passes-unnoticed", TOO_RARE);
    const seen = { subjects, interval, reconciler: this.function, queues };
    this.alarms =
      props.alarms === false
        ? []
        : new Alarms(this, "Alarms", {
            ...seen,
            deadManAfter,
            maxSourceAge: props.maxSourceAge,
            webhook: this.webhook,
            scheduleGroup: schedule.group,
            topic,
            runbook: props.runbook ?? runbookPage(),
          }).all;
    if (props.dashboard !== false) dashboard(this, "Dashboard", seen);
    if (topic !== undefined) announceTo(this, { topic, instance, queues });
    this.pauseCommand = pause.command('"WHY"');
    this.resumeCommand = pause.command(NOT_PAUSED);
  }

  /** Lets CI publish releases: `distro-sync publish --to s3://BUCKET`. */
  grantPublish(grantee: IGrantable): Grant {
    return grantObjects(grantee, this.bucket, PREFIXES.releases);
  }

  /** Lets the command use the same state, with `DISTRO_SYNC_STATE=s3://BUCKET`. */
  grantState(grantee: IGrantable): Grant {
    return grantObjects(grantee, this.bucket, PREFIXES.state);
  }
}

/** A pass ends half a minute before the time-out, so it needs more than that to do anything. */
const LEAST_TIMEOUT = Duration.minutes(3);
const TOO_SHORT = "the `timeout` of the function is too short for a pass: set three minutes or more";
const TOO_LONG = "`deadManAfter` is too long: an alarm looks back seven days at most";
const TOO_RARE =
  "passes are more than six days apart, and an alarm looks back seven days at most, so no alarm can notice that passes have stopped. " +
  "Schedule them more often (a pass with nothing to do only reads), or watch the events `Pass finished` yourself";
