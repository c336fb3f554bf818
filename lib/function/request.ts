import { isRecord } from "../core/domain/canonical-json.ts";
import { defined } from "../core/domain/defined.ts";
import { type PassRequest, TRIGGERS, type Trigger } from "../deployment.ts";

/** What an event asks for. */
export type EventContent =
  /** Messages of the queue. */
  | { readonly kind: "batch"; readonly records: readonly QueueRecord[] }
  /** Events that reach the function past the queue. */
  | { readonly kind: "requests"; readonly requests: readonly PassRequest[] }
  /** A person or a pipeline that waits for the report. */
  | { readonly kind: "direct"; readonly workspace?: string; readonly mode: "plan" | "apply" };

export type QueueRecord = {
  readonly id: string;
  /** The receipt handle of this delivery. */
  readonly receipt: string;
  readonly body: string;
  /** How often it has been delivered, this time included. */
  readonly receives: number;
};

/**
 * What does an event ask for? An event is a hint and never data: it says that a pass is due, and not what to do.
 * @param bucket events about any other bucket ask for nothing
 * @throws EventError for anything else
 */
export function readEvent(event: unknown, bucket: string): EventContent {
  if (!isRecord(event)) throw new EventError(`the event is ${kindOf(event)}, not an object`);
  if (Array.isArray(event.Records)) return ofRecords(event.Records, bucket);
  if (isTestOfBucket(event)) return { kind: "requests", requests: [] };
  if (typeof event.source === "string")
    return { kind: "requests", requests: ofBus(event, event.source, bucket) };
  return ofCaller(event);
}

function ofRecords(records: readonly unknown[], bucket: string): EventContent {
  const sources = new Set(records.map((record) => textAt(record, "eventSource")));
  if (sources.size > 1) throw new EventError("the event has records of more than one service");
  const [source] = sources;
  if (records.length === 0 || source === "aws:sqs") return { kind: "batch", records: records.map(ofQueue) };
  if (source === "aws:s3") return { kind: "requests", requests: requestsOfRecords(records, bucket) };
  throw new EventError("the records of the event come from neither SQS nor S3");
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

function ofBus(event: JsonRecord, source: string, bucket: string): readonly PassRequest[] {
  switch (source) {
    case "aws.scheduler":
    case "aws.events": {
      const moment = textAt(event, "time") ?? textAt(event, "id") ?? "";
      return [{ trigger: "schedule", ...(moment === "" ? {} : { at: moment.slice(0, 255) }) }];
    }
    case "aws.s3":
      return requestsOfObject(event, bucket);
    default:
      throw new EventError("the event comes from neither EventBridge Scheduler nor S3");
  }
}

function ofCaller(event: JsonRecord): EventContent {
  const { workspace, mode = "plan", ...others } = event;
  const strange = Object.keys(others).length;
  if (strange > 0) throw new EventError(`the event has ${strange} keys beside workspace and mode`);
  if (mode !== "plan" && mode !== "apply") throw new EventError("the event's mode is neither plan nor apply");
  if (workspace === undefined) return { kind: "direct", mode };
  if (typeof workspace !== "string") throw new EventError("the event's workspace is not text");
  return { kind: "direct", workspace, mode };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return value === undefined ? "missing" : `a ${typeof value}`;
}

/** The function cannot use the event. The message says what is wrong, and never repeats what was sent. */
export class EventError extends Error {
  override readonly name = "EventError";

  constructor(problem: string) {
    super(`${problem}: ${EVENT_REMEDY}`);
  }
}

const EVENT_REMEDY =
  'invoke the function with { "workspace": "my-company", "mode": "plan" }, or with "apply"';

/** Whether S3 sent the event to test the notification: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function isTestOfBucket(event: JsonRecord): boolean {
  return event.Event === "s3:TestEvent";
}

/** Notifications that S3 sends itself. Their keys are form-encoded: `a+b%2Fc` is `a b/c`. */
function requestsOfRecords(records: readonly unknown[], bucket: string): readonly PassRequest[] {
  return records.flatMap((record) => {
    if (textAt(record, "s3", "bucket", "name") !== bucket) return [];
    const key = textAt(record, "s3", "object", "key") ?? "";
    if (key === "") throw new EventError("a record of S3 names no object");
    const moment = textAt(record, "s3", "object", "sequencer") ?? textAt(record, "eventTime");
    return [pushOf(decoded(key), moment)];
  });
}

/** An event of S3 that came through EventBridge. Its key is not encoded. */
function requestsOfObject(event: JsonRecord, bucket: string): readonly PassRequest[] {
  if (textAt(event, "detail", "bucket", "name") !== bucket) return [];
  const key = textAt(event, "detail", "object", "key") ?? "";
  if (key === "") throw new EventError("the event of S3 names no object");
  return [pushOf(key, textAt(event, "detail", "object", "sequencer") ?? textAt(event, "time"))];
}

function pushOf(key: string, moment = ""): PassRequest {
  return { trigger: "push", key, ...(moment === "" ? {} : { at: moment.slice(0, 255) }) };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    throw new EventError("the key in a record of S3 is not form-encoded, as S3 encodes keys");
  }
}

