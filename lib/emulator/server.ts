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
import { misbehave, send } from "./send.ts";
import type { Tenancy } from "./state.ts";

/** A request of which everything has arrived. */
export type Arrived = {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: ReadBody;
};

/** `too-large`: longer than {@link BODY_CAP}. */
type ReadBody = Uint8Array | "too-large";

/** Buddy without a network: takes a request, changes the tenancy, and returns the answer. */
export function startBuddy(
  tenancy: Tenancy,
  access: { readonly token: () => string; readonly permissions?: readonly string[] | undefined },
): (request: Arrived) => OperationAnswer {
  const held = access.permissions ?? ALL_TOKEN_PERMISSIONS;
  const operations: readonly Operation[] = [
    ...distributionOperations(tenancy),
    ...routeOperations(tenancy),
    ...lookupOperations(tenancy),
    ...tokenOperations({ token: access.token, permissions: held }),
  ];

  function respond(request: Arrived): OperationAnswer {
    const segments = decodeSegments(request.path);
    const needsNoToken = operations.some(
      ({ permissions, path }) => permissions === undefined && path === `/${segments.join("/")}`,
    );
    if (!needsNoToken) checkBearer(request.authorization, access.token());
    const { operation, parameters } = route(operations, request.method, segments);
    const accepted = operation.permissions;
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
    hasPermission: (name: string) => held.includes(name),
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

/** Takes each request through the emulator: into the log, past the faults, to Buddy, and back. */
export function startExchange(parts: Parts): Exchange {
  let inFlight = 0;
  let peak = 0;

  /** Counts a request as in flight, and returns what ends it; ending it twice counts once. */
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
    // Waits one turn of the event loop, so that requests that arrived together are in flight together.
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

/** A request over the quota changes nothing. One that is cut off before it takes effect never reached Buddy, and costs no quota. */
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

/** Answers that the emulator itself has a bug. */
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

/** Buddy does not document its own limit; no request of this API comes near this one. */
const BODY_CAP = 1024 * 1024;

/** The whole body; undefined when the client went away. Reads and drops what is over the cap. */
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

/** The IPv4 loopback: nothing outside this machine can reach the emulator. */
const HOST = "127.0.0.1";

/** @throws Error when the server cannot listen on the port */
export async function listen(
  server: Server,
  port: number,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new Error(
          `The emulator cannot listen on ${HOST}:${port}: choose another port, or 0 for any free one`,
          {
            cause,
          },
        ),
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
