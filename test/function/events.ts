/** Events as AWS sends them. */

export const BUCKET = "state-bucket";

/** One delivery of the queue; of each message what is given, in the order of its group. */
export function sqsEvent(
  ...messages: readonly {
    readonly id: string;
    readonly body: unknown;
    readonly group?: string;
    readonly receives?: number;
  }[]
): object {
  return {
    Records: messages.map(({ id, body, group = "every-workspace", receives = 1 }) => ({
      messageId: id,
      receiptHandle: `receipt-${id}`,
      body: typeof body === "string" ? body : JSON.stringify(body),
      attributes: {
        ApproximateReceiveCount: String(receives),
        MessageGroupId: group,
        MessageDeduplicationId: id,
        SentTimestamp: "1795514400000",
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:passes.fifo",
      awsRegion: "eu-central-1",
    })),
  };
}

/** As EventBridge Scheduler calls a function when its target has no input of its own. */
export function schedulerEvent(): object {
  return {
    version: "0",
    id: "d3b0c7a8-6f3c-4d6e-9a51-4ab3a9b5a111",
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: "123456789012",
    time: "2026-11-24T10:15:00Z",
    region: "eu-central-1",
    resources: ["arn:aws:scheduler:eu-central-1:123456789012:schedule/default/passes"],
    detail: "{}",
  };
}

export function s3BusEvent(key: string, bucket: string = BUCKET): object {
  return {
    version: "0",
    id: "17793124-05d4-b198-2fde-7ededc63b103",
    "detail-type": "Object Created",
    source: "aws.s3",
    account: "123456789012",
    time: "2026-11-24T10:15:00Z",
    region: "eu-central-1",
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: "0",
      bucket: { name: bucket },
      object: { key, size: 5, etag: "b1946ac92492d2347c6235b4d2611184", sequencer: "00617F08299329D189" },
      reason: "PutObject",
    },
  };
}

export function s3Records(
  ...keys: readonly (string | { readonly key: string; readonly bucket: string })[]
): object {
  return {
    Records: keys.map((one, index) => {
      const { key, bucket } = typeof one === "string" ? { key: one, bucket: BUCKET } : one;
      return {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "eu-central-1",
        eventTime: "2026-11-24T10:15:00.000Z",
        eventName: "ObjectCreated:Put",
        s3: {
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
          object: { key, size: 5, eTag: "b1946ac92492d2347c6235b4d2611184", sequencer: `0061F0${index}` },
        },
      };
    }),
  };
}

export const S3_TEST_EVENT = {
  Service: "Amazon S3",
  Event: "s3:TestEvent",
  Time: "2026-11-24T10:15:00.000Z",
  Bucket: BUCKET,
  RequestId: "5582815E1AEA5ADF",
  HostId: "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE",
};