/** A JSON object with unknown fields. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The text at the end of the path, if there is one. Reads own properties only: what others send may name any. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
  return typeof found === "string" ? found : undefined;
}

/** The message of the queue is not a pass request. The error says what is wrong, and never repeats what was sent. */
export class PassRequestError extends Error {
  override readonly name = "PassRequestError";
}

/**
 * Reads a message of the queue, strictly: one that is only nearly right comes from another version or another sender.
 * @throws PassRequestError
 */
export function readPassRequest(body: string): PassRequest {
  const value = parsed(body);
  if (!isRecord(value)) throw new PassRequestError(`the message is not a JSON object: ${MESSAGE_REMEDY}`);
  const strange = Object.keys(value).filter((key) => !KEYS.has(key)).length;
  if (strange > 0) {
    throw new PassRequestError(
      `the message has ${strange} keys beside ${[...KEYS].join(", ")}: ${MESSAGE_REMEDY}`,
    );
  }
  const { trigger, workspace, at, key, commit, round } = value;
  if (!isTrigger(trigger)) throw wrong("trigger", `one of ${TRIGGERS.join(", ")}`);
  if (!isAbsentOr(isText(255), workspace)) throw wrong("workspace", "a workspace's handle");
  if (!isAbsentOr(isText(255), at)) throw wrong("at", "text of up to 255 characters");
  if (!isAbsentOr(isText(1_024), key)) throw wrong("key", "the key of an object");
  if (!isAbsentOr(isCommit, commit)) throw wrong("commit", "40 hexadecimal digits");
  if (!isAbsentOr(isCount, round)) throw wrong("round", "a count");
  return {
    trigger,
    ...defined({ workspace, at, key, commit, round }),
  };
}

const KEYS: ReadonlySet<string> = new Set<keyof PassRequest>([
  "trigger",
  "workspace",
  "at",
  "key",
  "commit",
  "round",
]);
const MESSAGE_REMEDY =
  "send what `distro-sync` of this version sends, such as { trigger: manual, workspace: my-company }";

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function wrong(key: string, due: string): PassRequestError {
  return new PassRequestError(`the message's ${key} is not ${due}: ${MESSAGE_REMEDY}`);
}

function isAbsentOr<T>(check: (value: unknown) => value is T, value: unknown): value is T | undefined {
  return value === undefined || check(value);
}

function isTrigger(value: unknown): value is Trigger {
  return TRIGGERS.some((trigger) => trigger === value);
}

function isText(longest: number): (value: unknown) => value is string {
  return (value): value is string => typeof value === "string" && value !== "" && value.length <= longest;
}

function isCommit(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{40}$/.test(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
