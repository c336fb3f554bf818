import type { Logger } from "@aws-lambda-powertools/logger";
import type { Outcome } from "../core/report/outcome.ts";
import type { Log } from "../ports.ts";
import { isRecord, type JsonRecord } from "./record.ts";

/**
 * Lines of JSON: one for each change and one for each pass, and with LOG_LEVEL=DEBUG one for each request too. An outcome
 * is told in short, since it holds every route, and the report has it whole.
 */
export function powertoolsLog(logger: Pick<Logger, "debug" | "info" | "warn" | "error">): Log {
  return (event, fields) => logger[levelOf(event, fields)](event, shortened(fields));
}

type Level = "debug" | "info" | "warn" | "error";

function levelOf(event: string, fields: JsonRecord): Level {
  const level = LEVELS.get(event);
  if (level !== undefined) return level;
  return fields.failed === true ? "error" : "info";
}

const LEVELS: ReadonlyMap<string, Level> = new Map([
  ["request", "debug"],
  ["pace.hold", "debug"],
  ["change.started", "debug"],
  ["change.applied", "info"],
  ["change.blocked", "warn"],
  ["change.skipped", "warn"],
  ["change.conflict", "warn"],
  ["change.unknown", "error"],
  ["change.failed", "error"],
]);

function shortened(fields: JsonRecord): JsonRecord {
  const { outcome, ...others } = fields;
  if (!isRecord(outcome)) return fields;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only apply.ts logs a field of this name
  const { routes, action, identifier: _, where: __, ...told } = outcome as JsonRecord & Outcome;
  const applied = routes.filter(({ status }) => status === "applied").length;
  return { ...others, action, ...told, routes: routes.length, routesApplied: applied };
}
