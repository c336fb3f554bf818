import { Argument, Command } from "commander";
import { redactor } from "../redact.ts";
import { type AdoptFlags, adoptCommand } from "./adopt.ts";
import { demoCommand } from "./demo.ts";
import { type EmulatorFlags, emulatorCommand } from "./emulator.ts";
import { explain, withReport } from "./explain.ts";
import { type ExportFlags, exportCommand } from "./export.ts";
import { APPLY_RULES, EMULATOR_EXAMPLES, EXAMPLES, EXIT_CODES, VARIABLES } from "./help.ts";
import { type HoldFlags, holdCommand, type UnholdFlags, unholdCommand } from "./hold.ts";
import {
  digest,
  port,
  withFormat,
  withHeld,
  withLocations,
  withPass,
  withPlaces,
  withRevision,
  withSeed,
} from "./options.ts";
import { type ApplyFlags, applyCommand, type PlanFlags, planCommand, type Surroundings } from "./pass.ts";
import { type PublishFlags, publishCommand } from "./publish.ts";
import { type ReleaseFlags, releaseCommand } from "./release.ts";
import { type ReportFlags, reportCommand } from "./report.ts";
import { SCHEMAS, schemaCommand } from "./schema.ts";
import type { Environment } from "./settings.ts";
import { type Streams, type Terminal, terminalOf } from "./terminal.ts";
import { type ValidateFlags, validateCommand } from "./validate.ts";
import { type WhyFlags, whyCommand } from "./why.ts";

export type Invocation = {
  /** Without the interpreter and the script. */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly cwd: string;
  readonly streams: Streams;
  readonly version: string;
  /** Fires when a person interrupts. */
  readonly signal: AbortSignal;
};

/** Runs one command line and resolves to the code that the process should end with. Never throws. */
export async function run({ args, env, cwd, streams, version, signal }: Invocation): Promise<number> {
  const color = !args.includes("--no-color") && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const terminal = terminalOf(streams, { color });
  const complaints = terminal.redacting(redactor(misplaceable(env)));
  const end = { code: 0 };
  const program = buildProgram(
    { terminal, stdin: streams.stdin, env, cwd, signal },
    version,
    complaints,
    (code) => {
      end.code = code;
    },
  );
  try {
    await program.parseAsync(args, { from: "user" });
    return end.code;
  } catch (error) {
    return explain(error, complaints);
  }
}

/** A token that was put where a name is due must not come back in the message about that name. */
function misplaceable(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value = ""]) =>
    /TOKEN|SECRET|PASSWORD/i.test(name) && value.length >= 8 ? [value] : [],
  );
}

