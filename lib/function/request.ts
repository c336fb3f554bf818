import { isRecord } from "../core/domain/canonical-json.ts";
import type { Wake } from "../deployment.ts";

/** Why the function was invoked. */
export type Occasion =
  /** Messages of the queue. */
  | { readonly kind: "batch"; readonly records: readonly QueueRecord[] }
  /** Events that reach the function past the queue: they only wake. */
  | { readonly kind: "wakes"; readonly wakes: readonly Wake[] }
  /** A person or a pipeline that waits for the report. */
  | { readonly kind: "direct"; readonly workspace?: string; readonly mode: "plan" | "apply" };

export type QueueRecord = {
  readonly id: string;
  /** What the queue knows this delivery of it by. */
  readonly receipt: string;
  readonly body: string;
  /** How often it has been delivered, this time included. */
  readonly receives: number;
};

/**
 * Tells events apart. What they say is a hint and never data.
 * @param bucket ours: what happens in another is nothing to us
 * @throws EventError for everything that is not one of these
 */
export function readEvent(event: unknown, bucket: string): Occasion {
  if (!isRecord(event)) throw new EventError(`the event is ${kindOf(event)}, not an object`);
  if (Array.isArray(event.Records)) return ofRecords(event.Records, bucket);
  if (isTestOfBucket(event)) return { kind: "wakes", wakes: [] };
  if (typeof event.source === "string") return { kind: "wakes", wakes: ofBus(event, event.source, bucket) };
  return ofCaller(event);
}

function ofRecords(records: readonly unknown[], bucket: string): Occasion {
  const sources = new Set(records.map((record) => textAt(record, "eventSource")));
  if (sources.size > 1) throw new EventError("the event has records of several services");
  const [source] = sources;
  if (records.length === 0 || source === "aws:sqs") return { kind: "batch", records: records.map(ofQueue) };
  if (source === "aws:s3") return { kind: "wakes", wakes: wakesOfRecords(records, bucket) };
  throw new EventError("the event's records are neither of SQS nor of S3");
}

function ofQueue(record: unknown): QueueRecord {
  const id = textAt(record, "messageId");
  const receipt = textAt(record, "receiptHandle");
  const body = textAt(record, "body");
  if (id === undefined || receipt === undefined || body === undefined)
    throw new EventError("a record of SQS lacks its messageId, its receiptHandle or its body");
  const receives = Number(textAt(record, "attributes", "ApproximateReceiveCount"));
  return {
    id,
    receipt,
    body,
    receives: Number.isSafeInteger(receives) && receives > 0 ? receives : 1,
  };
}

function ofBus(event: JsonRecord, source: string, bucket: string): readonly Wake[] {
  switch (source) {
    case "aws.scheduler":
    case "aws.events": {
      const moment = textAt(event, "time") ?? textAt(event, "id") ?? "";
      return [{ trigger: "schedule", ...(moment === "" ? {} : { at: moment.slice(0, 255) }) }];
    }
    case "aws.s3":
      return wakesOfObject(event, bucket);
    default:
      throw new EventError("the event comes from neither EventBridge Scheduler nor S3");
  }
}

function ofCaller(event: JsonRecord): Occasion {
  const { workspace, mode = "plan", ...others } = event;
  const strange = Object.keys(others).length;
  if (strange > 0) throw new EventError(`the event has ${strange} keys beside workspace and mode`);
  if (mode !== "plan" && mode !== "apply") throw new EventError("the event's mode is neither plan nor apply");
  if (workspace === undefined) return { kind: "direct", mode };
  if (typeof workspace !== "string") throw new EventError("the event's workspace is not a text");
  return { kind: "direct", workspace, mode };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return value === undefined ? "missing" : `a ${typeof value}`;
}

/** An event that this function has no use for. It says what is wrong, and never repeats what was sent. */
export class EventError extends Error {
  override readonly name = "EventError";

  constructor(problem: string) {
    super(`${problem}: ${REMEDY}`);
  }
}

const REMEDY = 'invoke the function with { "workspace": "my-company", "mode": "plan" }, or with "apply"';

/** What S3 sends once when notifications are switched on: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function isTestOfBucket(event: JsonRecord): boolean {
  return event.Event === "s3:TestEvent";
}

/** Notifications of S3 itself, whose keys are encoded as forms are: `a+b%2Fc` is `a b/c`. */
function wakesOfRecords(records: readonly unknown[], bucket: string): readonly Wake[] {
  return records.flatMap((record) => {
    if (textAt(record, "s3", "bucket", "name") !== bucket) return [];
    const key = textAt(record, "s3", "object", "key") ?? "";
    if (key === "") throw new EventError("a record of S3 names no object");
    const moment = textAt(record, "s3", "object", "sequencer") ?? textAt(record, "eventTime");
    return [pushOf(decoded(key), moment)];
  });
}

/** An event of S3 that came through EventBridge, whose key is plain. */
function wakesOfObject(event: JsonRecord, bucket: string): readonly Wake[] {
  if (textAt(event, "detail", "bucket", "name") !== bucket) return [];
  const key = textAt(event, "detail", "object", "key") ?? "";
  if (key === "") throw new EventError("the event of S3 names no object");
  return [pushOf(key, textAt(event, "detail", "object", "sequencer") ?? textAt(event, "time"))];
}

function pushOf(key: string, moment = ""): Wake {
  return { trigger: "push", key, ...(moment === "" ? {} : { at: moment.slice(0, 255) }) };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    throw new EventError("the key in a record of S3 is not encoded as S3 encodes keys");
  }
}

/** A JSON object, of which nothing else is known. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The text at the end of the path, if there is one. Own properties alone: what others send may name any. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
  return typeof found === "string" ? found : undefined;
}
