import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  CfnScheduleGroup,
  ContextAttribute,
  type IScheduleGroup,
  Schedule,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from "aws-cdk-lib/aws-scheduler";
import { SqsSendMessage } from "aws-cdk-lib/aws-scheduler-targets";
import { Construct } from "constructs";
import { messageGroup, type Wake } from "../deployment.ts";
import type { Cadence } from "./cadence.ts";
import type { Queues } from "./queues.ts";

export type PassScheduleProps = {
  readonly cadence: Cadence;
  readonly window: Duration;
  readonly queues: Queues;
  /** The workspace when there is only one. */
  readonly workspace: string | undefined;
};

/** The clock: it puts a message into the queue. Continuations get schedules in the same group, while the function runs. */
export class PassSchedule extends Construct {
  readonly group: IScheduleGroup;
  /** May put a message into the queue, for schedules of the group alone. */
  readonly role: Role;
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, { cadence, window, queues, workspace }: PassScheduleProps) {
    super(scope, id);
    // CDK's own kind of group has a name that is fixed, and outlives the stack.
    const { ref } = new CfnScheduleGroup(this, "Group");
    this.group = ScheduleGroup.fromScheduleGroupName(this, "GroupByName", ref);
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: {
          StringEquals: {
            "aws:SourceAccount": Stack.of(this).account,
            "aws:SourceArn": this.group.scheduleGroupArn,
          },
        },
      }),
    });
    this.schedule = new Schedule(this, "Schedule", {
      schedule: cadence.expression,
      scheduleGroup: this.group,
      timeWindow: window.toMinutes() < 1 ? TimeWindow.off() : TimeWindow.flexible(window),
      target: new SqsSendMessage(queues.passes, {
        role: this.role,
        input: ScheduleTargetInput.fromObject(wake(workspace)),
        messageGroupId: messageGroup(workspace),
        deadLetterQueue: queues.undelivered,
        maxEventAge: maxAge(cadence),
      }),
    });
  }

  /** The schedules of the group, those that are made later among them. */
  get scheduleArns(): string {
    return Stack.of(this).formatArn({
      service: "scheduler",
      resource: "schedule",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      resourceName: `${this.group.scheduleGroupName}/*`,
    });
  }
}

function wake(workspace: string | undefined): Wake {
  const of = workspace === undefined ? {} : { workspace };
  return { trigger: "schedule", ...of, at: ContextAttribute.scheduledTime };
}

/** What is not delivered by the time of the next one is of no use to anybody; a minute is the least that can be said. */
function maxAge({ interval }: Cadence): Duration {
  return Duration.minutes(Math.min(24 * 60, Math.max(1, Math.floor(interval.toMinutes() / 2))));
}
