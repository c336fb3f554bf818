import type { OutcomeStatus } from "../core/report/outcome.ts";
import { type ProviderError, stopsPass } from "../ports.ts";

/** What a call that failed makes of what it was for. */
export function statusOf(error: ProviderError): OutcomeStatus {
  if (error.effect === "unknown") return "unknown";
  return stopsPass(error) ? "skipped" : "failed";
}