function buildProgram(
  surroundings: Surroundings,
  version: string,
  complaints: Terminal,
  end: (code: number) => void,
): Command {
  const { terminal } = surroundings;
  const program = new Command("distro-sync")
    .description("Keeps the distributions of a Buddy workspace equal to YAML manifests in git.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .option(...NO_COLOR)
    .configureOutput({ writeOut: terminal.out, writeErr: complaints.err, ...HELP_WIDTH })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText("after", `\n${EXAMPLES}\n\n${VARIABLES}\n\n${EXIT_CODES}`);

  const add = (name: string, summary: string): Command =>
    program
      .command(name)
      .description(summary)
      .allowExcessArguments(false)
      .showHelpAfterError(`(distro-sync ${name} --help shows what it takes)`)
      .option(...NO_COLOR);

  withFormat(withLocations(add("validate", "check the manifests: no token, no call")))
    .action(async (flags: ValidateFlags) =>
      end(
        await withReport(() => validateCommand(flags, surroundings), {
          mode: "plan",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText(
      "after",
      "\nEvery problem of every file is listed as file:line:column CODE message — remedy.",
    );

  withPass(withFormat(withLocations(add("plan", "show what apply would do; it cannot write"))))
    .option("--out <file>", "also write the plan as JSON to this file")
    .action(async (flags: PlanFlags) =>
      end(
        await withReport(() => planCommand(flags, surroundings), {
          mode: "plan",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText(
      "after",
      "\nThe digest at its end names the plan: `apply --plan DIGEST` carries out that one or none.",
    );

  withPass(withFormat(withLocations(add("apply", "carry out the plan, after you have agreed"))))
    .option("--yes", "do not ask")
    .option("--plan <digest>", "only if the plan still has this digest", digest)
    .action(async (flags: ApplyFlags) =>
      end(
        await withReport(() => applyCommand(flags, surroundings), {
          mode: "apply",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText("after", `\n${APPLY_RULES}`);

  withRevision(withFormat(withPlaces(add("publish", "upload the manifests for a deployed function"))))
    .action(async (flags: PublishFlags) =>
      end(
        await withReport(() => publishCommand(flags, surroundings), {
          mode: "apply",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText(
      "after",
      "\nIt uses the credentials that AWS's own command line uses. Nothing is uploaded unless every manifest is valid.",
    );

  withFormat(withLocations(add("export", "write manifests for what is live; it reads Buddy only")))
    .option(
      "--project <name...>",
      "of these projects (default: the workspace, and wherever there are manifests)",
    )
    .option("--environment-id <id...>", "of these environments, by their ids")
    .option("--only <identifier...>", "only these distributions")
    .option("--out <folder>", "where to write (default: the folder of manifests)")
    .option("--dry-run", "write nothing, and print what would be written")
    .option("--verbose", "print each request, its status and its time on stderr")
    .action(async (flags: ExportFlags) =>
      end(
        await withReport(() => exportCommand(flags, surroundings), {
          mode: "plan",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText(
      "after",
      "\nFiles that declare a distribution already are edited in place; only values that differ are changed.",
    );

  withFormat(withLocations(withHeld(add("hold", "let no pass write to a distribution for a while"))))
    .option("--for <duration>", "for how long: 30m, 2h, 3d")
    .option("--until <time>", "until when: 2026-11-25T12:00:00Z")
    .option("--reason <text>", "why: shown with every plan that is held up")
    .option("--by <name>", "who decided (default: USER)")
    .option("--list", "show what is held, and hold nothing")
    .action(async (identifier: string | undefined, flags: HoldFlags) =>
      end(
        await withReport(() => holdCommand(identifier, flags, surroundings), {
          mode: "apply",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText("after", "\nA hold is kept beside the state, needs no commit, and ends by itself.");

  withFormat(withLocations(withHeld(add("unhold", "end a hold before its time")))).action(
    async (identifier: string | undefined, flags: UnholdFlags) =>
      end(
        await withReport(() => unholdCommand(identifier, flags, surroundings), {
          mode: "apply",
          ...flags,
          terminal: complaints,
        }),
      ),
  );

  withPass(
    withFormat(withLocations(add("adopt", "take ownership of what exists: nothing is changed in Buddy"))),
  )
    .addArgument(new Argument("[identifier...]", "distributions that manifests declare"))
    .option("--all", "everything that manifests declare and that is nobody's")
    .option("--yes", "do not ask")
    .action(async (identifiers: readonly string[], flags: AdoptFlags) =>
      end(
        await withReport(() => adoptCommand(identifiers, flags, surroundings), {
          mode: "apply",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText(
      "after",
      "\nThe plan shows what differs: the next apply changes that. What another instance owns is never taken.",
    );

  withFormat(withLocations(add("release", "give up ownership: nothing is changed in Buddy")))
    .addArgument(new Argument("[identifier...]", "distributions of ours"))
    .option("--all", "everything that is ours in the workspace")
    .option("--yes", "do not ask")
    .action(async (identifiers: readonly string[], flags: ReleaseFlags) =>
      end(
        await withReport(() => releaseCommand(identifiers, flags, surroundings), {
          mode: "apply",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText(
      "after",
      "\nOne whose identifier is ours in several places is named by its key: project:web#shop.",
    );

  withFormat(withLocations(add("why", "say why a distribution is changed, or left as it is")))
    .addArgument(new Argument("<identifier>", "of a distribution, or its id in Buddy"))
    .option("--project <name>", "only in this project and its environments")
    .option("--verbose", "print each request, its status and its time on stderr")
    .action(async (identifier: string, flags: WhyFlags) =>
      end(
        await withReport(() => whyCommand(identifier, flags, surroundings), {
          mode: "plan",
          ...flags,
          terminal: complaints,
        }),
      ),
    )
    .addHelpText(
      "after",
      "\nIt makes a plan, which cannot write; --format json has one reason for programs.",
    );

  withFormat(withLocations(add("report", "show the latest report of a deployed function")))
    .addArgument(new Argument("[file]", "a report as JSON; - for standard input"))
    .action(async (file: string | undefined, flags: ReportFlags) =>
      end(await reportCommand(file, flags, surroundings)),
    )
    .addHelpText("after", "\nIt ends with the code of the pass that the report is of.");

  add("schema", "print a JSON Schema")
    .addArgument(new Argument("[name]", "which one").choices([...SCHEMAS.keys()]).default("manifest"))
    .action((name: string) => end(schemaCommand(name, terminal)));

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
  return program;
}

/** As wide everywhere: what is printed does not depend on the window. */
const HELP_WIDTH = { getOutHelpWidth: () => 80, getErrHelpWidth: () => 80 };

const NO_COLOR = ["--no-color", "never use colours (NO_COLOR does the same)"] as const;
