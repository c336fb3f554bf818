import { createHash } from "node:crypto";
import type { Report } from "../core/report/report.ts";
import type { Wake } from "../deployment.ts";
import { isIncomplete } from "./counts.ts";
import type { Queue } from "./queue.ts";
import type { Schedules } from "./schedules.ts";

/** When a pass goes on that could not end, or why it does not. */
export type Continuation =
  | { readonly when: "now"; readonly wake: Wake }
  | { readonly when: Date; readonly wake: Wake }
  | { readonly when: "never"; readonly notice: string };

/**
 * What follows from a report: nothing, unless its pass ran out of time or quota, found another one writing, or a source
 * that may be there soon. It is
 * bounded: after so many the schedule has to do.
 */
export function continuationOf(
  report: Report,
  before: Wake,
  workspace: string,
  now: number,
): Continuation | undefined {
  const due = dueTime(report, now);
  if (due === undefined) return undefined;
  const round = (before.round ?? 0) + 1;
  if (round > MOST_ROUNDS) {
    return {
      when: "never",
      notice: `after ${MOST_ROUNDS} continuations in a row the rest is left to the schedule`,
    };
  }
  const soon = due - now < SCHEDULED_FROM;
  // A schedule is exact to the minute: this makes those of two passes one.
  const when = soon ? now : Math.ceil(due / MINUTE) * MINUTE;
  const wake: Wake = { trigger: "continuation", workspace, at: new Date(when).toISOString(), round };
  return soon ? { when: "now", wake } : { when: new Date(when), wake };
}

/**
 * @param cause the message or the request that made the pass: when it is delivered twice, the continuation is one
 */
export async function carryOn(
  continuation: Continuation,
  {
    queue,
    schedules,
    cause,
  }: { readonly queue: Queue; readonly schedules: Schedules; readonly cause: string },
): Promise<{ readonly notice: string }> {
  const { when } = continuation;
  if (when === "never") return { notice: continuation.notice };
  const { wake } = continuation;
  if (when === "now") {
    await queue.send([{ wake, cause: `${cause} continued` }]);
    return { notice: "the rest is done by a continuation, which waits in the queue" };
  }
  await schedules.sendAt(when, wake, scheduleName(wake.workspace ?? "", when));
  return { notice: `the rest is done by a continuation at ${when.toISOString()}` };
}

/** A day of passes of a quarter of an hour each. */
const MOST_ROUNDS = 96;
const MINUTE = 60_000;
/** What is due earlier goes into the queue at once. */
const SCHEDULED_FROM = MINUTE;
/** How long another writer, or a source that is not there just now, is given before it is asked again. */
const AFTER_A_WHILE = 2 * MINUTE;

function dueTime(report: Report, now: number): number | undefined {
  if (report.mode === "plan") return undefined;
  if (report.verdict === "busy" || report.failure?.passing === true) return now + AFTER_A_WHILE;
  if (!isIncomplete(report)) return undefined;
  const resumeAt = Date.parse(report.failure?.resumeAt ?? "");
  return Number.isNaN(resumeAt) ? now : resumeAt;
}

/** The same for all passes of a workspace that go on at this time; 64 characters at most. */
function scheduleName(workspace: string, when: Date): string {
  const digest = createHash("sha256").update(workspace).digest("hex").slice(0, 12);
  const time = when.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${workspace.replaceAll(/[^\w.-]/g, "_").slice(0, 30)}-${digest}-${time}`;
}
