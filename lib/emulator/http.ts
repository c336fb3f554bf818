import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { OperationAnswer } from "./answer.ts";
import type { ReadBody } from "./buddy.ts";

/** Buddy's own cap is not documented; nothing that this API takes comes near it. */
const BODY_CAP = 1024 * 1024;

/** The whole body, or undefined when the client went away. What is over the cap is read and dropped. */
export async function readBody(request: IncomingMessage): Promise<ReadBody | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= BODY_CAP) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return size > BODY_CAP ? "too-large" : Buffer.concat(chunks);
}

export function send(response: ServerResponse, answer: OperationAnswer): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, answer.headers).end();
    return;
  }
  const bytes = jsonBytes(answer.body);
  writeHead(response, answer, { "Content-Length": String(bytes.length) });
  response.end(bytes);
}

/** The status and headers of an answer that is JSON, or claims to be. */
export function writeHead(
  response: ServerResponse,
  { status, headers }: OperationAnswer,
  more: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", ...headers, ...more });
}

export function jsonBytes(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body) ?? "", "utf8");
}
