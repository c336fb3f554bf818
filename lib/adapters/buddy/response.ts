import type { Answer } from "../http/exchange.ts";
import { fields, ShapeError } from "../http/fields.ts";
import { type CallContext, refusedError, unreadableError } from "./failure.ts";
import type { Attempt } from "./retry.ts";

/** Turns JSON into a value, or throws `ShapeError`. Gets undefined when the answer has no body. */
export type DecodeBody<T> = (body: unknown) => T;

/** What an answer means: a value, or an error and whether the request may be repeated. */
export type ParseResponse<T> = (answer: Answer, asked: CallContext) => Attempt<T>;

export function parseResponse<T>(decode: DecodeBody<T>): ParseResponse<T> {
  return (answer, asked) => {
    const { status, body } = answer;
    if (status < 200 || status > 299)
      return { ok: false, error: refusedError(asked, answer), again: repetitionOf(asked, status) };
    if ("lost" in body)
      return unreadable(asked, status, `the body is ${body.lost}`, body.lost !== "too large");
    const parsed = parseJson(body.bytes);
    if ("fault" in parsed) return unreadable(asked, status, parsed.fault, parsed.cut);
    try {
      return { ok: true, value: decode(parsed.json) };
    } catch (error) {
      if (error instanceof ShapeError) return unreadable(asked, status, error.message, false);
      throw error;
    }
  };
}

/** For a call about one object: 404 means that there is none, if Buddy said it and not the page of some proxy. */
export function orAbsent<T>(parse: ParseResponse<T>): ParseResponse<T | undefined> {
  return (answer, asked) =>
    answer.status === 404 && isFromBuddy(answer.body) ? { ok: true, value: undefined } : parse(answer, asked);
}

/**
 * `deleted`: 204, which is what Buddy's own clients insist on. `claimed`: 200, with a body that may be Buddy's.
 * `absent`: Buddy answers 404, now or because a lost try was not lost.
 */
export type Deletion = "deleted" | "claimed" | "absent";

export const parseDeletion: ParseResponse<Deletion> = (answer, asked) => {
  if (answer.status === 204) return { ok: true, value: "deleted" };
  if (answer.status === 404 && isFromBuddy(answer.body)) return { ok: true, value: "absent" };
  return parseResponse((body): Deletion => {
    if (answer.status !== 200) throw new ShapeError("the status is not one of a deletion");
    if (body !== undefined && body !== null) fields(body, "the answer");
    return "claimed";
  })(answer, asked);
};

function repetitionOf({ method }: CallContext, status: number): "no" | "later" | "at-once" {
  if (method === "POST") return "no";
  if (status === 429) return "at-once";
  // 501: the method is not served, and will not be a moment later.
  return (status >= 500 && status !== 501) || status === 408 ? "later" : "no";
}

function unreadable(asked: CallContext, status: number, fault: string, cut: boolean): Attempt<never> {
  const again = cut && asked.method !== "POST" ? "later" : "no";
  return { ok: false, error: unreadableError(asked, status, fault), again };
}

type Parsed = { readonly json: unknown } | { readonly fault: string; readonly cut: boolean };

/** JSON is UTF-8 (RFC 8259, 8.1): another encoding is refused, since it would change names silently. */
function parseJson(bytes: Uint8Array): Parsed {
  if (bytes.byteLength === 0) return { json: undefined };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { fault: "the body is not UTF-8", cut: false };
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    const begun = /^\s*[[{]/.test(text);
    return { fault: `the body is not ${begun ? "complete " : ""}JSON`, cut: begun };
  }
}

function isFromBuddy(body: Answer["body"]): boolean {
  if ("lost" in body) return false;
  const parsed = parseJson(body.bytes);
  if ("fault" in parsed) return false;
  if (parsed.json === undefined) return true;
  try {
    fields(parsed.json, "the answer");
    return true;
  } catch {
    return false;
  }
}
