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
  /** What `distro-sync.yaml` says. */
  readonly config: Config;
  /**
   * What relative paths in the configuration start from.
   * @default the folder that the app was started in
   */
  readonly folder?: string;
  /**
   * When a pass is due, besides those that a change sets off.
   * @default what the configuration says, else a pass every 15 minutes
   */
  readonly schedule?: ScheduleExpression;
  /**
   * How late it may be.
   * @default five minutes, or a third of the interval if that is less
   */
  readonly scheduleWindow?: Duration;
  /**
   * Of the function that makes passes.
   * @default 512 MiB
   */
  readonly memorySize?: Size;
  /**
   * Of one invocation, three minutes or more. A pass that needs longer goes on in the next.
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
   * Is told of alarms and of passes that somebody has to look at. It has to let CloudWatch publish: what SNS's own key encrypts
   * does not.
   * @default what the configuration says under `notify`, else none, with a warning
   */
  readonly topic?: ITopic;
  /** @default true */
  readonly alarms?: boolean;
  /** @default true */
  readonly dashboard?: boolean;
  /**
   * How long there may be no successful pass before the alarm, up to seven days.
   * @default as long as three passes in a row take at most, from half an hour to seven days; where passes are more than six
   *   days apart there is no such alarm, with a warning
   */
  readonly deadManAfter?: Duration;
  /**
   * How old the newest release may be before an alarm.
   * @default as old as it likes
   */
  readonly maxSourceAge?: Duration;
  /**
   * The address of the runbook, which every alarm names with an anchor.
   * @default docs/runbook.md in the repository that the package.json of distro-sync names
   */
  readonly runbook?: string;
  /**
   * What becomes of the bucket, which holds what is ours, when the stack is deleted.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
};

/**
 * Keeps the distributions of Buddy workspaces equal to YAML manifests: a function behind a queue, a schedule, a bucket, and
 * what raises an alarm when they do not work.
 */
export class DistroSync extends Construct {
  /** Of state, reports, releases, manifests and deliveries. */
  readonly bucket: Bucket;
  /** What is put into it makes the function start a pass. */
  readonly queue: Queue;
  /** Messages whose pass failed three times. */
  readonly deadLetterQueue: Queue;
  /** What the schedule and the rules could not deliver. */
  readonly undeliveredQueue: Queue;
  /** Makes passes. */
  readonly function: LambdaFunction;
  readonly logGroup: LogGroup;
  /** Absent when it is switched off. */
  readonly webhook?: Webhook;
  /** Empty when they are switched off. */
  readonly alarms: readonly Alarm[];
  /** What somebody types to hold passes off, and to let them go on. */
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

/** A pass ends half a minute before its function must: with less than this it would hardly begin. */
const LEAST_TIMEOUT = Duration.minutes(3);
const TOO_SHORT =
  "a pass needs time to begin and to end: give the function a `timeout` of three minutes or more";
const TOO_LONG = "an alarm looks back seven days at most: give a shorter `deadManAfter`";
const TOO_RARE =
  "passes are more than six days apart, and an alarm looks back seven days at most: none tells you when passes are no longer made. " +
  "Make them more often (one that finds nothing to do only reads), or watch the events `Pass finished` by yourself";
