import { Argument, type Command, InvalidArgumentError, Option } from "commander";

/** The flags that several commands share. A default is told once: here in words, or by commander as `(default: …)`. */

export function withPlaces(command: Command): Command {
  return command
    .option("--config <file>", "the configuration (default: distro-sync.yaml, if there is one)", given)
    .option("--manifests <folder>", "the folder of manifests (default: distributions/)", given)
    .option("--workspace <handle>", "the workspace, as in its URL (or BUDDY_WORKSPACE)", given);
}

export function withLocations(command: Command): Command {
  return withPlaces(command)
    .option("--api <url>", "Buddy's API (or BUDDY_API_ENDPOINT; default: Buddy's US region)", given)
    .option(
      "--state <place>",
      "where the inventory is kept: a folder, or s3://BUCKET (or DISTRO_SYNC_STATE)",
      given,
    );
}

/** Where the token is, for commands that call Buddy. */
export function withToken(command: Command): Command {
  return command
    .addOption(
      new Option("--token-env <name>", "the variable that holds the token (default: BUDDY_TOKEN)")
        .argParser(variable)
        .conflicts("tokenSsm"),
    )
    .addOption(
      new Option(
        "--token-ssm <name>",
        "the parameter that holds the token, in Parameter Store (or DISTRO_SYNC_TOKEN_SSM)",
      ).argParser(given),
    );
}

export function withRevision(command: Command): Command {
  return command
    .option("--to <bucket>", "s3://BUCKET of the deployed stack (or --state, or DISTRO_SYNC_STATE)", given)
    .addOption(new Option("--state <bucket>", "the same as --to").argParser(given).hideHelp())
    .option("--commit <sha>", "the commit of the manifests (default: CI's, else what is checked out)", given)
    .option("--author <name>", "who made it (default: CI's)", given)
    .option(
      "--generation <number>",
      "an older one loses (default: the number of CI's run, else the next)",
      generation,
    );
}

export function withFormat(command: Command): Command {
  return command.addOption(
    new Option("--format <format>", "how the result is printed").choices(["text", "json"]).default("text"),
  );
}

export function withPass(command: Command): Command {
  return withRequests(
    command
      .option("--detailed-exitcode", "exit with 2 when changes are pending")
      .option("--concurrency <number>", "requests in flight, 1 to 10", concurrency, 4),
  );
}

/** Of every command that asks Buddy. */
export function withRequests(command: Command): Command {
  return command
    .option(
      "--deadline <seconds>",
      "begin no request after so many seconds (default: none, and no wait over two minutes)",
      seconds,
    )
    .option("--verbose", "print each request, its status and its time on stderr");
}

/** Which distribution is meant, or that all are. */
export function withHeld(command: Command): Command {
  return command
    .addArgument(new Argument("[identifier]", "the distribution"))
    .option("--all", "everything in the workspace")
    .option("--project <name>", "the project that it, or its environment, belongs to", given)
    .option("--environment <identifier>", "the environment that it belongs to", given)
    .option("--environment-id <id>", "the same, by its id", given);
}

export function withSeed(command: Command): Command {
  return command
    .option(
      "--workspace <handle...>",
      "workspaces it has (default: my-company, with projects, members and groups)",
    )
    .option("--project <name...>", "projects in each of them")
    .option(
      "--environment <name...>",
      "environments: project/identifier, or identifier for the workspace's own",
    )
    .option("--member <email...>", "members")
    .option("--group <name...>", "groups");
}

export function port(text: string): number {
  return wholeNumber(text, 0, 65_535);
}

/** A digest as the plan prints it: anything else could never be the plan's. */
export function digest(text: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return text;
  throw new InvalidArgumentError(
    "It takes the digest that a plan ends with: sha256: and 64 hexadecimal digits.",
  );
}

function variable(text: string): string {
  if (/^[A-Za-z_]\w{0,254}$/.test(text)) return text;
  throw new InvalidArgumentError("It takes the name of an environment variable, not the token.");
}

/** An empty path would mean the current folder: it is what a script passes whose variable is not set. */
function given(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("It is empty.");
}

/** As large as those that CI tells, and the seconds since the epoch, which are not: see `revisionOf`. */
function generation(text: string): number {
  return wholeNumber(text, 1, 999_999_999_999_999);
}

function concurrency(text: string): number {
  return wholeNumber(text, 1, 10);
}

function seconds(text: string): number {
  return wholeNumber(text, 1, 86_400);
}

function wholeNumber(text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
}
