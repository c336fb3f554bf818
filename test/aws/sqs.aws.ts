import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import type { PassRequest } from "../../lib/deployment.ts";
import { CallError, sqsQueue } from "../../lib/function/queue.ts";
import { connection, uniqueName } from "./moto.ts";

const client = new SQSClient(connection());

async function freshQueue(attributes: Readonly<Record<string, string>> = {}): Promise<string> {
  const { QueueUrl: url = "" } = await client.send(
    new CreateQueueCommand({
      QueueName: `${uniqueName("passes")}.fifo`,
      Attributes: { FifoQueue: "true", ContentBasedDeduplication: "true", ...attributes },
    }),
  );
  return url;
}

async function receive(url: string, most = 10) {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: most,
      MessageSystemAttributeNames: ["All"],
      // A queue that has none answers at once.
      WaitTimeSeconds: 0,
    }),
  );
  return Messages.map(({ Body = "", ReceiptHandle = "", Attributes = {} }) => ({
    request: JSON.parse(Body) as PassRequest,
    group: Attributes.MessageGroupId ?? "",
    receipt: ReceiptHandle,
  }));
}

async function arnOf(url: string): Promise<string> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
  );
  return Attributes.QueueArn ?? "";
}

describe("the queue", () => {
  it("has a group for each workspace, and takes more than ten messages", async () => {
    const url = await freshQueue();
    const names = Array.from({ length: 23 }, (_, n) => `w${n}`);
    await sqsQueue(client, url).send(
      names.map((workspace) => ({ request: { trigger: "schedule", workspace }, cause: "m1" })),
    );
    const groups: string[] = [];
    for (;;) {
      const some = await receive(url);
      if (some.length === 0) break;
      groups.push(...some.map(({ group }) => group));
    }
    expect(groups.toSorted()).toEqual(names.map((name) => `workspace-${name}`).toSorted());
  });

  it("takes what has the same cause and workspace once", async () => {
    const url = await freshQueue();
    const queue = sqsQueue(client, url);
    const long = "w".repeat(100);
    for (const [workspace, cause] of [
      ["a", "m1"],
      ["a", "m1"],
      ["b", "m1"],
      [long, "m1"],
      [long, "m1"],
    ] as const) {
      await queue.send([{ request: { trigger: "push", workspace }, cause }]);
    }
    const received = await receive(url);
    expect(received.map(({ request }) => request.workspace ?? "").toSorted()).toEqual(["a", "b", long]);
  });

  it("takes the same message with another cause", async () => {
    const url = await freshQueue();
    const queue = sqsQueue(client, url);
    for (const cause of ["m1", "m2"])
      await queue.send([{ request: { trigger: "push", workspace: "a" }, cause }]);
    expect(await receive(url)).toHaveLength(2);
  });

  it("gives a postponed message back when its time has come, and not when its own time is over", async () => {
    const url = await freshQueue({ VisibilityTimeout: "900" });
    const queue = sqsQueue(client, url);
    await queue.send([{ request: { trigger: "push", workspace: "a" }, cause: "m1" }]);
    const [first] = await receive(url);
    expect(await receive(url)).toEqual([]);
    await queue.postpone([{ receipt: first?.receipt ?? "", seconds: 0 }]);
    expect(await receive(url)).toMatchObject([{ request: { workspace: "a" } }]);
  });

  it("sends a message that comes too often to where the dead letters are", async () => {
    const dead = await freshQueue();
    const policy = JSON.stringify({ deadLetterTargetArn: await arnOf(dead), maxReceiveCount: 2 });
    const url = await freshQueue({ RedrivePolicy: policy });
    const queue = sqsQueue(client, url);
    await queue.send([{ request: { trigger: "push", workspace: "gone" }, cause: "m1" }]);
    for (let receives = 1; receives <= 2; receives += 1) {
      const [{ receipt } = { receipt: "" }] = await receive(url);
      await queue.postpone([{ receipt, seconds: 0 }]);
    }
    expect(await receive(url)).toEqual([]);
    expect(await receive(dead)).toMatchObject([{ request: { workspace: "gone" } }]);
  });

  it("says which messages it could not postpone", async () => {
    const url = await freshQueue();
    const queue = sqsQueue(client, url);
    await queue.send([{ request: { trigger: "push", workspace: "a" }, cause: "m1" }]);
    const [{ receipt } = { receipt: "" }] = await receive(url);
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt }));
    await expect(queue.postpone([{ receipt: "none", seconds: 60 }])).rejects.toThrow(CallError);
  });

  it("is an error that names the attempt when there is none", async () => {
    const queue = sqsQueue(client, `${(await freshQueue()).replace(/\.fifo$/, "")}-gone.fifo`);
    await expect(queue.send([{ request: { trigger: "push" }, cause: "m1" }])).rejects.toThrow(
      /^a pass request could not be put into the queue: QueueDoesNotExist/,
    );
  });
});
