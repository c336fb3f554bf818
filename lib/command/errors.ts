import type { Problem } from "../core/domain/problem.ts";

/** The command line or the environment cannot be used; the message says why, and the remedy says what to do. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Nobody outside of the reviewed tree has allowed what the command would use: it ends with 4. */
export class TrustError extends UsageError {
  override readonly name = "TrustError";
}

/** The configuration is missing, or it cannot be used. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly remedy: string;
  /** What is wrong in it; empty when it could not be read at all. */
  readonly problems: readonly Problem[];

  constructor(message: string, remedy: string, problems: readonly Problem[] = []) {
    super(message);
    this.remedy = remedy;
    this.problems = problems;
  }
}

/** The code that the operating system gave for a failed call, such as `EACCES`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
