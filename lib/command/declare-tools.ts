import { Argument } from "commander";
import type { Declaring } from "./declaring.ts";
import { demoCommand } from "./demo.ts";
import { type EmulatorFlags, emulatorCommand } from "./emulator.ts";
import { EMULATOR_EXAMPLES } from "./help.ts";
import { port, withFormat, withLocations, withSeed } from "./options.ts";
import { type ReportFlags, reportCommand } from "./report.ts";
import { SCHEMAS, schemaCommand } from "./schema.ts";

/** What looks on, and what helps to try things out: report, schema, emulator, demo. */
export function declareTools({ add, end, whileWanted, surroundings }: Declaring): void {
  withFormat(withLocations(add("report", "show the latest report of a deployed function")))
    .addArgument(new Argument("[file]", "a report as JSON; - for standard input"))
    .action(async (file: string | undefined, flags: ReportFlags) =>
      end(await whileWanted("report", reportCommand(file, flags, surroundings))),
    )
    .addHelpText("after", "\nIt ends with the code of the pass that the report is of.");

  add("schema", "print a JSON Schema")
    .addArgument(new Argument("[name]", "which one").choices([...SCHEMAS.keys()]).default("manifest"))
    .action((name: string) => end(schemaCommand(name, surroundings.terminal)));

  withSeed(add("emulator", "run Buddy's API on this machine, to try manifests without an account"))
    .option("--port <number>", "the port on 127.0.0.1 (default: a free one)", port)
    .option("--token <token>", "the token it accepts", "emulator-token")
    .option("--personality <key=value...>", "what Buddy's pages leave open; docs/emulator.md lists the keys")
    .option("--fault <rule...>", "make a call fail; docs/emulator.md has the words")
    .option("--json", "print JSON lines: where it listens, then each request")
    .action(async (flags: EmulatorFlags) => end(await emulatorCommand(flags, surroundings)))
    .addHelpText("after", `\n${EMULATOR_EXAMPLES}`);

  add("demo", "plan, apply and plan again, against an emulator on this machine").action(async () =>
    end(await demoCommand(surroundings)),
  );
}
