import type { Outcome } from "../core/report/outcome.ts";
import type { Failure } from "../core/report/report.ts";
import { ProviderError, SourceError, StateBusyError } from "../ports.ts";

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
