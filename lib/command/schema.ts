import { configSchema } from "../core/config/schema.ts";
import { fileSchema } from "../core/manifest/dialect.ts";
import { planSchema } from "../core/plan/schema.ts";
import { reportSchema } from "../core/report/schema.ts";
import type { Terminal } from "./terminal.ts";

/** The schemas that are published, by the name that `distro-sync schema` takes. */
export const SCHEMAS: ReadonlyMap<string, object> = new Map<string, object>([
  ["manifest", fileSchema],
  ["config", configSchema],
  ["plan", planSchema],
  ["report", reportSchema],
]);

/** `distro-sync schema [name]`: one of the names above. */
export function schemaCommand(name: string, terminal: Terminal): number {
  terminal.json(SCHEMAS.get(name) ?? {});
  return 0;
}
