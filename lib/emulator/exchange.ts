import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { type OperationAnswer, Refusal } from "./answer.ts";
import type { Arrived } from "./buddy.ts";
import { describeFault, type Fault, type Faults } from "./faults.ts";
import { readBody, send } from "./http.ts";
import { misbehave } from "./misbehave.ts";
import type { Quota } from "./quota.ts";
import { type LogEntry, logEntry, loggedBody } from "./request-log.ts";

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
