import type { Wake } from "../deployment.ts";
import { EventError } from "./event-error.ts";
import { type JsonRecord, textAt } from "./record.ts";

/** What S3 sends once when notifications are switched on: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function isTestOfBucket(event: JsonRecord): boolean {
  return event.Event === "s3:TestEvent";
}

/** Notifications of S3 itself, whose keys are encoded as forms are: `a+b%2Fc` is `a b/c`. */
export function wakesOfRecords(records: readonly unknown[], bucket: string): readonly Wake[] {
  return records.flatMap((record) => {
    if (textAt(record, "s3", "bucket", "name") !== bucket) return [];
    const key = textAt(record, "s3", "object", "key") ?? "";
    if (key === "") throw new EventError("a record of S3 names no object");
    const moment = textAt(record, "s3", "object", "sequencer") ?? textAt(record, "eventTime");
    return [pushOf(decoded(key), moment)];
  });
}

/** An event of S3 that came through EventBridge, whose key is plain. */
export function wakesOfObject(event: JsonRecord, bucket: string): readonly Wake[] {
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
