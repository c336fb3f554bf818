import type { WorkspaceIdentity } from "../core/plan/plan.ts";
import type { Failure, Outcome, PassRecord, Report } from "../core/report/report.ts";
import { ProviderError, SourceError, StateBusyError } from "../errors.ts";
import type { Clock, Log } from "../ports.ts";

/** What is known of a pass besides what it did, from its begin on. */
export type OpenRecord = {
  readonly id: string;
  /** The same log, from which the requests to Buddy are counted. */
  counting(log: Log): Log;
  /** The report with the record, as of now. */
  sign(report: Report): Report & { readonly pass: PassRecord };
};

export type PassStart = {
  readonly instance: string;
  readonly workspace: WorkspaceIdentity;
  /** What set the pass off. */
  readonly trigger: string;
  readonly clock: Pick<Clock, "now">;
  /** In [0, 1). */
  readonly random: number;
};

export function openRecord({ instance, workspace, trigger, clock, random }: PassStart): OpenRecord {
  const startedAt = clock.now();
  const id = passId(startedAt, random);
  const counts = requestCounter();
  return {
    id,
    counting: (log) => (event, fields) => {
      counts.count(event, fields);
      log(event, fields);
    },
    sign: (report) => ({
      ...report,
      pass: {
        id,
        trigger,
        instance,
        workspace,
        startedAt: new Date(startedAt).toISOString(),
        endedAt: new Date(clock.now()).toISOString(),
        ...counts.totals(),
      },
    }),
  };
}

/** `20261124T093000123Z-5f1c09ab`: later passes have greater ones. */
function passId(now: number, random: number): string {
  const time = new Date(now).toISOString().replaceAll(/[-:.]/g, "");
  const suffix = Math.floor(random * 0x1_0000_0000)
    .toString(16)
    .padStart(8, "0");
  return `${time}-${suffix}`;
}

/** What a pass asked of Buddy, counted from what it logs. */
type RequestCounter = {
  readonly count: Log;
  totals(): Pick<PassRecord, "requests" | "throttled" | "quotaRemaining">;
};

function requestCounter(): RequestCounter {
  let requests = 0;
  let throttled = 0;
  let least: number | undefined;
  return {
    count: (event, { status, remaining }) => {
      if (event !== "request") return;
      requests += 1;
      if (status === 429) throttled += 1;
      if (typeof remaining === "number") least = Math.min(least ?? remaining, remaining);
    },
    totals: () => ({ requests, throttled, ...(least === undefined ? {} : { quotaRemaining: least }) }),
  };
}

/** Why a pass ended early, in the words of its report. */
export function describe(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SourceError)
    return { kind: "source", message, ...(error.passing ? { passing: true } : {}) };
  if (error instanceof StateBusyError) return { kind: "busy", message };
  if (!(error instanceof ProviderError)) return { kind: "error", message };
  const { remedy, resumeAt } = error;
  return {
    kind: kindOf(error),
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(resumeAt === undefined ? {} : { resumeAt: new Date(resumeAt).toISOString() }),
  };
}

function kindOf({ failure }: ProviderError): Failure["kind"] {
  switch (failure) {
    case "out-of-time":
    case "interrupted":
      return failure;
    case "taken-over":
      return "busy";
    case "token":
    case "forbidden":
    case "not-found":
    case "refused":
    case "throttled":
    case "unreachable":
    case "server":
    case "malformed":
    case "unrecorded":
      return "error";
    default:
      return failure satisfies never;
  }
}

/** For a person who told a pass to end, or finds it ended: what it has done, and what comes next. */
export function interrupted(outcomes: readonly Outcome[] = []): Failure {
  const wrote = outcomes.some((outcome) => outcome.wrote);
  return {
    kind: "interrupted",
    message: `the pass was told to end; ${wrote ? "what it had written by then is recorded" : "nothing was written"}`,
    remedy: "run it again: the next pass finds out what is there, and goes on from that",
  };
}
