import type { IncomingMessage } from "node:http";

export type RouteMatch = { readonly operation: Operation; readonly parameters: ReadonlyMap<string, string> };

/**
 * Finds the operation for a request.
 * @throws Refusal 404 when no operation has this path, 405 when none of those that have it has this method
 */
export function route(
  operations: readonly Operation[],
  method: string,
  segments: readonly string[],
): RouteMatch {
  const candidates = operations.flatMap((operation) => {
    const parameters = matchSegments(operation.path, segments);
    return parameters === undefined ? [] : [{ operation, parameters }];
  });
  if (candidates.length === 0) throw new Refusal(404, "Not found: there is nothing at this path");
  const match = candidates.find(({ operation }) => operation.method === method);
  if (match === undefined) {
    const allowed = candidates.map(({ operation }) => operation.method).join(", ");
    throw new Refusal(405, `Method ${method} is not allowed here`, { Allow: allowed });
  }
  return match;
}

/**
 * The segments of a raw path, each decoded once.
 * @throws Refusal 400 for a segment that is not valid text when decoded, or that would lead to another path
 */
export function decodeSegments(path: string): readonly string[] {
  if (!path.startsWith("/")) throw new Refusal(400, "The path must begin with a slash");
  return path.slice(1).split("/").map(decodeSegment);
}

function decodeSegment(raw: string): string {
  let segment: string;
  try {
    segment = decodeURIComponent(raw);
  } catch {
    throw new Refusal(400, "The path is not well encoded");
  }
  if (segment === "." || segment === ".." || segment.includes("/")) {
    throw new Refusal(400, "The path holds a segment that would lead elsewhere");
  }
  return segment;
}

function matchSegments(path: string, segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  const pattern = path.slice(1).split("/");
  if (pattern.length !== segments.length) return undefined;
  const parameters = new Map<string, string>();
  for (const [at, expected] of pattern.entries()) {
    const segment = segments[at] ?? "";
    if (expected.startsWith(":") && segment !== "") parameters.set(expected.slice(1), segment);
    else if (expected !== segment) return undefined;
  }
  return parameters;
}

/** One method of one path, as buddy-openapi has it. */
export type Operation = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Segments that begin with a colon are parameters. */
  readonly path: string;
  /** The token needs one of these. An operation without them needs no token at all. */
  readonly permissions?: readonly string[];
  /** @throws Refusal */
  answer(call: OperationCall): OperationAnswer;
};

export type OperationCall = {
  /** A segment of the path, decoded. */
  parameter(name: string): string;
  readonly query: URLSearchParams;
  /** The JSON of the request; undefined for a method that carries none. */
  readonly body: unknown;
  hasPermission(name: string): boolean;
};

/** Whether requests with this method carry a JSON body. */
export function carriesBody(method: string): boolean {
  return method === "POST" || method === "PUT" || method === "PATCH";
}

/** What the emulator sends back. Without a body the answer is empty, as a 204 is. */
export type OperationAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

/** A request that is answered with an error. Thrown by checks and handlers, turned into an answer in one place. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  /** The shape of Buddy's errors, after github.com/buddy/api-go-sdk. */
  answer(): OperationAnswer {
    return { status: this.status, headers: this.headers, body: { errors: [{ message: this.message }] } };
  }
}

/**
 * The page that `page` and `per_page` ask for; pages after the last one are empty.
 * @param size items a page
 * @param limit `default`: `per_page` may ask for any other size; `most`: only for a smaller one
 * @throws Refusal 400 when `page` or `per_page` is not a whole number from 1
 */
export function pageOf<Item>(
  items: readonly Item[],
  query: URLSearchParams,
  size: number,
  limit: "most" | "default",
): readonly Item[] {
  const asked = count(query, "per_page") ?? size;
  const perPage = limit === "most" ? Math.min(asked, size) : asked;
  const first = ((count(query, "page") ?? 1) - 1) * perPage;
  return items.slice(first, first + perPage);
}

function count(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^[1-9][0-9]{0,8}$/.test(value)) throw new Refusal(400, `${name} must be a whole number from 1`);
  return Number(value);
}

/** A request in the log, as it arrived. A field that is not known yet, or never will be, is absent. */
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
  /** The JSON that was sent, or the text if it is not JSON. */
  body?: unknown;
  /** Absent while there is no answer. */
  status?: number;
  /** The fault that hit it, as in `after reset`. */
  fault?: string;
};

export function logEntry(n: number, request: IncomingMessage): LogEntry {
  const [path = "", ...query] = (request.url ?? "").split("?");
  return { n, method: request.method ?? "", path, query: query.join("?"), headers: loggedHeaders(request) };
}

/** The body as the log shows it; undefined when there was none. */
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
