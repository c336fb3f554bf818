import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { onTestFinished } from "vitest";
import { s3Objects } from "../../lib/adapters/aws/s3-objects.ts";
import { type ReportStore, reportStore } from "../../lib/adapters/state/reports.ts";
import type { Config } from "../../lib/core/config/config.generated.ts";
import { CONFIG_FILE, statePrefix, VARIABLES } from "../../lib/deployment.ts";
import { type Emulator, startEmulator } from "../../lib/emulator/emulator.ts";
import type { Personality } from "../../lib/emulator/personality.ts";
import { DEFAULT_SEED } from "../../lib/emulator/seed.ts";
import { type AwsCall, watchAws } from "../function/runtime/aws-traffic.ts";
import { type Sandbox, startSandbox } from "../function/runtime/sandbox.ts";
import { ACCOUNT, connection, endpoint, freshBucket, REGION, uniqueName } from "./moto.ts";

/** The built function as the stack deploys it, with an emulator as Buddy and moto as AWS. */
export type Deployed = {
  readonly sandbox: Sandbox;
  readonly emulator: Emulator;
  readonly bucket: string;
  readonly queueUrl: string;
  readonly scheduleGroup: string;
  readonly pause: string;
  /** What the function asked of AWS, in order. */
  readonly calls: readonly AwsCall[];
  readonly reports: (workspace: string) => ReportStore;
  /** Up to ten messages that wait in the queue, as Lambda's poller gives them to the function. */
  poll(): Promise<{ readonly Records: readonly QueuedRecord[] }>;
  /** Takes messages that were carried out from the queue, as Lambda's poller does. */
  remove(records: readonly QueuedRecord[]): Promise<void>;
};

type QueuedRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
};

export async function deploy(options: {
  readonly node: string;
  /** The built file. */
  readonly bundle: string;
  readonly manifests: Readonly<Record<string, string>>;
  readonly workspaces?: readonly string[];
  readonly token?: string;
  readonly personality?: Partial<Personality>;
  /** Beside the name, the address and the token of a workspace. */
  readonly settings?: Partial<NonNullable<Config["workspaces"]>[number]>;
  readonly github?: NonNullable<Config["github"]>;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<Deployed> {
  const { workspaces = ["my-company"], token = "emulator-token", github } = options;
  const [like] = DEFAULT_SEED.workspaces;
  const emulator = await startEmulator({
    token,
    seed: { workspaces: workspaces.map((name) => ({ ...like, name })) },
    ...(options.personality === undefined ? {} : { personality: options.personality }),
  });
  onTestFinished(() => emulator.close());

  const { client, bucket } = await freshBucket();
  const objects = s3Objects({ client, bucket });
  const sqs = new SQSClient(connection());
  const queueUrl = await makeQueue(sqs);
  const names = { token: `/${uniqueName("token")}`, pause: `/${uniqueName("pause")}` };
  await putParameters(names, token);
  const scheduleGroup = uniqueName("continuations");
  await new SchedulerClient(connection()).send(new CreateScheduleGroupCommand({ Name: scheduleGroup }));

  const traffic = await watchAws(endpoint());
  onTestFinished(() => traffic.close());
  const folder = await makeAsset(options.bundle, options.manifests, {
    instance: "test",
    workspaces: workspaces.map((workspace) => ({
      workspace,
      api: emulator.url,
      token: { ssm: names.token },
      ...options.settings,
    })),
    ...(github === undefined ? {} : { github }),
  });
  const sandbox = await startSandbox({
    node: options.node,
    folder,
    env: {
      PATH: process.env.PATH ?? "",
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: traffic.url,
      AWS_ACCESS_KEY_ID: "testing",
      AWS_SECRET_ACCESS_KEY: "testing",
      [VARIABLES.bucket]: bucket,
      [VARIABLES.queueUrl]: queueUrl.replace(endpoint(), traffic.url),
      [VARIABLES.queueArn]: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueUrl.split("/").at(-1)}`,
      [VARIABLES.scheduleGroup]: scheduleGroup,
      [VARIABLES.scheduleRole]: `arn:aws:iam::${ACCOUNT}:role/continuations`,
      [VARIABLES.undelivered]: `arn:aws:sqs:${REGION}:${ACCOUNT}:undelivered`,
      [VARIABLES.pause]: names.pause,
      ...options.env,
    },
  });
  onTestFinished(() => sandbox.close());

  return {
    sandbox,
    emulator,
    bucket,
    queueUrl,
    scheduleGroup,
    pause: names.pause,
    calls: traffic.calls,
    reports: (workspace) =>
      reportStore(objects, statePrefix({ instance: "test", api: emulator.url, workspace })),
    poll: () => poll(sqs, queueUrl),
    remove: async (records) => {
      for (const { receiptHandle } of records) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }));
      }
    },
  };
}

/** A folder as the stack makes it an asset: the bundle, the configuration, the manifests. */
export async function makeAsset(
  bundle: string,
  manifests: Readonly<Record<string, string>>,
  config: object | undefined,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "distro-sync-asset-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await copyFile(bundle, join(folder, "index.mjs"));
  if (config !== undefined) await writeFile(join(folder, CONFIG_FILE), JSON.stringify(config));
  await mkdir(join(folder, "distributions"));
  for (const [name, text] of Object.entries(manifests)) {
    await writeFile(join(folder, "distributions", name), text);
  }
  return folder;
}

async function makeQueue(sqs: SQSClient): Promise<string> {
  const { QueueUrl: url } = await sqs.send(
    new CreateQueueCommand({
      QueueName: `${uniqueName("passes")}.fifo`,
      Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true", VisibilityTimeout: "900" },
    }),
  );
  if (url === undefined) throw new Error("moto made no queue");
  return url;
}

async function putParameters(
  names: { readonly token: string; readonly pause: string },
  token: string,
): Promise<void> {
  const ssm = new SSMClient(connection());
  await ssm.send(new PutParameterCommand({ Name: names.token, Value: token, Type: "SecureString" }));
  await ssm.send(new PutParameterCommand({ Name: names.pause, Value: "off", Type: "String" }));
}

async function poll(
  sqs: SQSClient,
  queueUrl: string,
): Promise<{ readonly Records: readonly QueuedRecord[] }> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  return {
    Records: Messages.map(({ MessageId = "", ReceiptHandle = "", Body = "", Attributes, MD5OfBody }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes,
      messageAttributes: {},
      md5OfBody: MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueUrl.split("/").at(-1)}`,
      awsRegion: REGION,
    })),
  };
}
