import type { Failure } from "../core/report/report.ts";
import { ProviderError, type ProviderFailure, SourceError, StateBusyError } from "../ports.ts";

/** Why a pass ended early, in the words of its report. */
export function describe(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SourceError)
    return { kind: "source", message, ...(error.passing ? { passing: true } : {}) };
  if (error instanceof StateBusyError) return { kind: "busy", message };
  if (!(error instanceof ProviderError)) return { kind: "error", message };
  const { failure, remedy, resumeAt } = error;
  return {
    kind: KINDS[failure] ?? "error",
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(resumeAt === undefined ? {} : { resumeAt: new Date(resumeAt).toISOString() }),
  };
}

const KINDS: Partial<Readonly<Record<ProviderFailure, Failure["kind"]>>> = {
  "out-of-time": "out-of-time",
  "taken-over": "busy",
};
