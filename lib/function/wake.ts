import {
  isScheduled,
  manifestPrefix,
  releasePrefix,
  TRIGGERS,
  type Trigger,
  type Wake,
} from "../deployment.ts";
import { isRecord } from "./record.ts";

/** A message that nobody of this project wrote. It says what is wrong, and never repeats what was sent. */
export class WakeError extends Error {
  override readonly name = "WakeError";
}

/**
 * A message of the queue, read strictly: one that is only nearly right comes from another version or another sender.
 * @throws WakeError
 */
export function readWake(body: string): Wake {
  const value = parsed(body);
  if (!isRecord(value)) throw new WakeError(`the message is not a JSON object: ${REMEDY}`);
  const strange = Object.keys(value).filter((key) => !KEYS.has(key)).length;
  if (strange > 0) {
    throw new WakeError(`the message has ${strange} keys beside ${[...KEYS].join(", ")}: ${REMEDY}`);
  }
  const { trigger, workspace, at, key, commit, round } = value;
  if (!isTrigger(trigger)) throw wrong("trigger", `one of ${TRIGGERS.join(", ")}`);
  if (!isAbsentOr(isText(255), workspace)) throw wrong("workspace", "a workspace's handle");
  if (!isAbsentOr(isText(255), at)) throw wrong("at", "a text of up to 255 characters");
  if (!isAbsentOr(isText(1_024), key)) throw wrong("key", "the key of an object");
  if (!isAbsentOr(isCommit, commit)) throw wrong("commit", "40 hexadecimal digits");
  if (!isAbsentOr(isCount, round)) throw wrong("round", "a count");
  return {
    trigger,
    ...(workspace === undefined ? {} : { workspace }),
    ...(at === undefined ? {} : { at }),
    ...(key === undefined ? {} : { key }),
    ...(commit === undefined ? {} : { commit }),
    ...(round === undefined ? {} : { round }),
  };
}

/** Whether the object is part of the workspace's source: the pointer to its release, or one of its plain manifests. */
export function concerns(key: string, workspace: string): boolean {
  return key === `${releasePrefix(workspace)}current.json` || key.startsWith(manifestPrefix(workspace));
}

/**
 * What several messages come to, in the order in which they came: one pass answers them all. The newest commit counts, and
 * a fresh trigger gives a pass that goes on all its continuations back. What somebody decided is not made a mere schedule by
 * one that came in the same batch: only a decision undoes what was changed in Buddy.
 */
export function mergeWakes(first: Wake, others: readonly Wake[]): Wake {
  return others.reduce((before, { trigger, at, commit = before.commit, round = 0 }) => {
    const fewest = Math.min(before.round ?? 0, round);
    return {
      trigger: isScheduled(trigger) && !isScheduled(before.trigger) ? before.trigger : trigger,
      ...(before.workspace === undefined ? {} : { workspace: before.workspace }),
      ...(at === undefined ? {} : { at }),
      ...(commit === undefined ? {} : { commit }),
      ...(fewest === 0 ? {} : { round: fewest }),
    };
  }, first);
}

const KEYS: ReadonlySet<string> = new Set<keyof Wake>([
  "trigger",
  "workspace",
  "at",
  "key",
  "commit",
  "round",
]);
const REMEDY =
  "send what `distro-sync` of this version sends, such as { trigger: manual, workspace: my-company }";

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function wrong(key: string, due: string): WakeError {
  return new WakeError(`the message's ${key} is not ${due}: ${REMEDY}`);
}

function isAbsentOr<T>(check: (value: unknown) => value is T, value: unknown): value is T | undefined {
  return value === undefined || check(value);
}

function isTrigger(value: unknown): value is Trigger {
  return TRIGGERS.some((trigger) => trigger === value);
}

function isText(longest: number): (value: unknown) => value is string {
  return (value): value is string => typeof value === "string" && value !== "" && value.length <= longest;
}

function isCommit(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{40}$/.test(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
