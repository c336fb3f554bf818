import { Buffer } from "node:buffer";
import type { ServerResponse } from "node:http";
import type { Fault } from "./faults.ts";
import type { OperationAnswer } from "./router.ts";

/** Sends an answer as it is. */
export function send(response: ServerResponse, answer: OperationAnswer): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, answer.headers).end();
    return;
  }
  const bytes = jsonBytes(answer.body);
  writeHead(response, answer, { "Content-Length": String(bytes.length) });
  response.end(bytes);
}

/** Writes status and headers of an answer that is JSON, or claims to be. */
function writeHead(
  response: ServerResponse,
  { status, headers }: OperationAnswer,
  more: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers, ...more });
}

function jsonBytes(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body) ?? "", "utf8");
}

const CHUNK = Buffer.alloc(64 * 1024, " ");

/**
 * Sends what a fault makes of the true answer.
 * @returns the status that went out, if one did
 */
export function misbehave(
  response: ServerResponse,
  fault: Fault,
  answer: OperationAnswer,
  onStall: () => void,
): number | undefined {
  switch (fault.kind) {
    case "reset":
      response.socket?.resetAndDestroy();
      return undefined;
    case "time-out":
      onStall();
      return undefined;
    case "status":
      sendBare(response, fault.status, fault.body, fault.headers);
      return fault.status;
    case "redirect":
      response.writeHead(fault.status, { Location: fault.location, "Content-Length": "0" }).end();
      return fault.status;
    case "wrong-shape": {
      const status = answer.status < 300 ? statusWithBody(answer) : 200;
      send(response, { ...answer, status, body: fault.body });
      return status;
    }
    case "truncated":
      return sendHalf(response, answer, () => response.socket?.destroy());
    case "slow-body":
      return sendHalf(response, answer, onStall);
    case "not-json":
      return sendHtml(response, answer);
    case "oversize":
      return sendPadded(response, answer, fault.bytes);
    default:
      return fault satisfies never;
  }
}

function sendBare(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const isText = typeof body === "string";
  const bytes = isText
    ? Buffer.from(body, "utf8")
    : jsonBytes(body ?? { errors: [{ message: `Fault: ${status}` }] });
  response
    .writeHead(status, {
      "Content-Type": isText ? "text/html; charset=utf-8" : "application/json; charset=utf-8",
      "Content-Length": String(bytes.length),
      ...headers,
    })
    .end(bytes);
}

/** Calls `then` when the first half has left this process. */
function sendHalf(response: ServerResponse, answer: OperationAnswer, then: () => void): number {
  const status = statusWithBody(answer);
  const bytes = jsonBytes(answer.body ?? null);
  writeHead(response, { ...answer, status }, { "Content-Length": String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), then);
  return status;
}

function sendHtml(response: ServerResponse, answer: OperationAnswer): number {
  const status = statusWithBody(answer);
  writeHead(response, { ...answer, status }, {});
  response.end("<!doctype html><title>Please wait</title>");
  return status;
}

/** White space may precede a JSON value, so the answer is valid and only its size is wrong. */
function sendPadded(response: ServerResponse, answer: OperationAnswer, bytes: number): number {
  const status = statusWithBody(answer);
  const body = jsonBytes(answer.body ?? null);
  let padding = Math.max(0, bytes - body.length);
  writeHead(response, { ...answer, status }, {});
  function more(): void {
    while (padding > 0 && !response.destroyed) {
      const chunk = CHUNK.subarray(0, Math.min(padding, CHUNK.length));
      padding -= chunk.length;
      if (!response.write(chunk)) {
        response.once("drain", more);
        return;
      }
    }
    response.end(body);
  }
  more();
  return status;
}

/** A 204 cannot carry a body, and the fault is about the body. */
function statusWithBody({ status }: OperationAnswer): number {
  return status === 204 ? 200 : status;
}
