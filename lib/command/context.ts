import type { Readable } from "node:stream";
import { CommanderError } from "commander";
import { systemClock } from "../adapters/clock.ts";
import { defined } from "../core/domain/defined.ts";
import { formatProblem, type Problem } from "../core/domain/problem.ts";
import { exitCodeOf, type Failure, type Report, reportOf } from "../core/report/report.ts";
import { renderReport } from "../core/report/text.ts";
import type { Variables } from "../core/trust/trust.ts";
import { ProviderError } from "../errors.ts";
import { unlessInterrupted } from "../interrupt.ts";
import type { Redactor } from "../redact.ts";
import { ConfigError, TrustError, UsageError } from "./errors.ts";
import type { Terminal } from "./terminal.ts";

/** What the action of a command is run in, and how it ends: with an exit code, and with an error or a report. */
export type CommandContext = {
  readonly terminal: Terminal;
  /** The same terminal for errors: it also hides what may be a token in the wrong place. */
  readonly errorTerminal: Terminal;
  readonly stdin: Readable;
  /** The variables as they were when the command began. */
  readonly env: Variables;
  readonly cwd: string;
  /** It knows the token before anything else has it. */
  readonly redactor: Redactor;
  /** Fires when the process is told to end: every wait ends, and nothing further is begun. */
  readonly signal: AbortSignal;
  /** Sets the code with which the process ends. */
  readonly exit: (code: number) => void;
};

/** The flag of every command that has a result. */
export type Format = { readonly format: "text" | "json" };

/**
 * Runs an action, whose code the process ends with. Whoever parses stdout as JSON finds a report there also when the action
 * throws.
 * @throws whatever `action` throws
 */
export async function runAction(
  { exit, errorTerminal }: CommandContext,
  mode: Report["mode"],
  { format }: Format,
  action: () => Promise<number>,
): Promise<void> {
  try {
    exit(await action());
  } catch (error) {
    if (format === "json") errorTerminal.json(reportOfError(error, mode));
    throw error;
  }
}

/** Stops waiting for work when the process is told to end. What the work writes must be complete or absent at any moment. */
export function untilInterrupted<T>({ signal }: CommandContext, what: string, work: Promise<T>): Promise<T> {
  return unlessInterrupted(what, work, { clock: systemClock, signal });
}

/** Prints a report for a command that was refused before it did anything, and returns the code to end with. */
export function showRefusal(
  {
    mode,
    problems = [],
    failure,
  }: {
    readonly mode: Report["mode"];
    readonly problems?: readonly Problem[];
    readonly failure?: Failure | undefined;
  },
  { format }: Format,
  terminal: Terminal,
): number {
  const report = reportOf({ mode, problems, notices: [], ...defined({ failure }) });
  if (format === "json") terminal.json(report);
  else terminal.err(renderReport(report, terminal.errStyle));
  return exitCodeOf(report.verdict, { detailed: false });
}

/** Prints on stderr why a command failed, and returns the code to end with. */
export function showError(error: unknown, { err, errStyle }: Terminal): number {
  // Commander has already printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
  const { message, remedy, problems } = explain(error);
  err(`${errStyle.bad("error:")} ${message}\n`);
  for (const problem of problems) err(`${formatProblem(problem)}\n`);
  if (remedy !== undefined) err(`  ${remedy}\n`);
  return problems.length > 0 || error instanceof TrustError ? 4 : 1;
}

function reportOfError(error: unknown, mode: Report["mode"]): Report {
  const { message, remedy, problems } = explain(error);
  const kind = error instanceof TrustError ? "trust" : "error";
  const failure = problems.length === 0 ? ({ kind, message, ...defined({ remedy }) } as const) : undefined;
  return reportOf({ mode, notices: [], problems, ...defined({ failure }) });
}

type Explanation = {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly problems: readonly Problem[];
};

function explain(error: unknown): Explanation {
  if (error instanceof ConfigError) return error;
  if (error instanceof UsageError || error instanceof ProviderError)
    return { message: error.message, remedy: error.remedy, problems: [] };
  return { message: error instanceof Error ? error.message : String(error), problems: [] };
}
