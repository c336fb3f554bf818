import { describe, expect, it } from "vitest";
import type { CallContext } from "../../../lib/adapters/buddy/failure.ts";
import { orAbsent, parseDeletion, parseResponse } from "../../../lib/adapters/buddy/response.ts";
import type { Answer } from "../../../lib/adapters/http/exchange.ts";
import { fields } from "../../../lib/adapters/http/fields.ts";
import { WORKSPACE } from "./provider.ts";

/** What an answer means, and what is told of it: found by breaking the code (docs/mutation.md). */

const ASKED: CallContext = {
  method: "GET",
  path: "/workspaces/my-company/distributions",
  endpoint: "https://api.example.com",
  workspace: "my-company",
  scope: WORKSPACE,
  permission: "DISTRIBUTION_READ",
  redact: (text) => text,
};
const POST: CallContext = { ...ASKED, method: "POST" };
const DELETE: CallContext = { ...ASKED, method: "DELETE" };

function answer(status: number, body: string | Answer["body"] = "{}"): Answer {
  const whole = typeof body === "string" ? { bytes: new TextEncoder().encode(body) } : body;
  return { status, headers: new Headers(), body: whole };
}

const asIs = parseResponse((body) => body);

describe("parseResponse", () => {
  it("takes every status from 200 to 299 for an answer, and no other", () => {
    expect([200, 201, 299].map((status) => asIs(answer(status), ASKED).ok)).toEqual([true, true, true]);
    expect([199, 300].map((status) => asIs(answer(status), ASKED).ok)).toEqual([false, false]);
  });

  it("gives what was decoded, and undefined to decode where there is no body", () => {
    expect(asIs(answer(200, '{"a":1}'), ASKED)).toEqual({ ok: true, value: { a: 1 } });
    expect(asIs(answer(200, ""), ASKED)).toStrictEqual({ ok: true, value: undefined });
  });

  it("passes on a fault that is not one of shape", () => {
    const fault = new TypeError("x is not a function");
    const faulty = parseResponse(() => {
      throw fault;
    });
    expect(() => faulty(answer(200), ASKED)).toThrow(fault);
  });

  it.each([
    [429, "at-once"],
    [408, "later"],
    [500, "later"],
    [502, "later"],
    [501, "no"],
    [404, "no"],
    [300, "no"],
  ])("repeats a GET that is answered %i: %s, and no POST", (status, again) => {
    expect(asIs(answer(status), ASKED)).toMatchObject({ ok: false, again });
    expect(asIs(answer(status), POST)).toMatchObject({ ok: false, again: "no" });
  });

  it.each([
    ["the body is not complete JSON", '{"a":', "later"],
    ["the body is not complete JSON", " \n[", "later"],
    ["the body is not JSON", "Sorry [1", "no"],
    ["the body is not JSON", "<html>{</html>", "no"],
    ["the body is not JSON", "x{", "no"],
    ["the body is cut short", { lost: "cut short" }, "later"],
    ["the body is not finished in time", { lost: "not finished in time" }, "later"],
    ["the body is too large", { lost: "too large" }, "no"],
    ["the body is not UTF-8", { bytes: Uint8Array.of(0x22, 0xfc, 0x22) }, "no"],
  ] as const)("says that %s (%j), and asks again: %s", (reason, body, again) => {
    expect(asIs(answer(200, body), ASKED)).toMatchObject({
      ok: false,
      again,
      error: { failure: "malformed", reason, effect: "none" },
    });
    expect(asIs(answer(201, body), POST)).toMatchObject({ again: "no", error: { effect: "unknown" } });
  });

  it("does not ask again after the wrong shape", () => {
    const shaped = parseResponse((body) => fields(body, "it"));
    expect(shaped(answer(200, "[]"), ASKED)).toMatchObject({
      ok: false,
      again: "no",
      error: { reason: "it is not an object" },
    });
  });
});

/** Bodies that Buddy may give a 404, and those that it does not. */
const BUDDYS = ["", "{}", '{"errors":[{"message":"Not found"}]}'];
const NOT_BUDDYS = [
  "<html>nginx</html>",
  "[]",
  "null",
  '"none"',
  "7",
  '{"a":',
  { lost: "cut short" },
  { lost: "too large" },
  { bytes: Uint8Array.of(0xfc) },
] as const;

describe("orAbsent", () => {
  const judge = orAbsent(asIs);

  it.each(BUDDYS)("takes a 404 that says %j for none", (body) => {
    expect(judge(answer(404, body), ASKED)).toStrictEqual({ ok: true, value: undefined });
  });

  it.each(NOT_BUDDYS)("does not take a 404 that says %j for none", (body) => {
    expect(judge(answer(404, body), ASKED)).toMatchObject({ ok: false, error: { status: 404 } });
  });

  it("takes no other refusal for none, and an answer for what it is", () => {
    expect(judge(answer(410), ASKED)).toMatchObject({ ok: false, error: { status: 410 } });
    expect(judge(answer(200, '{"a":1}'), ASKED)).toEqual({ ok: true, value: { a: 1 } });
  });
});

describe("parseDeletion", () => {
  it("has happened after a 204, whatever its body", () => {
    expect(parseDeletion(answer(204, ""), DELETE)).toEqual({ ok: true, value: "deleted" });
    expect(parseDeletion(answer(204, "<html>"), DELETE)).toEqual({ ok: true, value: "deleted" });
  });

  it.each(BUDDYS)("finds nothing after a 404 that says %j", (body) => {
    expect(parseDeletion(answer(404, body), DELETE)).toEqual({ ok: true, value: "absent" });
  });

  it.each(NOT_BUDDYS)("knows nothing after a 404 that says %j", (body) => {
    expect(parseDeletion(answer(404, body), DELETE)).toMatchObject({ ok: false, error: { status: 404 } });
  });

  it.each(["", "null", "{}", '{"id":"x"}'])("is claimed by a 200 that says %j", (body) => {
    expect(parseDeletion(answer(200, body), DELETE)).toEqual({ ok: true, value: "claimed" });
  });

  it.each([
    [200, "[]", "the answer is not an object"],
    [200, '"gone"', "the answer is not an object"],
    [200, "0", "the answer is not an object"],
    [202, "{}", "the status is not one of a deletion"],
  ])("is not what %i with %j means", (status, body, reason) => {
    expect(parseDeletion(answer(status, body), DELETE)).toMatchObject({
      ok: false,
      again: "no",
      error: { failure: "malformed", effect: "unknown", status, reason },
    });
  });
});
