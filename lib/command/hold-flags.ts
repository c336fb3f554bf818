import type { Held } from "../core/decide/hold.ts";
import { durationOf, instantOf, MAX_DURATION_DAYS, TIME_REMEDY } from "../core/domain/time.ts";
import { UsageError } from "./usage-error.ts";

/** What is held, as flags say it. */
export type HeldFlags = {
  readonly all?: boolean;
  readonly project?: string;
  readonly environment?: string;
  readonly environmentId?: string;
};

export type UntilFlags = { readonly for?: string; readonly until?: string };

/** @throws UsageError when it is not said what, or two things are */
export function heldOf(
  identifier: string | undefined,
  { all = false, project, environment, environmentId }: HeldFlags,
  command: "hold" | "unhold",
): Held {
  const places = [project, environment, environmentId].filter((place) => place !== undefined);
  if (identifier === undefined) {
    if (!all) {
      throw new UsageError(
        `${command} is not told of what`,
        `name a distribution by its identifier, or use --all`,
      );
    }
    if (places.length === 0) return { all };
    throw new UsageError(
      "--all is everything, wherever it belongs",
      "leave out --project, --environment and --environment-id, or name one distribution",
    );
  }
  if (all) throw new UsageError(`--all is everything, and ${identifier} one of it`, "use one of the two");
  if (environmentId !== undefined && places.length > 1) {
    throw new UsageError(
      "--environment-id says all of where it belongs",
      "leave out --project and --environment, or --environment-id",
    );
  }
  return {
    identifier,
    ...(project === undefined ? {} : { project }),
    ...(environment === undefined ? {} : { environment }),
    ...(environmentId === undefined ? {} : { environmentId }),
  };
}

/**
 * @param now milliseconds since the epoch
 * @throws UsageError when it is not said until when, or the time is none, or over
 */
export function untilOf({ for: duration, until: time }: UntilFlags, now: number): number {
  if (duration !== undefined && time !== undefined) {
    throw new UsageError("--for and --until are two times", "use one of them");
  }
  if (duration !== undefined) {
    const length = durationOf(duration);
    if (length !== undefined) return now + length;
    throw new UsageError(
      `--for: ${JSON.stringify(duration)} is no time that a hold can last`,
      `write 30m, 2h or 3d, up to ${MAX_DURATION_DAYS} days`,
    );
  }
  if (time === undefined) {
    throw new UsageError(
      "it is not said until when: a hold that nobody ends would stay",
      "use --for 2h, or --until with a time",
    );
  }
  const until = instantOf(time);
  if (until === undefined) throw new UsageError(`--until: ${JSON.stringify(time)} is no time`, TIME_REMEDY);
  if (until > now) return until;
  throw new UsageError(`--until: ${time} is over`, "name a time that is to come, or use --for 2h");
}
