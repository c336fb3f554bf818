import type { ClientOptions } from "../adapters/buddy/client.ts";
import type { Report } from "../core/report/report.ts";
import { ProviderError } from "../errors.ts";
import type { Clock } from "../ports.ts";

export type PatienceFlags = {
  /** Seconds after which no request is begun. */
  readonly deadline?: number;
};

/** How long a command waits for Buddy's rate limit, and what somebody can do who would wait longer. */
export type Patience = {
  readonly limits: Pick<ClientOptions, "deadline" | "longestWaitMs">;
  /** Says in the report which `--deadline` would have waited, where a pass ended because it had none. */
  readonly advise: (report: Report) => Report;
  /** The same in the error of a command that has no report. */
  readonly adviseIn: (error: unknown) => unknown;
};

/** Nobody sits before a terminal for longer who has not said so. */
const LONGEST_WAIT_MS = 120_000;

/** Without a deadline no single wait is longer than two minutes; with one, nothing but the deadline ends a wait. */
export function patience({ deadline }: PatienceFlags, clock: Pick<Clock, "now">): Patience {
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

/** Both in milliseconds: the wait, and what was done before it and may have to be done again. */
function remedy(wait: number, done: number): string {
  const seconds = (Math.max(0, wait) + done) / 1_000 + FOR_THE_REST;
  return `to wait for that, use --deadline ${Math.min(Math.ceil(seconds / 60) * 60, LONGEST_DEADLINE)}`;
}

/** Seconds that the pass has for what is left to do when the wait is over. */
const FOR_THE_REST = 300;
/** What `--deadline` takes, in seconds. */
const LONGEST_DEADLINE = 86_400;
