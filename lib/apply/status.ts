import type { OutcomeStatus } from "../core/report/report.ts";
import { type ProviderError, stopsPass } from "../errors.ts";

/** What a call that failed makes of what it was for. */
export function statusOf(error: ProviderError): OutcomeStatus {
  if (error.effect === "unknown") return "unknown";
  return stopsPass(error) ? "skipped" : "failed";
}
