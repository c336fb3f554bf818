import { describe, expect, it } from "vitest";
import { EventError, readEvent } from "../../lib/function/request.ts";
import { BUCKET, S3_TEST_EVENT, s3BusEvent, s3Records, schedulerEvent, sqsEvent } from "./events.ts";

const read = (event: unknown) => readEvent(event, BUCKET);

describe("an event", () => {
  it("of SQS is a batch, with what is known of each delivery", () => {
    const event = sqsEvent({ id: "m1", body: { trigger: "push" }, group: "workspace-a", receives: 3 });
    expect(read(event)).toEqual({
      kind: "batch",
      records: [{ id: "m1", receipt: "receipt-m1", body: '{"trigger":"push"}', receives: 3 }],
    });
  });

  it("of SQS without attributes counts as the first delivery", () => {
    const record = { eventSource: "aws:sqs", messageId: "m1", receiptHandle: "r1", body: "{}" };
    expect(read({ Records: [record] })).toEqual({
      kind: "batch",
      records: [{ id: "m1", receipt: "r1", body: "{}", receives: 1 }],
    });
  });

  it("with no records at all is an empty batch", () => {
    expect(read({ Records: [] })).toEqual({ kind: "batch", records: [] });
  });

  it("of Scheduler asks for a pass of every workspace, and is identified by its time", () => {
    expect(read(schedulerEvent())).toEqual({
      kind: "requests",
      requests: [{ trigger: "schedule", at: "2026-11-24T10:15:00Z" }],
    });
  });

  it.each([{ source: "aws.scheduler" }, { source: "aws.events", time: "", id: 7 }])(
    "of Scheduler without its fields asks for a pass of every workspace: %j",
    (event) => {
      expect(read(event)).toEqual({ kind: "requests", requests: [{ trigger: "schedule" }] });
    },
  );

  it("of S3 through EventBridge has a plain key", () => {
    expect(read(s3BusEvent("manifests/my-company/a+b%2Fc.yaml"))).toEqual({
      kind: "requests",
      requests: [{ trigger: "push", key: "manifests/my-company/a+b%2Fc.yaml", at: "00617F08299329D189" }],
    });
  });

  it("of S3 itself has a form-encoded key", () => {
    const event = s3Records("manifests/my-company/a+b%2Fc%2B%C3%A9.yaml", "releases/my-company/current.json");
    expect(read(event)).toEqual({
      kind: "requests",
      requests: [
        { trigger: "push", key: "manifests/my-company/a b/c+é.yaml", at: "0061F00" },
        { trigger: "push", key: "releases/my-company/current.json", at: "0061F01" },
      ],
    });
  });

  it("about another bucket asks for nothing", () => {
    const elsewhere = { key: "releases/my-company/current.json", bucket: "another-bucket" };
    expect(read(s3Records(elsewhere, "releases/x/current.json"))).toMatchObject({
      requests: [{ key: "releases/x/current.json" }],
    });
    expect(read(s3BusEvent(elsewhere.key, elsewhere.bucket))).toEqual({ kind: "requests", requests: [] });
  });

  it("that S3 sends to test the notification asks for nothing", () => {
    expect(read(S3_TEST_EVENT)).toEqual({ kind: "requests", requests: [] });
  });

  it.each([
    [{}, { kind: "direct", mode: "plan" }],
    [{ workspace: "a" }, { kind: "direct", workspace: "a", mode: "plan" }],
    [
      { workspace: "a", mode: "apply" },
      { kind: "direct", workspace: "a", mode: "apply" },
    ],
  ])("of a caller asks for a pass at once, which plans by default: %j", (event, content) => {
    expect(read(event)).toEqual(content);
  });
});

describe("a hostile event", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`) as unknown;
  const record = { messageId: "m1", receiptHandle: "r1", body: "{}", eventSource: "aws:sqs" };

  it.each<readonly [string, unknown]>([
    ["null", null],
    ["nothing", undefined],
    ["a list", []],
    ["a list of records", [record]],
    ["a string", '{"mode":"apply"}'],
    ["a string of 6 MB", "x".repeat(6_000_000)],
    ["a number", 7],
    ["a boolean", true],
    ["an object that is deep", deep],
    ["a key of 6 MB", { ["k".repeat(6_000_000)]: 1 }],
    ["unknown keys", { workspace: "a", mode: "apply", force: true }],
    ["a prototype", JSON.parse('{"__proto__":{"mode":"apply"}}')],
    ["a constructor", { constructor: { prototype: { mode: "apply" } } }],
    ["an unknown mode", { mode: "destroy" }],
    ["a mode that is no text", { mode: ["apply"] }],
    ["no mode on purpose", { mode: null }],
    ["a workspace that is no text", { workspace: { name: "a" }, mode: "apply" }],
    ["records that are no list", { Records: { 0: record } }],
    ["records that are no objects", { Records: [null, 7, "x"] }],
    ["a record of another service", { Records: [{ eventSource: "aws:sns" }] }],
    ["records of two services", { Records: [record, { eventSource: "aws:s3" }] }],
    ["a record without an id", { Records: [{ ...record, messageId: undefined }] }],
    ["a record without a receipt", { Records: [{ ...record, receiptHandle: 7 }] }],
    ["a record whose body is no text", { Records: [{ ...record, body: { trigger: "push" } }] }],
    ["an event of another service", { source: "aws.ec2", detail: {} }],
    ["an object of S3 without a key", { source: "aws.s3", detail: { bucket: { name: BUCKET } } }],
    [
      "a record of S3 without a key",
      { Records: [{ eventSource: "aws:s3", s3: { bucket: { name: BUCKET } } }] },
    ],
    ["a key that is not encoded", s3Records("manifests/a/%E0%A4%A.yaml")],
  ])("is an error that says what to send: %s", (_, event) => {
    let error: unknown;
    try {
      read(event);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(EventError);
    const { message } = error as EventError;
    expect(message).toMatch(/: invoke the function with \{ "workspace": "my-company", "mode": "plan" \}/);
    expect(message.length).toBeLessThan(300);
    expect(message).not.toMatch(/kkkk|xxxx|destroy|force/);
  });
});
