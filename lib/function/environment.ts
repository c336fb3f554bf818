/** A variable that the stack sets is not there. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** @throws EnvironmentError when the variable is not set, or empty */
export function requireEnv(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value !== undefined && value !== "") return value;
  throw new EnvironmentError(
    `the environment variable ${name} is not set: deploy the function with the stack`,
  );
}
