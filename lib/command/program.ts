import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { TOKEN_VARIABLE, type Variables } from "../core/trust/trust.ts";
import { type Redactor, redactor } from "../redact.ts";
import { adoptCommand } from "./adopt.ts";
import { applyCommand } from "./apply.ts";
import { type CommandContext, showError } from "./context.ts";
import { demoCommand } from "./demo.ts";
import { disownCommand } from "./disown.ts";
import { emulatorCommand } from "./emulator.ts";
import { exportCommand } from "./export.ts";
import { holdCommand, unholdCommand } from "./hold.ts";
import { type BuddyFlags, Command } from "./options.ts";
import { planCommand } from "./plan.ts";
import { publishCommand } from "./publish.ts";
import { reportCommand } from "./report.ts";
import { schemaCommand } from "./schema.ts";
import { type Streams, terminalOf } from "./terminal.ts";
import { validateCommand } from "./validate.ts";
import { whyCommand } from "./why.ts";

export type Invocation = {
  /** Without the interpreter and the script. */
  readonly args: readonly string[];
  readonly env: Variables;
  /** Called with each variable that can hold a token, once its value is not needed there any more. */
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
  const errorTerminal = terminal.hidingBy(secrets.suspecting(misplaceable(env)));
  const end = { code: 0 };
  const program = programFor(
    {
      terminal,
      errorTerminal,
      stdin: streams.stdin,
      env,
      cwd,
      redactor: secrets,
      signal,
      exit: (code) => {
        end.code = code;
      },
    },
    version,
  );
  program.hook("preAction", (_, command) => {
    if (!isAboutWorkspaces(command)) return;
    const flags: Pick<BuddyFlags, "tokenEnv"> = command.opts();
    secureTokens(flags, { env, secrets, forget });
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return end.code;
  } catch (error) {
    return showError(error, errorTerminal);
  }
}

function programFor(context: CommandContext, version: string) {
  const program = new Command("distro-sync")
    .description("Keeps the distributions of a Buddy workspace equal to YAML manifests in git.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .option(...NO_COLOR)
    .configureOutput({
      writeOut: context.terminal.out,
      writeErr: context.errorTerminal.err,
      // The output does not depend on the width of the window.
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText("after", `\n${EXAMPLES}\n\n${VARIABLES}\n\n${EXIT_CODES}`);
  for (const make of COMMANDS) {
    const command = make(context);
    program.addCommand(
      command
        .copyInheritedSettings(program)
        .option(...NO_COLOR)
        .allowExcessArguments(false)
        .showHelpAfterError(`(distro-sync ${command.name()} --help shows what it takes)`),
    );
  }
  return program;
}

/** In the order of `--help`. */
const COMMANDS: readonly ((context: CommandContext) => CommandUnknownOpts)[] = [
  validateCommand,
  planCommand,
  applyCommand,
  publishCommand,
  exportCommand,
  holdCommand,
  unholdCommand,
  adoptCommand,
  disownCommand,
  whyCommand,
  reportCommand,
  schemaCommand,
  emulatorCommand,
  demoCommand,
];

const NO_COLOR = ["--no-color", "never use colours (NO_COLOR does the same)"] as const;

const EXAMPLES = `Start here:
  distro-sync demo                         see it work, without an account
  distro-sync validate                     check distributions/*.yaml
  distro-sync plan                         show what would be done
  distro-sync apply                        do it, after you have agreed to the plan
  distro-sync plan --format json --out plan.json --detailed-exitcode     for CI`;

const VARIABLES = `Environment variables that Buddy's own CLI also reads:
  BUDDY_TOKEN          a personal access token that may read and write distributions
  BUDDY_WORKSPACE      the handle in the workspace's URL
  BUDDY_API_ENDPOINT   https://api.buddy.works, https://api.eu.buddy.works, https://api.asia.buddy.works,
                       or for a self-hosted Buddy: https://HOST/api
and our own:
  DISTRO_SYNC_STATE        where the inventory is kept: a folder, or s3://BUCKET; required in CI
  DISTRO_SYNC_TOKEN_SSM    the parameter that holds the token, used when BUDDY_TOKEN is not set`;

const EXIT_CODES = `Exit codes:
  0 in sync or applied    1 error       2 changes pending (--detailed-exitcode)
  3 blocked               4 manifests that are invalid or cannot be trusted
  5 busy or stale         6 partial: something was written, something was not`;

/** A token that was given where a name is due must not come back in the message about that name. */
function misplaceable(env: Variables): readonly string[] {
  return Object.entries(env).flatMap(([name, value = ""]) =>
    /TOKEN|SECRET|PASSWORD/i.test(name) ? [value] : [],
  );
}

/** The emulator is not: it takes nobody's token, and shows its own. */
function isAboutWorkspaces(command: CommandUnknownOpts): boolean {
  return command.options.some(({ long }) => long === "--config");
}

/**
 * Before a command begins: the values of the variables that the token may be read from are neither printed nor kept from now
 * on, also where somebody has put them in the place of something else, and no process that the command starts has them. A
 * variable that only the tree names is none of them.
 */
function secureTokens(
  { tokenEnv }: Pick<BuddyFlags, "tokenEnv">,
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
