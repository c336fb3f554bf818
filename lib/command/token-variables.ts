import { loadConfig } from "../config.ts";
import type { Redactor } from "../redact.ts";
import { type Environment, tokenVariable } from "./settings.ts";
import { entriesOf } from "./workspace.ts";

type Flags = { readonly config?: string; readonly tokenEnv?: string };

type Tools = {
  readonly env: Environment;
  readonly cwd: string;
  readonly redactor: Pick<Redactor, "learn">;
  readonly forget: (variable: string) => void;
};

/**
 * Before a command begins: what is in the variables that can hold a token is printed and kept nowhere from now on, also where
 * somebody has put it in the place of something else, and no process that the command starts has them.
 */
export async function secureTokens(flags: Flags, { env, cwd, redactor, forget }: Tools): Promise<void> {
  const named = flags.tokenEnv === undefined ? [] : [flags.tokenEnv];
  const variables = new Set([DEFAULT_VARIABLE, ...named, ...(await variablesIn(flags, cwd))]);
  redactor.learn([...variables].map((variable) => env[variable] ?? ""));
  for (const variable of variables) forget(variable);
}

const DEFAULT_VARIABLE = tokenVariable({});

async function variablesIn({ config }: Flags, cwd: string): Promise<readonly string[]> {
  try {
    return entriesOf(await loadConfig(config, cwd)).map(tokenVariable);
  } catch {
    return []; // The command says what is wrong with the configuration.
  }
}
