import { Buffer } from "node:buffer";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import {
  ALL_TOKEN_PERMISSIONS,
  checkBearer,
  checkTokenPermissions,
  permissionHeaders,
  tokenOperations,
} from "./access.ts";
import { distributionOperations } from "./distributions.ts";
import { describeFault, type Fault, type Faults } from "./faults.ts";
import { lookupOperations } from "./lookups.ts";
import { misbehave } from "./misbehave.ts";
import type { Quota } from "./personality.ts";
import {
  carriesBody,
  decodeSegments,
  type LogEntry,
  logEntry,
  loggedBody,
  type Operation,
  type OperationAnswer,
  Refusal,
  route,
} from "./router.ts";
import { routeOperations } from "./routes.ts";
import type { Tenancy } from "./state.ts";

/** A request that has arrived whole. */
export type Arrived = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: ReadBody;
};

/** `too-large` when the cap was passed. */
type ReadBody = Uint8Array | "too-large";

/** Buddy itself, without the network: what it answers to a request, and what that changes. */
export function startBuddy(
  world: Tenancy,
  access: { readonly token: () => string; readonly scopes?: readonly string[] | undefined },
): (request: Arrived) => OperationAnswer {
  const held = access.scopes ?? ALL_TOKEN_PERMISSIONS;
  const operations: readonly Operation[] = [
    ...distributionOperations(world),
    ...routeOperations(world),
    ...lookupOperations(world),
    ...tokenOperations({ token: access.token, scopes: held }),
  ];

  function respond(request: Arrived): OperationAnswer {
    const segments = decodeSegments(request.path);
    const isOpen = operations.some(
      ({ scopes, path }) => scopes === undefined && path === `/${segments.join("/")}`,
    );
    if (!isOpen) checkBearer(request.authorization, access.token());
    const { operation, parameters } = route(operations, request.method, segments);
    const accepted = operation.scopes;
    if (accepted === undefined) return operation.answer(callOf(request, parameters, held));
    return withHeaders(permissionHeaders(accepted, held), () => {
      checkTokenPermissions(accepted, held);
      return operation.answer(callOf(request, parameters, held));
    });
  }

  return (request) => catchRefusal(() => respond(request));
}

function callOf(request: Arrived, parameters: ReadonlyMap<string, string>, held: readonly string[]) {
  return {
    parameter(name: string): string {
      const value = parameters.get(name);
      if (value === undefined) throw new Error(`The path of this operation has no parameter ${name}`);
      return value;
    },
    query: new URLSearchParams(request.query),
    body: carriesBody(request.method) ? jsonOf(request) : undefined,
    hasScope: (scope: string) => held.includes(scope),
  };
}

/** @throws Refusal 413, 415 or 400 */
function jsonOf({ body, contentType }: Arrived): unknown {
  if (body === "too-large") throw new Refusal(413, "The body is larger than 1 MB");
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? "")) {
    throw new Refusal(415, "The body must be sent as application/json");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new Refusal(400, "The body is not JSON");
  }
}

function catchRefusal(respond: () => OperationAnswer): OperationAnswer {
  try {
    return respond();
  } catch (error) {
    if (error instanceof Refusal) return error.answer();
    throw error;
  }
}

function withHeaders(
  headers: Readonly<Record<string, string>>,
  respond: () => OperationAnswer,
): OperationAnswer {
  const answer = catchRefusal(respond);
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

type Parts = {
  readonly respond: (request: Arrived) => OperationAnswer;
  readonly withoutEffect: (run: () => OperationAnswer) => OperationAnswer;
  readonly quota: Quota;
  readonly faults: Faults;
  readonly log: LogEntry[];
  readonly clock: { now(): number };
  readonly onStall: (request: LogEntry) => void;
  readonly onAnswer: (request: LogEntry) => void;
};

export type Exchange = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  readonly peakInFlight: () => number;
};

/** The way of each request through the emulator: into the log, past the faults, to Buddy, and back. */
export function startExchange(parts: Parts): Exchange {
  let inFlight = 0;
  let peak = 0;

  /** Returns what ends it; ending it twice counts once. */
  function begin(): () => void {
    inFlight += 1;
    peak = Math.max(peak, inFlight);
    let open = true;
    return () => {
      if (open) inFlight -= 1;
      open = false;
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const end = begin();
    response.once("close", end);
    const entry = logEntry(parts.log.length + 1, request);
    parts.log.push(entry);
    const fault = parts.faults.due(entry);
    if (fault !== undefined) entry.fault = describeFault(fault);

    const body = await readBody(request);
    if (body === undefined) return;
    if (body !== "too-large") entry.body = loggedBody(body);
    // One turn of the event loop: requests that arrived together are under way together.
    await setImmediate();

    response.sendDate = false;
    response.setHeader("Date", new Date(parts.clock.now()).toUTCString());
    const answer = answerOf(parts, fault, {
      ...entry,
      authorization: request.headers.authorization,
      contentType: request.headers["content-type"],
      body,
    });
    if (fault === undefined) {
      entry.status = answer.status;
      end();
      send(response, answer);
    } else {
      if (!hangs(fault)) end();
      const status = misbehave(response, fault, answer, () => parts.onStall(entry));
      if (status !== undefined) entry.status = status;
    }
    parts.onAnswer(entry);
  }

  return {
    handle: (request, response) =>
      void handle(request, response).catch((error: unknown) => fail(response, error)),
    peakInFlight: () => peak,
  };
}

/** Requests over the quota change nothing. One that is cut off before its effect never reached Buddy, and costs nothing. */
function answerOf(
  { respond, withoutEffect, quota, clock }: Parts,
  fault: Fault | undefined,
  request: Arrived,
): OperationAnswer {
  const isBefore = fault?.when === "before";
  if (isBefore && isLost(fault)) return { status: 200 };
  const { allowed, headers } = quota.take(clock.now());
  if (!allowed) return { ...new Refusal(429, "Too many requests").answer(), headers };
  const answer = isBefore ? withoutEffect(() => respond(request)) : respond(request);
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

function isLost({ kind }: Fault): boolean {
  return kind === "reset" || kind === "time-out";
}

function hangs({ kind }: Fault): boolean {
  return kind === "time-out" || kind === "slow-body";
}

/** A mistake of the emulator itself, shown to whoever meets it. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  send(
    response,
    new Refusal(
      500,
      `The emulator failed: ${error instanceof Error ? error.message : String(error)}`,
    ).answer(),
  );
}

/** Buddy's own cap is not documented; nothing that this API takes comes near it. */
const BODY_CAP = 1024 * 1024;

/** The whole body, or undefined when the client went away. What is over the cap is read and dropped. */
async function readBody(request: IncomingMessage): Promise<ReadBody | undefined> {
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

/** IPv4 loopback only: nothing outside this machine can reach the emulator. */
const HOST = "127.0.0.1";

/** @throws Error when the port cannot be had. */
export async function listen(
  server: Server,
  port: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new Error(`The emulator cannot listen on ${HOST}:${port}: choose another port, or 0 for any`, {
          cause,
        }),
      ),
    );
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The emulator has no port");
  return { url: `http://${HOST}:${address.port}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
