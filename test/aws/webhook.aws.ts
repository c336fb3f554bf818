import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { describe, expect, it, vi } from "vitest";
import { ssmClient } from "../../lib/adapters/aws/parameters.ts";
import { VARIABLES } from "../../lib/deployment.ts";
import { startWebhook } from "../../lib/function/webhook/start.ts";
import { COMMIT, DELIVERY, fromGithub, GITHUB_SECRET, push } from "../function/webhook-desk.ts";
import { connection, freshBucket, uniqueName } from "./moto.ts";

/** The verifier as the stack deploys it, with an empty queue and an empty bucket. */
async function deployed() {
  vi.stubEnv("POWERTOOLS_LOG_LEVEL", "SILENT");
  const sqs = new SQSClient(connection());
  const { QueueUrl: queueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: `${uniqueName("passes")}.fifo`, Attributes: { FifoQueue: "true" } }),
  );
  const parameter = `/distro-sync/${uniqueName("webhook")}`;
  await ssmClient(connection()).send(
    new PutParameterCommand({ Name: parameter, Value: GITHUB_SECRET, Type: "SecureString" }),
  );
  const { bucket } = await freshBucket();
  const handle = startWebhook({
    [VARIABLES.bucket]: bucket,
    [VARIABLES.queueUrl]: queueUrl,
    [VARIABLES.webhookGithub]: parameter,
    [VARIABLES.repository]: "my-company/routing",
    [VARIABLES.branch]: "main",
  });
  const waiting = async () => {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["MessageGroupId"],
      }),
    );
    return messages.map(({ Body: body = "", Attributes: attributes }) => ({
      request: JSON.parse(body) as unknown,
      group: attributes?.MessageGroupId,
    }));
  };
  return { handle, waiting };
}

describe("the verifier, against moto", () => {
  it("puts a push into the queue, once", async () => {
    const { handle, waiting } = await deployed();
    expect(await handle(fromGithub())).toMatchObject({ statusCode: 202 });
    expect(await handle(fromGithub())).toMatchObject({ statusCode: 200 });
    expect(await waiting()).toEqual([
      { request: { trigger: "push", commit: COMMIT, at: DELIVERY }, group: "every-workspace" },
    ]);
  });

  it("lets two deliveries of one push at the same time become one message", async () => {
    const { handle, waiting } = await deployed();
    await Promise.all([handle(fromGithub()), handle(fromGithub())]);
    expect(await waiting()).toHaveLength(1);
  });

  it("puts nothing into the queue for a wrong signature", async () => {
    const { handle, waiting } = await deployed();
    const forged = fromGithub(push(), { "x-hub-signature-256": `sha256=${"0".repeat(64)}` });
    expect(await handle(forged)).toEqual({ statusCode: 401 });
    expect(await waiting()).toEqual([]);
  });
});
