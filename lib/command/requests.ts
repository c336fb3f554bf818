import type { ClientOptions } from "../adapters/buddy/client.ts";
import type { Outcome, Report } from "../core/report/report.ts";
import { renderHeadline, renderOutcome } from "../core/report/text.ts";
import { ProviderError } from "../errors.ts";
import type { Clock, Log } from "../ports.ts";
import { type BuddyFlags, LONGEST_DEADLINE } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/**
 * What `--deadline` and `--verbose` do: how long a command waits for Buddy's rate limit, what somebody can do who would wait
 * longer, and what a person sees meanwhile.
 */
export type Waiting = {
  readonly limits: Pick<ClientOptions, "deadline" | "longestWaitMs">;
  /** Adds to a report which `--deadline` would have waited, where the pass ended because there was none. */
  readonly advise: (report: Report) => Report;
  /** The same for the error of a command that has no report. */
  readonly adviseIn: (error: unknown) => unknown;
};

/** Without a deadline no single wait is longer than two minutes; with one, only the deadline ends a wait. */
export function waiting({ deadline }: Pick<BuddyFlags, "deadline">, clock: Pick<Clock, "now">): Waiting {
  const begun = clock.now();
  if (deadline !== undefined) {
    const limits = { deadline: begun + deadline * 1_000 };
    return { limits, advise: (report) => report, adviseIn: (error) => error };
  }
  const remedyFor = (resumeAt: number) => remedy(resumeAt - clock.now(), clock.now() - begun);
  return {
    limits: { longestWaitMs: LONGEST_WAIT_MS },
    advise(report) {
      const { failure } = report;
      if (failure?.kind !== "out-of-time" || failure.resumeAt === undefined) return report;
      return { ...report, failure: { ...failure, remedy: remedyFor(Date.parse(failure.resumeAt)) } };
    },
    adviseIn(error) {
      if (!(error instanceof ProviderError)) return error;
      const { failure, call, effect, resumeAt } = error;
      if (failure !== "out-of-time" || resumeAt === undefined) return error;
      return new ProviderError(error.message, {
        failure,
        call,
        effect,
        resumeAt,
        remedy: remedyFor(resumeAt),
        cause: error,
      });
    },
  };
}

/** A person who waits at a terminal for longer has to say so. */
const LONGEST_WAIT_MS = 120_000;

/** Both in milliseconds: the wait, and what was done before it, which may have to be done again. */
function remedy(wait: number, done: number): string {
  const seconds = (Math.max(0, wait) + done) / 1_000 + FOR_THE_REST;
  return `to wait for that, use --deadline ${Math.min(Math.ceil(seconds / 60) * 60, LONGEST_DEADLINE)}`;
}

/** The seconds that the pass has for the rest of its work when the wait is over. */
const FOR_THE_REST = 300;

/**
 * Shows on stderr what is going on: each change as it ends, each long wait, and with `--verbose` each request. The report
 * alone says why a change did not end well.
 */
export function progress({ err, errStyle }: Terminal, { verbose }: { readonly verbose: boolean }): Log {
  return (event, fields) => {
    if (event === "request") {
      if (verbose) err(`${errStyle.faint(requestLine(fields))}\n`);
    } else if (event === "rate-limit.wait") {
      err(`${errStyle.warn("waiting")} until ${timeOf(fields.until)}: ${String(fields.reason)}\n`);
    } else if (isOutcomeEvent(fields)) {
      const { done, of, outcome } = fields;
      const render = outcome.status === "applied" ? renderOutcome : renderHeadline;
      err(`[${done}/${of}] ${render(outcome, errStyle)}\n`);
    }
  };
}

/** `2026-11-24T04:00:00Z`, as in reports. */
function timeOf(until: unknown): string {
  return new Date(Number(until)).toISOString().replace(/\.\d+Z$/, "Z");
}

/** `GET /workspaces/my-company/distributions 200 34 ms` */
function requestLine({ method, path, status, failure, ms }: Readonly<Record<string, unknown>>): string {
  const end = status === undefined ? failure : status;
  return `${String(method)} ${String(path)} ${String(end)} ${String(ms)} ms`;
}

type OutcomeEvent = { readonly done: number; readonly of: number; readonly outcome: Outcome };

/** Only apply logs events of this shape, and it logs them with this type. */
function isOutcomeEvent(fields: Readonly<Record<string, unknown>>): fields is OutcomeEvent {
  return (
    typeof fields.done === "number" && typeof fields.of === "number" && typeof fields.outcome === "object"
  );
}
