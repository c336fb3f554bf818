import type { Held, NewHold } from "../core/decide/hold.ts";
import { defined } from "../core/domain/defined.ts";
import { durationOf, instantOf, MAX_DURATION_DAYS, TIME_REMEDY } from "../core/domain/time.ts";
import type { Variables } from "../core/trust/trust.ts";
import { UsageError } from "./errors.ts";
import { type FlagsOf, filled, stateCommand } from "./options.ts";

/** The flags of `hold` and `unhold`, and what they mean: what is held, until when, and why. */

/** A command for one distribution, or for everything in the workspace. */
export function targetCommand(name: "hold" | "unhold", summary: string) {
  return stateCommand(name, summary)
    .argument("[identifier]", "the distribution")
    .option("--all", "everything in the workspace")
    .option("--project <name>", "the project that the distribution or its environment belongs to", filled)
    .option("--environment <identifier>", "the environment that the distribution belongs to", filled)
    .option("--environment-id <id>", "the same environment, by its id", filled);
}

export function declareHold() {
  return targetCommand("hold", "stop every write to a distribution for a while")
    .option("--for <duration>", "how long: 30m, 2h, 3d")
    .option("--until <time>", "until when: 2026-11-25T12:00:00Z")
    .option("--reason <text>", "why; every plan that the hold stops shows it")
    .option("--by <name>", "who decided (default: USER)")
    .option("--list", "only show what is held")
    .addHelpText("after", "\nA hold is kept beside the state, needs no commit, and ends by itself.");
}

export type TargetFlags = FlagsOf<typeof targetCommand>;
export type HoldFlags = FlagsOf<typeof declareHold>;

/** @throws UsageError when the flags name nothing, or two things */
export function heldOf(
  identifier: string | undefined,
  { all, project, environment, environmentId }: Omit<TargetFlags, "format">,
  command: "hold" | "unhold",
): Held {
  const places = [project, environment, environmentId].filter((place) => place !== undefined);
  if (identifier === undefined) {
    if (all !== true) {
      throw new UsageError(
        `${command} needs to know which distribution`,
        "name its identifier, or use --all",
      );
    }
    if (places.length === 0) return { all };
    throw new UsageError(
      "--all means everything in the workspace, wherever it belongs",
      "leave out --project, --environment and --environment-id, or name one distribution",
    );
  }
  if (all === true)
    throw new UsageError(
      `--all means everything, ${identifier} included`,
      "use --all, or name a distribution",
    );
  if (environmentId !== undefined && places.length > 1) {
    throw new UsageError(
      "--environment-id alone says where the distribution belongs",
      "leave out --project and --environment, or --environment-id",
    );
  }
  return { identifier, ...defined({ project, environment, environmentId }) };
}

/** @throws UsageError when a flag is missing or makes no sense */
export function newHoldOf(
  identifier: string | undefined,
  flags: HoldFlags,
  env: Variables,
  now: number,
): NewHold {
  const who = heldOf(identifier, flags, "hold");
  const until = untilOf(flags, now);
  const { reason } = flags;
  if (reason === undefined) {
    throw new UsageError("hold needs a reason", 'use --reason "…"; every plan that the hold stops shows it');
  }
  const by = flags.by ?? [env.USER, env.USERNAME].find((name) => name !== undefined && name !== "");
  return { who, until, reason, ...defined({ by }) };
}

/**
 * @param now milliseconds since the epoch
 * @throws UsageError when the flags name no time, or one that is malformed or past
 */
export function untilOf(
  { for: duration, until: time }: Pick<HoldFlags, "for" | "until">,
  now: number,
): number {
  if (duration !== undefined && time !== undefined) {
    throw new UsageError("--for and --until each name an end", "use one of them");
  }
  if (duration !== undefined) {
    const length = durationOf(duration);
    if (length !== undefined) return now + length;
    throw new UsageError(
      `--for: ${JSON.stringify(duration)} is not a duration that a hold can have`,
      `write 30m, 2h or 3d, up to ${MAX_DURATION_DAYS} days`,
    );
  }
  if (time === undefined) {
    throw new UsageError(
      "hold needs an end, so that a forgotten hold does not stay forever",
      "use --for 2h, or --until with a time",
    );
  }
  const until = instantOf(time);
  if (until === undefined)
    throw new UsageError(`--until: ${JSON.stringify(time)} is not a time`, TIME_REMEDY);
  if (until > now) return until;
  throw new UsageError(`--until: ${time} has passed`, "name a time in the future, or use --for 2h");
}
