import { Command } from "commander";
import { systemClock } from "../adapters/clock.ts";
import { TOKEN_VARIABLE, type Variables } from "../core/trust/trust.ts";
import { unlessInterrupted } from "../interrupt.ts";
import { type Redactor, redactor } from "../redact.ts";
import { declareDecisions } from "./declare-decisions.ts";
import { declarePasses } from "./declare-passes.ts";
import { declareTools } from "./declare-tools.ts";
import type { Declaring } from "./declaring.ts";
import { showProblems, withReport } from "./explain.ts";
import { EXAMPLES, EXIT_CODES, VARIABLES_HELP } from "./help.ts";
import type { CommandContext } from "./pass.ts";
import { type Streams, type Terminal, terminalOf } from "./terminal.ts";

export type Invocation = {
  /** Without the interpreter and the script. */
  readonly args: readonly string[];
  readonly env: Variables;
  /** Told of each variable that can hold a token, once its value is not needed there any more. */
  readonly forget?: (variable: string) => void;
  readonly cwd: string;
  readonly streams: Streams;
  readonly version: string;
  /** Fires when a person interrupts. */
  readonly signal: AbortSignal;
};

/** Runs one command line and resolves to the code that the process should end with. Never throws. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, cwd, streams, version, signal, forget = () => {} } = invocation;
  const env = { ...invocation.env };
  const color = !args.includes("--no-color") && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  const secrets = redactor();
  const terminal = terminalOf(streams, { color, hides: secrets });
  const complaints = terminal.hidingBy(secrets.suspecting(misplaceable(env)));
  const end = { code: 0 };
  const program = buildProgram(
    { terminal, stdin: streams.stdin, env, cwd, redactor: secrets, signal },
    version,
    complaints,
    (code) => {
      end.code = code;
    },
  );
  program.hook("preAction", (_, command) => {
    if (isAboutWorkspaces(command)) secureTokens(command.opts(), { env, secrets, forget });
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return end.code;
  } catch (error) {
    return showProblems(error, complaints);
  }
}

/** A token that was put where a name is due must not come back in the message about that name. */
function misplaceable(env: Variables): readonly string[] {
  return Object.entries(env).flatMap(([name, value = ""]) =>
    /TOKEN|SECRET|PASSWORD/i.test(name) ? [value] : [],
  );
}

/**
 * Before a command begins: what is in the variables that the token may be read from is printed and kept nowhere from now on, also where
 * somebody has put it in the place of something else, and no process that the command starts has them. A variable that the tree
 * names is none of them, unless a flag names it, too.
 */
function secureTokens(
  { tokenEnv }: { readonly tokenEnv?: string },
  {
    env,
    secrets,
    forget,
  }: {
    readonly env: Variables;
    readonly secrets: Pick<Redactor, "learn">;
    readonly forget: (variable: string) => void;
  },
): void {
  const variables = new Set([TOKEN_VARIABLE, ...(tokenEnv === undefined ? [] : [tokenEnv])]);
  secrets.learn([...variables].map((variable) => env[variable] ?? ""));
  for (const variable of variables) forget(variable);
}

/** Not the emulator, which takes no token of anybody's and shows its own. */
function isAboutWorkspaces(command: Command): boolean {
  return command.options.some(({ long }) => long === "--config");
}

function buildProgram(
  surroundings: CommandContext,
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
    .addHelpText("after", `\n${EXAMPLES}\n\n${VARIABLES_HELP}\n\n${EXIT_CODES}`);

  const add = (name: string, summary: string): Command =>
    program
      .command(name)
      .description(summary)
      .allowExcessArguments(false)
      .showHelpAfterError(`(distro-sync ${name} --help shows what it takes)`)
      .option(...NO_COLOR);

  const declaring: Declaring = {
    surroundings,
    add,
    end,
    ended: async (mode, { format }, work) =>
      end(await withReport(work, { mode, format, terminal: complaints })),
    whileWanted: (what, work) =>
      unlessInterrupted(what, work, { clock: systemClock, signal: surroundings.signal }),
  };
  declarePasses(declaring);
  declareDecisions(declaring);
  declareTools(declaring);
  return program;
}

/** As wide everywhere: what is printed does not depend on the window. */
const HELP_WIDTH = { getOutHelpWidth: () => 80, getErrHelpWidth: () => 80 };

const NO_COLOR = ["--no-color", "never use colours (NO_COLOR does the same)"] as const;
