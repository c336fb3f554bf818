import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";

/** The clients and commands of the built function and nothing else: what `import-time.ts` compares it with. */
const settings = { maxAttempts: 3 };

const clients = [
  new S3Client(settings),
  new SSMClient(settings),
  new SQSClient(settings),
  new EventBridgeClient(settings),
];

/** As a handler would, so that the bundler keeps all of them. */
export async function handler(): Promise<readonly unknown[]> {
  const { CreateScheduleCommand, SchedulerClient } = await import("@aws-sdk/client-scheduler");
  const { GetWebIdentityTokenCommand, STSClient } = await import("@aws-sdk/client-sts");
  return [
    ...clients,
    new SchedulerClient({}),
    new STSClient({}),
    GetObjectCommand,
    ListObjectsV2Command,
    PutObjectCommand,
    GetParameterCommand,
    SendMessageBatchCommand,
    ChangeMessageVisibilityBatchCommand,
    PutEventsCommand,
    CreateScheduleCommand,
    GetWebIdentityTokenCommand,
  ];
}
