import { createHash } from "node:crypto";
import { MINUTE_MS } from "../core/domain/time.ts";
import type { Report } from "../core/report/report.ts";
import type { PassRequest } from "../deployment.ts";
import { isIncomplete } from "./metrics.ts";
import type { Queue, Schedules } from "./queue.ts";

/** When a pass that could not finish goes on, or why it does not. */
export type Continuation =
  | { readonly kind: "now"; readonly request: PassRequest }
  | { readonly kind: "scheduled"; readonly at: Date; readonly request: PassRequest }
  | { readonly kind: "none"; readonly notice: string };

/**
 * Whether a pass needs a continuation, and when: it ran out of time or quota, another pass was writing, or its source was
 * unavailable for the moment. After {@link MOST_ROUNDS} continuations in a row the rest is left to the schedule.
 */
export function continuationOf(
  report: Report,
  before: PassRequest,
  workspace: string,
  now: number,
): Continuation | undefined {
  const due = dueTime(report, now);
  if (due === undefined) return undefined;
  const round = (before.round ?? 0) + 1;
  if (round > MOST_ROUNDS) {
    return {
      kind: "none",
      notice: `no continuation follows after ${MOST_ROUNDS} in a row: the next scheduled pass does the rest`,
    };
  }
  const soon = due - now < SCHEDULED_FROM;
  // A schedule is exact to the minute, so two passes that end within one minute get the same schedule.
  const when = soon ? now : Math.ceil(due / MINUTE_MS) * MINUTE_MS;
  const request: PassRequest = {
    trigger: "continuation",
    workspace,
    at: new Date(when).toISOString(),
    round,
  };
  return soon ? { kind: "now", request } : { kind: "scheduled", at: new Date(when), request };
}

/**
 * Puts the continuation into the queue, now or by a schedule.
 * @param options.cause the message or invocation that made the pass: if it is delivered twice, there is one continuation
 */
export async function enqueueContinuation(
  continuation: Continuation,
  {
    queue,
    schedules,
    cause,
  }: { readonly queue: Queue; readonly schedules: Schedules; readonly cause: string },
): Promise<{ readonly notice: string }> {
  switch (continuation.kind) {
    case "none":
      return { notice: continuation.notice };
    case "now":
      await queue.send([{ request: continuation.request, cause: `${cause} continued` }]);
      return { notice: "a continuation that waits in the queue does the rest" };
    case "scheduled": {
      const { at, request } = continuation;
      await schedules.sendAt(at, request, scheduleName(request.workspace ?? "", at));
      return { notice: `a continuation at ${at.toISOString()} does the rest` };
    }
    default:
      return continuation satisfies never;
  }
}

/** A day of passes that take a quarter of an hour each. */
const MOST_ROUNDS = 96;
/** A continuation that is due sooner goes into the queue at once. */
const SCHEDULED_FROM = MINUTE_MS;
/** How long a pass waits for another writer, or for a source that is unavailable. */
const AFTER_A_WHILE = 2 * MINUTE_MS;

function dueTime(report: Report, now: number): number | undefined {
  if (report.mode === "plan") return undefined;
  if (report.verdict === "busy" || report.failure?.passing === true) return now + AFTER_A_WHILE;
  if (!isIncomplete(report)) return undefined;
  const resumeAt = Date.parse(report.failure?.resumeAt ?? "");
  return Number.isNaN(resumeAt) ? now : resumeAt;
}

/** The same name for all continuations of a workspace at this time; 64 characters at most. */
function scheduleName(workspace: string, when: Date): string {
  const digest = createHash("sha256").update(workspace).digest("hex").slice(0, 12);
  const time = when.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${workspace.replaceAll(/[^\w.-]/g, "_").slice(0, 30)}-${digest}-${time}`;
}
