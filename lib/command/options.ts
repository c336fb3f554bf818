import type * as typed from "@commander-js/extra-typings";
import * as commander from "commander";

/**
 * How a command line is declared. A command is made by the narrowest of the functions below, and adds the flags of its own
 * in its own file. What is declared is what the action gets: its flags are typed by {@link FlagsOf}.
 */

/** These classes are commander's; `@commander-js/extra-typings` re-exports them, with types that infer flags. */
// oxlint-disable-next-line no-unsafe-type-assertion -- that package exports commander's own classes, which its types describe
export const { Argument, Command, Option } = commander as unknown as typeof typed;

/** The flags of a command, as its declaration in `declare` says. */
// biome-ignore format: one line
export type FlagsOf<Declare extends (...args: never) => { readonly opts: () => object }> =
  Readonly<ReturnType<ReturnType<Declare>["opts"]>>;

export type PlaceFlags = FlagsOf<typeof placeCommand>;
export type StateFlags = FlagsOf<typeof stateCommand>;
export type BuddyFlags = FlagsOf<typeof buddyCommand>;
export type PassFlags = FlagsOf<typeof passCommand>;

/** A command that knows where the configuration and the manifests are. */
export function placeCommand(name: string, summary: string) {
  return new Command(name)
    .description(summary)
    .option("--config <file>", "the configuration (default: distro-sync.yaml, if it exists)", filled)
    .option("--manifests <folder>", "the folder of manifests (default: distributions/)", filled)
    .option("--workspace <handle>", "the workspace, as in its URL (or BUDDY_WORKSPACE)", filled)
    .addOption(
      new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"),
    );
}

/** A command that also knows where the state is: the address of Buddy's API is a part of the state's name. */
export function stateCommand(name: string, summary: string) {
  return placeCommand(name, summary)
    .option("--api <url>", "Buddy's API (or BUDDY_API_ENDPOINT; default: Buddy's US region)", filled)
    .option(
      "--state <place>",
      "where the inventory is kept: a folder, or s3://BUCKET (or DISTRO_SYNC_STATE)",
      filled,
    );
}

/** A command that sends requests to Buddy. */
export function buddyCommand(name: string, summary: string) {
  return stateCommand(name, summary)
    .addOption(
      new Option("--token-env <name>", "the variable that holds the token (default: BUDDY_TOKEN)")
        .argParser(variable)
        .conflicts("tokenSsm"),
    )
    .option(
      "--token-ssm <name>",
      "the parameter of Parameter Store that holds the token (or DISTRO_SYNC_TOKEN_SSM)",
      filled,
    )
    .option(
      "--deadline <seconds>",
      "send no request after this many seconds (default: none, and no single wait over two minutes)",
      seconds,
    )
    .option("--verbose", "print each request, its status and its duration on stderr");
}

/** A command that makes a pass. */
export function passCommand(name: string, summary: string) {
  return buddyCommand(name, summary)
    .option("--detailed-exitcode", "exit with 2 when changes are pending")
    .option("--concurrency <number>", "how many requests to send at once, 1 to 10", concurrency, 4);
}

/** What `--deadline` takes at most, in seconds. */
export const LONGEST_DEADLINE = 86_400;

/** An empty path would mean the current folder, and a script passes one when its variable is not set. */
export function filled(text: string): string {
  if (text !== "") return text;
  throw new commander.InvalidArgumentError("It is empty.");
}

export function wholeNumberOf(text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new commander.InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
}

function variable(text: string): string {
  if (/^[A-Za-z_]\w{0,254}$/.test(text)) return text;
  throw new commander.InvalidArgumentError("It takes the name of an environment variable, not the token.");
}

function concurrency(text: string): number {
  return wholeNumberOf(text, 1, 10);
}

function seconds(text: string): number {
  return wholeNumberOf(text, 1, LONGEST_DEADLINE);
}
