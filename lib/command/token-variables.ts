import { TOKEN_VARIABLE, type Variables } from "../core/trust/trust.ts";
import type { Redactor } from "../redact.ts";

type Tools = {
  readonly env: Variables;
  readonly redactor: Pick<Redactor, "learn">;
  readonly forget: (variable: string) => void;
};

/**
 * Before a command begins: what is in the variables that the token may be read from is printed and kept nowhere from now on, also where
 * somebody has put it in the place of something else, and no process that the command starts has them. A variable that the tree
 * names is none of them, unless a flag names it, too.
 */
export function secureTokens(
  { tokenEnv }: { readonly tokenEnv?: string },
  { env, redactor, forget }: Tools,
): void {
  const variables = new Set([TOKEN_VARIABLE, ...(tokenEnv === undefined ? [] : [tokenEnv])]);
  redactor.learn([...variables].map((variable) => env[variable] ?? ""));
  for (const variable of variables) forget(variable);
}
