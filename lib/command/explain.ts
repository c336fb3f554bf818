import { CommanderError } from "commander";
import { formatProblem, type Problem } from "../core/domain/problem.ts";
import { type Report, reportOf } from "../core/report/report.ts";
import { ProviderError } from "../errors.ts";
import { ConfigError } from "./config.ts";
import type { Terminal } from "./terminal.ts";
import { TrustError, UsageError } from "./usage-error.ts";

/** Says on stderr why a command was not carried out, and returns the code to end with. */
export function showProblems(error: unknown, { err, errStyle }: Terminal): number {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
  const { message, remedy, problems } = accountOf(error);
  err(`${errStyle.bad("error:")} ${message}\n`);
  for (const problem of problems) err(`${formatProblem(problem)}\n`);
  if (remedy !== undefined) err(`  ${remedy}\n`);
  return problems.length > 0 || error instanceof TrustError ? 4 : 1;
}

/**
 * Runs a command whose result may have been asked for as JSON: whoever parses stdout finds a report there also when
 * there could be no pass.
 * @throws whatever `command` throws
 */
export async function withReport(
  command: () => Promise<number>,
  { mode, format, terminal }: Pick<Report, "mode"> & { readonly format: string; readonly terminal: Terminal },
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (format === "json") terminal.json(reportOfError(error, mode));
    throw error;
  }
}

function reportOfError(error: unknown, mode: Report["mode"]): Report {
  const { message, remedy, problems } = accountOf(error);
  const kind = error instanceof TrustError ? ("trust" as const) : ("error" as const);
  const failure = { kind, message, ...(remedy === undefined ? {} : { remedy }) };
  return reportOf({ mode, notices: [], problems, ...(problems.length === 0 ? { failure } : {}) });
}

type Account = {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly problems: readonly Problem[];
};

function accountOf(error: unknown): Account {
  if (error instanceof ConfigError) return error;
  if (error instanceof UsageError || error instanceof ProviderError)
    return { message: error.message, remedy: error.remedy, problems: [] };
  return { message: error instanceof Error ? error.message : String(error), problems: [] };
}
