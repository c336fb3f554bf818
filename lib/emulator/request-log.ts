import type { IncomingMessage } from "node:http";

/** A request as it arrived. What is not known yet, or never comes, is absent. */
export type LogEntry = {
  /** The place in the log, from 1. */
  readonly n: number;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** Without the question mark; "" when there is none. */
  readonly query: string;
  /** Names in lower case; never Authorization. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON that was sent, or its text when it is none. */
  body?: unknown;
  /** What was answered; absent while there is no answer. */
  status?: number;
  /** The fault that hit it, as in `after reset`. */
  fault?: string;
};

export function logEntry(n: number, request: IncomingMessage): LogEntry {
  const [path = "", ...query] = (request.url ?? "").split("?");
  return { n, method: request.method ?? "", path, query: query.join("?"), headers: loggedHeaders(request) };
}

/** The body for the log: undefined when there was none. */
export function loggedBody(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function loggedHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== "authorization")
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}
