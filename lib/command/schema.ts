import { configSchema } from "../core/config/schema.ts";
import { fileSchema } from "../core/manifest/dialect.ts";
import { planSchema } from "../core/plan/schema.ts";
import { reportSchema } from "../core/report/schema.ts";
import type { CommandContext } from "./context.ts";
import { Argument, Command } from "./options.ts";

/** `distro-sync schema [name]`: prints one of the JSON Schemas that are published. */
export function schemaCommand({ terminal, exit }: CommandContext) {
  return new Command("schema")
    .description("print a JSON Schema")
    .addArgument(new Argument("[name]", "which schema").choices(NAMES).default("manifest"))
    .action((name) => {
      terminal.json(SCHEMAS[name]);
      exit(0);
    });
}

const NAMES = ["manifest", "config", "plan", "report"] as const;

const SCHEMAS: Readonly<Record<(typeof NAMES)[number], object>> = {
  manifest: fileSchema,
  config: configSchema,
  plan: planSchema,
  report: reportSchema,
};
