import type { Plan } from "../core/plan/plan.ts";
import type { Report } from "../core/report/report.ts";

/** Two spaces, one line end: the same bytes for the same value. */
export function toJson(value: Plan | Report | Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
